import Testing

@testable import JOSE

@Suite("A JSON object with a member twice is refused")
struct JSONDuplicateTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var text: String
        var name: String
        var offset: Int

        init(_ why: String, _ text: String, _ name: String, at offset: Int) {
            self.why = why
            self.text = text
            self.name = name
            self.offset = offset
        }

        var testDescription: String { why }
    }

    static let small = [
        Case("side by side", #"{"a":1,"a":2}"#, "a", at: 7), Case("with the same value", #"{"a":1,"a":1}"#, "a", at: 7),
        Case("first and last", #"{"sub":1,"b":2,"c":3,"sub":4}"#, "sub", at: 21),
        Case("the second with an escape", #"{"sub":1,"s\u0075b":2}"#, "sub", at: 9),
        Case("the first with an escape", #"{"s\u0075b":1,"sub":2}"#, "sub", at: 14),
        Case("both with escapes, spelt differently", #"{"\u0073ub":1,"su\u0062":2}"#, "sub", at: 14),
        Case("escapes in upper and lower case", #"{"\u00e9":1,"\u00E9":2}"#, "\u{E9}", at: 12),
        Case("an escape and the character", "{\"\\u00e9\":1,\"\u{E9}\":2}", "\u{E9}", at: 12),
        Case("a surrogate pair and the character", "{\"\\ud83d\\ude00\":1,\"\u{1F600}\":2}", "\u{1F600}", at: 18),
        Case("a slash and an escaped slash", #"{"a/b":1,"a\/b":2}"#, "a/b", at: 9),
        Case("a tab in two spellings", #"{"\t":1,"\u0009":2}"#, "\t", at: 8),
        Case("an empty name", #"{"":1,"":2}"#, "", at: 6), Case("NUL", #"{"\u0000":1,"\u0000":2}"#, "\0", at: 12),
        Case("in an object within", #"{"a":{"b":1,"b":2}}"#, "b", at: 12),
        Case("in an object in an array", #"[0,[{"b":1,"b":2}]]"#, "b", at: 11),
        Case("behind a large value", #"{"a":{"a":[1,{"a":2}]},"a":3}"#, "a", at: 23),
    ]

    @Test("wherever and however it is written", arguments: small)
    func refuses(_ hostile: Case) {
        let error = failure { () throws(JSONError) in try JSONValue.parse(Array(hostile.text.utf8)) }
        #expect(error?.problem == .repeatedMember(hostile.name))
        #expect(error?.offset == hostile.offset)
    }

    @Test("in an object of any size, at its start, middle and end", arguments: [2, 3, 23, 24, 25, 26, 100, 1_000])
    func sizes(_ count: Int) {
        for first in Set([0, count / 2, count - 2]) {
            for second in Set([first + 1, count - 1]) where second > first && second < count {
                var names = (0..<count).map { "member-\($0)" }
                for spelling in ["member-\(first)", "membe\\u0072-\(first)"] {
                    names[second] = spelling
                    let text = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
                    let error = failure { () throws(JSONError) in try JSONValue.parse(Array(text.utf8)) }
                    #expect(error?.problem == .repeatedMember("member-\(first)"), "\(first) and \(second) of \(count)")
                }
            }
        }
    }

    @Test(
        "but names that only look alike are different",
        arguments: [
            #"{"a":1,"A":2}"#, #"{"a":1,"a ":2}"#, #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#,
            #"{"a":1,"\u0000a":2}"#,
            // One letter with an accent, in one and in two characters: the same text to Swift, other bytes to JSON.
            "{\"\u{E9}\":1,\"e\u{301}\":2}", #"{"\u00e9":1,"e\u0301":2}"#, "{\"K\":1,\"\u{212A}\":2}",
        ])
    func different(_ text: String) throws {
        #expect(try JSONValue.parse(Array(text.utf8)).compact.isEmpty == false)
    }

    @Test("but look-alikes are different in a large object, too")
    func differentInLarge() throws {
        let names = (0..<100).map { "member-\($0)" } + ["\u{E9}", "e\u{301}"]
        let text = "{" + names.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue.parse(Array(text.utf8)).objectValue?.count == 102)
    }
}
