import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// Issuers with keys of their own, and tokens of theirs.
struct IssuerWorld {
    static let now = Instant(unixSeconds: Int64(1_800_000_000))
    let signers: [String: JWTSigner]
    let issuers: TrustedIssuers

    /// Every issuer's key has the name `k1`.
    init(_ identifiers: [String]) throws {
        var signers: [String: JWTSigner] = [:]
        var trusted: [TrustedIssuer] = []
        for identifier in identifiers {
            let key = try PrivateKey.generate(.ed25519)
            signers[identifier] = try JWTSigner(privateKey: key, algorithm: .edDSA, keyID: "k1")
            let verification = try VerificationKey(
                publicKey: key.publicKey, keyID: "k1", algorithms: [.edDSA], source: identifier)
            trusted.append(
                TrustedIssuer(
                    identifier: identifier, keys: try KeySet([verification]),
                    rules: try ClaimRules(issuer: identifier, audiences: ["poort"])))
        }
        self.signers = signers
        issuers = try TrustedIssuers(trusted)
    }

    func token(
        _ issuer: String, as claimed: String? = nil, subject: String = "an", lifetime: Int64 = 600
    ) throws -> [UInt8] {
        let signer = try #require(signers[issuer])
        let now = Self.now.unixSeconds
        return Array(
            try signer.sign(claims: [
                "iss": .string(claimed ?? issuer), "aud": "poort", "sub": .string(subject), "iat": .integer(now),
                "exp": .integer(now + lifetime),
            ]).utf8)
    }
}

@Suite("A token is checked")
struct AuthenticatorTests {
    static let first = "https://a.example/op"
    static let second = "https://b.example/op"

    /// Counts how often an identity is derived.
    final class Derived {
        var count = 0
        func subject(_ claims: AuthenticatedClaims) -> String {
            count += 1
            return "\(claims.issuer) \(claims.subject)"
        }
    }

    @Test("with the keys and rules of the issuer that it names, and of no other")
    func issuers() throws {
        let world = try IssuerWorld([Self.first, Self.second])
        let authenticator = Authenticator<String>(issuers: world.issuers, cache: TokenCacheLimits())
        let derived = Derived()
        func ask(_ token: [UInt8]) -> Result<String, TokenRefusal> {
            authenticator.authenticate(token.span, at: IssuerWorld.now, derive: derived.subject).answer
        }
        #expect(try ask(world.token(Self.first)) == .success("\(Self.first) an"))
        #expect(try ask(world.token(Self.second)) == .success("\(Self.second) an"))
        // Signed by one of the two, in the name of the other: both keys are called k1.
        guard case .failure(let refusal) = try ask(world.token(Self.first, as: Self.second)) else {
            Issue.record("one issuer speaks for another")
            return
        }
        #expect(refusal.code == .tokenSignatureInvalid)
        for name in [Self.first + "/", "https://A.example/op", "", "https://c.example"] {
            #expect(try ask(world.token(Self.first, as: name)) == .failure(.issuerUntrusted))
        }
        guard case .failure(let shape) = ask(Array("no token".utf8)) else {
            Issue.record("no token is a token")
            return
        }
        #expect(shape.code == .tokenMalformed)
        #expect(derived.count == 2)
    }

    @Test("once, and found again by its exact bytes until it expires")
    func cached() throws {
        let world = try IssuerWorld([Self.first])
        let authenticator = Authenticator<String>(issuers: world.issuers, cache: TokenCacheLimits())
        let derived = Derived()
        let token = try world.token(Self.first, lifetime: 100)
        func ask(_ token: [UInt8], after seconds: Int64) -> Result<String, TokenRefusal> {
            authenticator.authenticate(
                token.span, at: IssuerWorld.now.adding(seconds: seconds), derive: derived.subject
            ).answer
        }
        for second in [0, 1, 99, 159] as [Int64] {
            #expect(ask(token, after: second) == .success("\(Self.first) an"))
        }
        #expect(derived.count == 1 && authenticator.hits == 3 && authenticator.misses == 1)
        guard case .failure(let expired) = ask(token, after: 160) else {
            Issue.record("an expired token is found among the verified ones")
            return
        }
        #expect(expired.code == .tokenExpired && authenticator.rememberedTokens == 0)
        #expect(ask(token, after: 0) == .success("\(Self.first) an") && derived.count == 2)
        // Every change of a byte, those that the look-up does not use among them, is another token.
        for position in token.indices {
            var other = token
            other[position] ^= 1
            guard case .failure = ask(other, after: 0) else {
                Issue.record("byte \(position) does not matter")
                continue
            }
        }
        #expect(derived.count == 2 && authenticator.rememberedTokens == 1)
    }

    @Test("again when keys or rules change")
    func replaced() throws {
        let old = try IssuerWorld([Self.first])
        let new = try IssuerWorld([Self.first])
        let authenticator = Authenticator<String>(issuers: old.issuers, cache: TokenCacheLimits())
        let token = try old.token(Self.first)
        func isAccepted() -> Bool {
            (try? authenticator.authenticate(token.span, at: IssuerWorld.now, derive: { $0.subject }).answer.get())
                == "an"
        }
        #expect(isAccepted())
        authenticator.replace(issuers: new.issuers)
        #expect(!isAccepted() && authenticator.rememberedTokens == 0)
        authenticator.replace(issuers: old.issuers)
        #expect(isAccepted())
        authenticator.forgetAll()
        #expect(authenticator.rememberedTokens == 0)
    }

    @Test("and a flood of tokens that are none displaces nothing")
    func flood() throws {
        let world = try IssuerWorld([Self.first])
        let authenticator = Authenticator<String>(
            issuers: world.issuers, cache: TokenCacheLimits(entries: 8, bytes: 1 << 20))
        let token = try world.token(Self.first)
        _ = authenticator.authenticate(token.span, at: IssuerWorld.now, derive: { $0.subject })
        for number in 0..<500 {
            var forged = token
            forged[token.count - 30] = UInt8(ascii: "A") + UInt8(number % 26)
            forged[token.count - 40] = UInt8(ascii: "a") + UInt8(number / 26 % 26)
            _ = authenticator.authenticate(forged.span, at: IssuerWorld.now, derive: { _ in "forged" })
        }
        let hits = authenticator.hits
        _ = authenticator.authenticate(token.span, at: IssuerWorld.now, derive: { $0.subject })
        #expect(authenticator.hits == hits + 1)
    }

    @Test("not at all while there is no time for it, unless it is known: nothing is counted, refused or remembered")
    func unchecked() throws {
        let world = try IssuerWorld([Self.first])
        let authenticator = Authenticator<String>(issuers: world.issuers, cache: TokenCacheLimits())
        let token = try world.token(Self.first, lifetime: 100)
        let derived = Derived()
        func isUnchecked(_ token: [UInt8], after seconds: Int64 = 0) -> Bool {
            let answer = authenticator.authenticate(
                token.span, at: IssuerWorld.now.adding(seconds: seconds), mayVerify: false, derive: derived.subject)
            if case .unchecked = answer { return true }
            return false
        }
        #expect(isUnchecked(token) && isUnchecked(Array("no token".utf8)))
        #expect(authenticator.misses == 0 && derived.count == 0 && authenticator.rememberedTokens == 0)
        _ = authenticator.authenticate(token.span, at: IssuerWorld.now, derive: derived.subject)
        #expect(!isUnchecked(token) && authenticator.hits == 1 && authenticator.misses == 1)
        // A known token that has expired is not known any more.
        #expect(isUnchecked(token, after: 160) && derived.count == 1)
    }

    @Test("every time when nothing is to be remembered")
    func noCache() throws {
        let world = try IssuerWorld([Self.first])
        let authenticator = Authenticator<String>(
            issuers: world.issuers, cache: TokenCacheLimits(entries: 0, bytes: 0))
        let token = try world.token(Self.first)
        for _ in 0..<3 {
            #expect(
                (try? authenticator.authenticate(token.span, at: IssuerWorld.now, derive: { $0.subject }).answer.get())
                    == "an"
            )
        }
        #expect(authenticator.hits == 0 && authenticator.misses == 3 && authenticator.rememberedTokens == 0)
    }

    @Test("for nobody when no issuer is configured, or one twice")
    func lists() throws {
        let world = try IssuerWorld([Self.first])
        #expect(throws: IssuerListError.empty) { try TrustedIssuers([]) }
        #expect(throws: IssuerListError.repeated(Self.first)) {
            try TrustedIssuers(world.issuers.all + world.issuers.all)
        }
        #expect(IssuerListError.empty.description.contains("no issuer"))
        #expect(IssuerListError.repeated("x").description.contains("`x`"))
    }
}

@Suite("The verified tokens of an event loop")
struct VerifiedTokenCacheTests {
    private func token(_ number: Int, length: Int = 100) -> [UInt8] {
        // The number stands where the look-up key is taken from.
        let text = "\(number)"
        let tail = String(repeating: "0", count: 16 - text.utf8.count) + text + "zzzzzzzz"
        return Array((String(repeating: "x", count: length - tail.utf8.count) + tail).utf8)
    }

    @Test(
        "stay within their number and bytes, and what is in use stays",
        arguments: [(4, 1 << 20), (1_000, 800), (10, 1_000)])
    func bounded(_ entries: Int, _ bytes: Int) {
        var cache = VerifiedTokenCache<Int>(limits: TokenCacheLimits(entries: entries, bytes: bytes))
        let kept = token(0)
        cache.insert(0, for: kept.span)
        for number in 1...500 {
            cache.insert(number, for: token(number).span)
            #expect(cache.value(for: kept.span) == 0)
            #expect(cache.count <= entries && cache.count * 100 <= bytes + 100)
        }
        #expect(cache.value(for: token(1).span) == nil)
    }

    @Test("that are too short, too long or removed are not remembered")
    func edges() {
        var cache = VerifiedTokenCache<Int>(limits: TokenCacheLimits(entries: 10, bytes: 1_000))
        cache.insert(1, for: Array("short".utf8).span)
        cache.insert(2, for: token(2, length: 501).span)
        #expect(cache.count == 0)
        cache.remove(Array("short".utf8).span)
        cache.insert(3, for: token(3).span)
        cache.insert(4, for: token(3).span)
        #expect(cache.value(for: token(3).span) == 4)
        cache.remove(token(3).span)
        #expect(cache.value(for: token(3).span) == nil && cache.count == 0)
        cache.insert(5, for: token(5).span)
        cache.removeAll()
        #expect(cache.count == 0)
    }

    @Test("whose look-up keys are the same are told apart by all of their bytes")
    func collision() {
        var cache = VerifiedTokenCache<Int>(limits: TokenCacheLimits(entries: 10, bytes: 10_000))
        let one = [UInt8](repeating: 1, count: 60)
        var other = one
        other[0] = 2
        cache.insert(1, for: one.span)
        #expect(cache.value(for: other.span) == nil)
        cache.insert(2, for: other.span)
        #expect(cache.value(for: other.span) == 2 && cache.value(for: one.span) == nil)
        cache.remove(one.span)
        #expect(cache.value(for: other.span) == 2)
    }
}
