import Testing

@testable import Besturen

@Suite("Reading Turtle")
struct TurtleReadingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        /// The same in N-Triples, as the writer has it.
        let triples: String
        var base: String?

        var testDescription: String { name }
    }

    static let xsd = "http://www.w3.org/2001/XMLSchema#"
    static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

    /// From the recommendation, or after its grammar.
    static let cases: [Case] = [
        Case(name: "nothing", text: "", triples: ""),
        Case(name: "space and comments only", text: " \t\r\n# <a> <b> <c> .\n#", triples: ""),
        Case(name: "a BOM", text: "\u{FEFF}<x:s><x:p><x:o>.", triples: "<x:s> <x:p> <x:o> .\n"),
        Case(
            name: "no space at all", text: "<x:s><x:p><x:o>,<x:q>.",
            triples: "<x:s> <x:p> <x:o> .\n<x:s> <x:p> <x:q> .\n"),
        Case(
            name: "predicate lists and trailing semicolons", text: "<x:s> <x:p> <x:o> ; ; <x:q> <x:r> ;; .",
            triples: "<x:s> <x:p> <x:o> .\n<x:s> <x:q> <x:r> .\n"),
        Case(
            name: "example 1 of the recommendation",
            text: """
                @base <http://example.org/> .
                @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
                @prefix foaf: <http://xmlns.com/foaf/0.1/> .
                @prefix rel: <http://www.perceive.net/schemas/relationship/> .
                <#green-goblin>
                    rel:enemyOf <#spiderman> ;
                    a foaf:Person ;    # in the context of the Marvel universe
                    foaf:name "Green Goblin" .
                <#spiderman> foaf:name "Spiderman", "Человек-паук"@ru .
                """,
            triples: """
                <http://example.org/#green-goblin> <http://www.perceive.net/schemas/relationship/enemyOf> \
                <http://example.org/#spiderman> .
                <http://example.org/#green-goblin> <\(rdf)type> <http://xmlns.com/foaf/0.1/Person> .
                <http://example.org/#green-goblin> <http://xmlns.com/foaf/0.1/name> "Green Goblin" .
                <http://example.org/#spiderman> <http://xmlns.com/foaf/0.1/name> "Spiderman" .
                <http://example.org/#spiderman> <http://xmlns.com/foaf/0.1/name> "Человек-паук"@ru .\n
                """),
        Case(
            name: "PREFIX and BASE in any case, without a dot",
            text: "prefix p: <x:p/>\nBaSe <http://a.example/b/>\np:a p:b <c> .",
            triples: "<x:p/a> <x:p/b> <http://a.example/b/c> .\n"),
        Case(
            name: "a prefix that is called as a keyword is",
            text:
                "@prefix a: <x:1/> . @prefix true: <x:2/> . @prefix prefix: <x:3/> . prefix:s a:p true:o ; a a:true .",
            triples: "<x:3/s> <x:1/p> <x:2/o> .\n<x:3/s> <\(rdf)type> <x:1/true> .\n"),
        Case(
            name: "a prefix that is declared again",
            text: "@prefix : <x:1/> . :s :p :o . @prefix : <x:2/> . :s :p : .",
            triples: "<x:1/s> <x:1/p> <x:1/o> .\n<x:2/s> <x:2/p> <x:2/> .\n"),
        Case(
            name: "local names with dots, colons, digits, escapes and percent signs",
            text: ##"@prefix og: <x:>. og:a.b og:video:height og:1a, og:\~\.\!\%\/\#x, og:%4a%aB, og:a.b.c."##,
            triples: "<x:a.b> <x:video:height> <x:1a> .\n<x:a.b> <x:video:height> <x:~.!%/#x> .\n"
                + "<x:a.b> <x:video:height> <x:%4a%aB> .\n<x:a.b> <x:video:height> <x:a.b.c> .\n"),
        Case(
            name: "names beyond ASCII", text: "@prefix é: <x:>. é:ä é:b· <x:\u{10FFFD}>.",
            triples: "<x:ä> <x:b·> <x:\u{10FFFD}> .\n"),
        Case(
            name: "escapes in a URI", text: #"<x:\u0073> <x:\U00000070> <x:\u00e9\U0001F600> ."#,
            triples: "<x:s> <x:p> <x:é😀> .\n"),
        Case(
            name: "the four quotings", text: #"<x:s> <x:p> "a'b", 'a"b', """a"b""c"# + "\n" + #"d""", '''a'b''c''' ."#,
            triples: #"<x:s> <x:p> "a'b" ."# + "\n" + #"<x:s> <x:p> "a\"b" ."# + "\n"
                + #"<x:s> <x:p> "a\"b\"\"c\nd" ."# + "\n" + #"<x:s> <x:p> "a'b''c" ."# + "\n"),
        Case(
            name: "empty strings", text: #"<x:s> <x:p> "", '', """""", '''''', ""@nl ."#,
            triples: String(repeating: #"<x:s> <x:p> "" ."# + "\n", count: 4) + #"<x:s> <x:p> ""@nl ."# + "\n"),
        Case(
            name: "escapes in a string", text: #"<x:s> <x:p> "\t\b\n\r\f\"\'\\\u00E9\U0001F600" ."#,
            triples: #"<x:s> <x:p> "\t\u0008\n\r\u000C\"'\\é😀" ."# + "\n"),
        Case(
            name: "languages and datatypes",
            text: "@prefix xsd: <\(xsd)> . <x:s> <x:p> \"a\"@nl-BE, \"b\"^^xsd:string, \"c\"^^<x:d>, 'd'@x-1-2a.",
            triples:
                "<x:s> <x:p> \"a\"@nl-be .\n<x:s> <x:p> \"b\" .\n<x:s> <x:p> \"c\"^^<x:d> .\n<x:s> <x:p> \"d\"@x-1-2a .\n"
        ),
        Case(
            name: "numbers", text: "<x:s> <x:p> 1, -5, +007, 1.5, -.5, 1e3, 1.E-3, .5e+0, 4.2E9, 5.",
            triples: [
                ("1", "integer"), ("-5", "integer"), ("+007", "integer"), ("1.5", "decimal"), ("-.5", "decimal"),
                ("1e3", "double"), ("1.E-3", "double"), (".5e+0", "double"), ("4.2E9", "double"), ("5", "integer"),
            ].map { "<x:s> <x:p> \"\($0)\"^^<\(xsd)\($1)> .\n" }.joined()),
        Case(
            name: "booleans", text: "<x:s> <x:p> true, false.",
            triples: "<x:s> <x:p> \"true\"^^<\(xsd)boolean> .\n<x:s> <x:p> \"false\"^^<\(xsd)boolean> .\n"),
        Case(
            name: "labels of nodes", text: "_:a <x:p> _:0b.c . _:a <x:p> _:é-·.",
            triples: "_:b0 <x:p> _:b1 .\n_:b0 <x:p> _:b2 .\n"),
        Case(
            name: "nodes without a label",
            text: "[] <x:p> [ <x:q> [ ] ; ] . [ <x:r> 'a' ] . [ <x:r> 'b' ] <x:s> 'c' .",
            triples:
                "_:b1 <x:q> _:b2 .\n_:b0 <x:p> _:b1 .\n_:b3 <x:r> \"a\" .\n_:b4 <x:r> \"b\" .\n_:b4 <x:s> \"c\" .\n"),
        Case(
            name: "lists", text: "<x:s> <x:p> ( ) . ( 'a' ( ) ) <x:q> 'b' .",
            triples: "<x:s> <x:p> <\(rdf)nil> .\n_:b0 <\(rdf)first> \"a\" .\n_:b0 <\(rdf)rest> _:b1 .\n"
                + "_:b1 <\(rdf)first> <\(rdf)nil> .\n_:b1 <\(rdf)rest> <\(rdf)nil> .\n_:b0 <x:q> \"b\" .\n"),
        Case(
            name: "an absolute URI keeps its dots and its case",
            text: "@base <http://a.example/>. <HTTP://B/../x/./%7e> <x:p> <x:o>.",
            triples: "<HTTP://B/../x/./%7e> <x:p> <x:o> .\n"),
        Case(
            name: "a base that is relative to the one before",
            text: "@base <b/c> . @base <../d/> . <e> <x:p> <#f> .",
            triples: "<http://a.example/d/e> <x:p> <http://a.example/d/#f> .\n", base: "http://a.example/x"),
        Case(
            name: "N-Triples", text: #"<http://a.example/s> <http://a.example/p> "B\u00E9"@fr . # done"#,
            triples: "<http://a.example/s> <http://a.example/p> \"Bé\"@fr .\n"),
    ]

    @Test("gives the triples of the document in its order", arguments: cases)
    func reads(_ row: Case) throws {
        #expect(try TurtleWriter.write(TurtleReader.read(row.text, base: row.base)) == row.triples)
    }

    /// RFC 3986, section 5.4.
    static let references: [(reference: String, meant: String)] = [
        ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
        ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
        ("g#s", "http://a/b/c/g#s"), ("g?y#s", "http://a/b/c/g?y#s"), (";x", "http://a/b/c/;x"),
        ("g;x?y#s", "http://a/b/c/g;x?y#s"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"), ("../", "http://a/b/"), ("../g", "http://a/b/g"), ("../..", "http://a/"),
        ("../../g", "http://a/g"), ("../../../g", "http://a/g"), ("/./g", "http://a/g"), ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("g..", "http://a/b/c/g.."), ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"), ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("g#s/../x", "http://a/b/c/g#s/../x"),
    ]

    @Test("resolves a relative URI against the base", arguments: references)
    func resolves(_ row: (reference: String, meant: String)) throws {
        let triples = try TurtleReader.read("<\(row.reference)> <x:p> <x:o> .", base: "http://a/b/c/d;p?q")
        #expect(triples.first?.subject == .iri(row.meant))
    }

    @Test("tells the line of each value, whatever ends a line")
    func lines() throws {
        let text = "<x:s>\r\n <x:p> \"\"\"a\rb\nc\r\n\"\"\" ,\r 'd' ; # e\n <x:q>\n\n <x:o>\n."
        #expect(try TurtleReader.read(text).map(\.line) == [2, 6, 9])
    }

    @Test("keeps apart what only looks alike")
    func exactly() throws {
        let triples = try TurtleReader.read("<x:K> <x:p> 'K', '\u{212A}' . <x:\u{212A}> <x:p> 'e\u{301}', '\u{E9}' .")
        #expect(Set(triples.map(\.subject)).count == 2)
        #expect(Set(triples.map(\.object)).count == 4)
    }

    @Test("the nodes of two documents can be kept apart")
    func twoDocuments() throws {
        let text = "_:a <x:p> _:b ."
        let one = try TurtleReader.read(Array(text.utf8))
        let two = try TurtleReader.read(Array(text.utf8), firstBlank: 2)
        #expect(Set((one + two).flatMap { [$0.subject, $0.object] }).count == 4)
    }
}
