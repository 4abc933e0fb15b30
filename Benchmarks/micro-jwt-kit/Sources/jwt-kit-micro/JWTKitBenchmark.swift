import Foundation
import JWTKit

struct BenchmarkProblem: Error, CustomStringConvertible {
    let description: String
}

/// jwt-kit-micro FOLDER: checks the tokens that `poort-micro` has put into the folder, the way jwt-kit's own documentation
/// and benchmarks do it; see `Worker`.
@main
enum JWTKitBenchmark {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            throw BenchmarkProblem(description: "usage: jwt-kit-micro FOLDER")
        }
        let folder = URL(fileURLWithPath: CommandLine.arguments[1], isDirectory: true)
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        // Each in a collection of its own with its `kid`, so that jwt-kit finds the key at once.
        let collections = [
            (
                "RS256",
                await JWTKeyCollection().add(
                    rsa: try Insecure.RSA.PublicKey(pem: text("rs256.pem")), digestAlgorithm: .sha256, kid: "k1")
            ),
            ("ES256", await JWTKeyCollection().add(ecdsa: try ES256PublicKey(pem: text("es256.pem")), kid: "k1")),
            ("EdDSA", await JWTKeyCollection().add(eddsa: try EdDSA.PublicKey(pem: text("eddsa.pem")), kid: "k1")),
            ("ES512", await JWTKeyCollection().add(ecdsa: try ES512PublicKey(pem: text("es512.pem")), kid: "k1")),
            (
                "HS256",
                await JWTKeyCollection().add(
                    hmac: HMACKey(from: try text("hs256.key")), digestAlgorithm: .sha256, kid: "k1")
            ),
        ]
        var cases: [Measurement] = []
        for (algorithm, keys) in collections {
            let token = Array(try text("\(algorithm.lowercased()).jwt").utf8)
            _ = try await keys.verify(token, as: LoketClaims.self)
            // jwt-kit always reads all claims.
            let names =
                algorithm == "RS256" ? ["verify RS256", "verify RS256 and read its claims"] : ["verify \(algorithm)"]
            cases += names.map { name in
                Measurement(name) { count in
                    var good = 0
                    for _ in 0..<count {
                        good += try await keys.verify(token, as: LoketClaims.self).sub.value.utf8.count
                    }
                    return good
                }
            }
        }
        var worker = Worker(cases)
        try await worker.serve()
    }
}

/// The claims of the benchmark's tokens, checked as far as jwt-kit has checks and as far as Poort needs them.
struct LoketClaims: JWTPayload {
    let iss: IssuerClaim
    let sub: SubjectClaim
    let aud: AudienceClaim
    let azp: String
    let iat: IssuedAtClaim
    let exp: ExpirationClaim
    let account: String
    let doelgroep: String
    let bestuur: String
    let bestuurName: String
    let roles: [String]

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, iat, exp
        case account = "vo_id"
        case doelgroep = "vo_doelgroepcode"
        case bestuur = "vo_orgcode"
        case bestuurName = "vo_orgnaam"
        case roles = "abb_loketLB_rol_3d"
    }

    func verify(using key: some JWTAlgorithm) async throws {
        guard iss.value == "https://idp.example/op" else {
            throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "another issuer")
        }
        try aud.verifyIntendedAudience(includes: "poort")
        try exp.verifyNotExpired()
    }
}
