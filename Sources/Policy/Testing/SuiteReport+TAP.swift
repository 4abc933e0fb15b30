extension SuiteReport {
    /// Version 14.
    var tap: String {
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
            for line in SuiteReport.detail(of: cell) { lines.append("    \(line)") }
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
        "'" + VisibleText.of(text).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }

    /// A `#` begins a directive such as SKIP, which would turn a failure into a pass.
    private static func tap(_ text: String) -> String {
        var escaped = ""
        for character in VisibleText.of(text) {
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
