import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// When other keys of an issuer could make a token good, and when nothing could.
@Suite("A key is asked for")
struct KeyNeedTests {
    static let issuer = "https://idp.example/op"

    struct Keys {
        let key: PrivateKey
        let other: PrivateKey

        init() throws {
            key = try PrivateKey.generate(.ed25519)
            other = try PrivateKey.generate(.ed25519)
        }

        func verification(_ key: PrivateKey, _ name: String?) throws -> VerificationKey {
            try VerificationKey(publicKey: key.publicKey, keyID: name, algorithms: [.edDSA], source: "test")
        }
    }

    static func token(
        _ key: PrivateKey, _ algorithm: JWSAlgorithm = .edDSA, name: String?, audience: String = "poort",
        issuer: String = issuer
    ) throws -> [UInt8] {
        let signer = try JWTSigner(privateKey: key, algorithm: algorithm, keyID: name)
        let now = IssuerWorld.now.unixSeconds
        return Array(
            try signer.sign(claims: [
                "iss": .string(issuer), "aud": .string(audience), "sub": "an", "iat": .integer(now),
                "exp": .integer(now + 600),
            ]).utf8)
    }

    static func ask(
        _ token: [UInt8], _ keys: KeySet?, fetched: Set<JWSAlgorithm> = [.edDSA, .es256]
    ) throws -> Authentication<String> {
        let trusted = TrustedIssuer(
            identifier: issuer, keys: keys, rules: try ClaimRules(issuer: issuer, audiences: ["poort"]),
            fetchedAlgorithms: fetched)
        let authenticator = Authenticator<String>(issuers: try TrustedIssuers([trusted]), cache: TokenCacheLimits())
        return authenticator.authenticate(token.span, at: IssuerWorld.now) { $0.subject }
    }

    static func need(_ authentication: Authentication<String>) -> String? {
        if case .keyNeeded(let need) = authentication { return "\(need.keyID ?? "-") \(need.otherwise.code.rawValue)" }
        return nil
    }

    @Test("for a name that none of the keys has, for an algorithm that they lack, and where the token names none")
    func needed() throws {
        let keys = try Keys()
        let set = try KeySet([keys.verification(keys.key, "k1")])
        let nameless = try KeySet([keys.verification(keys.key, nil)])
        let two = try KeySet([keys.verification(keys.key, nil), keys.verification(keys.other, nil)])
        let curve = try PrivateKey.generate(.p256)
        #expect(try Self.need(Self.ask(Self.token(keys.other, name: "k2"), set)) == "k2 token_key_unknown")
        #expect(try Self.need(Self.ask(Self.token(curve, .es256, name: "k2"), set)) == "k2 token_algorithm_not_allowed")
        #expect(try Self.need(Self.ask(Self.token(keys.other, name: nil), nameless)) == "- token_signature_invalid")
        // The issuer may have dropped one of them.
        #expect(try Self.need(Self.ask(Self.token(keys.key, name: nil), two)) == "- token_key_unknown")
        #expect(try Self.need(Self.ask(Self.token(keys.key, name: "k1"), nil)) == "k1 keys_unavailable")
        #expect(try Self.need(Self.ask(Self.token(keys.key, name: nil), nil)) == "- keys_unavailable")
    }

    @Test("never for what no key could make good, and never of an issuer whose keys are fixed")
    func notNeeded() throws {
        let keys = try Keys()
        let set = try KeySet([keys.verification(keys.key, "k1")])
        let rsa = try PrivateKey.generate(.rsa2048)
        for (token, keys) in [
            // Signed by another key under a name that is known.
            (try Self.token(keys.other, name: "k1"), set),
            (try Self.token(keys.key, name: "k1", audience: "other"), set),
            // The issuer may not use this algorithm, whatever it publishes.
            (try Self.token(rsa, .rs256, name: "k2"), set), (try Self.token(rsa, .rs256, name: "k2"), nil),
            (Array("junk".utf8), set), (Array("junk".utf8), nil), ([], nil),
            // Of another issuer.
            (try Self.token(keys.key, name: "k1", issuer: "https://other.example"), nil),
        ] as [([UInt8], KeySet?)] {
            guard case .refused = try Self.ask(token, keys) else {
                Issue.record("\(String(decoding: token, as: UTF8.self)) is not refused at once")
                continue
            }
        }
        guard case .refused(let refusal) = try Self.ask(Self.token(keys.other, name: "k2"), set, fetched: []) else {
            Issue.record("a fixed key is waited for")
            return
        }
        #expect(refusal.code == .tokenKeyUnknown)
    }
}
