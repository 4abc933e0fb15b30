extension SuiteReport {
    func text(_ colours: Colours) -> String {
        var lines: [String] = []
        for result in results {
            let failed = result.failures.count
            let verdict = result.passed ? colours.good("ok    ") : colours.bad("FAILED")
            let counts =
                failed == 0 ? "\(result.cells.count) checks" : "\(failed) of \(result.cells.count) checks failed"
            lines.append("\(verdict) \(VisibleText.of(result.suite)): \(counts) (\(VisibleText.of(result.file)))")
            for cell in result.failures { lines += [""] + SuiteReport.lines(of: cell, colours) }
            if failed > 0 { lines.append("") }
            if result.cells.isEmpty { lines.append("  the suite checks nothing") }
        }
        let suites = results.count == 1 ? "1 suite" : "\(results.count) suites"
        lines.append(
            passed
                ? "\(cellCount) checks in \(suites), all as expected"
                : "\(failureCount) of \(cellCount) checks in \(suites) failed")
        lines += coverage.flatMap { ["", $0.text] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for build servers, which show it as it is: expected, actual and why.
    static func detail(of cell: SuiteResult.Cell) -> [String] {
        let rows = cell.comparison.filter { !$0.agrees }
        let differences = rows.map { "\($0.field): expected \($0.expected ?? "any"), actual \($0.actual)" }
        return (differences + [cell.story]).flatMap(VisibleText.lines)
    }

    /// What was expected beside what came, then why it came so, then where to look.
    private static func lines(of cell: SuiteResult.Cell, _ colours: Colours) -> [String] {
        var lines = ["  " + colours.heading(VisibleText.of("\(cell.test): \(cell.title)"))]
        let rows = cell.comparison.filter { $0.expected != nil || $0.actual != "none" }
        let names = rows.map(\.field)
        let expected = rows.map { VisibleText.of($0.expected ?? "any") }
        let nameWidth = names.map(\.count).max() ?? 0
        let width = max("expected".count, expected.map(\.count).max() ?? 0)
        lines.append("      \(padded("", nameWidth))  \(padded("expected", width))  actual")
        for (row, expected) in zip(rows, expected) {
            let line = "\(padded(row.field, nameWidth))  \(padded(expected, width))  \(VisibleText.of(row.actual))"
            if row.agrees {
                lines.append("      " + (row.expected == nil ? colours.faint(line) : line))
            } else {
                lines.append("    " + colours.bad("≠ " + line))
            }
        }
        lines.append("")
        lines += VisibleText.lines(of: cell.story).map { "      \($0)" }
        lines.append("")
        lines.append("      at \(VisibleText.of(cell.location.description))")
        return lines
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
