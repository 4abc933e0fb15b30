import JOSE
import Libcrypto
import OIDC

/// Verifying a token of about 1 KB: the whole check, the signature alone, looking at it, and finding it again.
enum TokenCases {
    static func all(_ folder: TokenFolder) throws -> [Measurement] {
        var cases: [Measurement] = []
        for algorithm in TokenFolder.signed.map(\.algorithm) {
            cases.append(try whole(folder, algorithm))
            cases.append(try bare(folder, algorithm))
        }
        cases.append(try whole(folder, .hs256))
        cases.append(try whole(folder, .rs256, name: "verify RS256 and read its claims", read: readClaims))
        cases.append(try inspection(folder))
        cases.append(try cacheHit(folder))
        return cases
    }

    /// Every check of a token.
    /// - Parameter read: what is then asked of it.
    private static func whole(
        _ folder: TokenFolder, _ algorithm: JWSAlgorithm, name: String? = nil,
        read: @escaping (VerifiedJWT) -> Int = { $0.validUntil > $0.validFrom ? 1 : 0 }
    ) throws -> Measurement {
        let name = name ?? "verify \(algorithm)"
        let token = try folder.token(algorithm)
        let verifier = TokenVerifier()
        let keys = try KeySet([folder.key(algorithm)])
        let rules = try folder.rules()
        let now = folder.now
        guard case .success = verifier.verify(token.span, keys: keys, rules: rules, at: now) else {
            throw BenchmarkProblem(description: "\(name): the token is refused")
        }
        return Measurement(name) { count in
            var good = 0
            for _ in 0..<count {
                if case .success(let verified) = verifier.verify(token.span, keys: keys, rules: rules, at: now) {
                    good += read(verified)
                }
            }
            return good
        }
    }

    /// Reads what the gateway reads of a token once, before it remembers it.
    private static func readClaims(_ token: VerifiedJWT) -> Int {
        var length = token.subject.utf8.count
        for name in ["vo_id", "vo_doelgroepcode", "vo_orgcode"] { length += token.string(name)?.utf8.count ?? 0 }
        if case .values(let roles) = token.strings("abb_loketLB_rol_3d") { length += roles.count }
        return length
    }

    private static func bare(_ folder: TokenFolder, _ algorithm: JWSAlgorithm) throws -> Measurement {
        let name = "signature \(algorithm)"
        let verifier = SignatureVerifier()
        let token = try folder.token(algorithm)
        let dot = token.lastIndex(of: UInt8(ascii: ".")) ?? 0
        guard let signature = Base64URL.decode(token.span.extracting((dot + 1)...)),
            case .signature(let scheme) = algorithm.method, let key = try folder.key(algorithm).publicKey
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

    /// Everything `poort token inspect` says of a token, the verdict included.
    private static func inspection(_ folder: TokenFolder) throws -> Measurement {
        let token = try folder.token(.rs256)
        let keys = try KeySet([folder.key(.rs256)])
        let rules = try folder.rules()
        let now = folder.now
        let yardstick = Yardstick(keys: .given(keys), rules: rules)
        func inspect() -> TokenInspection { .inspect(token: token, against: yardstick, at: now) }
        guard inspect().verdict == .accepted else {
            throw BenchmarkProblem(description: "inspect: the token is refused")
        }
        return Measurement("inspect RS256") { count in
            var checks = 0
            for _ in 0..<count { checks += inspect().checks.count }
            return checks
        }
    }

    /// One of a thousand verified tokens.
    private static func cacheHit(_ folder: TokenFolder) throws -> Measurement {
        let secret = Secret(Array(repeating: 7, count: 64))
        let key = try VerificationKey(hmacSecret: secret, keyID: "k1", algorithms: [.hs256], source: "benchmark")
        let issuer = TrustedIssuer(
            identifier: TokenFolder.issuer, keys: try KeySet([key]), rules: try folder.rules())
        let authenticator = Authenticator<Int>(issuers: try TrustedIssuers([issuer]), cache: TokenCacheLimits())
        let signer = try JWTSigner(hmacSecret: secret, algorithm: .hs256, keyID: "k1")
        let now = folder.now
        let tokens = try (0..<1_000).map { number in
            Array(try signer.sign(claims: TokenFolder.claims(at: Int(now.unixSeconds), number: number)).utf8)
        }
        func ask(_ token: [UInt8]) -> Bool {
            if case .known = authenticator.authenticate(token.span, at: now, derive: { _ in 1 }) {
                true
            } else {
                false
            }
        }
        guard tokens.allSatisfy(ask), tokens.allSatisfy(ask), authenticator.hits == 1_000 else {
            throw BenchmarkProblem(description: "cache hit: a token is refused or forgotten")
        }
        return Measurement("find a verified token of \(tokens[0].count) bytes") { count in
            var found = 0
            for index in 0..<count where ask(tokens[index % tokens.count]) { found += 1 }
            return found
        }
    }
}
