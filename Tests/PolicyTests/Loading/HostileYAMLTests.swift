import Testing

@testable import Policy

@Suite("A hostile document", .timeLimit(.minutes(5)))
struct HostileYAMLTests {
    static func read(_ text: String, limits: DocumentLimits = DocumentLimits()) -> DocumentReader {
        DocumentReader(file: "a.yaml", text: text, limits: limits)
    }

    /// One mistake, in a document of which the shape does not matter.
    static let refused: [FaultyDocument] = [
        .init("nothing", "‸", "the document is empty"),
        .init("only a comment", "‸# nothing here\n", "the document is empty"),
        .init("only a marker", "---\n‸", "a policy must be a mapping, not nothing"),
        .init("two documents", "a: 1\n‸---\nb: 2\n", "a second document begins here", hint: "one document"),
        .init(
            "a tab for indentation", "a:\n‸\tb: 1\n",
            "this is not valid YAML: found character that cannot start any token"),
        .init("a list that never ends", "a: [1, 2\n‸", "this is not valid YAML: did not find expected ',' or ']'"),
        .init("a quote that never ends", "a: \"b\n‸", "this is not valid YAML: found unexpected end of stream"),
        .init(
            "a mapping within a line", "a: b‸: c\n",
            "this is not valid YAML: mapping values are not allowed in this context"),
        .init("NUL", "a: b‸\0c\n", "the document holds a control character", hint: "it cannot be seen"),
        .init(
            "an escape character", "a: ‸\u{1B}[2J\n", "the document holds a control character", hint: "cannot be seen"),
        .init("DEL", "a: b‸\u{7F}\n", "the document holds a control character", hint: "it cannot be seen"),
        .init("a bare CR", "a: 1‸\rb: 2\n", "the document holds a control character", hint: "it cannot be seen"),
        .init(
            "the next-line character", "a: 1‸\u{85}b: 2\n", "the document holds a control character",
            hint: "cannot be seen"),
        .init(
            "a line separator", "a: 1‸\u{2028}b: 2\n", "the document holds a control character", hint: "cannot be seen"),
        .init(
            "text that runs backwards", "a: ‸\u{202E}cilbup\n", "the document holds a control character",
            hint: "it cannot be seen"),
        .init(
            "an isolate", "a: ‸\u{2066}x\u{2069}\n", "the document holds a control character", hint: "cannot be seen"),
        .init(
            "a zero-width space", "a‸\u{200B}: 1\n", "the document holds a control character", hint: "cannot be seen"),
        .init(
            "a BOM that is not the first", "a: 1\n‸\u{FEFF}b: 2\n", "the document holds a control character",
            hint: "cannot"),
        .init(
            "a private-use character", "é: 1\nb: ‸\u{E000}a\n", "the document holds a private-use character",
            hint: "it cannot be seen"),
        .init(
            "a tag of a text", "a: ‸!!str 1\n", "tag `tag:yaml.org,2002:str` is not understood", hint: "without a tag"),
        .init("a tag of a quoted text", "a: ‸!x \"1\"\n", "tag `!x` is not understood", hint: "without a tag"),
        .init("a tag of a list", "a: ‸!!set [1]\n", "tag `tag:yaml.org,2002:set` is not understood", hint: "without"),
        .init(
            "a tag of a mapping", "a: ‸!python/object {}\n", "tag `!python/object` is not understood", hint: "without"),
        .init("a tag of a key", "‸!x a: 1\n", "tag `!x` is not understood", hint: "without a tag"),
        .init("an alias without an anchor", "a: ‸*nothing\n", "no anchor `&nothing` stands before this alias"),
        .init("an alias before its anchor", "a: ‸*b\nc: &b 1\n", "no anchor `&b` stands before this alias"),
        .init("an alias to the node around it", "a: &a [‸*a]\n", "no anchor `&a` stands before this alias"),
        .init("an alias for a key", "a: &a x\n‸*a : 1\n", "a key must be a plain name"),
        .init("a star for a key", "‸*: 1\n", "a key must be a plain name"),
        .init("a list for a key", "‸[a]: 1\n", "a key must be a plain name"),
        .init("a mapping for a key", "? ‸{ a: 1 }\n: 1\n", "a key must be a plain name"),
        .init("an empty key", "‸\"\": 1\n", "a key must be a plain name"),
        .init("an anchor at a key", "‸&a b: 1\n", "a key cannot carry an anchor"),
        .init(
            "a key written twice", "a: 1\nb: 2\n‸a: 3\n", "key `a` is written twice in one mapping, first on line 1",
            hint: "keep one"),
        .init(
            "a key written twice, once between quotes", "a: 1\n‸\"a\": 2\n",
            "key `a` is written twice in one mapping, first on line 1", hint: "keep one"),
        .init(
            "a key with a star written twice", "\"*a\": 1\n‸\"*a\": 2\n",
            "key `*a` is written twice in one mapping, first on line 1", hint: "keep one"),
        .init(
            "a key written twice in a line", "a: { b: 1, ‸b: 2 }\n",
            "key `b` is written twice in one mapping, first on line 1", hint: "keep one"),
    ]

    @Test("is refused with the place and a reason", arguments: refused)
    func refuses(_ document: FaultyDocument) {
        let reader = Self.read(MarkedText(document.text).text)
        let shape = document.text == "---\n‸"
        document.expect(
            shape ? Given.mistakes("---\n").map { $0 } : reader.mistakes, file: shape ? "policy.yaml" : "a.yaml")
    }

    @Test("tells of every repeated key at once")
    func repeatedKeys() {
        let reader = Self.read("a: 1\na: 2\nb: { c: 1, c: 2 }\na: 3\n\"b\": 4\n")
        #expect(reader.mistakes.map(\.location.line).sorted() == [2, 3, 4, 5], "\(reader.mistakes)")
        #expect(reader.mistakes.allSatisfy { $0.message.contains("is written twice in one mapping") })
    }

    @Test("stops at keys that are repeated without end", arguments: [63, 64, 65, 500])
    func manyRepeatedKeys(_ count: Int) {
        let reader = Self.read(String(repeating: "a: 1\n", count: count + 1))
        #expect(!reader.mistakes.isEmpty)
        #expect(reader.mistakes.count <= count)
    }

    @Test(
        "keys that cannot be marked are still found to repeat",
        arguments: ["? a\n: 1\n? a\n: 2\n", "!x a: 1\n!x a: 2\n", "&x a: 1\n&y a: 2\n"])
    func repeatedOddKeys(_ text: String) {
        let reader = Self.read(text)
        #expect(
            reader.mistakes.contains { $0.message.contains("is written twice in one mapping") }, "\(reader.mistakes)")
    }

    // MARK: - Size

    @Test("stops at aliases that multiply", arguments: [5, 10, 30])
    func aliasBomb(_ levels: Int) {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...levels {
            let aliases = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let reader = Self.read(text)
        #expect(reader.mistakes.map(\.message) == ["the document has more than 100000 values"])
        #expect(reader.root == nil)
    }

    @Test("stops at mappings of aliases that multiply, and at keys made of them")
    func mappingBomb() {
        var text = "a0: &a0 { x: 1, y: 2, z: 3 }\n"
        for level in 1...20 {
            text += "a\(level): &a\(level) { x: *a\(level - 1), y: *a\(level - 1), z: *a\(level - 1) }\n"
        }
        #expect(Self.read(text).mistakes.map(\.message) == ["the document has more than 100000 values"])
        let keys = "a: &a [1]\n" + (1...30).map { "? [*a, *a, \($0)]\n: 1\n" }.joined()
        #expect(Self.read(keys).mistakes.allSatisfy { $0.message == "a key must be a plain name" })
    }

    struct Nesting: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let open: String
        var core = ""
        var close = ""

        func text(_ levels: Int) -> String {
            String(repeating: open, count: levels) + core + String(repeating: close, count: levels)
        }
    }

    static let deep = [
        Nesting(testDescription: "lists in a line", open: "[", close: "]"),
        Nesting(testDescription: "lists that never end", open: "["),
        Nesting(testDescription: "mappings in a line", open: "{a: ", close: "}"),
        Nesting(testDescription: "mappings that never end", open: "{a: "),
        Nesting(testDescription: "lists of lists by dashes", open: "- ", core: "a"),
        Nesting(testDescription: "keys of keys", open: "? ", core: "a"),
        Nesting(testDescription: "keys of keys in a line", open: "{? "),
    ]

    @Test("never brings the reader down by its depth", arguments: deep, [33, 200, 2_000, 20_000, 200_000])
    func deepNesting(_ nesting: Nesting, _ levels: Int) {
        let reader = Self.read(nesting.text(levels))
        #expect(!reader.mistakes.isEmpty)
        #expect(reader.mistakes.allSatisfy { !$0.message.isEmpty })
    }

    @Test("may nest as deep as the limit and no deeper", arguments: [1, 2, 32])
    func depthLimit(_ depth: Int) {
        let limits = DocumentLimits(depth: depth)
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(Self.read(nested(depth), limits: limits).mistakes.isEmpty)
        let beyond = Self.read(nested(depth + 1), limits: limits)
        #expect(beyond.mistakes.map(\.message) == ["the document nests deeper than \(depth) levels"])
        #expect(beyond.mistakes.first?.location.column == depth + 1)
        #expect(beyond.root == nil)
    }

    @Test("may hold as many values as the limit and no more")
    func nodeLimit() {
        func list(_ count: Int) -> String { "[" + [String](repeating: "a", count: count).joined(separator: ",") + "]" }
        #expect(Self.read(list(9), limits: DocumentLimits(nodes: 10)).mistakes.isEmpty)
        let beyond = Self.read(list(10), limits: DocumentLimits(nodes: 10))
        #expect(beyond.mistakes.map(\.message) == ["the document has more than 10 values"])
    }

    @Test("may be as large as the limit and no larger, counted in bytes")
    func sizeLimit() {
        let text = "a: é\n"
        #expect(Self.read(text, limits: DocumentLimits(bytes: text.utf8.count)).mistakes.isEmpty)
        let beyond = Self.read(text, limits: DocumentLimits(bytes: text.utf8.count - 1))
        #expect(beyond.mistakes.map(\.message) == ["the document is larger than 5 bytes"])
        #expect(beyond.mistakes.map(\.location.description) == ["a.yaml:1:1"])
        #expect(beyond.root == nil)
        let huge = Self.read(String(repeating: "a", count: (1 << 20) + 1))
        #expect(huge.mistakes.map(\.message) == ["the document is larger than 1048576 bytes"])
    }

    static let long: [(name: String, text: String)] = [
        ("one long text", "a: " + String(repeating: "x", count: 1_000_000)),
        ("one long key", String(repeating: "x", count: 1_000) + ": 1"),
        ("many keys", (0..<20_000).map { "k\($0): 1\n" }.joined()),
        ("many stars", "a: " + String(repeating: "*", count: 1_000_000)),
        ("one long comment", "a: 1 #" + String(repeating: "x", count: 1_000_000)),
        ("many quotes", "a: '" + String(repeating: "''", count: 400_000) + "'"),
    ]

    @Test("is read when it is only long", arguments: long)
    func longDocuments(_ row: (name: String, text: String)) {
        let reader = Self.read(row.text)
        #expect(reader.mistakes.isEmpty, "\(reader.mistakes)")
        #expect(reader.root != nil)
    }
}
