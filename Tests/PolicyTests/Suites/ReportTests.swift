import Foundation
import Testing

@testable import Policy

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("A report of test suites")
struct ReportTests {
    /// A suite that passes, one that fails with names that every format must escape, and one without tests.
    static func results() throws -> [SuiteResult] {
        let policy = try SmallPolicy.load()
        let good = try SuiteTests.load().get().run(policy: policy)
        let text = SuiteTests.text
            .replacingOccurrences(of: "suite: Small", with: "suite: \"Bad <&> \\\"#1\\\" 'x'\"")
            .replacingOccurrences(of: "name: who may read", with: "name: \"it's # SKIP\\ttab\"")
            .replacingOccurrences(of: "by: toezicht", with: "by: \"''Beheerder'\"")
        let bad = try SuiteTests.load(text).get().run(policy: policy)
        return [good, bad, SuiteResult(suite: "Empty", file: "e.yaml", cells: [], warnings: [])]
    }

    @Test("passes only when there is a suite, each has checks, and all are as expected")
    func passed() throws {
        let results = try Self.results()
        #expect(SuiteReport([results[0]]).passed)
        #expect(!SuiteReport([]).passed && !SuiteReport([results[1]]).passed && !SuiteReport([results[2]]).passed)
        #expect(!SuiteReport([results[0], results[2]]).passed)
    }

    @Test("as text shows what failed, where, and why the policy decided so")
    func text() throws {
        let text = SuiteReport(try Self.results()).render(.text)
        #expect(text.hasPrefix("ok     Small: 14 checks (suite.yaml)\n"))
        #expect(text.contains("FAILED Bad <&> \"#1\" 'x': 1 of 14 checks failed (suite.yaml)\n"))
        let failure = #"""
              it's # SKIP\u{9}tab: an, read (GET /submissions/1?page=2)
                             expected         actual
                  decision   allow            allow
                  route      /submissions/**  /submissions/**
                ≠ by         ''Beheerder'     toezicht
                  read-only  any              false

                  ALLOWED  by module `toezicht` (role `ToezichtGebruiker`)
            """#
        #expect(text.contains("\n" + failure + "\n"), "\(text)")
        #expect(text.contains("\n\n      at suite.yaml:17:9\n"))
        #expect(text.contains("  the suite checks nothing\n"))
        #expect(text.hasSuffix("1 of 28 checks in 3 suites failed\n"))
        let good = SuiteReport([try Self.results()[0]]).render(.text)
        #expect(good.hasSuffix("14 checks in 1 suite, all as expected\n"))
    }

    @Test("as JSON holds every check, and the explanation of those that failed")
    func json() throws {
        let text = SuiteReport(try Self.results()).render(.json)
        let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["passed"] as? Bool == false)
        #expect(json["checks"] as? Int == 28 && json["failures"] as? Int == 1)
        let suites = try #require(json["suites"] as? [[String: Any]])
        #expect(suites.map { $0["passed"] as? Bool } == [true, false, false])
        let checks = try #require(suites[1]["checks"] as? [[String: Any]])
        let failed = checks.filter { $0["passed"] as? Bool == false }
        #expect(failed.count == 1 && failed[0]["explanation"] is [String: Any])
        #expect(failed[0]["person"] as? String == "an" && failed[0]["line"] as? Int == 17)
        let comparison = try #require(failed[0]["comparison"] as? [[String: Any]])
        let differing = comparison.filter { $0["agrees"] as? Bool == false }
        #expect(differing.map { $0["field"] as? String } == ["by"])
        #expect(
            differing[0]["expected"] as? String == "''Beheerder'" && differing[0]["actual"] as? String == "toezicht")
    }

    @Test("shows nothing that could move a terminal, in no format")
    func terminal() throws {
        let text = SuiteTests.text
            .replacingOccurrences(of: "suite: Small", with: #"suite: "S\e[31m""#)
            .replacingOccurrences(of: "name: who may read", with: #"name: "a\u202Eb\r""#)
            .replacingOccurrences(of: "decision: allow, by: toezicht", with: "decision: deny")
        let report = SuiteReport([try SuiteTests.load(text).get().run(policy: try SmallPolicy.load())])
        #expect(!report.passed)
        for format in SuiteReport.Format.allCases where format != .junit {
            let hidden = report.render(format).unicodeScalars.filter {
                $0 != "\n" && $0.properties.generalCategory == .control
            }
            #expect(hidden.isEmpty, "\(format)")
        }
        #expect(report.render(.text).contains(#"S\u{1b}[31m"#) && report.render(.text).contains(#"a\u{202e}b\u{d}"#))
        #expect(!report.render(.junit).unicodeScalars.contains("\u{1B}"))
    }

    @Test("as JUnit is XML whose counts agree, with an empty suite as a failure")
    func junit() throws {
        let text = SuiteReport(try Self.results()).render(.junit)
        let document = try XMLDocument(xmlString: text)
        let root = try #require(document.rootElement())
        #expect(root.attribute(forName: "tests")?.stringValue == "29")
        #expect(root.attribute(forName: "failures")?.stringValue == "2")
        let suites = root.elements(forName: "testsuite")
        #expect(suites.map { $0.attribute(forName: "name")?.stringValue } == ["Small", "Bad <&> \"#1\" 'x'", "Empty"])
        #expect(suites.map { $0.elements(forName: "testcase").count } == [14, 14, 1])
        let failures = suites.flatMap { $0.elements(forName: "testcase") }.flatMap { $0.elements(forName: "failure") }
        #expect(
            failures.map { $0.attribute(forName: "message")?.stringValue } == [
                "expected grant by ''Beheerder', got toezicht", "the suite checks nothing",
            ])
    }

    @Test("as TAP numbers every check and lets no name pass for a directive")
    func tap() throws {
        let text = SuiteReport(try Self.results()).render(.tap)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "TAP version 14" && lines[1] == "1..29")
        #expect(lines.count { $0.hasPrefix("ok ") } == 27 && lines.count { $0.hasPrefix("not ok ") } == 2)
        #expect(
            !lines.contains { $0.hasPrefix("not ok") && $0.replacingOccurrences(of: "\\#", with: "").contains("#") })
        #expect(lines.contains("  message: 'expected grant by ''''Beheerder'', got toezicht'"))
        #expect(SuiteReport([]).render(.tap).contains("Bail out!"))
    }
}
