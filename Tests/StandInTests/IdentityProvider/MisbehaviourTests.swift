import JOSE
import Libcrypto
import OIDC
import Testing

@testable import StandIn

/// Each fault must be one that our relying party refuses, and the same login without it one that it takes. Otherwise a test
/// of the gateway would see a refusal for another reason, or none.
@Suite("A fault of the stand-in", .timeLimit(.minutes(5)))
struct MisbehaviourTests {
    /// What the relying party's own checks say of a whole login, `nil` when they take it.
    private static func refusal(
        of world: StandInWorld, while fault: Misbehaviour?, nonce: String = "a nonce"
    ) async throws -> String? {
        let agent = world.agent()
        let issuer = world.provider.issuer
        world.provider.misbehaviour = fault
        defer { world.provider.misbehaviour = nil }
        let document = try await agent.get("/op/.well-known/openid-configuration")
        let provider: LoginProvider
        switch LoginProvider.read(Array(document.text.utf8), issuer: issuer, allowsLoopbackHTTP: true) {
        case .failure(let problem): return "\(problem)"
        case .success(let read): provider = read
        }
        let transaction = try LoginTransaction.begin(
            redirect: StandInWorld.redirectURI, returnAddress: "/", at: world.clock.now)
        let eid = AuthenticationMeans.eid.rawValue
        let done = try await world.choose(
            InventedPeople.an,
            try await world.begin(agent, [("nonce", transaction.nonce), ("acr_values", eid)]), agent)
        let query = try #require(done.location?.split(separator: "?").last)
        let code: String
        switch AuthorizationResponse.read(Array(query.utf8).span).flatMap({ $0.judged(by: provider) }) {
        case .failure(let refusal): return "\(refusal)"
        case .success(let found): code = found
        }
        let answer = try await world.redeem(code)
        switch LoginTokens.read(status: answer.status, Array(answer.text.utf8)) {
        case .failure(let refusal): return "\(refusal)"
        case .success(let tokens):
            let keys = try KeySet(
                try KeySet.load(jwks: world.provider.keys.bytes(), algorithms: [.rs256], source: "").keys)
            let checked = tokens.check(
                for: transaction, keys: keys,
                rules: try ClaimRules(issuer: issuer, audiences: [StandInWorld.clientID]), contexts: [eid],
                at: world.clock.now)
            if case .failure(let refusal) = checked { return "\(refusal)" }
            let userinfo = try await agent.get(
                "/op/v1/userinfo", headers: [("authorization", "Bearer \(tokens.accessToken)")])
            let subject = try checked.get().subject
            return userinfo.json?["sub"] == .string(subject) ? nil : "userinfo"
        }
    }

    @Test(
        "in a login is refused by a relying party, and nothing else is",
        arguments: Misbehaviour.allCases.filter { $0.place != .logoutToken && $0 != .tokenEndpointIsSlow })
    func login(_ fault: Misbehaviour) async throws {
        try await StandInWorld.run { world in
            let before = try await Self.refusal(of: world, while: nil)
            let during = try await Self.refusal(of: world, while: fault)
            let after = try await Self.refusal(of: world, while: nil)
            #expect(before == nil && during != nil && after == nil)
        }
    }

    @Test("makes the token endpoint slow, and right all the same")
    func slow() async throws {
        try await StandInWorld.run { world in
            world.provider.slowness = .milliseconds(1)
            let refusal = try await Self.refusal(of: world, while: .tokenEndpointIsSlow)
            #expect(refusal == nil)
        }
    }

    @Test("in a logout token is that fault and no other", arguments: Misbehaviour.all(at: .logoutToken))
    func logoutToken(_ fault: Misbehaviour) async throws {
        try await LogoutListener.run { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let agent = world.agent()
                _ = try await world.logIn(InventedPeople.an, agent)
                world.provider.misbehaviour = fault
                _ = try await agent.get("/op/v1/logout")
                #expect(try Self.faults(of: try #require(listener.received.first), in: world) == [fault])
                world.provider.misbehaviour = nil
                let good = try world.provider.logoutToken(for: StandInWorld.clientID, sid: "s", subject: nil)
                #expect(try Self.faults(of: good, in: world) == [])
            }
        }
    }

    /// What is wrong with a logout token.
    private static func faults(of token: String, in world: StandInWorld) throws -> [Misbehaviour] {
        let header = try #require(LogoutListener.part(0, of: token))
        let claims = try #require(LogoutListener.part(1, of: token))
        let now = world.clock.now.unixSeconds
        let keys = try KeySet(
            try KeySet.load(jwks: world.provider.keys.bytes(), algorithms: [.rs256], source: "").keys)
        let isSigned = header["alg"] == "RS256"
        let isKnown = keys.names(header["kid"]?.stringValue)
        let signature = TokenVerifier().verifySignature(Array(token.utf8).span, keys: keys)
        let event = claims["events"]?["http://schemas.openid.net/event/backchannel-logout"]
        let found: [(Misbehaviour, Bool)] = [
            (.logoutTokenWithoutEvents, claims["events"] == nil),
            (.logoutTokenWithAnotherEvent, claims["events"] != nil && event == nil),
            (.logoutTokenWithNonce, claims["nonce"] != nil),
            (.logoutTokenOfAnotherIssuer, claims["iss"] != .string(world.provider.issuer)),
            (.logoutTokenForAnotherAudience, claims["aud"] != .string(StandInWorld.clientID)),
            (.logoutTokenWithoutIssuedAt, claims["iat"] == nil),
            (.logoutTokenIsOld, claims["iat"] != nil && claims["iat"] != .integer(now)),
            (.logoutTokenExpired, claims["exp"] != .integer(now + 120)),
            (.logoutTokenWithoutTokenID, claims["jti"] == nil), (.logoutTokenUnsigned, !isSigned),
            (.logoutTokenOfUnknownKey, isSigned && !isKnown),
            (.logoutTokenWithBadSignature, isSigned && isKnown && (try? signature.get()) == nil),
            (.logoutTokenWithoutSessionAndSubject, claims["sid"] == nil && claims["sub"] == nil),
            (.logoutTokenOfTypeJWT, header["typ"] == "JWT"),
        ]
        return found.filter(\.1).map(\.0)
    }
}
