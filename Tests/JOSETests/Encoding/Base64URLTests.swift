import Testing

@testable import JOSE

@Suite("base64url")
struct Base64URLTests {
    @Test(
        "is refused with padding, other characters, blanks, impossible lengths and unused bits that are set",
        arguments: [
            "A", "AAAAA", "AA=", "AA==", "AAA=", "AAAA====", "=", "====", "AA+A", "AA/A", "A A", "AAA ", " AAA",
            "AA\nA", "AAAA\n",
            "AA\r\nAA", "AA\tA", "AA.A", "AA~A", "AA*A", "AA\0A", "\0\0\0\0", "AA%3D", "A\u{E9}", "\u{FF21}\u{FF21}",
            "AB", "AP", "A_",
            "AAB", "AAD", "AAAAAB", "AAAAAAB", "Zg==", "Zm8=", "Zh", "Zm9", "AA`A", "AA@A", "AA[A", "AA{A", "AA:A",
            "AA,A", "AA^A",
        ])
    func refuses(_ text: String) { #expect(Base64URL.decode(text) == nil) }

    @Test(
        "is the one of RFC 4648 section 10 and RFC 7515 appendix C, without padding",
        arguments: [
            ("", [] as [UInt8]), ("Zg", [0x66]), ("Zm8", [0x66, 0x6F]), ("Zm9v", [0x66, 0x6F, 0x6F]),
            ("Zm9vYg", Array("foob".utf8)), ("Zm9vYmE", Array("fooba".utf8)), ("Zm9vYmFy", Array("foobar".utf8)),
            ("A-z_4ME", [3, 236, 255, 224, 193]), ("_w", [255]), ("-_-_", [251, 255, 191]),
        ])
    func examples(_ text: String, _ bytes: [UInt8]) {
        #expect(Base64URL.decode(text) == bytes)
        #expect(Base64URL.decode(Array(text.utf8)) == bytes)
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.encodeBytes(bytes.span) == Array(text.utf8))
    }

    @Test("comes back as it was for every length", arguments: 0...130)
    func roundTrip(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ 77) }
        let text = Base64URL.encode(bytes)
        #expect(Base64URL.decode(text) == bytes)
        #expect(text.utf8.count == (count * 8 + 5) / 6)
    }

    @Test("has one spelling only: of all endings of one and of two bytes just those that are written are read")
    func canonical() {
        let alphabet = (0...255).map { UInt8($0) }
        var two = 0
        var three = 0
        for second in alphabet {
            for bytes in [[UInt8(ascii: "Q"), second]] {
                guard let decoded = Base64URL.decode(bytes) else { continue }
                two += 1
                #expect(Base64URL.encodeBytes(decoded.span) == bytes)
            }
            for third in alphabet {
                guard let decoded = Base64URL.decode([UInt8(ascii: "Q"), second, third]) else { continue }
                three += 1
                #expect(Base64URL.encodeBytes(decoded.span) == [UInt8(ascii: "Q"), second, third])
            }
        }
        #expect(two == 4 && three == 64 * 16)
    }

    @Test("has 64 characters in every place of a group")
    func alphabet() {
        for place in 0..<4 {
            var accepted: [UInt8] = []
            for byte in UInt8.min...UInt8.max {
                var text = Array("AAAA".utf8)
                text[place] = byte
                if Base64URL.decode(text) != nil { accepted.append(byte) }
            }
            let alphabet = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
            #expect(String(decoding: accepted, as: UTF8.self) == alphabet)
        }
    }
}

@Suite("Foreign text in a sentence")
struct QuotedTests {
    @Test(
        "stands in backquotes that it cannot leave, without anything that moves a cursor",
        arguments: [
            ("", "``"), ("abc", "`abc`"), ("a`b", "`a'b`"), ("a\nb", "`a\\u{a}b`"), ("\u{1B}[2J", "`\\u{1b}[2J`"),
            ("\0", "`\\u{0}`"),
            ("\u{7F}\u{9B}", "`\\u{7f}\\u{9b}`"), ("\u{202E}x", "`\\u{202e}x`"), ("\u{200B}", "`\\u{200b}`"),
            ("\u{2028}", "`\\u{2028}`"),
            ("\u{2029}", "`\\u{2029}`"), ("\u{E000}", "`\\u{e000}`"), ("\u{FEFF}", "`\\u{feff}`"),
            ("\u{E9}\u{1F600}", "`\u{E9}\u{1F600}`"),
            ("\u{378}", "`\\u{378}`"),
        ])
    func quotes(_ text: String, _ quoted: String) { #expect(Quoted.text(text) == quoted) }

    @Test("is cut off when it is long")
    func cuts() {
        let limit = Quoted.maximumCharacters
        #expect(Quoted.text(String(repeating: "x", count: limit)) == "`" + String(repeating: "x", count: limit) + "`")
        #expect(
            Quoted.text(String(repeating: "x", count: limit + 1)) == "`" + String(repeating: "x", count: limit) + "…`")
        // Without a limit on characters rather than on letters, one letter could carry any number of accents.
        #expect(Quoted.text("e" + String(repeating: "\u{301}", count: 10_000)).unicodeScalars.count == limit + 3)
    }

    @Test("in a list comes five times at most")
    func lists() {
        #expect(Quoted.list([]) == "")
        #expect(Quoted.list(["a"]) == "`a`")
        #expect(Quoted.list(["a", "b", "c", "d", "e"]) == "`a`, `b`, `c`, `d`, `e`")
        #expect(Quoted.list(["a", "b", "c", "d", "e", "f", "g"]) == "`a`, `b`, `c`, `d`, `e` and 2 more")
    }

    @Test("of one byte is the character, where it is one")
    func bytes() {
        #expect(Quoted.byte(0x41) == "`A`" && Quoted.byte(0x7E) == "`~`")
        #expect(Quoted.byte(0) == "the byte 0x00" && Quoted.byte(0x0A) == "the byte 0x0a")
        #expect(
            Quoted.byte(0x20) == "the byte 0x20" && Quoted.byte(0x60) == "the byte 0x60"
                && Quoted.byte(0xFF) == "the byte 0xff")
    }

    @Test("is compared byte for byte")
    func sameness() {
        #expect(sameBytes("a", "a") && sameBytes("", ""))
        #expect(
            !sameBytes("a", "A") && !sameBytes("\u{E9}", "e\u{301}") && !sameBytes("K", "\u{212A}")
                && !sameBytes("a", "a\0"))
    }
}
