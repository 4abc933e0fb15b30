/// Makes the addresses by which browsers are sent back to clients (RFC 6749 section 4.1.2, RFC 9207).
struct AuthorizationAnswer: Sendable {
    let issuer: String
    let misbehaviour: Misbehaviour?

    func url(of error: AuthorizationError) -> String {
        url(
            error.redirectURI, [("error", error.code.rawValue), ("error_description", error.description)],
            state: error.state)
    }

    /// - Parameter redirectURI: a registered one, with a query or without.
    func url(_ redirectURI: String, _ fields: [(name: String, value: String)], state: String?) -> String {
        var fields = fields
        if let state { fields.append(("state", state)) }
        switch misbehaviour {
        case .responseWithoutIssuer: break
        case .responseNamesAnotherIssuer: fields.append(("iss", Misbehaviour.stranger))
        default: fields.append(("iss", issuer))
        }
        return redirectURI + (redirectURI.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + FormEncoding.encode(fields)
    }
}
