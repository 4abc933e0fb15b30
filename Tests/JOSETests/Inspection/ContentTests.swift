import Testing

@testable import JOSE

@Suite("The contents of a token that is refused for its form")
struct ContentTests {
    static let header = Tokens.b64(#"{"alg":"HS256"}"#)
    static let payload = Tokens.b64(#"{"sub":"someone","iss":"https://idp.example/op"}"#)

    static func inspect(_ token: String, redacting names: Set<String> = ["rrn"]) -> TokenInspection {
        TokenInspection.inspect(
            token: Array(token.utf8), against: Yardstick(keys: .absent(), rules: Tokens.rules), at: Tokens.now,
            redacting: names)
    }

    @Test(
        "are read in spite of what a copy did to it",
        arguments: [
            ("\(header).\(payload)=.AA", "is `=`"),
            ("\(header).\(payload.prefix(8))\n\(payload.dropFirst(8)).AA", "0x0a"),
            ("\(header).\(payload) .AA", "0x20"), ("\(header).\(payload)", nil),
            ("\(header)= .\(payload).AA", "is `=`"),
        ])
    func lenient(_ token: String, _ stray: String?) {
        let inspection = Self.inspect(token)
        #expect(inspection.header == ["alg": "HS256"])
        #expect(inspection.claims == ["sub": "someone", "iss": "https://idp.example/op"])
        #expect(inspection.verdict == .refused(.tokenMalformed))
        #expect(InspectionTests.outcome(inspection, "issuer") == .ok)
        if let stray { #expect(InspectionTests.text(inspection, "shape")?.contains(stray) == true) }
    }

    @Test("are read from the common base64 alphabet, too")
    func alphabet() {
        // `>>>` and `???` make the characters that differ.
        let claims = Tokens.b64(#"{"sub":">>>???"}"#)
        #expect(claims.contains("-") && claims.contains("_"))
        let common = claims.replacing("-", with: "+").replacing("_", with: "/")
        #expect(Self.inspect("\(Self.header).\(common).AA").claims == ["sub": ">>>???"])
        #expect(InspectionTests.text(Self.inspect("\(Self.header).\(common).AA"), "shape")?.contains("is `+`") == true)
    }

    @Test("are shown as text up to where the token was cut off, and say where that is", arguments: [20, 21, 22, 23])
    func cut(_ length: Int) {
        let cut = String(Self.payload.prefix(length))
        let inspection = Self.inspect("\(Self.header).\(cut)")
        #expect(inspection.claimsContent == .text(String(#"{"sub":"someone","iss""#.prefix(length * 3 / 4))))
        #expect(InspectionTests.outcome(inspection, "claims") == .fail)
        let three = Self.inspect("\(Self.header).\(cut).AA")
        if length % 4 == 1 {
            #expect(
                InspectionTests.text(three, "shape")
                    == "the payload is no base64url without padding; it has 21 characters, which no bytes encode to: "
                    + "perhaps it was cut off")
        }
    }

    @Test("are cut off themselves when they are long")
    func long() {
        let claims = #"{"sub":""# + String(repeating: "é", count: 3_000)
        guard case .text(let text) = Self.inspect("\(Self.header).\(Tokens.b64(claims)).AA").claimsContent else {
            Issue.record("no text")
            return
        }
        #expect(text.unicodeScalars.count == TokenInspection.maximumText + 1 && text.hasSuffix("é…"))
        let huge = Self.inspect("\(Self.header).\(Tokens.b64(String(repeating: "x", count: 60_000))).AA")
        #expect(huge.verdict == .refused(.tokenMalformed))
        if case .text(let text) = huge.claimsContent { #expect(text.count == TokenInspection.maximumText + 1) }
    }

    @Test("are withheld as text when a hidden name may stand in them, however it is written")
    func withheld() {
        for text in [
            #"{"rrn":"85073003328","rrn":1}"#, #"{"\u0072rn":"85073003328","#, #"{"RRN": 85073003328"#,
            #"{"sub":"x","rrn":"8507"#,
        ] {
            let token = "\(Self.header).\(Tokens.b64(text)).AA"
            #expect(Self.inspect(token).claimsContent == .withheld, "\(text)")
            #expect(Self.inspect(token, redacting: []).claimsContent == .text(text))
            #expect(InspectionTests.outcome(Self.inspect(token), "claims") == .fail)
        }
        #expect(
            Self.inspect("\(Self.header).\(Tokens.b64(#"{"a":1,"a":2}"#)).AA").claimsContent == .text(#"{"a":1,"a":2}"#)
        )
    }

    @Test("are named as bytes when they are no text, and as absent when there are none")
    func none() {
        #expect(Self.inspect("\(Self.header).\(Base64URL.encode([0, 1, 2])).AA").claimsContent == .binary(3))
        #expect(
            Self.inspect("\(Self.header).\(Base64URL.encode([0xFF, 0xFE, 0xFF, 0xFE])).AA").claimsContent == .binary(4))
        #expect(Self.inspect("\(Self.header)..AA").claimsContent == .absent)
        #expect(Self.inspect("").headerContent == .absent && Self.inspect("").claimsContent == .absent)
        #expect(Self.inspect(Self.header).claimsContent == .absent)
        // The second part of an encrypted token is a key.
        #expect(Self.inspect("\(Self.header).\(Self.payload).a.b.c").claimsContent == .absent)
        #expect(InspectionTests.text(Self.inspect("x"), "shape")?.contains("opaque access token") == true)
    }
}

@Suite("The dates of a token")
struct ClaimDateTests {
    static func dates(_ claims: JSONValue) -> [ClaimDate] { InspectionTests.inspect(Tokens.sign(claims)).dates }

    @Test("are exact, and as far away as people say it")
    func exact() {
        let now = Tokens.seconds
        let dates = Self.dates([
            "exp": .integer(now - 182), "iat": .integer(now - 3_782), "nbf": .integer(now + 60),
            "auth_time": 1_790_000_000,
            "updated_at": JSONNumber(1_789_999_999.5).map(JSONValue.number) ?? .null, "other": 1,
        ])
        #expect(dates.map(\.claim) == ["iat", "nbf", "exp", "auth_time", "updated_at"])
        #expect(
            dates.map(\.text) == [
                "2026-09-21T13:10:18Z", "2026-09-21T14:14:20Z", "2026-09-21T14:10:18Z", "2026-09-21T14:13:20Z",
                "2026-09-21T14:13:19.5Z",
            ])
        #expect(
            dates.map { $0.distance(from: Tokens.now) } == [
                "issued 1h03m ago", "valid in 1m00s", "expired 3m02s ago", "logged in 0s ago", "profile changed 0s ago",
            ])
    }

    @Test(
        "that are none say so, and milliseconds are recognised",
        arguments: [
            ("soon", "no number of seconds since 1970"), (nil, "no number of seconds since 1970"),
            (-5, "no number of seconds since 1970"),
            (1_790_000_000_000, "no number of seconds since 1970; as milliseconds it is 2026-09-21T14:13:20Z"),
            (253_402_300_799, "after the year 2262"), (9_999_999_999_999_999, "no number of seconds since 1970"),
        ] as [(JSONValue, String)])
    func invalid(_ value: JSONValue, _ text: String) {
        let dates = Self.dates(["exp": value])
        #expect(dates.map(\.text) == [text])
        #expect(dates.allSatisfy { $0.distance(from: Tokens.now) == nil })
    }
}
