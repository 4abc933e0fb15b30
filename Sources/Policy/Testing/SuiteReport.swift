/// Writes the results of suites in the forms that people and build servers read.
package struct SuiteReport: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case text, json, junit, tap
    }

    /// Colours for people, which this target knows nothing of. Without them the words say the same.
    package struct Colours: Sendable {
        package var good: @Sendable (String) -> String = { $0 }
        package var bad: @Sendable (String) -> String = { $0 }
        package var faint: @Sendable (String) -> String = { $0 }
        package var heading: @Sendable (String) -> String = { $0 }

        package init() {}
    }

    package let results: [SuiteResult]
    /// By policy; empty when it was not asked for.
    package let coverage: [SuiteCoverage]

    package init(_ results: [SuiteResult], coverage: [SuiteCoverage] = []) {
        self.results = results
        self.coverage = coverage
    }

    /// No results at all have not passed.
    package var passed: Bool { !results.isEmpty && results.allSatisfy(\.passed) }

    package func render(_ format: Format, colours: Colours = Colours()) -> String {
        switch format {
        case .text: text(colours)
        case .json: json.text + "\n"
        case .junit: junit
        case .tap: tap
        }
    }

    var cellCount: Int { results.reduce(0) { $0 + $1.cells.count } }
    var failureCount: Int { results.reduce(0) { $0 + $1.failures.count } }
}
