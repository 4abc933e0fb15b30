/// Writes the results of suites in the forms that people and build servers read.
package struct SuiteReport: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case text, json, junit, tap
    }

    package let results: [SuiteResult]

    package init(_ results: [SuiteResult]) {
        self.results = results
    }

    /// No results at all have not passed.
    package var passed: Bool { !results.isEmpty && results.allSatisfy(\.passed) }

    package func render(_ format: Format) -> String {
        switch format {
        case .text: text
        case .json: json.text + "\n"
        case .junit: junit
        case .tap: tap
        }
    }

    private var cellCount: Int { results.reduce(0) { $0 + $1.cells.count } }
    private var failureCount: Int { results.reduce(0) { $0 + $1.failures.count } }

    // MARK: - Text

    private var text: String {
        var lines: [String] = []
        for result in results {
            let failed = result.failures.count
            let verdict = result.passed ? "ok    " : "FAILED"
            let counts =
                failed == 0 ? "\(result.cells.count) checks" : "\(failed) of \(result.cells.count) checks failed"
            lines.append("\(verdict) \(result.suite): \(counts) (\(result.file))")
            for warning in result.warnings { lines.append("  \(warning)") }
            for cell in result.failures {
                lines.append("")
                lines.append("  \(cell.location): \(cell.test)")
                lines.append("    \(cell.title): \(cell.failure ?? "")")
                for line in cell.explanation.text.split(separator: "\n") { lines.append("      \(line)") }
            }
            if failed > 0 { lines.append("") }
            if result.cells.isEmpty { lines.append("  the suite checks nothing") }
        }
        let suites = results.count == 1 ? "1 suite" : "\(results.count) suites"
        lines.append(
            passed
                ? "\(cellCount) checks in \(suites), all as expected"
                : "\(failureCount) of \(cellCount) checks in \(suites) failed")
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: - JSON

    private var json: JSONText {
        .object([
            ("passed", .bool(passed)),
            ("checks", .number(cellCount)),
            ("failures", .number(failureCount)),
            ("suites", .array(results.map(SuiteReport.json))),
        ])
    }

    private static func json(_ result: SuiteResult) -> JSONText {
        .object([
            ("suite", .string(result.suite)),
            ("file", .string(result.file)),
            ("passed", .bool(result.passed)),
            ("warnings", .strings(result.warnings)),
            ("checks", .array(result.cells.map(json))),
        ])
    }

    private static func json(_ cell: SuiteResult.Cell) -> JSONText {
        var members: [(String, JSONText)] = [
            ("test", .string(cell.test)),
            ("person", .string(cell.person)),
            ("request", .string(cell.request)),
            ("target", .string(cell.requestText)),
            ("line", .number(cell.location.line)),
            ("expected", .string(cell.expectation.isAllowed ? "allow" : "deny")),
            ("actual", .string(cell.explanation.isAllowed ? "allow" : "deny")),
            ("reason", .optional(cell.explanation.code?.rawValue)),
            ("passed", .bool(cell.passed)),
        ]
        if let failure = cell.failure {
            members.append(("failure", .string(failure)))
            members.append(("explanation", cell.explanation.json))
        }
        return .object(members)
    }

    // MARK: - JUnit

    private var junit: String {
        var lines = ["<?xml version=\"1.0\" encoding=\"UTF-8\"?>"]
        let empty = results.count(where: \.cells.isEmpty)
        lines.append("<testsuites tests=\"\(cellCount + empty)\" failures=\"\(failureCount + empty)\">")
        for result in results {
            let name = SuiteReport.xml(result.suite)
            let counts =
                "tests=\"\(max(1, result.cells.count))\" failures=\"\(max(result.failures.count, result.cells.isEmpty ? 1 : 0))\""
            lines.append("  <testsuite name=\"\(name)\" \(counts) file=\"\(SuiteReport.xml(result.file))\">")
            if result.cells.isEmpty {
                // Build servers read an empty suite as a passed one.
                lines.append("    <testcase classname=\"\(name)\" name=\"the suite has tests\">")
                lines.append("      <failure message=\"the suite checks nothing\"/>")
                lines.append("    </testcase>")
            }
            for cell in result.cells {
                let attributes =
                    "classname=\"\(name).\(SuiteReport.xml(cell.test))\" name=\"\(SuiteReport.xml(cell.title))\" "
                    + "file=\"\(SuiteReport.xml(cell.location.file))\" line=\"\(cell.location.line)\""
                guard let failure = cell.failure else {
                    lines.append("    <testcase \(attributes)/>")
                    continue
                }
                lines.append("    <testcase \(attributes)>")
                let text = SuiteReport.xml(cell.explanation.text)
                lines.append("      <failure message=\"\(SuiteReport.xml(failure))\">\(text)</failure>")
                lines.append("    </testcase>")
            }
            lines.append("  </testsuite>")
        }
        lines.append("</testsuites>")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text for an attribute or element of XML 1.0, which has no way at all to write most control characters.
    private static func xml(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case "\t": escaped += "&#9;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    // MARK: - TAP 14

    private var tap: String {
        var lines = ["TAP version 14"]
        let checks = results.flatMap { result in result.cells.map { (result, $0) } }
        let empty = results.filter(\.cells.isEmpty)
        lines.append("1..\(checks.count + empty.count)")
        var number = 0
        for (result, cell) in checks {
            number += 1
            let title = SuiteReport.tap("\(result.suite): \(cell.test): \(cell.title)")
            lines.append("\(cell.passed ? "ok" : "not ok") \(number) - \(title)")
            guard let failure = cell.failure else { continue }
            lines.append("  ---")
            lines.append("  message: \(SuiteReport.yaml(failure))")
            lines.append("  at: \(SuiteReport.yaml(cell.location.description))")
            lines.append("  explanation: |")
            for line in cell.explanation.text.split(separator: "\n") { lines.append("    \(line)") }
            lines.append("  ...")
        }
        for result in empty {
            number += 1
            lines.append("not ok \(number) - \(SuiteReport.tap(result.suite)): the suite checks nothing")
        }
        if results.isEmpty { lines.append("Bail out! there is no suite") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Text between single quotes, in which only the quote itself is special.
    private static func yaml(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// A `#` begins a directive such as SKIP, which would turn a failure into a pass.
    private static func tap(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "#": escaped += "\\#"
            case "\\": escaped += "\\\\"
            case "\n": escaped += " "
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
