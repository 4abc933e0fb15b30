extension SuiteReport {
    var json: JSONText {
        var members: [(String, JSONText)] = [
            ("passed", .bool(passed)),
            ("checks", .number(cellCount)),
            ("failures", .number(failureCount)),
            ("suites", .array(results.map(SuiteReport.json))),
        ]
        if !coverage.isEmpty { members.append(("coverage", .array(coverage.map(\.json)))) }
        return .object(members)
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
            ("file", .string(cell.location.file)),
            ("line", .number(cell.location.line)),
            ("column", .number(cell.location.column)),
            ("expected", .string(cell.expectation.isAllowed ? "allow" : "deny")),
            ("actual", .string(cell.explanation.isAllowed ? "allow" : "deny")),
            ("reason", .optional(cell.reasons.first?.rawValue)),
            ("reasons", .strings(cell.reasons.map(\.rawValue))),
            ("route", .optional(cell.explanation.route?.pattern)),
            ("granted_by", .optional(cell.explanation.grantedByID)),
            ("read_only", cell.explanation.grant.map { .bool($0.isReadOnly) } ?? .null),
            ("passed", .bool(cell.passed)),
        ]
        if let failure = cell.failure {
            members.append(("failure", .string(failure)))
            members.append(("comparison", .array(cell.comparison.map(json))))
            members.append(("explanation", cell.explanation.json))
        }
        return .object(members)
    }

    private static func json(_ row: SuiteResult.Difference) -> JSONText {
        .object([
            ("field", .string(row.field)), ("expected", .optional(row.expected)), ("actual", .string(row.actual)),
            ("agrees", .bool(row.agrees)),
        ])
    }
}
