import Testing

@testable import JOSE

@Suite("A claim that is a list")
struct ClaimListTests {
    static func list(_ count: Int) -> JSONValue { .array(Array(repeating: "r", count: count)) }

    static func tooLong(_ name: String, _ count: Int) -> TokenRefusal {
        .claimTooLong(name, elements: count, limit: 512)
    }

    @Test("has at most 512 elements, roles and any other", arguments: ["roles", "groups", "a.b", "", "cl\u{E9}"])
    func bounded(_ name: String) {
        #expect(ClaimRules.maximumListElements == 512)
        for count in [0, 1, 511, 512] { #expect(Tokens.refusal(Tokens.sign(name, Self.list(count))) == nil) }
        for count in [513, 600, 2_900] {
            let refusal = Tokens.refusal(Tokens.sign(name, Self.list(count)))
            #expect(refusal == Self.tooLong(name, count))
            #expect(refusal?.code == .tokenClaimsInvalid)
        }
    }

    @Test("counts its elements whatever they are, and not what they hold")
    func elements() {
        let many = 513
        for element in [nil, false, 0, "", [], .object([])] as [JSONValue] {
            let list = JSONValue.array(Array(repeating: element, count: many))
            #expect(Tokens.refusal(Tokens.sign("roles", list)) == Self.tooLong("roles", many))
        }
        // A list in a list is no list of roles.
        #expect(Tokens.refusal(Tokens.sign("roles", [Self.list(many)])) == nil)
        #expect(Tokens.refusal(Tokens.sign("roles", ["x": Self.list(many)])) == nil)
    }

    @Test("is also `aud`, of which one element is ours")
    func audience() {
        let audiences = JSONValue.array(Array(repeating: "other", count: 512) + ["poort"])
        let claims = Tokens.claims.with("aud", audiences).with("azp", "poort")
        #expect(Tokens.refusal(Tokens.sign(claims)) == Self.tooLong("aud", 513))
    }

    @Test("is named by the first that is too long, escaped as foreign text is")
    func named() throws {
        let two = Tokens.claims.with("\u{1B}[2J`\n", Self.list(513)).with("roles", Self.list(514))
        let refusal = try #require(Tokens.refusal(Tokens.sign(two)))
        #expect(refusal == Self.tooLong("\u{1B}[2J`\n", 513))
        #expect(
            refusal.detail == "the claim `\\u{1b}[2J'\\u{a}` has 513 elements; at most 512 are accepted",
            "nothing in it moves a cursor or ends the quotation")
    }

    @Test("together with all others is bounded by the number of values of a token")
    func values() {
        // Each claim a list of 500, each within its own bound.
        var claims = Tokens.claims
        for number in 0..<8 { claims = claims.with("l\(number)", .array(Array(repeating: 0, count: 500))) }
        #expect(Tokens.refusal(Tokens.sign(claims)) == nil)
        claims = claims.with("l9", .array(Array(repeating: 0, count: 500)))
        guard case .payloadInvalid(let error) = Tokens.refusal(Tokens.sign(claims)) else {
            Issue.record("4,500 values are more than 4,096")
            return
        }
        #expect(error.problem == .tooManyValues(limit: 4_096))
    }
}
