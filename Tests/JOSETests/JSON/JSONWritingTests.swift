import Testing

@testable import JOSE

@Suite("A JSON value")
struct JSONWritingTests {
    static let values: [JSONValue] = [
        nil, true, false, 0, -1, "", "text", [], .object([]), [1, [2, [3]], []], ["a": ["b": .object([]), "c": []]],
        .number(JSONNumber(verified: "1.50e+10")), .integer(Int64.min), .number(JSONNumber(UInt64.max)),
        ["\"\\/\n\r\t\u{8}\u{C}\0\u{1F}\u{7F}\u{85}\u{9F}\u{2028}\u{2029}": "\u{E9}\u{20AC}\u{1F600}\u{10FFFF}"],
        ["e\u{301}": 1, "\u{E9}": 2, "": 3],
    ]

    @Test("comes back as it was written, compactly and on many lines", arguments: values)
    func roundTrip(_ value: JSONValue) throws {
        for style in [JSONWriter.Style.compact, .pretty] {
            #expect(try JSONValue.parse(value.bytes(style)) == value)
        }
        #expect(try JSONValue.parse(Array(value.compact.utf8)) == value)
        #expect(try JSONValue.parse(Array(value.pretty.utf8)) == value)
        #expect(!value.compact.contains("\n"))
    }

    @Test("is written without blanks, or with two for each level")
    func styles() {
        let value: JSONValue = ["a": [1, ["b": nil]], "c": [], "d": .object([]), "e": true]
        #expect(value.compact == #"{"a":[1,{"b":null}],"c":[],"d":{},"e":true}"#)
        #expect(
            value.pretty == """
                {
                  "a": [
                    1,
                    {
                      "b": null
                    }
                  ],
                  "c": [],
                  "d": {},
                  "e": true
                }
                """)
    }

    @Test(
        "escapes what JSON asks for, and what moves a cursor or ends a line",
        arguments: [
            ("\"\\", #""\"\\""#), ("\n\r\t", #""\n\r\t""#),
            ("\0\u{1}\u{8}\u{C}\u{1B}\u{1F}", #""\u0000\u0001\u0008\u000c\u001b\u001f""#),
            ("\u{7F}\u{80}\u{9F}", #""\u007f\u0080\u009f""#), ("\u{2028}\u{2029}", #""\u2028\u2029""#),
            ("/<>&'", "\"/<>&'\""),
            ("\u{A0}\u{E9}\u{1F600}", "\"\u{A0}\u{E9}\u{1F600}\""),
        ])
    func escapes(_ text: String, _ written: String) {
        #expect(JSONValue.string(text).compact == written)
        var bytes: [UInt8] = []
        JSONWriter.append(string: text, to: &bytes)
        #expect(bytes == Array(written.utf8))
    }

    @Test("is put together piece by piece by one writer")
    func writer() {
        var writer = JSONWriter()
        writer.write([1, "a"])
        writer.write(nil)
        #expect(writer.bytes == Array(#"[1,"a"]null"#.utf8))
    }

    @Test("of a floating-point number exists for those that JSON can write")
    func doubles() throws {
        for hostile in [Double.infinity, -.infinity, .nan, .signalingNaN] { #expect(JSONNumber(hostile) == nil) }
        for value in [0.0, -0.0, 0.1, 1e16, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1.5] {
            let number = try #require(JSONNumber(value))
            #expect(number.double == value)
            #expect(try JSONValue.parse(JSONValue.number(number).bytes()).numberValue?.double == value)
        }
    }

    @Test("of an object keeps its order, and has each name once")
    func objects() {
        var object = JSONObject([("b", 1), ("a", 2), ("b", 3)])
        #expect(object.names == ["b", "a"] && object["b"] == 3 && object.count == 2)
        object["c"] = 4
        object["a"] = 5
        #expect(object.names == ["b", "a", "c"] && object["a"] == 5)
        object["b"] = nil
        object["z"] = nil
        #expect(object.names == ["a", "c"])
        #expect(JSONObject([("a", 1), ("b", 2)]) != JSONObject([("b", 2), ("a", 1)]))
        #expect(JSONObject([("\u{E9}", 1)]) != JSONObject([("e\u{301}", 1)]), "names are compared byte for byte")
        #expect(JSONObject([("\u{E9}", 1), ("e\u{301}", 2)]).count == 2)
    }
}
