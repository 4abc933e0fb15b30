import Testing

@testable import StandIn

@Suite("Forms and markup")
struct FormTests {
    @Test(
        "that cannot be read one way only are refused",
        arguments: ["a=%", "a=%2", "a=%zz", "a=%FF", "a=%C0%80", "a=%00", "a=%0a", "a=b%7F", "%=a", "a=\u{1}"])
    func refused(_ text: String) {
        #expect(FormFields(text.utf8) == nil)
    }

    @Test("are read as a browser writes them")
    func read() throws {
        let fields = try #require(FormFields("a=b+c%2Bd&e=&f&&g=h=i&%C3%A9=%C3%A9".utf8))
        #expect(fields["a"] == "b c+d" && fields["e"] == nil && fields["f"] == nil && fields["g"] == "h=i")
        #expect(fields["é"] == "é" && fields.repeatedNames.isEmpty && fields.names == ["a", "e", "f", "g", "é"])
        let twice = try #require(FormFields("a=1&%61=2&b=&b=3".utf8))
        #expect(twice["a"] == "1" && twice.repeatedNames == ["a", "b"])
        #expect(FormFields("scope=a++b+".utf8)?.words("scope") == ["a", "b"])
    }

    @Test("come back as they were", arguments: ["", " +&=%", "é\u{1F600}", "a-b._~*", "<>\"'"])
    func roundTrip(_ text: String) {
        #expect(FormEncoding.decode(FormEncoding.encode(text).utf8) == text)
    }

    @Test("hold Base64 in one spelling")
    func base64() {
        #expect(Base64.decode("+/8=") == [0xFB, 0xFF] && Base64.decode("") == [])
        #expect(Base64.decode("YWJj") == Array("abc".utf8))
        for text in ["YQ", "YQ=", "Y===", "YQ==YQ==", "YR==", "-_8=", "YQ ==", "=", "===="] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
    }

    @Test("escape what is put into them")
    func escaping() {
        let hostile = "<img src=x onerror=\"a\">'&"
        let html: HTML = "<p title=\"\(hostile)\">\(hostile)</p>\([HTML.escaped("<"), "<br>"])\(Int64(1))"
        let escaped = "&lt;img src=x onerror=&quot;a&quot;&gt;&#39;&amp;"
        #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>&lt;\n<br>1")
    }

    /// Signs that make one character of themselves and what stands before or behind them. A browser reads code points.
    static let joining: [String] = ["\u{301}", "\u{338}", "\u{20D2}", "\u{200D}", "\u{FE0F}", "\u{600}", "\u{1F3FB}"]

    @Test("escape code point by code point, whatever stands beside them", arguments: joining)
    func escapingJoined(_ sign: String) throws {
        let escapes = [("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;"), ("&", "&amp;")]
        for (plain, escaped) in escapes {
            for (before, behind) in [("", sign), (sign, ""), (sign, sign)] {
                let html: HTML = "<p title=\"\(before + plain + behind)\">"
                #expect(sameScalars(html.text, "<p title=\"\(before)\(escaped)\(behind)\">"), "\(plain)")
            }
        }
        let script: HTML =
            "<p>\("<\(sign)script>alert(1)</script\(sign)>\(sign)\(sign)<img src=x onerror=\"\(sign)a\"\(sign)>")</p>"
        let markup = script.text.unicodeScalars.dropFirst(3).dropLast(4)
        #expect(!markup.contains { ["<", ">", "\"", "'"].contains($0) }, "\(script.text)")
        // A page of the stand-in, with somebody's name in it.
        let page = Page.fault("<\(sign)script>").body.text.unicodeScalars
        #expect(!String(String.UnicodeScalarView(page.filter { $0.isASCII })).contains("<script"))
        // What comes behind markup of ours changes nothing of it.
        #expect(sameScalars(HTML.escaped(sign).text, sign))
    }

    private func sameScalars(_ left: String, _ right: String) -> Bool {
        left.unicodeScalars.elementsEqual(right.unicodeScalars)
    }

    @Test(
        "lead to the origin of a redirect address, unless that would mean more in a policy",
        arguments: [
            ("http://127.0.0.1:8080/a?b", "http://127.0.0.1:8080"), ("https://x.example", "https://x.example"),
            ("https://x.example;script-src/", nil), ("https://x.example *", nil), ("javascript:alert(1)", nil),
            ("https:///x", nil), ("https://a@b/", nil), ("", nil),
        ] as [(String, String?)])
    func origin(_ uri: String, _ origin: String?) {
        #expect(Page.origin(uri) == origin)
    }
}
