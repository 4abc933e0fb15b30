import Foundation
import JOSE
import Libcrypto

/// The tokens that all contestants check, and the keys they check them with, as files in a folder: `rs256.jwt` beside
/// `rs256.pem`, and so on, and `now`, the second they were made in. Made when they are not there, so that a profiler can
/// be given the same ones again.
struct TokenFolder {
    static let issuer = "https://idp.example/op"
    static let audience = "poort"
    static let signed: [(algorithm: JWSAlgorithm, key: PrivateKey.Specification)] = [
        (.rs256, .rsa2048), (.es256, .p256), (.edDSA, .ed25519), (.es512, .p521),
    ]

    private let url: URL
    /// The instant all checks are made at.
    let now: Instant

    init(_ path: String) throws {
        url = URL(fileURLWithPath: path, isDirectory: true)
        let clock = url.appendingPathComponent("now")
        if !FileManager.default.fileExists(atPath: clock.path) {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Self.fill(url)
        }
        guard let seconds = Int64(try String(contentsOf: clock, encoding: .utf8)) else {
            throw BenchmarkProblem(description: "\(clock.path) holds no second")
        }
        now = Instant(unixSeconds: seconds)
    }

    func token(_ algorithm: JWSAlgorithm) throws -> [UInt8] { try read("\(Self.name(algorithm)).jwt") }

    /// The one key of a token.
    func key(_ algorithm: JWSAlgorithm) throws -> VerificationKey {
        guard algorithm.isSymmetric else {
            return try VerificationKey(
                pem: try read("\(Self.name(algorithm)).pem"), keyID: "k1", algorithms: [algorithm], source: "benchmark")
        }
        return try VerificationKey(
            hmacSecret: Secret(try read("\(Self.name(algorithm)).key")), keyID: "k1", algorithms: [algorithm],
            source: "benchmark")
    }

    func rules() throws -> ClaimRules { try ClaimRules(issuer: Self.issuer, audiences: [Self.audience]) }

    private func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url.appendingPathComponent(name)))
    }

    private static func name(_ algorithm: JWSAlgorithm) -> String { algorithm.rawValue.lowercased() }

    private static func fill(_ url: URL) throws {
        func write(_ name: String, _ text: String) throws {
            try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        let now = Int(Date().timeIntervalSince1970)
        let claims = claims(at: now)
        for (algorithm, specification) in signed {
            let key = try PrivateKey.generate(specification)
            let signer = try JWTSigner(privateKey: key, algorithm: algorithm, keyID: "k1")
            try write("\(name(algorithm)).pem", try key.publicKey.pem)
            try write("\(name(algorithm)).jwt", try signer.sign(claims: claims))
        }
        let secret = try Random.bytes(count: 48).map { "0123456789abcdef".utf8.map(\.self)[Int($0 & 15)] }
        let signer = try JWTSigner(hmacSecret: Secret(secret), algorithm: .hs256, keyID: "k1")
        try write("hs256.key", String(decoding: secret, as: UTF8.self))
        try write("hs256.jwt", try signer.sign(claims: claims))
        try write("now", "\(now)")
    }

    /// As the Loket's: who, for which bestuur, with which modules.
    static func claims(at now: Int, number: Int = 1) -> JSONValue {
        let roles = ["bbcdr", "toezicht", "berichten", "leidinggevenden", "mandaat", "LPDC"]
        return [
            "iss": .string(issuer), "sub": .string("00000000-0000-4000-8000-\(100_000_000_000 + number)"),
            "aud": .string(audience),
            "azp": .string(audience), "iat": .integer(now - 10), "exp": .integer(now + 86_400),
            "vo_id": "00000000-0000-4000-8000-000000000001", "vo_doelgroepcode": "LB", "vo_orgcode": "0999999922",
            "vo_orgnaam": "Testgem",
            "abb_loketLB_rol_3d": .array(roles.map { .string("LoketLB-\($0)Gebruiker:0999999922") }),
        ]
    }
}
