import Testing

@testable import Policy

@Suite("A hostile document")
struct HostileDocumentTests {
    static func read(_ text: String, limits: DocumentLimits = DocumentLimits()) -> DocumentReader {
        DocumentReader(file: "d.yaml", text: text, limits: limits)
    }

    @Test(
        "is refused with one sentence and its place",
        arguments: [
            ("", "the document is empty", 1, 1),
            ("# only a comment\n", "the document is empty", 1, 1),
            ("a: [1, 2", "this is not valid YAML", 2, 1),
            ("a: 1\n\tb: 2\n", "this is not valid YAML", 2, 1),
            ("a: 1\n---\nb: 2\n", "a second document begins here", 2, 1),
            ("a: \u{0}", "control character", 1, 4),
            ("a: x\u{202E}y", "control character", 1, 5),
            ("a: x\u{200B}y", "control character", 1, 5),
            ("a: 1\rb: 2", "control character", 1, 5),
            ("a: \u{E001}", "private-use character", 1, 4),
            ("a: !!python/object x", "tag `tag:yaml.org,2002:python/object` is not understood", 1, 4),
            ("a: !!binary aGk=", "is not understood", 1, 4),
            ("a: !secret x", "tag `!secret` is not understood", 1, 4),
            ("a: !!set {b}", "is not understood", 1, 4),
            ("a: *nothing", "no anchor `&nothing` stands before this alias", 1, 4),
            ("? [a, b]\n: c\n", "a key must be a plain name", 1, 3),
            ("? {a: b}\n: c\n", "a key must be a plain name", 1, 3),
            ("a: 1\na: 2\n", "key `a` is written twice in one mapping, first on line 1", 2, 1),
            ("a: {b: 1, \"b\": 2}\n", "key `b` is written twice", 1, 11),
            ("&x a: 1\n", "a key cannot carry an anchor", 1, 1),
        ])
    func refused(_ text: String, _ message: String, _ line: Int, _ column: Int) throws {
        let mistakes = Self.read(text).mistakes
        let mistake = try #require(mistakes.first, "\(text.debugDescription) is read")
        #expect(mistake.message.contains(message), "\(mistake)")
        #expect(mistake.location.line == line, "\(mistake)")
        #expect(mistake.location.column == column, "\(mistake)")
    }

    @Test("that repeats several keys names each")
    func repeatedKeys() {
        let mistakes = Self.read("a: 1\nb: 1\na: 2\nb: 2\na: 3\n").mistakes
        #expect(mistakes.map(\.location.line).sorted() == [3, 4, 5])
    }

    @Test("of aliases that multiply stops at the limit of values")
    func billionLaughs() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(items)]\n"
        }
        let mistakes = Self.read(text).mistakes
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.message == "the document has more than 100000 values")
    }

    @Test("that nests too deep, in lists or mappings, stops at the limit", arguments: ["[", "{a: "])
    func depth(_ opening: String) {
        let closing = opening == "[" ? "]" : "}"
        let text = "a: " + String(repeating: opening, count: 100) + String(repeating: closing, count: 100)
        #expect(Self.read(text).mistakes.first?.message == "the document nests deeper than 32 levels")
    }

    @Test("that is larger than the limit is not looked at")
    func size() {
        let mistakes = Self.read(String(repeating: "a", count: 101), limits: DocumentLimits(bytes: 100)).mistakes
        #expect(mistakes.map(\.message) == ["the document is larger than 100 bytes"])
    }

    @Test("of a thousand repeated keys is refused, and ends")
    func manyRepeats() {
        let text = (0..<2000).map { "k\($0 % 1000): x\n" }.joined()
        #expect(!Self.read(text).mistakes.isEmpty)
    }
}

@Suite("A document")
struct DocumentTests {
    @Test(
        "keeps every scalar as the text that was written",
        arguments: ["no", "yes", "on", "0207437468", "1e3", "0x1F", "1.10", "2026-01-01", "~x", "null_"])
    func text(_ word: String) throws {
        let reader = HostileDocumentTests.read("a: \(word)\n")
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "it", keys: ["a"]))
        #expect(mapping.requiredString("a") == word)
        #expect(reader.mistakes.isEmpty)
    }

    @Test("resolves an alias, keeps stars in text, and has no merge keys")
    func aliases() throws {
        let reader = HostileDocumentTests.read("a: &x [p, q]\nb: *x\nc: \"*x\"\nd: a*b\n<<: *x\n")
        let root = try #require(reader.root)
        #expect(reader.mistakes.isEmpty)
        let pairs = try #require(reader.entries(root, "it"))
        #expect(pairs.map(\.key) == ["a", "b", "c", "d", "<<"])
        #expect(reader.list(pairs[1].value, "b")?.count == 2)
        #expect(reader.string(pairs[2].value, "c") == "*x")
        #expect(reader.string(pairs[3].value, "d") == "a*b")
    }

    @Test(
        "says what a value should have been",
        arguments: [
            ("a: [x]", "`a` must be a text, not a list"), ("a: {b: c}", "`a` must be a text, not a mapping"),
            ("a:", "`a` must be a text, not nothing"), ("a: ~", "`a` must be a text, not nothing"),
            ("a: \"\"", "`a` must not be empty"),
        ])
    func wrongKind(_ text: String, _ message: String) throws {
        let reader = HostileDocumentTests.read(text)
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "it", keys: ["a"]))
        #expect(mapping.requiredString("a") == nil)
        #expect(reader.mistakes.map(\.message) == [message])
    }

    @Test(
        "reads numbers, durations and sizes within bounds, and nothing that only looks like one",
        arguments: [
            ("7", 7, nil, nil), ("0", 0, nil, nil), ("10s", nil, 10_000, nil), ("500ms", nil, 500, nil),
            ("2m", nil, 120_000, nil), ("1h", nil, 3_600_000, nil), ("16KiB", nil, nil, 16_384),
            ("2GiB", nil, nil, 2 << 30), ("1MiB", nil, nil, 1 << 20), ("12B", nil, nil, 12), ("-1", nil, nil, nil),
            ("007", nil, nil, nil), ("1.5s", nil, nil, nil), ("10 s", nil, nil, nil), ("s", nil, nil, nil),
            ("10S", nil, nil, nil), ("16KB", nil, nil, nil), ("99999999999999999999", nil, nil, nil),
            ("9223372036854775807h", nil, nil, nil), ("[1]", nil, nil, nil), ("", nil, nil, nil),
        ] as [(String, Int?, Int?, Int?)])
    func quantities(_ text: String, _ number: Int?, _ milliseconds: Int?, _ bytes: Int?) throws {
        let reader = HostileDocumentTests.read("a: \(text)\n")
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "it", keys: ["a"]))
        #expect(mapping.optionalInteger("a", in: 0...100) == number)
        #expect(mapping.optionalDuration("a", in: 0...4_000_000) == milliseconds)
        #expect(mapping.optionalByteSize("a", in: 0...4 << 30) == bytes)
        let read = [number, milliseconds, bytes].count { $0 != nil }
        #expect(reader.mistakes.count == 3 - read)
        #expect(reader.mistakes.allSatisfy { $0.location.line == 1 && $0.location.column >= 3 })
    }

    @Test("names the bounds in the unit that people write")
    func bounds() throws {
        let reader = HostileDocumentTests.read("a: 2h\nb: 1GiB\nc: 101\nd: \"7\"\n")
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "it", keys: ["a", "b", "c", "d"]))
        #expect(mapping.optionalDuration("a", in: 1...3_600_000) == nil)
        #expect(mapping.optionalByteSize("b", in: 0...1 << 20) == nil)
        #expect(mapping.optionalInteger("c", in: 1...100) == nil)
        #expect(mapping.optionalInteger("d", in: 1...100) == nil)
        #expect(
            reader.mistakes.map(\.message) == [
                "`a` must be from 1ms to 1h, not `2h`", "`b` must be from 0B to 1MiB, not `1GiB`",
                "`c` must be from 1 to 100, not 101", "`d` must be a whole number, not `7`",
            ])
    }
}
