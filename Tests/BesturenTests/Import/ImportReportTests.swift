import Testing

@testable import Besturen

@Suite("The report of an import")
struct ImportReportTests {
    static let result = BesturenImport([
        ImportProblemTests.csv(
            "\(ImportProblemTests.id)1,1,A,,gemeente,Actief,999999922,,,,,,",
            "\(ImportProblemTests.id)2,2,B,,gemeente,Actief,0999999922,,,,,,", "x\u{1B}[2J,,C,,gemeente,,,,,,,,",
            "\(ImportProblemTests.id)3,3,D,,gemeente,Actief,999999823,,,,,,")
    ])

    @Test("counts by kind and effect, in the order of the kinds")
    func counts() {
        let counts = Self.result.report.counts.map { "\($0.kind.rawValue) \($0.effect.rawValue) \($0.count)" }
        #expect(
            counts == [
                "uri_invalid row-refused 1", "kbo_padded noted 2", "status_missing noted 1", "number_shared noted 1",
            ])
        #expect(Self.result.report.told == 4 && Self.result.report.taken == 3)
        #expect(!Self.result.report.isComplete && !Self.result.report.hasUnreadSource)
    }

    @Test("begins with a summary, and shows no control character of the source")
    func text() {
        let lines = Self.result.report.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            lines.prefix(8) == [
                "4 besturen in list.csv: 3 can be taken over, 1 not", "     1  URI that is not one (not taken over)",
                "     2  KBO number without its zero (taken over)", "     1  no status (taken over)",
                "     1  number of several besturen (taken over)", "", "URI that is not one: 1",
                "  list.csv:4: `x\\u{1B}[2J` is not the URI of a bestuur",
            ])
        #expect(Self.result.report.text().contains("`A` (line 2)"))
        #expect(!Self.result.report.text().contains("\u{1B}"))
        #expect(lines.count { $0.contains("hint: write it with its zero") } == 1)
    }

    @Test("is JSON with the same in it, the same on every run")
    func json() {
        let json = Self.result.report.json()
        #expect(json == Self.result.report.json())
        let start = """
            {
              "sources": [
                "list.csv"
              ],
              "told": 4,
              "taken": 3,
              "counts": [
                {
                  "kind": "uri_invalid",
                  "effect": "row-refused",
                  "count": 1
                },
            """
        #expect(json.hasPrefix(start), "\(json)")
        #expect(json.contains("\"uri\": \"\(ImportProblemTests.id)1\""))
        #expect(json.contains("\\u001b"))
    }

    @Test("says so when nothing is remarkable")
    func nothing() {
        let report = BesturenImport([
            ImportProblemTests.csv("\(ImportProblemTests.id)1,1,A,,gemeente,Actief,0999999922,,,,,,")
        ]).report
        #expect(report.text() == "1 besturen in list.csv: 1 can be taken over, 0 not\nnothing is remarkable\n")
        #expect(report.isComplete)
    }

    @Test("every kind and effect has a name of its own")
    func titles() {
        let kinds = RegisterProblem.Kind.allCases
        #expect(Set(kinds.map(\.title)).count == kinds.count)
        let effects = RegisterProblem.Effect.allCases
        #expect(Set(effects.map(\.title)).count == effects.count)
    }

    @Test("a source is known by the end of its name")
    func formats() {
        let names = ["a.csv", "A.CSV", "a.b.ttl", "x.nt", "a", "a.json", "csv", ""]
        let formats = names.map { BesturenImport.Format(fileName: $0) }
        #expect(formats == [.csv, .csv, .turtle, .turtle, nil, nil, .csv, nil])
    }
}
