import JOSE
import Libcrypto

extension KeyOptions {
    /// The keys of all files together.
    func keySet() throws -> KeySet {
        var keys: [VerificationKey] = []
        // A shared secret counts for HMAC only, a public key never does; so the two defaults do not meet.
        let asymmetric = Set(alg.isEmpty ? JWSAlgorithm.allCases.filter { !$0.isSymmetric } : alg)
        let symmetric = Set(alg.isEmpty ? JWSAlgorithm.allCases.filter(\.isSymmetric) : alg)
        for file in jwks {
            let bytes = try InputFile.bytes(file)
            guard !PEMText.isLikely(bytes) else {
                throw CommandFailure(
                    outcome: .badInput, message: "`\(file)` is a key in PEM, not a JWK Set", hint: "give it with --key")
            }
            keys += try reportingKey(bytes) { bytes throws(KeyError) in
                let loaded = try KeySet.load(jwks: bytes, algorithms: asymmetric, source: file)
                for note in loaded.notes { Terminal.error("note: \(Terminal.shown(note))") }
                return loaded.keys
            }
        }
        for file in key {
            keys += try reportingKey(InputFile.bytes(file)) { bytes throws(KeyError) in
                // Whoever gives one key means it, whatever the token calls it.
                [try publicKey(bytes, file).answeringAnyKeyID()]
            }
        }
        for file in hmacSecret {
            keys += try reportingKey(InputFile.bytes(file)) { bytes throws(KeyError) in
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
        _ bytes: [UInt8], _ work: ([UInt8]) throws(KeyError) -> [VerificationKey]
    ) throws -> [VerificationKey] {
        do throws(KeyError) {
            return try work(bytes)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "\(error)", hint: error.hint)
        }
    }
}

/// Files in PEM (RFC 7468).
enum PEMText {
    static func isLikely(_ bytes: [UInt8]) -> Bool { String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ") }
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
