/// What became of a suite.
package struct SuiteResult: Sendable {
    package struct Cell: Sendable {
        package let test: String
        package let person: String
        /// The name of the request and its text.
        package let request: String
        package let requestText: String
        package let expectation: PolicyTestSuite.Expectation
        package let explanation: Explanation
        /// What differs from the expectation, in words; nil when it holds.
        package let failure: String?
        /// Where to look: the expectation, or the test when the pair is not listed.
        package let location: SourceLocation

        package var passed: Bool { failure == nil }

        /// `person, request`.
        package var title: String { "\(person), \(request) (\(requestText))" }
    }

    package let suite: String
    package let file: String
    package let cells: [Cell]
    /// What a person should look at although nothing failed, such as a role that the policy does not know.
    package let warnings: [String]

    package var failures: [Cell] { cells.filter { !$0.passed } }

    /// A suite without tests has not passed.
    package var passed: Bool { !cells.isEmpty && failures.isEmpty }
}
