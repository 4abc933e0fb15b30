import Testing

@testable import JOSE

@Suite("A JSON text is read")
struct JSONReadingTests {
    static func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    static let values: [(String, JSONValue)] = [
        ("null", JSONValue.null), ("true", true), ("false", false), ("0", 0),
        ("-0", .number(JSONNumber(verified: "-0"))),
        ("\"\"", ""), ("[]", []), ("{}", .object([])), (" \t\r\n[ \t1\r\n, 2 ] ", [1, 2]),
        (#" { "a" : { "b" : [ true , null ] } } "#, ["a": ["b": [true, nil]]]),
        (#"{"a":1,"b":"x","c":[],"d":{}}"#, ["a": 1, "b": "x", "c": [], "d": .object([])]),
    ]

    @Test("as the value it stands for", arguments: values)
    func reads(_ text: String, _ value: JSONValue) throws { #expect(try Self.parse(text) == value) }

    @Test(
        "with the text of its strings",
        arguments: [
            (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
            (#""\u0041\u00e9\u20AC\ud83d\ude00""#, "A\u{E9}\u{20AC}\u{1F600}"),
            (#""\u0000\u001f\u007f""#, "\0\u{1F}\u{7F}"), (#""\uD800\uDC00\udbff\udfff""#, "\u{10000}\u{10FFFF}"),
            (
                "\"\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\"",
                "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"
            ),
            ("\"e\u{301}\"", "e\u{301}"), ("\"\u{FEFF}\"", "\u{FEFF}"), (#""\ud83d\ude00\\ud83d""#, "\u{1F600}\\ud83d"),
        ])
    func strings(_ text: String, _ value: String) throws {
        let read = try #require(try Self.parse(text).stringValue)
        #expect(Array(read.utf8) == Array(value.utf8))
    }

    @Test("with every character of Unicode, as it is and as an escape")
    func everyScalar() throws {
        for plane in stride(from: 0 as UInt32, to: 0x110000, by: 0x1000) {
            let scalars = (plane..<plane + 0x1000).compactMap(UnicodeScalar.init).filter {
                $0.value >= 0x20 && $0.value != 0x22 && $0.value != 0x5C
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            let escapes = text.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
            guard !scalars.isEmpty else { continue }
            let read = try JSONValue.parse(Array("[\"\(text)\",\"\(escapes.joined())\"]".utf8))
            let strings = try #require(read.arrayValue).compactMap(\.stringValue)
            #expect(strings.count == 2 && strings.allSatisfy { $0.utf8.elementsEqual(text.utf8) }, "plane \(plane)")
        }
    }

    @Test(
        "with its numbers as they are written",
        arguments: [
            ("0", 0 as Int64?, 0.0), ("-1", -1, -1), ("1790000000", 1_790_000_000, 1.79e9),
            ("9223372036854775807", .max, 0x1p63),
            ("9223372036854775808", nil, 0x1p63), ("-9223372036854775808", .min, -0x1p63), ("1.0", nil, 1),
            ("1e2", nil, 100),
            ("1E+2", nil, 100), ("25e-1", nil, 2.5), ("0e5", nil, 0), ("0.0e99999999999999999999", nil, 0),
            ("-0.5", nil, -0.5),
            ("1e308", nil, 1e308), ("5e-324", nil, .leastNonzeroMagnitude),
            ("12345678901234567890123456789012", nil, 1.2345678901234567e31),
        ])
    func numbers(_ text: String, _ integer: Int64?, _ double: Double) throws {
        let number = try #require(try Self.parse(text).numberValue)
        #expect(number.text == text && "\(number)" == text)
        #expect(number.integer == integer)
        #expect(number.double == double)
        #expect(try Self.parse(text).compact == text)
    }

    @Test("member by member, and only as what each is")
    func members() throws {
        let value = try Self.parse(#"{"n":null,"b":true,"i":1,"s":"x","a":[1,"2"],"o":{"k":0}}"#)
        #expect(value["n"] == .null && value["b"]?.boolValue == true && value["i"]?.numberValue?.integer == 1)
        #expect(value["s"]?.stringValue == "x" && value["a"]?.arrayValue?.count == 2 && value["o"]?["k"] == 0)
        #expect(value["z"] == nil && value["s"]?["k"] == nil && value["a"]?["k"] == nil)
        for name in ["n", "b", "i", "s", "a", "o"] {
            let member = try #require(value[name])
            #expect((member.boolValue == nil) == (name != "b") && (member.numberValue == nil) == (name != "i"))
            #expect((member.stringValue == nil) == (name != "s") && (member.arrayValue == nil) == (name != "a"))
            #expect((member.objectValue == nil) == (name != "o"))
        }
        #expect(value.objectValue?.names == ["n", "b", "i", "s", "a", "o"])
    }

    @Test("as a document, whose values are asked for by what they are")
    func document() throws {
        let text = Array(#"{"s":"x","e":"","q":"\u0078","n":12,"a":["p",3],"o":{"t":true,"f":false,"z":null}}"#.utf8)
        let document = try JSONDocument.object(text, limits: .claims)
        let index = { (name: String) in try #require(document.member(name)) }
        #expect(try document.string(index("s")) == "x" && document.string(index("q")) == "x")
        #expect(
            try document.string(index("s"), equals: Array("x".utf8))
                && document.string(index("q"), equals: Array("x".utf8)))
        #expect(
            try !document.string(index("s"), equals: Array("y".utf8))
                && !document.string(index("s"), equals: Array("xx".utf8)))
        #expect(try !document.string(index("n"), equals: Array("12".utf8)) && document.string(index("n")) == nil)
        #expect(
            try document.isEmptyString(index("e")) && !document.isEmptyString(index("s"))
                && !document.isEmptyString(index("n")))
        #expect(try document.number(index("n"))?.integer == 12 && document.number(index("s")) == nil)
        #expect(try document.elements(of: index("a")).count == 2 && document.elements(of: index("s")).isEmpty)
        #expect(try document.member("t", of: index("o")).map(document.kind) == .yes)
        #expect(try document.member("f", of: index("o")).map(document.kind) == .no)
        #expect(try document.member("z", of: index("o")).map(document.kind) == .null)
        #expect(try document.member("t", of: index("a")) == nil && document.member("x") == nil)
        var names: [String] = []
        document.forEachMember { name, _ in names.append(document.string(name) ?? "") }
        #expect(names == ["s", "e", "q", "n", "a", "o"])
        var none = 0
        document.forEachMember(of: try index("a")) { _, _ in none += 1 }
        #expect(none == 0)
        #expect(try document.value() == JSONValue.parse(text))
    }

    @Test("as an object only when it is one", arguments: ["[]", "1", "\"{}\"", "null", "true", " [{}]"])
    func objects(_ text: String) {
        let error = failure { () throws(JSONError) in try JSONDocument.object(Array(text.utf8), limits: .claims) }
        #expect(error?.problem == .wrongKind(expected: "an object"))
        // The text of a string begins behind its quote.
        #expect(error?.offset == (text.hasPrefix(" ") || text.hasPrefix("\"") ? 1 : 0))
    }
}
