import Foundation
import Testing

@testable import Policy

@Suite("A comment that allows a finding")
struct AllowCommentTests {
    static let routeLine = "  - { path: /concepts/**"

    /// The report on the small policy with a comment above the route of the concepts, or at its end.
    static func report(above: String = "", behind: String = "") throws -> FindingReport {
        let text = SmallPolicy.text
            .replacingOccurrences(of: routeLine, with: above + routeLine)
            .replacingOccurrences(of: "group: reference }", with: "group: reference }\(behind)")
        return FindingReport(try SmallPolicy.load(text), text: text)
    }

    @Test("silences it, above its line or at its end, and keeps the reason")
    func silences() throws {
        let plain = try Self.report()
        #expect(plain.silenced.isEmpty && plain.findings.map(\.code).contains(.authenticatedRoute))
        let comment = "# poort: allow authenticated_route because  lists are for all"
        for report in [
            try Self.report(above: "  \(comment)\n"), try Self.report(behind: "  \(comment)"),
            try Self.report(above: "  \(comment)\n\n  # -- other words\n"),
            try Self.report(behind: "  # dispatcher 12  \(comment)"),
        ] {
            #expect(report.silenced.map(\.finding.code) == [.authenticatedRoute])
            #expect(report.silenced.map(\.because) == ["lists are for all"])
            #expect(report.findings.map(\.code) == plain.findings.map(\.code).filter { $0 != .authenticatedRoute })
        }
        let json = FindingReport.json(try Self.report(behind: "  \(comment)").silenced[0]).text
        #expect(json.contains("\"allowed_because\": \"lists are for all\""))
    }

    @Test("silences only its own code, on its own line")
    func narrow() throws {
        for report in [
            try Self.report(behind: "  # poort: allow public_route because of this"),
            try Self.report(
                above:
                    "  # poort: allow authenticated_route because x\n  - { path: /z, roles: [Beheerder], upstream: dispatcher }\n"
            ),
        ] {
            #expect(report.silenced.isEmpty && report.findings.map(\.code).contains(.authenticatedRoute))
            #expect(report.findings.filter { $0.code == .allowUnused }.count == 1)
        }
    }

    @Test("can stand with others above one line, and at the top of the file for the policy as a whole")
    func several() throws {
        let text = SmallPolicy.text.replacingOccurrences(of: "login-right: LoketGebruiker\n", with: "")
            .replacingOccurrences(of: ", group: reference", with: "")
            .replacingOccurrences(
                of: Self.routeLine,
                with: "  # poort: allow why_missing because w\n  # poort: allow authenticated_route because a\n"
                    + Self.routeLine)
        let whole = "# A policy.\n# poort: allow login_right_absent because ACM checks it\n" + text
        let report = FindingReport(try SmallPolicy.load(whole), text: whole)
        #expect(report.silenced.map(\.because) == ["ACM checks it", "a", "w"])
        #expect(!report.findings.contains { $0.code == .allowUnused })
    }

    @Test(
        "is an error that nothing silences when it is not written as it must be",
        arguments: [
            (
                "# poort: allow authenticated_route", "`allow authenticated_route` says nothing about why",
                "end it in `because …`"
            ),
            ("# poort: allow authenticated_route because", "says nothing about why", "because"),
            ("# poort: allow authenticated_route for fun", "says nothing about why", "because"),
            (
                "# poort: allow authenticated_rout because x", "no finding has the code `authenticated_rout`",
                "did you mean `authenticated_route`?"
            ),
            ("# poort: allow", "`allow` names no finding", "# poort: allow CODE because"),
            ("# poort: alow authenticated_route because x", "only `poort: allow` is known", "write"),
            ("# poort allow authenticated_route because x", "only `poort: allow` is known", "write"),
            ("# poort:allow authenticated_route because x", "only `poort: allow` is known", "write"),
            ("# poort: allow allow_unused because x", "no finding has the code `allow_unused`", ""),
        ])
    func malformed(_ comment: String, _ words: String, _ hint: String) throws {
        let report = try Self.report(behind: "  \(comment)")
        let finding = try #require(report.findings.first { $0.code == .allowMalformed }, "\(report.findings)")
        #expect(finding.severity == .error && finding.message.contains(words), "\(finding)")
        #expect(finding.hint?.contains(hint) == true || hint.isEmpty)
        #expect(finding.location.line == 29 && report.silenced.isEmpty && report.count(.error) == 1)
    }

    @Test("is not seen in prose that begins with the same word")
    func prose() throws {
        let report = try Self.report(behind: "  # poort is Dutch for gate")
        #expect(!report.findings.contains { $0.code == .allowMalformed || $0.code == .allowUnused })
    }
}

@Suite("A comment in YAML")
struct YAMLCommentTests {
    @Test(
        "is what stands behind a `#` at the start of a line or after a blank, outside of quotes and block text",
        arguments: [
            ("a: b # one\n# two\nc: d", ["one", "two"]), ("a: b#no\nc: \"x # no\" # yes", ["yes"]),
            ("a: 'it''s # no' # yes", ["yes"]), ("a: it's # yes\nb: don't # too", ["yes", "too"]),
            ("a: \"one\n  # no\n  two\" # yes\nb: c # b", ["yes", "b"]), ("a: \"\\\" # no\" # yes", ["yes"]),
            ("a: | # header\n  text # no\n  # no\n\n  # no\nb: c # yes", ["header", "yes"]),
            ("a: >-\n    # no\n  # no\nb: c # yes", ["yes"]), ("- |\n  # no\n- b # yes", ["yes"]),
            ("- a: |\n    # no\n  b: c # yes", ["yes"]), ("a: [b, # one\n  'c # no', # two\n]", ["one", "two"]),
            ("\"a # no\": b # yes", ["yes"]), ("a: &x \"b # no\" # yes\nc: *x # too", ["yes", "too"]),
            ("a: b\t# tab", ["tab"]),
            ("a: |\n  x\n# outside\nb: c", ["outside"]), ("{ a: \"#\", b: '#' } #", [""]), ("a: b # é \"x", ["é \"x"]),
            ("\u{FEFF}a: b # bom", ["bom"]), ("a: b # cr\r\nc: d # lf", ["cr", "lf"]), ("a: [", []), ("", []),
        ])
    func found(_ text: String, _ expected: [String]) {
        let found = YAMLComment.all(file: "x.yaml", text: text)
        #expect(found.list.map(\.text) == expected)
    }

    @Test("knows its place, whether it is alone, and the next line with content")
    func places() {
        let found = YAMLComment.all(file: "x.yaml", text: "# a\n\na: 1 # b\n  # c\nb:\n  - \"x\n    y\"\n# d\n")
        #expect(
            found.list.map { "\($0.location.line):\($0.location.column) \($0.isAlone)" } == [
                "1:1 true", "3:6 false", "4:3 true", "8:1 true",
            ])
        #expect(found.contentLines == [3, 5, 6, 7])
        #expect(found.contentLine(after: 4) == 5 && found.contentLine(after: 8) == nil)
    }

    @Test("stops at nothing: any text of the characters that matter is read to its end")
    func anything() {
        var generator = SeededGenerator(state: 11)
        let alphabet = Array("ab:-#|>'\"\\ \n[]{},&x*")
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let text = String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
            let found = YAMLComment.all(file: "x.yaml", text: text)
            #expect(found.list.count <= text.filter { $0 == "#" }.count)
        }
    }
}
