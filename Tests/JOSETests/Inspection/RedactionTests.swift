import Testing

@testable import JOSE

@Suite("Redaction")
struct RedactionTests {
    static let mark: JSONValue = "***redacted***"

    static func claims(
        _ claims: JSONValue, _ names: Set<String> = ["rrn"], header: String = #"{"alg":"HS256"}"#
    ) -> TokenInspection {
        let token = Tokens.raw(header: Array(header.utf8), payload: claims.bytes())
        return TokenInspection.inspect(
            token: Array(token.utf8), against: Yardstick(keys: .absent(), rules: nil), at: Tokens.now, redacting: names)
    }

    @Test(
        "hides a member by its name at any depth, whatever its value",
        arguments: [
            (["rrn": "hidden-value"], ["rrn": mark]), (["rrn": 97_000_000], ["rrn": mark]),
            (["rrn": nil], ["rrn": mark]), (["rrn": ["a", "b"]], ["rrn": mark]),
            (["rrn": ["deep": "x"]], ["rrn": mark]),
            (["a": ["rrn": "x"], "b": [["rrn": 1]]], ["a": ["rrn": mark], "b": [["rrn": mark]]]),
            (["RRN": "x", "rrn2": "y"], ["RRN": "x", "rrn2": "y"]),
        ] as [(JSONValue, JSONValue)])
    func names(_ claims: JSONValue, _ shown: JSONValue) { #expect(Self.claims(claims).claims == shown) }

    @Test(
        "hides a hidden value wherever else it stands, as text or as number",
        arguments: [
            (["rrn": "hidden-value", "sub": "hidden-value"], ["rrn": mark, "sub": mark]),
            (["sub": "97000000", "rrn": 97_000_000], ["sub": mark, "rrn": mark]),
            (
                ["rrn": "97000000", "n": 97_000_000, "l": ["97000000", "x"]],
                ["rrn": mark, "n": mark, "l": [mark, "x"]]
            ),
            (["rrn": ["number": "hidden-value"], "sub": "hidden-value"], ["rrn": mark, "sub": mark]),
            (["rrn": ["hidden-value"], "o": ["x": "hidden-value"]], ["rrn": mark, "o": ["x": mark]]),
            (
                ["rrn": "hidden-value", "sub": "urn:person:hidden-value", "x": ["(hidden-value)"]],
                ["rrn": mark, "sub": mark, "x": [mark]]
            ),
            (["rrn": "hidden-value", "sub": "hidden", "n": 1], ["rrn": mark, "sub": "hidden", "n": 1]),
            (["rrn": "nl", "locale": "nl"], ["rrn": mark, "locale": "nl"]),
            (["rrn": true, "active": true], ["rrn": mark, "active": true]),
        ] as [(JSONValue, JSONValue)])
    func values(_ claims: JSONValue, _ shown: JSONValue) { #expect(Self.claims(claims).claims == shown) }

    @Test("reaches into the header")
    func header() {
        let inspection = Self.claims(["rrn": "hidden-value"], header: #"{"alg":"HS256","rrn":"x","x":"hidden-value"}"#)
        #expect(inspection.header == ["alg": "HS256", "rrn": Self.mark, "x": Self.mark])
    }

    @Test("hides the names that are given, and without names nothing")
    func chosen() {
        let claims: JSONValue = ["rrn": "hidden-value", "name": "Nobody Invented"]
        #expect(Self.claims(claims, ["name"]).claims == ["rrn": "hidden-value", "name": Self.mark])
        #expect(Self.claims(claims, ["name", "rrn"]).claims == ["rrn": Self.mark, "name": Self.mark])
        #expect(Self.claims(claims, []).claims == claims)
    }

    @Test(
        "knows both ways to write a national number",
        arguments: [("85.07.30-033.28", "85073003328"), ("85073003328", "85.07.30-033.28")])
    func spellings(_ hidden: String, _ other: String) {
        let shown = Self.claims(["rrn": .string(hidden), "sub": .string(other), "x": .string("urn:\(other)")]).claims
        #expect(shown == ["rrn": Self.mark, "sub": Self.mark, "x": Self.mark])
        #expect(
            Self.claims(["rrn": 85_073_003_328, "sub": "85.07.30-033.28"]).claims == [
                "rrn": Self.mark, "sub": Self.mark,
            ])
    }

    @Test("hides a value in the names of members, and in sentences, also where they break off")
    func sentences() {
        let number = "85073003328"
        let inspection = Self.claims(["rrn": .string(number), "85073003328": 1, "a 85073003328 b": 2])
        #expect(inspection.claims?.compact.contains(number) == false)
        let redaction = inspection.redaction
        #expect(
            redaction.apply(to: "`aud` holds `x\(number)`, `85.07.30-033.28`")
                == "`aud` holds `x***redacted***`, `***redacted***`")
        #expect(redaction.apply(to: "`x\(number.prefix(10))…`") == "`x***redacted***…`")
        #expect(redaction.apply(to: "nothing") == "nothing")
        let quoted = String(repeating: "a", count: 57) + number
        let audience = Self.claims(["rrn": .string(number), "aud": .string(quoted), "iss": .string(number)], ["rrn"])
        for check in audience.checks { #expect(!check.text.contains("850730"), "\(check.text)") }
    }

    @Test("keeps the claims as they are for those who decide by them")
    func unredacted() {
        #expect(Self.claims(["rrn": "hidden-value", "sub": "hidden-value"]).unredactedClaims?["sub"] == "hidden-value")
    }
}
