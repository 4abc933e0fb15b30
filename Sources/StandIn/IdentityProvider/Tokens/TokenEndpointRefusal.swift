/// Why there are no tokens (RFC 6749, section 5.2).
enum TokenEndpointRefusal: Error, Equatable {
    case client(ClientRefusal)
    case invalidRequest(String)
    case invalidGrant(String)
    case unsupportedGrantType

    var code: String {
        switch self {
        case .client(let refusal): refusal.code
        case .invalidRequest: "invalid_request"
        case .invalidGrant: "invalid_grant"
        case .unsupportedGrantType: "unsupported_grant_type"
        }
    }

    /// For whoever develops the client; nothing of it is secret.
    var description: String {
        switch self {
        case .client(.invalid): "the client did not show that it is itself"
        case .client(.malformed(let text)), .invalidRequest(let text), .invalidGrant(let text): text
        case .unsupportedGrantType: "only authorization_code is supported"
        }
    }
}
