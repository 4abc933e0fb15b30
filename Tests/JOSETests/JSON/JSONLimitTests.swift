import Testing

@testable import JOSE

@Suite("A JSON text is bounded")
struct JSONLimitTests {
    static func problem(_ text: String, _ limits: JSONLimits) -> JSONError.Problem? {
        problem(Array(text.utf8), limits)
    }

    static func problem(_ bytes: [UInt8], _ limits: JSONLimits) -> JSONError.Problem? {
        failure { () throws(JSONError) in try JSONValue.parse(bytes, limits: limits) }?.problem
    }

    static func nested(_ depth: Int, _ open: String = "[", _ close: String = "]", _ inner: String = "1") -> String {
        String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
    }

    @Test("in length, before anything is read")
    func length() {
        let limits = JSONLimits(bytes: 10)
        #expect(Self.problem("\"12345678\"", limits) == nil)
        #expect(Self.problem("\"123456789\"", limits) == .tooLong(bytes: 11, limit: 10))
        #expect(Self.problem(String(repeating: "\0", count: 11), limits) == .tooLong(bytes: 11, limit: 10))
        #expect(Self.problem("1         ", limits) == nil, "blanks count")
        #expect(Self.problem("1          ", limits) == .tooLong(bytes: 11, limit: 10))
    }

    @Test("in depth, of arrays, of objects, and of both", arguments: [0, 1, 2, 16, 64])
    func depth(_ depth: Int) {
        let limits = JSONLimits(bytes: 10_000, depth: depth)
        for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")] {
            let levels = open.hasPrefix("[{") ? 2 : 1
            #expect(Self.problem(Self.nested(depth / levels, open, close), limits) == nil)
            #expect(Self.problem(Self.nested(depth / levels + 1, open, close), limits) == .tooDeep(limit: depth))
        }
        #expect(Self.problem("1", limits) == nil)
    }

    @Test("in depth however much is asked for: no text uses up the stack")
    func stack() {
        let limits = JSONLimits(bytes: 1 << 22, depth: .max)
        #expect(limits.depth == JSONLimits.maximumDepth)
        #expect(Self.problem(Self.nested(JSONLimits.maximumDepth), limits) == nil)
        for hostile in [
            Self.nested(JSONLimits.maximumDepth + 1), String(repeating: "[", count: 1_000_000),
            String(repeating: #"{"a":"#, count: 200_000), String(repeating: "[{\"a\":", count: 200_000),
        ] {
            #expect(Self.problem(hostile, limits) == .tooDeep(limit: JSONLimits.maximumDepth))
        }
    }

    @Test("in the number of values, names among them")
    func values() {
        let limits = JSONLimits(bytes: 1_000, values: 5)
        #expect(Self.problem("[1,2,3,4]", limits) == nil)
        #expect(Self.problem("[1,2,3,4,5]", limits) == .tooManyValues(limit: 5))
        #expect(Self.problem(#"{"a":1,"b":2}"#, limits) == nil)
        #expect(Self.problem(#"{"a":1,"b":[]}"#, limits) == nil)
        #expect(Self.problem(#"{"a":1,"b":[1]}"#, limits) == .tooManyValues(limit: 5))
        #expect(Self.problem("[[],[],[],[],[]]", limits) == .tooManyValues(limit: 5))
        #expect(Self.problem(#"["a","b","c","d","e"]"#, limits) == .tooManyValues(limit: 5))
        #expect(Self.problem("[null,true,false,1,2]", limits) == .tooManyValues(limit: 5))
    }

    @Test("in the length of numbers")
    func numbers() {
        let limits = JSONLimits(bytes: 1_000, numberCharacters: 4)
        for text in ["1234", "-123", "1.25", "1e10", "0e+1"] { #expect(Self.problem(text, limits) == nil) }
        for text in ["12345", "-1234", "1.255", "1e100", "0e+10"] {
            #expect(Self.problem(text, limits) == .numberTooLong(limit: 4))
        }
    }

    @Test("for headers, claims, key sets and documents by numbers that are written down")
    func presets() {
        #expect(JSONLimits.header.bytes == 4_096 && JSONLimits.header.depth == 8)
        #expect(JSONLimits.claims.bytes == 16_384 && JSONLimits.claims.depth == 16)
        #expect(JSONLimits.keySet.bytes == 1 << 20 && JSONLimits.keySet.depth == 8)
        #expect(JSONLimits.document.bytes == 8 << 20 && JSONLimits.document.depth == 64)
        for limits in [JSONLimits.header, .claims, .keySet, .document] {
            #expect(Self.problem(Self.nested(limits.depth), limits) == nil)
            #expect(Self.problem(Self.nested(limits.depth + 1), limits) == .tooDeep(limit: limits.depth))
            let filler = String(repeating: "x", count: limits.bytes - 2)
            #expect(Self.problem("\"\(filler)\"", limits) == nil)
            #expect(Self.problem("\"\(filler)x\"", limits) == .tooLong(bytes: limits.bytes + 1, limit: limits.bytes))
        }
    }

    @Test("a large text of many members is read, and its last duplicate still found")
    func large() throws {
        let members = (0..<50_000).map { "\"name-\($0)\":\($0)" }
        let text = "{" + members.joined(separator: ",") + "}"
        #expect(try JSONValue.parse(Array(text.utf8))["name-49999"]?.numberValue?.integer == 49_999)
        let twice = "{" + (members + ["\"name-0\":1"]).joined(separator: ",") + "}"
        #expect(Self.problem(twice, .document) == .repeatedMember("name-0"))
    }
}

@Suite("A JSON error")
struct JSONErrorTests {
    @Test(
        "says where it is, in lines and bytes",
        arguments: [
            ("x", 1, 1), ("  x", 1, 3), ("\n\nx", 3, 1), ("[\r\n  1,\r\n  x]", 3, 3), ("[\"\u{E9}\",x]", 1, 7),
            ("", 1, 1),
            ("[\n", 2, 1),
        ])
    func places(_ text: String, _ line: Int, _ column: Int) throws {
        let error = try #require(failure { () throws(JSONError) in try JSONValue.parse(Array(text.utf8)) })
        #expect(error.line == line && error.column == column)
        #expect("\(error)" == "line \(line), column \(column): \(error.message)")
    }

    @Test("does not let the text it quotes break the line or the quotation")
    func quotes() throws {
        for hostile in [#"{"\u001b[2J\n`x":1,"\u001b[2J\n`x":2}"#, #"{"\u202e":1,"\u202e":2}"#] {
            let error = try #require(failure { () throws(JSONError) in try JSONValue.parse(Array(hostile.utf8)) })
            #expect(error.message.hasSuffix("occurs twice"))
            #expect(error.message.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) })
            #expect(error.message.filter { $0 == "`" }.count == 2)
        }
    }

    @Test("has a sentence for each problem")
    func sentences() {
        let problems: [JSONError.Problem] = [
            .tooLong(bytes: 2, limit: 1), .tooDeep(limit: 1), .tooManyValues(limit: 1), .numberTooLong(limit: 1),
            .numberOutOfRange, .invalidNumber, .empty, .byteOrderMark, .unexpectedEnd,
            .unexpectedByte(0x41, expected: "a value"), .trailingBytes, .invalidUTF8, .controlCharacter, .invalidEscape,
            .loneSurrogate, .repeatedMember("a"), .wrongKind(expected: "an object"),
        ]
        let empty: [UInt8] = []
        let messages = problems.map { JSONError($0, at: 0, in: empty.span).message }
        #expect(Set(messages).count == problems.count)
        #expect(messages.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") && $0.first?.isUppercase != true })
    }
}
