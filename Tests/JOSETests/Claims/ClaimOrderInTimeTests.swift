import Testing

@testable import JOSE

@Suite("Times that do not go together")
struct ClaimOrderInTimeTests {
    static let now = Tokens.seconds

    static func refusal(notBefore: Int64, expires: Int64, leeway: Int = 60) -> TokenRefusal? {
        let claims = Tokens.claims.with("nbf", .integer(now + notBefore)).with("exp", .integer(now + expires))
            .with("iat", nil as JSONValue?)
        return Tokens.refusal(Tokens.sign(claims), rules: Tokens.rules(leeway: leeway))
    }

    static let backwards = TokenRefusal.claimInvalid("nbf", expected: "no later than `exp`")

    @Test(
        "refuse a token that begins after it ends, which only the leeway on both sides could let in",
        arguments: [(30, 10), (1, 0), (60, 59), (59, -59), (0, -1), (60, -59)])
    func refused(_ notBefore: Int64, _ expires: Int64) {
        #expect(Self.refusal(notBefore: notBefore, expires: expires) == Self.backwards)
        #expect(Self.backwards.code == .tokenClaimsInvalid)
    }

    @Test("are first of all expired, or not valid yet")
    func order() {
        #expect(Self.refusal(notBefore: 30, expires: -60)?.code == .tokenExpired)
        #expect(Self.refusal(notBefore: 1_000, expires: 500)?.code == .tokenNotYetValid)
        #expect(Self.refusal(notBefore: 30, expires: 10, leeway: 0)?.code == .tokenNotYetValid)
    }

    @Test("are none when a token begins as it ends, or before", arguments: [(0, 0), (10, 10), (-1, 0), (-100, 100)])
    func together(_ notBefore: Int64, _ expires: Int64) {
        #expect(Self.refusal(notBefore: notBefore, expires: expires) == nil)
    }

    @Test(
        "are none when a token was issued long ago: `exp` alone ends it",
        arguments: ["0", "1", "0.5", "946684800", "\(now - 10_000_000)", "-0"])
    func longAgo(_ issuedAt: String) {
        let number = JSONValue.number(JSONNumber(verified: issuedAt))
        #expect(Tokens.refusal(Tokens.sign("iat", number)) == nil)
    }

    @Test("are none when `iat` lies before `nbf`, or `exp` in the far future")
    func usual() {
        let claims = Tokens.claims.with("iat", .integer(Self.now - 100)).with("nbf", .integer(Self.now - 50))
        #expect(Tokens.refusal(Tokens.sign(claims)) == nil)
        #expect(Tokens.refusal(Tokens.sign(claims.with("exp", .integer(Self.now * 100)))) == nil)
    }
}
