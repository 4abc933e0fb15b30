extension SuiteResult {
    /// One thing that was expected, beside what came.
    package struct Difference: Hashable, Sendable {
        /// As the suite names it: `decision`, `reason`, `reasons`, `route`, `by`, `read-only`.
        package let field: String
        /// Nil when anything is accepted.
        package let expected: String?
        package let actual: String
        package let agrees: Bool
    }
}

extension SuiteResult.Cell {
    /// Everything that a test can expect of this decision, in a fixed order.
    package var comparison: [SuiteResult.Difference] {
        let isAllowed = explanation.isAllowed
        let codes = reasons
        func row(_ field: String, _ expected: String?, _ actual: String, _ agrees: Bool) -> SuiteResult.Difference {
            SuiteResult.Difference(field: field, expected: expected, actual: actual, agrees: agrees)
        }
        let unlisted = expectation.location == nil ? " (not listed)" : ""
        var rows = [
            row(
                "decision", expectation.isAllowed ? "allow" : "deny\(unlisted)", isAllowed ? "allow" : "deny",
                expectation.isAllowed == isAllowed)
        ]
        rows.append(
            row(
                "reason", expectation.reason?.rawValue, codes.first?.rawValue ?? "none",
                expectation.reason.map { $0 == codes.first } ?? true))
        if codes.count > 1 || expectation.reasons != nil {
            rows.append(
                row(
                    "reasons", expectation.reasons.map { SuiteResult.Cell.list($0) }, SuiteResult.Cell.list(Set(codes)),
                    expectation.reasons.map { $0 == Set(codes) } ?? true))
        }
        let pattern = explanation.route?.pattern
        rows.append(
            row("route", expectation.route, pattern ?? "none", expectation.route.map { $0 == pattern } ?? true))
        rows.append(
            row(
                "by", expectation.by, explanation.grantedByID ?? (isAllowed ? "the route itself" : "none"),
                expectation.by.map { $0 == explanation.grantedByID } ?? true))
        let isReadOnly = explanation.grant?.isReadOnly
        rows.append(
            row(
                "read-only", expectation.isReadOnly.map { "\($0)" }, isReadOnly.map { "\($0)" } ?? "none",
                expectation.isReadOnly.map { $0 == isReadOnly } ?? true))
        return rows
    }

    /// What differs from the expectation first, in words; nil when it holds.
    package var failure: String? {
        guard let row = comparison.first(where: { !$0.agrees }), let expected = row.expected else { return nil }
        switch row.field {
        case "decision":
            let code = reasons.first.map { " (\($0.rawValue))" } ?? ""
            return "expected \(expected), got \(row.actual)\(code)"
        case "by": return "expected grant by \(expected), got \(row.actual)"
        case "reasons": return "expected reasons \(expected); got \(row.actual)"
        default: return "expected \(row.field) \(expected), got \(row.actual)"
        }
    }

    /// In the order of the codes, so that two lists can be compared by eye.
    private static func list(_ codes: Set<ExpectedReason>) -> String {
        codes.isEmpty ? "none" : ExpectedReason.all.filter(codes.contains).map(\.rawValue).joined(separator: ", ")
    }
}
