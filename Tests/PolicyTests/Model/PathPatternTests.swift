import Testing

@testable import Policy

@Suite("A path pattern")
struct PathPatternTests {
    static let sound: [(text: String, shown: String, segments: Int, below: Bool)] = [
        ("/", "/", 0, false), ("/**", "/**", 0, true), ("/a", "/a", 1, false), ("/a/**", "/a/**", 1, true),
        ("/:id", "/:id", 1, false), ("/a/:id/b/**", "/a/:id/b/**", 3, true), ("/a/:x/:y", "/a/:x/:y", 3, false),
        ("/A-b_c.d~e", "/A-b_c.d~e", 1, false), ("/!$&'()+,=@", "/!$&'()+,=@", 1, false), ("/...", "/...", 1, false),
        ("/.well-known", "/.well-known", 1, false), ("/a.", "/a.", 1, false), ("/:a-b_9", "/:a-b_9", 1, false),
    ]

    @Test("is shown as it was written", arguments: sound)
    func shown(_ row: (text: String, shown: String, segments: Int, below: Bool)) throws {
        let pattern = try PathPattern(row.text)
        #expect(pattern.description == row.shown)
        #expect(pattern.segments.count == row.segments)
        #expect(pattern.matchesBelow == row.below)
        #expect(try PathPattern(pattern.description) == pattern)
    }

    static let refused: [(text: String, message: String, hint: String)] = [
        ("", "path `` does not begin with `/`", "from the root"),
        ("a", "path `a` does not begin with `/`", "from the root"),
        ("**", "path `**` does not begin with `/`", "from the root"),
        ("https://a/b", "path `https://a/b` does not begin with `/`", "from the root"),
        ("/a/", "path `/a/` ends in `/`", "leave it out"),
        ("//", "path `//` ends in `/`", "leave it out"),
        ("/a//b", "path `/a//b` has an empty segment", "never gets this far"),
        ("//a", "path `//a` has an empty segment", "never gets this far"),
        ("/./a", "path `/./a` has a dot segment", "never gets this far"),
        ("/a/..", "path `/a/..` has a dot segment", "never gets this far"),
        ("/../**", "path `/../**` has a dot segment", "never gets this far"),
        ("/**/a", "path `/**/a` has `**` before its end", "last segment"),
        ("/**/**", "path `/**/**` has `**` before its end", "last segment"),
        ("/:", "`:` in path `/:` is not a parameter", "a name of letters"),
        ("/:a.b", "`:a.b` in path `/:a.b` is not a parameter", "a name of letters"),
        ("/:é", "`:é` in path `/:é` is not a parameter", "a name of letters"),
        ("/:a/:a", "path `/:a/:a` has two parameters `:a`", "its own name"),
        ("/*", "segment `*` in path `/*` cannot be written so", "`/**` at the end"),
        ("/a*", "segment `a*` in path `/a*` cannot be written so", "`/**` at the end"),
        ("/a/***", "segment `***` in path `/a/***` cannot be written so", "`/**` at the end"),
        ("/a:b", "segment `a:b` in path `/a:b` cannot be written so", "without percent-encoding"),
        ("/a b", "segment `a b` in path `/a b` cannot be written so", "without percent-encoding"),
        ("/%61", "segment `%61` in path `/%61` cannot be written so", "without percent-encoding"),
        ("/a%2fb", "segment `a%2fb` in path `/a%2fb` cannot be written so", "without percent-encoding"),
        ("/é", "segment `é` in path `/é` cannot be written so", "without percent-encoding"),
        ("/a?b=c", "segment `a?b=c` in path `/a?b=c` cannot be written so", "without percent-encoding"),
        ("/a#b", "segment `a#b` in path `/a#b` cannot be written so", "without percent-encoding"),
        ("/a;b", "segment `a;b` in path `/a;b` cannot be written so", "without percent-encoding"),
        ("/a\\b", "segment `a\\b` in path `/a\\b` cannot be written so", "without percent-encoding"),
        ("/a\nb", "segment `a\nb` in path `/a\nb` cannot be written so", "without percent-encoding"),
        ("/\u{212A}", "segment `\u{212A}` in path `/\u{212A}` cannot be written so", "without percent-encoding"),
        ("/{id}", "segment `{id}` in path `/{id}` cannot be written so", "without percent-encoding"),
        ("/<id>", "segment `<id>` in path `/<id>` cannot be written so", "without percent-encoding"),
    ]

    @Test("is refused with a reason and what to write instead", arguments: refused)
    func refuses(_ row: (text: String, message: String, hint: String)) {
        let error = #expect(throws: PathPattern.Invalid.self) { try PathPattern(row.text) }
        #expect(error?.message == row.message)
        #expect(error?.hint.contains(row.hint) == true, "\(error?.hint ?? "")")
    }

    @Test("has at most 32 segments")
    func longest() throws {
        let longest = String(repeating: "/a", count: 32)
        #expect(try PathPattern(longest).segments.count == 32)
        #expect(try PathPattern(longest + "/**").matchesBelow)
        let error = #expect(throws: PathPattern.Invalid.self) { try PathPattern(longest + "/a") }
        #expect(error?.message.hasSuffix("has more than 32 segments") == true)
    }

    @Test("of a policy is refused at its place", arguments: refused.map(\.text).filter { $0 != "/a\nb" })
    func inPolicy(_ path: String) {
        let quoted = "'" + path.replacing("'", with: "''") + "'"
        let text = MarkedText(PolicyText.route("{ path: ‸\(quoted), modules: [toezicht], upstream: api }"))
        let mistakes = Given.mistakes(text.text)
        #expect(mistakes.count == 1)
        #expect(mistakes.first?.location.line == text.place?.line)
        #expect(mistakes.first?.location.column == text.place?.column)
    }
}
