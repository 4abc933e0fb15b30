import JOSE
import Libcrypto

/// Verifying a token of about 1 KB: the whole check, and the signature alone.
enum TokenCases {
    static let issuer = "https://idp.example/op"
    static let now = Instant(unixSeconds: Int64(1_800_000_000))

    static func all() throws -> [Measurement] {
        var cases: [Measurement] = []
        for (algorithm, specification) in [
            (JWSAlgorithm.rs256, PrivateKey.Specification.rsa2048), (.es256, .p256), (.edDSA, .ed25519),
        ] {
            let key = try PrivateKey.generate(specification)
            let signer = try JWTSigner(privateKey: key, algorithm: algorithm, keyID: "k1")
            let verification = try VerificationKey(
                publicKey: key.publicKey, keyID: "k1", algorithms: [algorithm], source: "benchmark")
            let token = Array(try signer.sign(claims: claims()).utf8)
            cases.append(try whole("verify \(algorithm), all checks", token, verification))
            cases.append(try bare("verify \(algorithm), signature alone", token, key.publicKey, algorithm))
        }
        let secret = Secret(Array(repeating: 7, count: 64))
        let signer = try JWTSigner(hmacSecret: secret, algorithm: .hs256, keyID: "k1")
        let verification = try VerificationKey(
            hmacSecret: secret, keyID: "k1", algorithms: [.hs256], source: "benchmark")
        cases.append(try whole("verify HS256, all checks", Array(try signer.sign(claims: claims()).utf8), verification))
        return cases
    }

    private static func claims() -> JSONValue {
        let roles = ["bbcdr", "toezicht", "berichten", "leidinggevenden", "mandaat", "LPDC"]
        return [
            "iss": .string(issuer), "sub": "00000000000000000000000000000000000000a1", "aud": "poort", "azp": "poort",
            "iat": 1_799_999_990, "exp": 1_800_003_600,
            "vo_id": "00000000-0000-4000-8000-000000000001", "vo_doelgroepcode": "LB", "vo_orgcode": "0999999922",
            "vo_orgnaam": "Testgem",
            "abb_loketLB_rol_3d": .array(roles.map { .string("LoketLB-\($0)Gebruiker:0999999922") }),
        ]
    }

    private static func whole(_ name: String, _ token: [UInt8], _ key: VerificationKey) throws -> Measurement {
        let verifier = TokenVerifier()
        let keys = try KeySet([key])
        let rules = try ClaimRules(issuer: issuer, audiences: ["poort"])
        guard case .success = verifier.verify(token.span, keys: keys, rules: rules, at: now) else {
            throw BenchmarkProblem(description: "\(name): the token is refused")
        }
        return Measurement(name) { count in
            var good = 0
            for _ in 0..<count {
                if case .success(let verified) = verifier.verify(token.span, keys: keys, rules: rules, at: now) {
                    good += verified.subject.utf8.count
                }
            }
            return good
        }
    }

    private static func bare(
        _ name: String, _ token: [UInt8], _ key: PublicKey, _ algorithm: JWSAlgorithm
    ) throws -> Measurement {
        let verifier = SignatureVerifier()
        let dot = token.lastIndex(of: UInt8(ascii: ".")) ?? 0
        guard let signature = Base64URL.decode(String(decoding: token[(dot + 1)...], as: UTF8.self)),
            case .signature(let scheme) = algorithm.method
        else { throw BenchmarkProblem(description: "\(name): no signature") }
        let message = Array(token[..<dot])
        guard verifier.verify(signature: signature.span, message: message.span, key: key, scheme: scheme) else {
            throw BenchmarkProblem(description: "\(name): the signature is refused")
        }
        return Measurement(name) { count in
            var good = 0
            for _ in 0..<count
            where verifier.verify(signature: signature.span, message: message.span, key: key, scheme: scheme) {
                good += 1
            }
            return good
        }
    }
}
