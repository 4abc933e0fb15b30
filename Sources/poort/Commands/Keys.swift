import ArgumentParser
import Foundation
import JOSE
import Libcrypto

struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Make keys, and publish public ones.",
        subcommands: [KeysGenerate.self, KeysJWKS.self])
}

struct KeysGenerate: ParsableCommand {
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case rsa2048 = "rsa-2048"
        case rsa3072 = "rsa-3072"
        case rsa4096 = "rsa-4096"
        case p256 = "p-256"
        case p384 = "p-384"
        case p521 = "p-521"
        case ed25519
        case sealing

        /// nil for a key that is no pair.
        var specification: PrivateKey.Specification? {
            switch self {
            case .rsa2048: .rsa2048
            case .rsa3072: .rsa3072
            case .rsa4096: .rsa4096
            case .p256: .p256
            case .p384: .p384
            case .p521: .p521
            case .ed25519: .ed25519
            case .sealing: nil
            }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Make a key pair: FILE gets the private half, FILE.pub the public half.",
        discussion: """
            The private half is written with mode 0600, unencrypted PKCS#8. Nothing is overwritten. The kind `sealing` is a \
            secret key for session cookies: 32 random bytes in base64url, and no public half.

            Example: poort keys generate --kind p-256 Keys/development/idp.pem
            """)

    @Option(help: "\(Kind.allCases.map(\.rawValue).joined(separator: ", "))") var kind: Kind = .rsa2048
    @Argument(help: "Where to write the private half.") var file: String

    func run() throws {
        try reporting {
            let manager = FileManager.default
            let files = kind == .sealing ? [file] : [file, file + ".pub"]
            for path in files where manager.fileExists(atPath: path) {
                throw CommandFailure(
                    outcome: .usage, message: "`\(path)` exists", hint: "choose another name, or move it away yourself")
            }
            do {
                guard let specification = kind.specification else {
                    let text = Base64URL.encode(try Random.bytes(count: SealingKey.byteCount)) + "\n"
                    try Self.write(Data(text.utf8), to: file, mode: 0o600)
                    Terminal.print("\(file)  key for session cookies, mode 0600")
                    return
                }
                let key = try PrivateKey.generate(specification)
                let secret = try key.pem.withBytes { bytes in
                    Data((0..<bytes.count).map { bytes[$0] })
                }
                try Self.write(secret, to: file, mode: 0o600)
                try Self.write(Data(try key.publicKey.pem.utf8), to: file + ".pub", mode: 0o644)
                let thumbprint = JWK(publicKey: key.publicKey, keyID: nil, algorithm: nil).thumbprint ?? ""
                Terminal.print("\(file)      private half, \(key.publicKey.kind), mode 0600")
                Terminal.print("\(file).pub  public half, thumbprint \(thumbprint)")
            } catch let error as LibcryptoError {
                throw CommandFailure(outcome: .internal, message: error.message)
            }
        }
    }
}

extension KeysGenerate {
    /// Writes a new file that never had another mode: nobody can open the private half in between.
    private static func write(_ contents: Data, to path: String, mode: mode_t) throws {
        let before = umask(0o777 & ~mode)
        defer { umask(before) }
        do {
            try contents.write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let hint =
                FileManager.default.fileExists(atPath: folder)
                ? "this user may not write to `\(folder)`" : "there is no folder `\(folder)`: make it first"
            throw CommandFailure(outcome: .noSuchFile, message: "`\(path)` cannot be written", hint: hint)
        }
    }
}

struct KeysJWKS: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jwks", abstract: "Write public keys as a JWK Set.",
        discussion: """
            Takes public keys in PEM; of a private key the public half is used. Each `kid` is the key's thumbprint \
            (RFC 7638) unless --kid is given for a single key.

            Example: poort keys jwks --alg RS256 Keys/issuer.pem > Keys/issuer.jwks.json
            """)

    @Option(help: "The algorithm that the keys are for.") var alg: JWSAlgorithm?
    @Option(help: "The `kid` of a single key.") var kid: String?
    @Argument(help: "The keys.", completion: .file(extensions: ["pem", "pub"])) var files: [String]

    func run() throws {
        try reporting {
            guard kid == nil || files.count == 1 else {
                throw CommandFailure(outcome: .usage, message: "--kid names one key, and \(files.count) are given")
            }
            var keys: [JSONValue] = []
            for file in files {
                let key = try publicKey(file)
                if let alg, !alg.fits(key.kind) {
                    throw CommandFailure(
                        outcome: .badInput, message: "`\(file)`: a \(key.kind) key cannot make \(alg.rawValue)")
                }
                let keyID = kid ?? JWK(publicKey: key, keyID: nil, algorithm: nil).thumbprint
                keys.append(JWK(publicKey: key, keyID: keyID, algorithm: alg).json)
            }
            Terminal.print(JSONValue.object([("keys", .array(keys))]).pretty)
        }
    }

    private func publicKey(_ file: String) throws -> PublicKey {
        let bytes = try InputFile.bytes(file)
        do {
            if String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY-----") {
                return try PrivateKey(pem: bytes.span).publicKey
            }
            return try PublicKey(pem: bytes.span)
        } catch {
            throw CommandFailure(outcome: .badInput, message: "`\(file)`: \(error.message)", hint: error.hint)
        }
    }
}
