import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("The access table")
struct TableTests {
    static func table(_ text: String = SmallPolicy.text) throws -> AccessTable {
        try AccessTable(PolicyLoader.load(file: "policy.yaml", text: text).get())
    }

    @Test("says of a small policy who reaches what")
    func entries() throws {
        let lines = Set(try Self.table().render(.markdown).split(separator: "\n").map(String.init))
        let expected = [
            "| who | role | doelgroepen | view-only | gemeente, ocmw | provincie | every other type |",
            "| every login | – | LB, GID | ignored | R | R | R |",
            "| Toezicht | ToezichtGebruiker | LB, GID | ignored | RW | – | – |",
            "| Bedienaren | BedienaarGebruiker | LB | R only | RW | RW | RW |",
            "| beheerder | Beheerder | LB, GID | ignored | – | RW | – |",
            "| Beheerder | all methods | `/lists`, `dashboard:/reports` |",
            "| Toezicht or Beheerder | read | `/submissions/:id/sent` |",
            "| reference | read | `/concepts/**` |", "| vendor key | all methods | `/vendor/**` |",
            "| the application itself | read | frontend | `/**` |",
            "| /concepts/\\*\\* | read | `anything: path and query are not judged` |",
            "| nobody needs it | all methods | `/old/**` |", "| Subsidies | – | all |",
        ]
        for line in expected { #expect(lines.contains(line), "\(line)") }
        let text = try Self.table().render(.text)
        #expect(
            text.contains(
                "  Toezicht · ToezichtGebruiker\n      doelgroepen: LB, GID\n      view-only: ignored\n      RW: gemeente, ocmw\n"
            ))
        #expect(text.contains("      R: every type of bestuur\n"))
    }

    @Test("is what the engine decides, on random policies", arguments: 0..<4)
    func engine(_ part: UInt64) throws {
        var entries = 0
        for seed in 9_000 + part * 15..<9_000 + part * 15 + 15 {
            var random = RandomPolicy(seed: seed)
            let policy = try PolicyLoader.load(file: "p", text: random.policy()).get()
            let section = try #require(try AccessTable(policy).sections.first)
            for row in section.rows.dropFirst() {
                // Modules of one role have rows of their own: only what stands alone is asked for here.
                let module = policy.modules.firstIndex { $0.label == row[0][0] }
                let basis = module.map(Grant.Basis.module) ?? .role(0)
                for (column, cell) in zip(section.columns, row) where column.kind == .access {
                    for slug in column.titles {
                        let type = try #require(Bestuurstype(slug: slug))
                        let bestuur = try Bestuurseenheid(
                            uri: "http://x.example/1", name: "x", type: type, status: .actief)
                        var found: Set<Character> = []
                        for doelgroep in Doelgroep.allCases {
                            let roles = [row[1][0]] + (policy.loginRight.map { [$0] } ?? [])
                            let principal = policy.principal(
                                from: PrincipalClaims(
                                    account: "a", bestuur: "1", doelgroep: doelgroep.rawValue, roles: roles),
                                for: bestuur)
                            for route in policy.routes {
                                for method in route.methods.members
                                where policy.grants(to: principal, route: route, method: method).contains(basis) {
                                    found.insert(method.isRead ? "R" : "W")
                                }
                            }
                        }
                        let expected = found.isEmpty ? "–" : String(found.sorted())
                        #expect(cell[0] == expected, "seed \(seed): \(row[0][0]) for \(slug)")
                        entries += 1
                    }
                }
            }
        }
        #expect(entries > 1_000)
    }

    /// Labels and reasons that mean something to one form or another.
    static let hostileText: String = SmallPolicy.changing(
        "label: Toezicht", to: "label: '<script>alert(1)</script> | *a* `b` \"c\", =d or [e](http://x) \\\\'"
    ).replacing("label: beheerder", with: "label: '`code`'").replacing(
        "why: nobody needs it", with: "why: '=HYPERLINK(\"http://x\")|`'"
    ).replacing("label: Wegwijs", with: "label: \"one\\u202Etwo\"")

    static let readable: [AccessTable.Format] = [.markdown, .csv, .json]

    @Test(
        "is read back as it was written, whatever its words are", arguments: TableTests.readable,
        [SmallPolicy.text, TableTests.hostileText])
    func roundTrip(_ format: AccessTable.Format, _ text: String) throws {
        let table = try Self.table(text)
        let facts = try #require(TableReading.facts(table.render(format), format))
        // A spreadsheet gets a quote before what it would reckon with.
        func quoted(_ fact: AccessTable.Fact) -> [String] {
            [fact.place.section, fact.place.row, fact.place.column, fact.value].map { text in
                format == .csv && "=+-@".contains(text.first ?? " ") ? "'" + text : text
            }
        }
        #expect(
            facts.map { [$0.place.section, $0.place.row, $0.place.column, $0.value] }.sorted {
                $0.lexicographicallyPrecedes($1)
            }
                == table.facts.map(quoted).sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test("of hostile words does nothing in a page, a cell or a terminal")
    func hostile() throws {
        let table = try Self.table(Self.hostileText)
        let html = table.render(.html)
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; | *a* `b` &quot;c&quot;"))
        #expect(!html.contains("<script>alert"))
        #expect(table.render(.csv).contains("'=HYPERLINK"))
        for format in AccessTable.Format.allCases {
            #expect(!table.render(format).unicodeScalars.contains("\u{202E}"), "\(format)")
        }
        #expect(table.render(.markdown).contains("\\<script\\>alert(1)\\</script\\> \\| \\*a\\*"))
    }

    @Test("as a page stands alone and tells its tables to whoever cannot see them")
    func page() throws {
        let html = try Self.table().render(.html)
        for word in ["http:", "https:", "src=", "url(", "@import", "<link"] {
            #expect(!html.contains(word), "\(word)")
        }
        func count(_ word: String) -> Int { html.split(separator: word, omittingEmptySubsequences: false).count - 1 }
        let sections = try Self.table().sections
        #expect(count("<table>") == sections.count && count("<caption>") == sections.count)
        #expect(count("<th ") == count("scope=\"col\"") + count("scope=\"row\""))
        #expect(count("scope=\"row\"") == sections.reduce(0) { $0 + $1.rows.count * $1.keyCount })
        #expect(html.contains("lang=\"en\"") && html.contains("@media print") && html.contains("position: sticky"))
        #expect(html.contains("<form id=\"filters\" hidden>"))
        // Every element that is opened is closed.
        for name in [
            "html", "head", "body", "main", "section", "div", "table", "thead", "tbody", "tr", "td", "th", "ul", "li",
        ] {
            #expect(count("<\(name)>") + count("<\(name) ") == count("</\(name)>"), "\(name)")
        }
    }

    static let changedText: String = SmallPolicy.text.replacing(
        "bestuurstypes: [gemeente, ocmw] }", with: "bestuurstypes: [gemeente] }"
    )
    .replacing("path: /ministers/**, modules", with: "path: /ministers/**, methods: read, modules")

    @Test("says in words what changed since a committed one", arguments: TableTests.readable)
    func changes(_ format: AccessTable.Format) throws {
        let before = try Self.table().render(format)
        #expect(try Self.table().changes(since: before, format) == nil)
        let changes = try #require(try Self.table(Self.changedText).changes(since: before, format))
        let matrix = "Modules and roles by type of bestuur: "
        let opened = "What modules and roles open: "
        let asked = "What may be asked besides: /ministers/** · "
        #expect(
            Set(changes) == [
                matrix + "Toezicht · ToezichtGebruiker, ocmw: was RW, is –",
                opened + "Bedienaren · all methods, paths: no longer /ministers/**",
                opened + "Bedienaren · read, paths: now /ministers/**",
                asked + "all methods, may be asked: no longer anything: path and query are not judged",
                asked + "read, may be asked: now anything: path and query are not judged",
            ])
        // A table that was touched says the same in another form, or is no table at all.
        #expect(try Self.table().changes(since: before + "\n", format) == [])
        #expect(try Self.table().changes(since: "", format)?.isEmpty == false)
    }

    @Test("compares a form that it cannot read back line by line", arguments: [AccessTable.Format.text, .html])
    func lines(_ format: AccessTable.Format) throws {
        let before = try Self.table().render(format)
        #expect(try Self.table().changes(since: before, format) == nil)
        let changes = try #require(try Self.table(Self.changedText).changes(since: before, format))
        #expect(changes.contains { $0.hasPrefix("no longer: ") } && changes.contains { $0.hasPrefix("now: ") })
    }

    @Test("knows a form by the ending of a name")
    func endings() {
        let endings = ["a.md", "b/c.CSV", "d.json", "e.html", "f.txt"].map { AccessTable.Format(file: $0) }
        #expect(endings == [.markdown, .csv, .json, .html, .text])
        #expect(AccessTable.Format(file: "policy.yaml") == nil && AccessTable.Format(file: "md.") == nil)
    }

    @Test("of the Loket is the one that is committed")
    func loket() throws {
        let policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        let committed = try String(contentsOf: LoketFiles.loket.appending(path: "access-table.md"), encoding: .utf8)
        #expect(try AccessTable(policy).changes(since: committed, .markdown) == nil)
    }
}
