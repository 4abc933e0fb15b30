/// A parser that takes bytes from outside, with what must hold whatever the bytes are.
///
/// Each is run on its seeds and on found inputs by the ordinary tests, and on made-up inputs by `Scripts/fuzz`.
package enum FuzzTarget: String, CaseIterable, Sendable, CustomStringConvertible {
    case requestHead = "request-head"
    case responseHead = "response-head"
    case chunkedBody = "chunked-body"
    case target
    case query
    case base64url
    case json
    case compactJWS = "compact-jws"
    case mutatedToken = "mutated-token"
    case signedToken = "signed-token"
    case jwkSet = "jwk-set"
    case providerDocuments = "provider-documents"
    case login
    case roles
    case policyDocument = "policy-document"
    case dispatcher
    case besturen
    case turtle

    package var description: String { rawValue }

    /// Puts the bytes through the parser.
    /// - Returns: the property that does not hold, or `nil`. A crash or an endless loop is for the caller to see.
    package func run(_ bytes: [UInt8]) -> Violation? {
        var check = PropertyCheck()
        switch self {
        case .requestHead: HeadProperties.request(bytes, &check)
        case .responseHead: HeadProperties.response(bytes, &check)
        case .chunkedBody: BodyProperties.chunked(bytes, &check)
        case .target: TargetProperties.check(bytes, &check)
        case .query: QueryProperties.check(bytes, &check)
        case .base64url: TokenProperties.base64url(bytes, &check)
        case .json: JSONProperties.check(bytes, &check)
        case .compactJWS: TokenProperties.compactJWS(bytes, &check)
        case .mutatedToken: TokenProperties.mutatedToken(bytes, &check)
        case .signedToken: SignedTokenProperties.check(bytes, &check)
        case .jwkSet: TokenProperties.jwkSet(bytes, &check)
        case .providerDocuments: ProviderProperties.check(bytes, &check)
        case .login: LoginProperties.check(bytes, &check)
        case .roles: RoleProperties.check(bytes, &check)
        case .policyDocument: DocumentProperties.policy(bytes, &check)
        case .dispatcher: ImportProperties.dispatcher(bytes, &check)
        case .besturen: DocumentProperties.besturen(bytes, &check)
        case .turtle: TurtleProperties.check(bytes, &check)
        }
        return check.violation
    }
}

/// A property that does not hold for an input.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package let property: String
    package let detail: String

    package var description: String { detail.isEmpty ? property : "\(property): \(detail)" }
}

/// Keeps the first property that does not hold.
struct PropertyCheck {
    private(set) var violation: Violation?

    mutating func holds(_ condition: Bool, _ property: String, _ detail: @autoclosure () -> String = "") {
        if !condition, violation == nil { violation = Violation(property: property, detail: detail()) }
    }
}
