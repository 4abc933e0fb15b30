import ArgumentParser
import Gateway
import JOSE
import Libcrypto
import OIDC

struct TokenMint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mint", abstract: "Make a token for tests.",
        discussion: """
            Signs with a private key or a shared secret of your own. With --config it refuses to speak for an issuer that \
            the configuration trusts outside development.

            Example: poort token mint --key Keys/development/idp.pem --kid dev --issuer http://127.0.0.1:8090 \\
              --audience poort --subject an --exp +30m --claim vo_orgcode=0999999922 \\
              --claim-list abb_loketLB_rol_3d=LoketLB-toezichtGebruiker:0999999922
            """)

    @Option(help: "A private key in PEM.", completion: .file()) var key: String?
    @Option(help: "A file with a shared secret.", completion: .file()) var hmacSecret: String?
    @Option(help: "The algorithm. Default: the usual one of the key.") var alg: JWSAlgorithm?
    @Option(help: "The `kid` of the header.") var kid: String?
    @Option(help: "The `typ` of the header; empty leaves it out.") var type = "JWT"
    @Option(help: "`iss`") var issuer: String
    @Option(help: "`aud`; repeat for several.") var audience: [String]
    @Option(help: "`sub`") var subject: String
    @Option(help: "When it expires: +30m, +2h, -5m (already expired), or a time.") var exp = "+1h"
    @Option(help: "The time that counts as now: RFC 3339 or Unix seconds.") var at: String?
    @Option(help: "A claim with a text, NAME=TEXT; repeat for several.") var claim: [String] = []
    @Option(help: "A claim with a list of texts, NAME=TEXT; repeat for each text.") var claimList: [String] = []
    @Option(help: "A JSON file with claims; the options win over it.", completion: .file()) var claims: String?
    @Option(help: "A configuration whose trusted issuers are not to be imitated.", completion: .file()) var config:
        String?

    func run() throws {
        try reporting {
            if let config { try refuseToImitate(config) }
            let signer = try signer()
            let token: String
            do {
                token = try signer.sign(claims: .object(try members()), type: type.isEmpty ? nil : type)
            } catch let error as JWTSigner.Problem {
                throw CommandFailure(outcome: .internal, message: "\(error)")
            }
            Terminal.print(token)
        }
    }

    private func refuseToImitate(_ config: String) throws {
        let loaded = try GatewayFile.load(config)
        guard loaded.configuration.environment != .development else { return }
        for trusted in loaded.configuration.issuers where trusted.identifier == issuer {
            throw CommandFailure(
                outcome: .usage, message: "`\(issuer)` is an issuer that `\(config)` trusts in production",
                hint: "mint for an issuer of a development configuration")
        }
    }

    private func signer() throws -> JWTSigner {
        if let key, hmacSecret == nil { return try signer(privateKey: key) }
        if let hmacSecret, key == nil { return try signer(secret: hmacSecret) }
        throw CommandFailure(outcome: .usage, message: "give exactly one of --key and --hmac-secret")
    }

    private func signer(privateKey file: String) throws -> JWTSigner {
        let bytes = try InputFile.bytes(file)
        do {
            let privateKey = try PrivateKey(pem: bytes.span)
            let algorithm = alg ?? Self.usualAlgorithm(privateKey.publicKey.kind)
            return try JWTSigner(privateKey: privateKey, algorithm: algorithm, keyID: kid)
        } catch let error as LibcryptoError {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error.message)", hint: error.hint)
        } catch let error as JWTSigner.Problem {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error)")
        }
    }

    private func signer(secret file: String) throws -> JWTSigner {
        let secret = Secret(SecretFile.withoutLineEnd(try InputFile.bytes(file)))
        do {
            return try JWTSigner(hmacSecret: secret, algorithm: alg ?? .hs256, keyID: kid)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error)")
        }
    }

    private static func usualAlgorithm(_ kind: PublicKey.Kind) -> JWSAlgorithm {
        switch kind {
        case .rsa: .rs256
        case .ec(.p256): .es256
        case .ec(.p384): .es384
        case .ec(.p521): .es512
        case .ed25519: .edDSA
        }
    }

    private func members() throws -> JSONObject {
        let now = try InstantText.read(at)
        var members = try claimsFile()
        members["iss"] = .string(issuer)
        members["sub"] = .string(subject)
        members["aud"] = audience.count == 1 ? .string(audience[0]) : .array(audience.map(JSONValue.string))
        members["iat"] = .integer(now.unixSeconds)
        members["exp"] = .integer(try expiry(now).unixSeconds)
        for text in claim {
            let (name, value) = try pair(text)
            members[name] = .string(value)
        }
        var lists = JSONObject()
        for text in claimList {
            let (name, value) = try pair(text)
            lists[name] = .array((lists[name]?.arrayValue ?? []) + [.string(value)])
        }
        for member in lists.members { members[member.name] = member.value }
        return members
    }

    private func claimsFile() throws -> JSONObject {
        guard let claims else { return JSONObject() }
        let bytes = try InputFile.bytes(claims)
        do {
            guard let object = try JSONValue.parse(bytes).objectValue else {
                throw CommandFailure(outcome: .badInput, message: "`\(claims)` is no JSON object")
            }
            return object
        } catch let error as JSONError {
            throw CommandFailure(outcome: .badInput, message: "\(claims): \(error)")
        }
    }

    private func expiry(_ now: Instant) throws -> Instant {
        guard let sign = exp.first, sign == "+" || sign == "-" else { return try InstantText.read(exp) }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let unit = exp.last.flatMap({ units[$0] }), let count = Int64(exp.dropFirst().dropLast()),
            (0...1_000_000).contains(count)
        else {
            throw CommandFailure(
                outcome: .usage, message: "`\(exp)` is no length of time", hint: "for example +30m, +2h, -5m or +1d")
        }
        return now.adding(seconds: (sign == "-" ? -1 : 1) * count * unit)
    }

    private func pair(_ text: String) throws -> (String, String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandFailure(outcome: .usage, message: "`\(text)` is not NAME=TEXT")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
