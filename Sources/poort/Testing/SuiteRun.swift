import Policy

/// One run of the suites: reads everything anew, asks, and reports.
struct SuiteRun {
    var files: [String]
    /// In place of the policies that the suites name.
    var policy: String?
    var filter: CellFilter
    var at: String?
    var format: SuiteReport.Format
    var colours: SuiteReport.Colours
    var withCoverage: Bool
    /// What at least must be asserted, in ten-thousandths of a percent of the cells.
    var leastCoverage: Int?

    /// How a run ended.
    struct Ending {
        /// Nil when all was as expected.
        var outcome: Outcome?
        /// The files that it read or looked for.
        var files: [String]
    }

    /// Runs, prints, and tells what went wrong on standard error.
    func ending() -> Ending {
        let suiteFiles = SuiteFiles(at: at)
        do {
            return Ending(outcome: try run(suiteFiles), files: suiteFiles.asked)
        } catch let failure as CommandFailure {
            failure.tell()
            return Ending(outcome: failure.outcome, files: suiteFiles.asked)
        } catch {
            Terminal.error("error: \(error)")
            return Ending(outcome: .internal, files: suiteFiles.asked)
        }
    }

    private func run(_ suiteFiles: SuiteFiles) throws -> Outcome? {
        var mistakes: [String] = []
        var results: [SuiteResult] = []
        var byPolicy: [(path: String, policy: PolicySet, results: [SuiteResult])] = []
        var failures: [CommandFailure] = []
        for file in files {
            // What is wrong with one file does not hide what is wrong with the next.
            do {
                switch try suiteFiles.suite(file) {
                case .failure(let failure): mistakes.append("\(failure)")
                case .success(let suite):
                    let path = try policyPath(of: suite)
                    let policy = try suiteFiles.policy(path)
                    let unreachable = suite.unreachableExpectations(under: policy)
                    if !unreachable.isEmpty { mistakes.append("\(DocumentMistakes(unreachable))") }
                    let result = suite.run(policy: policy, filter: filter)
                    results.append(result)
                    if let index = byPolicy.firstIndex(where: { $0.path == path }) {
                        byPolicy[index].results.append(result)
                    } else {
                        byPolicy.append((path, policy, [result]))
                    }
                }
            } catch let failure as CommandFailure {
                if !failures.contains(where: { $0.message == failure.message }) { failures.append(failure) }
            }
        }
        if !mistakes.isEmpty {
            let text = "the suites have mistakes\n" + mistakes.joined(separator: "\n")
            failures.append(CommandFailure(outcome: .badInput, message: text))
        }
        if let last = failures.popLast() {
            for failure in failures { failure.tell() }
            throw last
        }
        if filter != .all {
            results = results.filter { !$0.cells.isEmpty }
            guard !results.isEmpty else {
                throw CommandFailure(
                    outcome: .usage, message: "no check has what the filter looks for",
                    hint: "the fields are suite, test, person and request")
            }
        }
        for warning in results.flatMap(\.warnings) { Terminal.error(warning) }
        let coverage = withCoverage ? try byPolicy.map { try Self.coverage(of: $0.policy, $0.results) } : []
        let report = SuiteReport(results, coverage: coverage)
        Terminal.write(report.render(format, colours: colours))
        // Formats that build servers read have no place for it.
        if format == .junit || format == .tap {
            for coverage in coverage { Terminal.error(coverage.text) }
        }
        guard report.passed else { return .testsFailed }
        guard let leastCoverage, let low = coverage.first(where: { !$0.cells.reaches(leastCoverage) }) else {
            return nil
        }
        Terminal.error("error: \(low.cells.percent) of the cells of \(low.file) are asserted, which is too little")
        return .coverageBelow
    }

    private static func coverage(of policy: PolicySet, _ results: [SuiteResult]) throws -> SuiteCoverage {
        do throws(AnalysisError) {
            return try SuiteCoverage(policy, results)
        } catch {
            throw CommandFailure(outcome: .invalidConfiguration, message: "\(error)")
        }
    }

    /// A suite names its policy relative to itself.
    private func policyPath(of suite: PolicyTestSuite) throws -> String {
        if let policy { return policy }
        guard let named = suite.policy else {
            throw CommandFailure(
                outcome: .usage, message: "`\(suite.file)` names no policy", hint: "add `policy:` or give --policy FILE"
            )
        }
        return SuiteFiles.path(of: named, besides: suite.file)
    }
}
