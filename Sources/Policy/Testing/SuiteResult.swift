/// What became of a suite.
package struct SuiteResult: Sendable {
    /// Why the gateway would not have asked the policy: the time of the token has passed or not come.
    package struct RefusedToken: Hashable, Sendable {
        package let code: ExpectedReason
        package let sentence: String
    }

    package struct Cell: Sendable {
        package let test: String
        package let person: String
        /// The name of the request and its text.
        package let request: String
        package let requestText: String
        package let accessRequest: AccessRequest
        package let asker: Asker
        package let expectation: PolicyTestSuite.Expectation
        package let explanation: Explanation
        /// Nil where the token counts, or is not looked at.
        package let refusedToken: RefusedToken?
        /// Where to look: the expectation, or the test when the pair is not listed.
        package let location: SourceLocation

        package var passed: Bool { comparison.allSatisfy(\.agrees) }

        /// `person, request`.
        package var title: String { "\(person), \(request) (\(requestText))" }

        /// The codes of the decision, the one that decides first; none when it is allowed.
        package var reasons: [ExpectedReason] {
            if let refusedToken { return [refusedToken.code] }
            return explanation.refusals.map { .access($0.code) }
        }

        /// The whole story, for people.
        package var story: String {
            guard let refusedToken else { return explanation.text }
            var lines = ["REFUSED  \(refusedToken.code.rawValue): \(refusedToken.sentence)"]
            if let route = explanation.route {
                lines.append("  route  \(route.pattern) (\(route.methods)), \(route.location)")
            }
            return lines.joined(separator: "\n")
        }
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
