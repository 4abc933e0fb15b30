import Testing

@testable import Policy

@Suite("A value of a document")
struct YAMLValueTests {
    static func value(_ written: String) throws -> LocatedNode {
        let reader = DocumentReader(file: "a.yaml", text: "key: \(written)\n")
        #expect(reader.mistakes.isEmpty, "\(reader.mistakes)")
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "a document", keys: ["key"]))
        return try #require(mapping.optional("key"))
    }

    static let texts: [(written: String, text: String, plain: Bool)] = [
        ("no", "no", true), ("NO", "NO", true), ("off", "off", true), ("on", "on", true), ("y", "y", true),
        ("0207437468", "0207437468", true), ("007", "007", true), ("0x1F", "0x1F", true), ("1_000", "1_000", true),
        ("1e3", "1e3", true), ("1.10", "1.10", true), ("12:30:45", "12:30:45", true),
        ("2024-11-24", "2024-11-24", true),
        (".inf", ".inf", true), (".nan", ".nan", true), ("+1", "+1", true), ("'1'", "1", false),
        ("\"no\"", "no", false),
        ("\"a\\tb\"", "a\tb", false), ("'it''s'", "it's", false), ("\"*a\"", "*a", false), ("/a/**", "/a/**", true),
        ("dashboard.*", "dashboard.*", true), ("a * b", "a * b", true), ("\"\\u00e9\"", "é", false),
        ("a #b", "a", true), ("a#b", "a#b", true), ("|\n  line 1\n  line 2", "line 1\nline 2\n", false),
        (">\n  line 1\n  line 2", "line 1 line 2\n", false), ("<<", "<<", true), ("=", "=", true),
    ]

    @Test("stays the text that was written", arguments: texts)
    func stays(_ row: (written: String, text: String, plain: Bool)) throws {
        let node = try Self.value(row.written)
        guard case .scalar(let text, let plain) = node.content else {
            Issue.record("\(row.written) is \(node.kind)")
            return
        }
        #expect(text.utf8.elementsEqual(row.text.utf8))
        #expect(plain == row.plain)
        #expect(node.location.description == "a.yaml:1:6")
    }

    @Test("is nothing only when nothing, `~` or `null` was written", arguments: ["", "~", "null"])
    func nothing(_ written: String) throws {
        let node = try Self.value(written)
        #expect(node.isNull)
        #expect(node.kind == "nothing")
    }

    @Test(
        "is a text when it only looks like nothing",
        arguments: ["\"\"", "'~'", "\"null\"", "Null", "NULL", "none", "nil"])
    func notNothing(_ written: String) throws {
        let node = try Self.value(written)
        #expect(!node.isNull)
        #expect(node.kind == "a text")
    }

    @Test("may be an alias, which keeps the places of what it stands for")
    func alias() throws {
        let reader = DocumentReader(
            file: "a.yaml", text: "a: &types [gemeente, ocmw]\nb: *types\nc: [*types, *types]\n")
        #expect(reader.mistakes.isEmpty)
        let root = try #require(reader.root)
        let mapping = try #require(reader.mapping(root, "a document", keys: ["a", "b", "c"]))
        let second = try #require(mapping.optional("b"))
        let items = try #require(reader.list(second, "`b`"))
        #expect(items.map { reader.string($0, "x") } == ["gemeente", "ocmw"])
        #expect(items.map(\.location.description) == ["a.yaml:1:12", "a.yaml:1:22"])
        let third = try #require(mapping.optional("c"))
        #expect(try #require(reader.list(third, "`c`")).map(\.kind) == ["a list", "a list"])
    }

    @Test("an anchor that is set anew means the last one")
    func anchorTwice() throws {
        let reader = DocumentReader(file: "a.yaml", text: "- &a one\n- *a\n- &a two\n- *a\n")
        let items = try #require(reader.root.flatMap { reader.list($0, "x") })
        #expect(items.map { reader.string($0, "x") } == ["one", "one", "two", "two"])
    }

    @Test("a merge key is an unknown key, never a merge")
    func mergeKey() {
        let text = PolicyText.more("modules:\n  a: &a { label: A, open-to: authenticated }\n  b: { <<: *a, label: B }")
        let messages = Given.mistakes(text).map(\.message)
        #expect(messages == ["module `b` has neither `role` nor `open-to`", "unknown key `<<`"])
    }

    @Test("a BOM, CRLF, Flow style and block style load the same policy")
    func spellings() throws {
        let plain = try Given.load(Given.policy)
        let other = try Given.load("\u{FEFF}" + Given.policy.replacing("\n", with: "\r\n"))
        #expect(plain.routes.map(\.title) == other.routes.map(\.title))
        #expect(plain.routes.map(\.location) == other.routes.map(\.location))
        #expect(plain.fingerprint != other.fingerprint)
        #expect(plain.fingerprint == (try Given.load(Given.policy)).fingerprint)
        #expect(plain.fingerprint.description.contains("-"))
    }

    @Test("columns count characters of Unicode, not bytes")
    func columns() {
        let mistakes = Given.mistakes(
            PolicyText.more("modules:\n  m: { label: \"é€😀\", rol: R, open-to: authenticated }"))
        #expect(mistakes.map(\.location.description) == ["policy.yaml:5:22"])
    }

    // MARK: - Quantities

    static func quantity(_ written: String, _ read: (DocumentReader, LocatedNode) -> Int?) -> (Int?, [Mistake]) {
        let reader = DocumentReader(file: "a.yaml", text: "[\(written)]\n")
        guard let root = reader.root, let item = reader.list(root, "x")?.first else { return (nil, reader.mistakes) }
        return (read(reader, item), reader.mistakes)
    }

    static let durations: [(written: String, milliseconds: Int?, says: String)] = [
        ("500ms", 500, ""), ("10s", 10_000, ""), ("5m", 300_000, ""), ("1h", 3_600_000, ""), ("\"10s\"", 10_000, ""),
        ("10", nil, "must be a duration such as"), ("s", nil, "not `s`"), ("-1s", nil, "not `-1s`"),
        ("1.5s", nil, "not `1.5s`"), ("1 s", nil, "not `1 s`"), ("01s", nil, "not `01s`"), ("1S", nil, "not `1S`"),
        ("1d", nil, "not `1d`"), ("[1s]", nil, "not a list"), ("~", nil, "not nothing"),
        ("0s", nil, "from 1ms to 1h, not `0s`"),
        ("2h", nil, "from 1ms to 1h"), ("9223372036854775807h", nil, "from 1ms to 1h"),
        ("99999999999999999999s", nil, "must be a duration"),
    ]

    @Test("a duration has digits and a unit", arguments: durations)
    func readsDuration(_ row: (written: String, milliseconds: Int?, says: String)) {
        let (value, mistakes) = Self.quantity(row.written) { $0.duration($1, "`t`", in: 1...3_600_000) }
        #expect(value == row.milliseconds)
        #expect(mistakes.count == (row.milliseconds == nil ? 1 : 0))
        #expect(
            mistakes.allSatisfy { $0.message.contains(row.says) && $0.message.hasPrefix("`t` must be ") }, "\(mistakes)"
        )
    }

    static let sizes: [(written: String, bytes: Int?, says: String)] = [
        ("512B", 512, ""), ("16KiB", 16_384, ""), ("100MiB", 104_857_600, ""), ("2GiB", 2_147_483_648, ""),
        ("16KB", nil, "must be a size such as"), ("16", nil, "not `16`"), ("16kib", nil, "not `16kib`"),
        ("0B", nil, "from 1B to 2GiB"),
        ("3GiB", nil, "from 1B to 2GiB, not `3GiB`"), ("9223372036854775807GiB", nil, "from 1B to 2GiB"),
        ("{}", nil, "not a mapping"),
    ]

    @Test("a size has digits and a binary unit", arguments: sizes)
    func readsSize(_ row: (written: String, bytes: Int?, says: String)) {
        let (value, mistakes) = Self.quantity(row.written) { $0.byteSize($1, "`t`", in: 1...2_147_483_648) }
        #expect(value == row.bytes)
        #expect(mistakes.count == (row.bytes == nil ? 1 : 0))
        #expect(mistakes.allSatisfy { $0.message.contains(row.says) }, "\(mistakes)")
    }

    @Test("the optional values of a mapping are nil when absent and told of when wrong")
    func optionalValues() throws {
        let keys = ["n", "t", "b", "f", "absent"]
        let reader = DocumentReader(file: "a.yaml", text: "{ n: 7, t: 2s, b: 3KiB, f: true }\n")
        let mapping = try #require(reader.root.flatMap { reader.mapping($0, "a thing", keys: keys) })
        #expect(mapping.optionalInteger("n", in: 0...9) == 7)
        #expect(mapping.optionalDuration("t", in: 0...9_000) == 2_000)
        #expect(mapping.optionalByteSize("b", in: 0...9_000) == 3_072)
        #expect(mapping.optionalBool("f") == true)
        #expect(mapping.optionalInteger("absent", in: 0...9) == nil)
        #expect(mapping.optionalDuration("absent", in: 0...9) == nil)
        #expect(mapping.optionalByteSize("absent", in: 0...9) == nil)
        #expect(mapping.place(of: "absent") == mapping.location)
        #expect(reader.mistakes.isEmpty)
        #expect(mapping.optionalInteger("n", in: 8...9) == nil)
        #expect(reader.mistakes.map(\.message) == ["`n` must be from 8 to 9, not 7"])
    }
}
