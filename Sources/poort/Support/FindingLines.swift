import Policy

/// Findings as commands print them.
enum FindingLines {
    /// Those that are shown, then those that a comment silences when they are asked for.
    static func of(_ report: FindingReport, leavingOutNotes: Bool, withSilenced: Bool) -> [String] {
        var lines = report.findings.filter { !leavingOutNotes || $0.severity != .note }.map(\.description)
        if withSilenced {
            lines += report.silenced.map { "\($0.finding)\n    allowed because \($0.because)" }
        }
        return lines.map { Terminal.shownLines($0) }
    }

    /// How many of each kind.
    static func counts(_ report: FindingReport) -> [String] {
        var counts = [
            PolicyFile.count(report.count(.warning), "warning"), PolicyFile.count(report.count(.note), "note"),
        ]
        if report.count(.error) > 0 { counts.insert(PolicyFile.count(report.count(.error), "error"), at: 0) }
        if !report.silenced.isEmpty { counts.append("\(report.silenced.count) silenced (--all shows them)") }
        return counts
    }

    /// Whether a check of them fails.
    static func fail(_ report: FindingReport, strict: Bool) -> Bool {
        report.count(.error) > 0 || (strict && report.count(.warning) > 0)
    }
}
