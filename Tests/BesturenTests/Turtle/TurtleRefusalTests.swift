import Testing

@testable import Besturen

@Suite("What is not Turtle")
struct TurtleRefusalTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let line: Int
        let column: Int
        /// A part of the message.
        let says: String

        init(_ name: String, _ text: String, _ line: Int, _ column: Int, _ says: String) {
            self.name = name
            self.text = text
            self.line = line
            self.column = column
            self.says = says
        }

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case("no dot at the end", "<x:s> <x:p> <x:o>", 1, 18, "ends where `.`"),
        Case("a subject alone", "<x:s>", 1, 6, "ends where a predicate"),
        Case("a subject and a dot", "<x:s> .", 1, 7, "`.` stands where a predicate"),
        Case("no object", "<x:s> <x:p> .", 1, 13, "`.` is not a number"),
        Case("no object before a semicolon", "<x:s> <x:p> ; <x:q> <x:o> .", 1, 13, "`;` stands where a value"),
        Case("two dots", "<x:s> <x:p> <x:o> ..", 1, 20, "`.` stands where a URI"),
        Case("a comma too many", "<x:s> <x:p> <x:o>,, <x:q> .", 1, 19, "`,` stands where a value"),
        Case("a semicolon first", "<x:s> ; <x:p> <x:o> .", 1, 7, "`;` stands where a predicate"),
        Case("four terms, as N-Quads have", "<x:s> <x:p> <x:o> <x:g> .", 1, 19, "`<` stands where `.`"),
        Case("a graph, as TriG has", "<x:g> { <x:s> <x:p> <x:o> }", 1, 7, "`{` stands where a predicate"),
        Case("a string as subject", "\"a\" <x:p> <x:o> .", 1, 1, "cannot be what a statement is about"),
        Case("a number as subject", "1 <x:p> <x:o> .", 1, 1, "`1` stands where a URI"),
        Case("a string as predicate", "<x:s> 'p' <x:o> .", 1, 7, "`'` stands where a predicate"),
        Case("a node as predicate", "<x:s> _:p <x:o> .", 1, 7, "`_` stands where a predicate"),
        Case("an empty node as predicate", "<x:s> [] <x:o> .", 1, 7, "`[` stands where a predicate"),
        Case("`a` as subject", "a <x:p> <x:o> .", 1, 1, "`a` stands where a URI"),
        Case("`a` as object", "<x:s> <x:p> a .", 1, 13, "`a` stands where a value"),
        Case("`A` for `a`", "<x:s> A <x:o> .", 1, 7, "`A` stands where a predicate"),
        Case("`true` as subject", "true <x:p> <x:o> .", 1, 1, "`t` stands where a URI"),
        Case("`TRUE` for `true`", "<x:s> <x:p> TRUE .", 1, 13, "`T` stands where a value"),
        Case("`is … of`, as Notation3 has", "<x:s> is <x:p> of <x:o> .", 1, 7, "`i` stands where a predicate"),
        Case("`=` for a predicate, as Notation3 has", "<x:s> = <x:o> .", 1, 7, "`=` stands where a predicate"),
        Case("a variable", "?s <x:p> <x:o> .", 1, 1, "`?` stands where a URI"),
        Case("a formula", "{ <x:s> <x:p> <x:o> } <x:q> <x:r> .", 1, 1, "`{` stands"),
        Case("a quoted triple", "<< <x:s> <x:p> <x:o> >> <x:q> <x:r> .", 1, 2, "`<` cannot stand in a URI"),
        Case("`[]` alone", "[] .", 1, 4, "`.` stands where a predicate"),
        Case("an open bracket", "<x:s> <x:p> [ <x:q> <x:o>", 1, 26, "ends where `]`"),
        Case("a bracket that a parenthesis closes", "<x:s> <x:p> [ <x:q> <x:o> ) .", 1, 27, "`)` stands where `]`"),
        Case("an open list", "<x:s> <x:p> ( 1 2", 1, 18, "ends where `)`"),
        Case("a list with a comma", "<x:s> <x:p> (1, 2) .", 1, 15, "`,` stands where a value"),
        Case("a closing bracket only", "<x:s> <x:p> ] .", 1, 13, "`]` stands where a value"),
        Case("a prefix that is not declared", "<x:s> <x:p>\n  p:o .", 2, 3, "prefix `p:` is not declared"),
        Case("the empty prefix, not declared", ":s <x:p> <x:o> .", 1, 1, "prefix `:` is not declared"),
        Case("a prefix without a dot", "@prefix p: <x:>\np:s p:p p:o .", 2, 1, "`p` stands where `.`"),
        Case("PREFIX with a dot", "PREFIX p: <x:> .\np:s p:p p:o .", 1, 16, "`.` stands where a URI"),
        Case("a prefix without a colon", "@prefix p <x:> .", 1, 9, "a prefix and a colon"),
        Case("a prefix without a URI", "@prefix p: p:x .", 1, 12, "`p` stands where a URI"),
        Case("a prefix that ends in a dot", "@prefix p.: <x:> .", 1, 9, "a prefix and a colon"),
        Case("@PREFIX", "@PREFIX p: <x:> .", 1, 1, "`@PREFIX` is not a directive"),
        Case("another directive", "@keywords a .", 1, 1, "`@keywords` is not a directive"),
        Case("a directive within a statement", "<x:s> @prefix p: <x:> .", 1, 7, "`@` stands where a predicate"),
        Case("a relative URI without a base", "<x:s> <p> <x:o> .", 1, 7, "`p` is a relative URI"),
        Case("an empty URI without a base", "<> <x:p> <x:o> .", 1, 1, "`` is a relative URI"),
        Case("a relative base without one before", "@base <a/> .", 1, 7, "`a/` is a relative URI"),
        Case("a relative prefix without a base", "@prefix p: <#> .", 1, 12, "`#` is a relative URI"),
        Case("a space in a URI", "<x:s> <x:p> <x:a b> .", 1, 17, "` ` cannot stand in a URI"),
        Case("an escaped space in a URI", #"<x:\u0020> <x:p> <x:o> ."#, 1, 4, #"`\u0020` cannot stand in a URI"#),
        Case("an escaped bracket in a URI", #"<x:\u003E> <x:p> <x:o> ."#, 1, 4, #"`\u003E` cannot stand"#),
        Case("another escape in a URI", #"<x:\n> <x:p> <x:o> ."#, 1, 4, #"`\n` is not an escape"#),
        Case("a brace in a URI", "<x:{a}> <x:p> <x:o> .", 1, 4, "`{` cannot stand in a URI"),
        Case("a tab in a URI", "<x:a\tb> <x:p> <x:o> .", 1, 5, "`U+9` cannot stand in a URI"),
        Case("NUL in a URI", "<x:a\0> <x:p> <x:o> .", 1, 5, "`U+0` cannot stand in a URI"),
        Case("a newline in a URI", "<x:s> <x:p> <x:\n> .", 1, 13, "the URI is never closed"),
        Case("a URI that is never closed", "<x:s> <x:p> <x:o", 1, 13, "the URI is never closed"),
        Case("a string that is never closed", "<x:s> <x:p> 'é\u{301}', \"a .", 1, 19, "the text is never closed"),
        Case("a newline in a short string", "<x:s> <x:p> \"a\nb\" .", 1, 13, "the text is never closed"),
        Case("a long string that is never closed", "\n<x:s> <x:p> \"\"\"a\nb\" \"\" .", 2, 13, "never closed"),
        Case("a long string that ends in four quotes", "<x:s> <x:p> \"\"\"a\"\"\"\" .", 1, 20, "stands where `.`"),
        Case("quotes that do not match", "<x:s> <x:p> \"a' .", 1, 13, "never closed"),
        Case("an unknown escape", #"<x:s> <x:p> "a\z" ."#, 1, 15, #"`\z` is not an escape"#),
        Case("an escape at the end", #"<x:s> <x:p> "a\"#, 1, 15, "is not an escape"),
        Case("three digits for four", #"<x:s> <x:p> "\u00E" ."#, 1, 14, #"`\u00E` stands for no character"#),
        Case("digits that are none", #"<x:s> <x:p> "\u00XY" ."#, 1, 14, #"`\u00` stands for no character"#),
        Case("half of a surrogate pair", #"<x:s> <x:p> "\uD83D\uDE00" ."#, 1, 14, #"`\uD83D` stands for no character"#),
        Case("beyond Unicode", #"<x:s> <x:p> "\U00110000" ."#, 1, 14, "stands for no character"),
        Case("a language that is empty", "<x:s> <x:p> 'a'@ .", 1, 16, "not followed by a language"),
        Case("a language in digits", "<x:s> <x:p> 'a'@1 .", 1, 16, "not followed by a language"),
        Case("a language that ends in a dash", "<x:s> <x:p> 'a'@nl- .", 1, 19, "`-` stands where `.`"),
        Case("a space before the language", "<x:s> <x:p> 'a' @nl .", 1, 17, "`@` stands where `.`"),
        Case("a language and a datatype", "<x:s> <x:p> 'a'@nl^^<x:d> .", 1, 19, "`^` stands where `.`"),
        Case("one caret", "<x:s> <x:p> 'a'^<x:d> .", 1, 17, "`<` stands where `^^`"),
        Case("a datatype that is a string", "<x:s> <x:p> 'a'^^'b' .", 1, 18, "`'` stands where a datatype"),
        Case("a sign alone", "<x:s> <x:p> + .", 1, 13, "`+` is not a number"),
        Case("an exponent without digits", "<x:s> <x:p> 1e .", 1, 14, "`e` stands where `.`"),
        Case("a hexadecimal number", "<x:s> <x:p> 0x1F .", 1, 14, "`x` stands where `.`"),
        Case("a number with two dots", "<x:s> <x:p> 1.2.3 .", 1, 17, "`3` stands where a URI"),
        Case("Arabic digits", "<x:s> <x:p> ٣ .", 1, 13, "`٣` stands where a value"),
        Case("a percent sign without digits", "@prefix p: <x:>. p:a%zz <x:p> <x:o> .", 1, 21, "two hexadecimal digits"),
        Case(
            "an escape that names have not", #"@prefix p: <x:>. p:a\n <x:p> <x:o> ."#, 1, 21, #"`\n` is not an escape"#),
        Case(
            "a slash in a prefixed name", "@prefix p: <x:>. p:a/b <x:p> <x:o> .", 1, 21, "`/` stands where a predicate"),
        Case("a label that begins with a dash", "_:-a <x:p> <x:o> .", 1, 3, "`-` stands where the label"),
        Case("a label that is empty", "_: <x:p> <x:o> .", 1, 3, "` ` stands where the label"),
        Case("an underscore alone", "_ <x:p> <x:o> .", 1, 2, "` ` stands where `:`"),
        Case("a no-break space between", "<x:s>\u{A0}<x:p> <x:o> .", 1, 6, "`U+A0` stands where a predicate"),
        Case("a zero-width space first", "\u{200B}<x:s> <x:p> <x:o> .", 1, 1, "`U+200B` stands"),
        Case("a BOM in the middle", "<x:s> <x:p> <x:o> .\u{FEFF}", 1, 20, "`U+FEFF` stands"),
        Case("a letter that looks like `a`", "<x:s> \u{430} <x:o> .", 1, 7, "`\u{430}` stands where a predicate"),
        Case("JSON", "{\"uri\": 1}", 1, 1, "`{` stands"),
        Case("HTML", "<!DOCTYPE html>", 1, 10, "` ` cannot stand in a URI"),
        Case("CSV", "uri,name\n", 1, 1, "`u` stands where a URI"),
        Case("on the third line, CRLF before", "# a\r\n# b\r\n<x:s> <x:é> 'é' !", 3, 17, "`!` stands where `.`"),
        Case("on the third line, CR before", "# a\r# b\r!", 3, 1, "`!` stands"),
    ]

    @Test("is refused where it shows, in words", arguments: cases)
    func refuses(_ row: Case) {
        let error = #expect(throws: TurtleError.self) { try TurtleReader.read(row.text) }
        guard let error else { return }
        #expect(error.message.contains(row.says), "\(error)")
        #expect([error.line, error.column] == [row.line, row.column], "\(error)")
        #expect(!error.hint.isEmpty)
        #expect(error.description.hasPrefix("\(row.line):\(row.column): "))
    }

    static let notUTF8: [(name: String, bytes: [UInt8])] = [
        ("a byte of Latin-1", [0xE9]), ("an overlong slash", [0xC0, 0xAF]),
        ("half of a surrogate pair", [0xED, 0xA0, 0x80]),
        ("beyond Unicode", [0xF4, 0x90, 0x80, 0x80]), ("a tail alone", [0x80]), ("a character cut off", [0xE2, 0x82]),
    ]

    @Test("bytes that are not UTF-8 are refused, in a comment too", arguments: notUTF8)
    func refusesBytes(_ row: (name: String, bytes: [UInt8])) {
        let bytes = Array("# é\n# ab".utf8) + row.bytes
        let error = #expect(throws: TurtleError.self) { try TurtleReader.read(bytes) }
        #expect(error == TurtleError(line: 2, column: 5, problem: .notUTF8))
    }

    @Test("a base that is given must be absolute", arguments: ["", "a", "/a", "//a/b", "1:a", "é:a"])
    func base(_ base: String) {
        let error = #expect(throws: TurtleError.self) { try TurtleReader.read("", base: base) }
        #expect(error?.problem == .baseRelative(base))
    }

    struct Limit: CustomTestStringConvertible, Sendable {
        let name: String
        let set: @Sendable (inout TurtleLimits) -> Void
        let fits: String
        let exceeds: String
        let problem: TurtleError.Problem

        var testDescription: String { name }
    }

    static let limits: [Limit] = [
        Limit(
            name: "the document", set: { $0.documentBytes = 17 }, fits: "<x:s><x:p><x:o>. ",
            exceeds: "<x:s><x:p><x:o>.  ",
            problem: .documentTooLarge(limit: 17)),
        Limit(
            name: "the triples", set: { $0.triples = 3 }, fits: "<x:s><x:p>1,2,3.", exceeds: "<x:s><x:p>(1 2).",
            problem: .tooManyTriples(limit: 3)),
        Limit(
            name: "brackets", set: { $0.depth = 2 }, fits: "<x:s><x:p>[<x:p>()],[<x:p>[]].",
            exceeds: "<x:s><x:p>[<x:p>([])].", problem: .tooDeep(limit: 2)),
        Limit(
            name: "a literal", set: { $0.literalBytes = 3 }, fits: "<x:s><x:p>'aé',123.", exceeds: "<x:s><x:p>'éé'.",
            problem: .literalTooLong(limit: 3)),
        Limit(
            name: "a number", set: { $0.literalBytes = 3 }, fits: "<x:s><x:p>1.2.", exceeds: "<x:s><x:p>1.23.",
            problem: .literalTooLong(limit: 3)),
        Limit(
            name: "a URI", set: { $0.iriBytes = 40 }, fits: "<x:\(String(repeating: "a", count: 38))><x:p><x:o>.",
            exceeds: "<x:\(String(repeating: "a", count: 39))><x:p><x:o>.", problem: .nameTooLong(limit: 40)),
        Limit(
            name: "a prefixed name, written out", set: { $0.iriBytes = 8 }, fits: "@prefix p:<x:1234>.p:56 p: p:.",
            exceeds: "@prefix p:<x:1234>.p:567 p: p:.", problem: .nameTooLong(limit: 8)),
        Limit(
            name: "a resolved URI", set: { $0.iriBytes = 10 }, fits: "@base<x:/12345/>.<a><x:p><x:o>.",
            exceeds: "@base<x:/12345/>.<abc><x:p><x:o>.", problem: .nameTooLong(limit: 10)),
        Limit(
            name: "all prefixes together", set: { $0.totalIRIBytes = 20 },
            fits: "@base<x:/12345/>.@prefix a:<1>.[]a:[].",
            exceeds: "@base<x:/12345/>.@prefix a:<1>.@prefix b:<2>.[]a:[].",
            problem: .namesTooLong(limit: 20)),
        Limit(
            name: "all URIs together", set: { $0.totalIRIBytes = 12 }, fits: "<x:s><x:p><x:o>,<x:s>,<x:p>,<x:q>.",
            exceeds: "<x:s><x:p><x:o>,<x:q>,<x:r>.", problem: .namesTooLong(limit: 12)),
    ]

    @Test("a document that asks for more than the limits is refused", arguments: limits)
    func limited(_ row: Limit) throws {
        var limits = TurtleLimits()
        row.set(&limits)
        #expect(try !TurtleReader.read(row.fits, limits: limits).isEmpty)
        let error = #expect(throws: TurtleError.self) { try TurtleReader.read(row.exceeds, limits: limits) }
        #expect(error?.problem == row.problem)
    }

    /// Each would be slow for a reader that looks back, or overflow the stack of one that only descends.
    static let large: [(name: String, text: String)] = [
        ("brackets", "<x:s> <x:p> " + String(repeating: "[<x:p>", count: 200_000)),
        ("lists", "<x:s> <x:p> " + String(repeating: "(", count: 400_000)),
        ("dots", "@prefix p: <x:> . p:a" + String(repeating: ".", count: 1_000_000)),
        ("dots in a label", "_:a" + String(repeating: ".", count: 1_000_000)),
        ("semicolons", "<x:s> <x:p> <x:o> " + String(repeating: "; ", count: 500_000)),
        ("a name", String(repeating: "a", count: 1_000_000)),
        ("comments", String(repeating: "#\n", count: 500_000) + "!"),
        ("quotes", "<x:s> <x:p> \"\"\"" + String(repeating: "\" ", count: 500_000)),
        ("digits", "<x:s> <x:p> " + String(repeating: "1", count: 1_100_000)),
        ("an IRI", "<x:" + String(repeating: "a", count: 1_000_000)),
        ("a language", "<x:s> <x:p> 'a'@a" + String(repeating: "-a", count: 500_000)),
        ("dot segments", "@base <x:/> . " + String(repeating: "<../../../a> <./p> <o/..> . ", count: 30_000) + "!"),
    ]

    @Test("a large hostile document is refused in little time", .timeLimit(.minutes(1)), arguments: large)
    func largeDocuments(_ row: (name: String, text: String)) {
        #expect(throws: TurtleError.self) { try TurtleReader.read(row.text) }
    }
}

extension TurtleError {
    fileprivate var message: String { problem.message }
}
