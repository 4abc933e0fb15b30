import Testing

@testable import JOSE

@Suite("The text of signed claims")
struct ClaimSpellingTests {
    static let date = Tokens.seconds + 300

    /// Sound claims as text, with one member written in another way.
    static func text(_ member: String, insteadOf name: String) -> String {
        let rest = Tokens.claims.with(name, nil as JSONValue?).compact.dropFirst().dropLast()
        return "{\(member),\(rest)}"
    }

    static func refusal(_ payload: String) -> TokenRefusal? {
        Tokens.refusal(Tokens.raw(header: #"{"alg":"HS256"}"#, payload: payload))
    }

    static func problem(_ payload: String) -> JSONError.Problem? {
        if case .payloadInvalid(let error) = refusal(payload) { return error.problem }
        return nil
    }

    @Test(
        "means the same however its names and values are escaped",
        arguments: [
            ("exp", #""\u0065\u0078\u0070":\#(date)"#), ("exp", #" "e\u0078p" : \#(date)"#),
            ("iss", #""iss":"https:\/\/idp.example\/op""#),
            ("iss", #""\u0069ss":"\u0068ttps://idp.example/op""#), ("aud", #""aud":["\u0070oort"]"#),
            ("aud", "\"aud\"\t:\r\n[ \"poort\" ]"), ("sub", #""sub":"\u0075-1""#),
        ])
    func escapes(_ name: String, _ member: String) {
        #expect(Self.refusal(Self.text(member, insteadOf: name)) == nil)
    }

    @Test(
        "has no member by a name that only looks like it",
        arguments: [
            ("exp", "Exp"), ("exp", "EXP"), ("exp", "exp "), ("exp", " exp"), ("exp", "exp\\u0000"),
            ("exp", "e\u{445}p"), ("exp", "ex\u{440}"),
            ("exp", "\u{FF45}\u{FF58}\u{FF50}"), ("exp", "exp\u{200B}"), ("exp", "\u{FEFF}exp"),
            ("exp", "e\u{301}xp"), ("iss", "\u{131}ss"), ("iss", "\u{456}ss"), ("iss", "i\u{DF}"),
            ("aud", "\u{430}ud"), ("aud", "a\u{75}\u{308}d"), ("sub", "\u{455}ub"), ("sub", "su\u{432}"),
        ])
    func lookAlikes(_ name: String, _ written: String) throws {
        let value = try #require(Tokens.claims[name]).compact
        #expect(
            Self.refusal(Self.text("\"\(written)\":\(value)", insteadOf: name)) == .claimMissing(name), "\(written)")
        // Beside the true one it changes nothing.
        #expect(Self.refusal("{\"\(written)\":0,\(Tokens.claims.compact.dropFirst())") == nil)
    }

    @Test(
        "is refused when a value that must be ours only looks like it",
        arguments: [
            ("aud", "\u{440}oort"), ("aud", "po\u{43E}rt"), ("aud", "poort\u{301}"), ("aud", "poort\\u0000"),
            ("aud", "poort\u{200D}"), ("aud", "\\u202epoort"),
            ("iss", "https://idp.ex\u{430}mple/op"), ("iss", "https://idp.example/op\\u0000"),
            ("iss", "https://idp.example\u{2215}op"), ("iss", "https:\\\\/\\\\/idp.example/op"),
            ("iss", "https://idp.example/%6fp"), ("iss", "https://idp.example./op"),
            ("iss", "https://user@idp.example/op"),
        ])
    func values(_ name: String, _ written: String) {
        let refusal = Self.refusal(Self.text("\"\(name)\":\"\(written)\"", insteadOf: name))
        #expect(refusal?.code == (name == "aud" ? .tokenAudienceMismatch : .tokenIssuerUntrusted), "\(written)")
    }

    @Test("is compared by bytes, not as Unicode would: one letter in two spellings is two texts")
    func canonicalEquivalence() throws {
        let rules = try ClaimRules(
            issuer: "https://idp.example/cl\u{E9}", audiences: ["\u{212B}ngstrom"], requiredClaims: ["r\u{F4}le"])
        func refusal(_ issuer: String, _ audience: String, _ role: String) -> TokenRefusal? {
            let claims = Tokens.claims.with("iss", .string(issuer)).with("aud", .string(audience)).with(role, "x")
            return Tokens.refusal(Tokens.sign(claims), rules: rules)
        }
        #expect(refusal("https://idp.example/cl\u{E9}", "\u{212B}ngstrom", "r\u{F4}le") == nil)
        let (issuer, audience, role) = ("https://idp.example/cle\u{301}", "\u{C5}ngstrom", "ro\u{302}le")
        #expect(issuer == rules.issuer && rules.audiences.contains(audience), "the same text to Swift")
        #expect(refusal(issuer, "\u{212B}ngstrom", "r\u{F4}le")?.code == .tokenIssuerUntrusted)
        #expect(refusal("https://idp.example/cl\u{E9}", audience, "r\u{F4}le")?.code == .tokenAudienceMismatch)
        #expect(
            refusal("https://idp.example/cl\u{E9}", "\u{212B}ngstrom", role) == .claimMissing("r\u{F4}le"))
    }

    @Test(
        "is refused for a member twice, at any depth and in any spelling",
        arguments: [
            (#"{"x":[{"y":{"z":1,"\u007a":2}}]}"#, "z"), (#"{"x":{"y":[[{"a":0},{"a":0,"b":0,"a":0}]]}}"#, "a"),
            (#"{"roles":["r"],"role\u0073":["s"]}"#, "roles"), (#"{"act":{"sub":"a","s\u0075b":"b"}}"#, "sub"),
            (#"{"\u0061ud":"poort","aud":"other"}"#, "aud"), (#"{"exp":1,"exp":1}"#, "exp"),
            ("{\"cl\u{E9}\":1,\"cl\\u00E9\":2}", "cl\u{E9}"), (#"{"\ud83d\ude00":1,"\uD83D\uDE00":2}"#, "\u{1F600}"),
            (#"{"x":{"":1,"":2}}"#, ""), (#"{"a\/b":1,"a/b":2}"#, "a/b"),
        ])
    func duplicates(_ payload: String, _ name: String) {
        #expect(Self.problem(payload) == .repeatedMember(name))
        // Also in front of and behind sound claims.
        let inner = payload.dropFirst().dropLast()
        let claims = Tokens.claims.with("exp", nil as JSONValue?).with("aud", nil as JSONValue?).compact
        #expect(Self.problem("{\(inner),\(claims.dropFirst())") == .repeatedMember(name))
        #expect(Self.problem("\(claims.dropLast()),\(inner)}") == .repeatedMember(name))
        #expect(Self.refusal(payload)?.code == .tokenMalformed)
    }

    @Test("is refused for a member twice however many names with escapes stand between")
    func manyEscapes() {
        for count in [3, 23, 24, 25, 200] {
            var names = (0..<count).map { "\\u006d\($0)" }
            #expect(Self.problem("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}") == nil)
            names[count - 1] = "m0"
            #expect(
                Self.problem("{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}") == .repeatedMember("m0"))
        }
    }

    @Test(
        "is refused when a date is spelt as no JSON number is",
        arguments: [
            "NaN", "nan", "-NaN", "Infinity", "-Infinity", "+Infinity", "inf", "1e", "1e+", "1.", ".5", "+1790000300",
            "01790000300", "0x6AB1A7EC", "1_790_000_300", "1,790,000,300", "1790000300L", "1790000300f", "--1", "1e1.5",
            "\u{661}\u{662}", "\u{FF11}", "\u{2212}1", "1e999", "-1e999", "1e-999", "1790000300u", "1 790 000 300",
            String(repeating: "9", count: 33), "0." + String(repeating: "0", count: 31),
        ])
    func dates(_ written: String) {
        for name in ["exp", "nbf", "iat", "anything"] {
            let payload = Self.text("\"\(name)\":\(written)", insteadOf: name)
            #expect(Self.problem(payload) != nil, "\(name) \(written)")
            #expect(Self.refusal(payload)?.code == .tokenMalformed)
        }
    }

    @Test(
        "may spell a date as JSON allows",
        arguments: [
            "\(date)", "\(date).0", "\(date).999999999999", "1.790000300e9", "17900003E+2", "0.1790000300e10",
            "179000030000e-2", "1790000300.00000000000000000000",
        ])
    func soundDates(_ written: String) {
        #expect(Self.refusal(Self.text("\"exp\":\(written)", insteadOf: "exp")) == nil)
        #expect(Self.refusal(Self.text("\"exp\":\"\(written)\"", insteadOf: "exp"))?.code == .tokenClaimsInvalid)
    }
}
