import Testing

@testable import JOSE

@Suite("The authorized party of an ID token for several audiences")
struct AuthorizedPartyDefaultTests {
    /// As the configuration makes them.
    static func refusal(_ claims: JSONValue, type: String? = "JWT") throws -> TokenRefusal? {
        let rules = try ClaimRules(
            issuer: Tokens.issuer, audiences: ["poort", "loket"], tokenKinds: [.idToken, .accessToken])
        return Tokens.refusal(Tokens.sign(claims, type: type), rules: rules)
    }

    @Test(
        "is demanded unless the rules say otherwise",
        arguments: [["poort", "other"], ["other", "poort"], ["poort", "loket"], ["poort", "poort"]] as [JSONValue])
    func demanded(_ audience: JSONValue) throws {
        let claims = Tokens.claims.with("aud", audience)
        #expect(try Self.refusal(claims) == .authorizedPartyMismatch(found: nil))
        #expect(try Self.refusal(claims.with("azp", "other")) == .authorizedPartyMismatch(found: "other"))
        #expect(try Self.refusal(claims.with("azp", "poort")) == nil)
        #expect(try Self.refusal(claims.with("azp", "loket")) == nil)
        #expect(try Self.refusal(claims, type: "at+jwt") == nil, "an access token has none (RFC 9068)")
    }

    @Test("is not demanded for one", arguments: ["poort", ["poort"]] as [JSONValue])
    func one(_ audience: JSONValue) throws { #expect(try Self.refusal(Tokens.claims.with("aud", audience)) == nil) }
}
