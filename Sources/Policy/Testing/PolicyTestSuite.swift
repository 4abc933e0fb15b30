package import Besturen

/// A table of people and requests with the decision expected for each pair.
///
/// Every test is the whole product of its people and requests. What is not listed under `expect` is expected to be denied, so
/// a suite that says too little fails when a policy opens too much.
package struct PolicyTestSuite: Sendable {
    /// Somebody in the tests.
    package struct Person: Sendable {
        package enum Kind: Sendable {
            case anonymous
            /// `bestuur` is nil for somebody whose login names none.
            case known(claims: PrincipalClaims, bestuur: Bestuurseenheid?, holdsLoginRight: Bool)
            /// Whoever holds this token. A `bestuur` without a number is the one that the token names.
            case token(TokenClaims, bestuur: Bestuurseenheid?)
        }

        package let name: String
        package let kind: Kind
        package let location: SourceLocation

        /// The code with which the gateway refuses the token for its time; nil when it does not.
        package var tokenRefusal: ExpectedReason? {
            guard case .token(let claims, _) = kind else { return nil }
            switch claims.state {
            case .valid: return nil
            case .expired: return .tokenExpired
            case .notYetValid: return .tokenNotYetValid
            }
        }
    }

    package struct Request: Sendable {
        package let name: String
        /// As it was written, such as `GET /submissions?page=2`.
        package let text: String
        package let request: AccessRequest
        package let location: SourceLocation
    }

    package struct Expectation: Hashable, Sendable {
        package let isAllowed: Bool
        /// The code that decides; nil accepts any.
        package let reason: ExpectedReason?
        /// Exactly all codes, in any order; nil accepts any.
        package let reasons: Set<ExpectedReason>?
        /// The pattern of the route that decides; nil accepts any.
        package let route: String?
        /// The module or administrative role that grants; nil accepts any.
        package let by: String?
        /// Whether the grant is for reading only; nil accepts both.
        package let isReadOnly: Bool?
        /// Where it was written; nil when it was not, and the request is expected to be denied.
        package let location: SourceLocation?
        /// Where its parts were written.
        let places: [String: SourceLocation]

        static let unlisted = Expectation(
            isAllowed: false, reason: nil, reasons: nil, route: nil, by: nil, isReadOnly: nil, location: nil,
            places: [:])

        func place(of key: String) -> SourceLocation? { places[key] ?? location }
    }

    /// One pair of a test.
    package struct Cell: Sendable {
        /// Position in `people`.
        package let person: Int
        /// Position in `requests`.
        package let request: Int
        package let expectation: Expectation
    }

    package struct Test: Sendable {
        package let name: String
        package let cells: [Cell]
        package let location: SourceLocation
    }

    package let name: String
    package let file: String
    /// As it was written, relative to the suite; nil when the suite names none.
    package let policy: String?
    /// Those of the suite and of its fixtures.
    package let people: [Person]
    package let requests: [Request]
    package let tests: [Test]

    /// Reads a suite with its fixtures, or everything that is wrong with them.
    package static func load(
        file: String, text: String, limits: DocumentLimits = DocumentLimits(), sources: SuiteSources
    ) -> Result<PolicyTestSuite, DocumentMistakes> {
        let reader = DocumentReader(file: file, text: text, limits: limits)
        let reading = SuiteReading(reader, sources, limits)
        let suite = reading.read()
        let mistakes = reading.allMistakes
        guard mistakes.isEmpty, let suite else { return .failure(DocumentMistakes(mistakes)) }
        return .success(suite)
    }

    /// The same for a suite that names no files.
    ///
    /// `validateTarget` says what is wrong with a request target that the gateway would refuse before any policy; it is the
    /// caller's, because this target knows nothing of HTTP.
    package static func load(
        file: String, text: String, limits: DocumentLimits = DocumentLimits(),
        validateTarget: @escaping (String) -> String? = { _ in nil }
    ) -> Result<PolicyTestSuite, DocumentMistakes> {
        load(file: file, text: text, limits: limits, sources: SuiteSources(targetMistake: validateTarget))
    }
}
