import ArgumentParser
import JOSE
import Libcrypto

extension JWSAlgorithm: ExpressibleByArgument {}

/// The keys and rules by which commands look at a token.
struct KeyOptions: ParsableArguments {
    @Option(help: "A JWK Set with the issuer's public keys.", completion: .file()) var jwks: [String] = []
    @Option(help: "A public key in PEM.", completion: .file(extensions: ["pem"])) var key: [String] = []
    @Option(help: "A file with a shared secret, for HS256 and its kin.", completion: .file()) var hmacSecret: [String] =
        []
    @Option(help: "An algorithm to allow; repeat for several. Default: those that fit the keys, HMAC apart.")
    var alg: [JWSAlgorithm] = []
    @Option(help: "The issuer expected in `iss`.") var issuer: String?
    @Option(help: "An audience expected in `aud`; repeat for several.") var audience: [String] = []
    @Option(help: "The time to judge at: RFC 3339 or Unix seconds. Default: now.") var at: String?
    @Option(help: "Seconds that clocks may differ, 0 to 60.") var leeway = 60

    var hasKeys: Bool { !(jwks.isEmpty && key.isEmpty && hmacSecret.isEmpty) }

    func validate() throws {
        guard (0...60).contains(leeway) else { throw ValidationError("--leeway is from 0 to 60 seconds") }
    }

    /// The rules to judge a token by, and what they do not compare because nothing was given to compare with.
    ///
    /// What is not given is taken from the token itself, so that its form is still checked.
    func rules(for token: [UInt8]) throws -> (rules: ClaimRules?, notCompared: [String]) {
        var notCompared: [String] = []
        var issuer = self.issuer
        if issuer == nil {
            notCompared.append("issuer (give --issuer)")
            issuer = UnverifiedJWS.unverifiedIssuer(of: token.span)
        }
        var audiences = Set(audience)
        if audience.isEmpty {
            notCompared.append("audience (give --audience)")
            audiences = Set(UnverifiedAudience.list(of: token))
        }
        guard let issuer, !issuer.isEmpty, !audiences.isEmpty, !audiences.contains("") else {
            return (nil, notCompared)
        }
        do {
            let kinds = Set(TokenKind.allCases)
            let rules = try ClaimRules(
                issuer: issuer, audiences: audiences, leewaySeconds: leeway, tokenKinds: kinds)
            return (rules, notCompared)
        } catch {
            throw CommandFailure(outcome: .usage, message: "\(error)")
        }
    }

    func instant() throws -> Instant { try InstantText.read(at) }

    /// The keys of all options together; `nil` when none was given.
    func keySet() throws -> KeySet? {
        guard hasKeys else { return nil }
        var keys: [VerificationKey] = []
        // A shared secret counts for HMAC only, a public key never does; so the two defaults do not meet.
        let asymmetric = Set(alg.isEmpty ? JWSAlgorithm.allCases.filter { !$0.isSymmetric } : alg)
        let symmetric = Set(alg.isEmpty ? JWSAlgorithm.allCases.filter(\.isSymmetric) : alg)
        for file in jwks {
            keys += try reportingKey(file) { bytes throws(KeyError) in
                let loaded = try KeySet.load(jwks: bytes, algorithms: asymmetric, source: file)
                for note in loaded.notes { Terminal.error("note: \(Terminal.shown(note))") }
                return loaded.keys
            }
        }
        for file in key {
            keys += try reportingKey(file) { bytes throws(KeyError) in
                // Whoever gives one key means it, whatever the token calls it.
                [try publicKey(bytes, file).answeringAnyKeyID()]
            }
        }
        for file in hmacSecret {
            keys += try reportingKey(file) { bytes throws(KeyError) in
                let secret = SecretFile.withoutLineEnd(bytes)
                // Of the default algorithms those that the secret is long enough for.
                let allowed = alg.isEmpty ? symmetric.filter { $0.fits(secretOf: secret.count) } : symmetric
                return [
                    try VerificationKey(
                        hmacSecret: Secret(secret), keyID: nil, algorithms: allowed.isEmpty ? symmetric : allowed,
                        source: file
                    ).answeringAnyKeyID()
                ]
            }
        }
        do {
            return try KeySet(keys)
        } catch {
            throw CommandFailure(outcome: .badInput, message: error.message, hint: error.hint)
        }
    }

    /// Binds a public key to the algorithms that are given, or to all that fit it.
    private func publicKey(_ pem: [UInt8], _ file: String) throws(KeyError) -> VerificationKey {
        var algorithms = Set(alg)
        if alg.isEmpty {
            do throws(LibcryptoError) {
                let key = try PublicKey(pem: pem.span)
                algorithms = Set(JWSAlgorithm.allCases.filter { $0.fits(key.kind) })
            } catch {
                throw KeyError(.unusable(error), source: file)
            }
        }
        return try VerificationKey(pem: pem, keyID: nil, algorithms: algorithms, source: file)
    }

    private func reportingKey(
        _ file: String, _ work: ([UInt8]) throws(KeyError) -> [VerificationKey]
    ) throws -> [VerificationKey] {
        let bytes = try InputFile.bytes(file)
        do throws(KeyError) {
            return try work(bytes)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "\(error)", hint: error.hint)
        }
    }
}

/// Files with a shared secret.
enum SecretFile {
    /// Editors end a file with a line end, which is no part of a secret.
    static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes[...]
        if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        return Array(bytes)
    }
}

extension JWSAlgorithm {
    /// Whether a secret of so many bytes is long enough (RFC 7518, section 3.2).
    func fits(secretOf bytes: Int) -> Bool {
        if case .mac(let hash) = method { return hash.byteCount <= bytes }
        return false
    }
}

/// The audiences that a token names, read before anything was checked; for showing only.
enum UnverifiedAudience {
    static func list(of token: [UInt8]) -> [String] {
        guard case .success(let unverified) = UnverifiedJWS.parse(token.span),
            let claims = try? JSONValue.parse(unverified.payload)
        else { return [] }
        if let one = claims["aud"]?.stringValue { return [one] }
        return claims["aud"]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
}
