/// Why nobody is logged in.
enum AuthorizationRefusal: Error, Sendable, Equatable {
    /// Shown on a page. Who asks is not known, or not where the answer may go: sending the browser on would make this an
    /// open redirector (RFC 6749, section 4.1.2.1).
    case page(String)
    /// Told to the client.
    case answer(AuthorizationError)
}

/// An error for the client, by way of the browser (RFC 6749 section 4.1.2.1, OpenID Connect Core 1.0 section 3.1.2.6).
struct AuthorizationError: Sendable, Equatable {
    enum Code: String, Sendable {
        case invalidRequest = "invalid_request"
        case unsupportedResponseType = "unsupported_response_type"
        case invalidScope = "invalid_scope"
        case accessDenied = "access_denied"
        case loginRequired = "login_required"
        case interactionRequired = "interaction_required"
        case requestNotSupported = "request_not_supported"
        case requestURINotSupported = "request_uri_not_supported"
        case registrationNotSupported = "registration_not_supported"
        case serverError = "server_error"
        /// OpenID Connect Core Error Code unmet_authentication_requirements 1.0.
        case unmetAuthenticationRequirements = "unmet_authentication_requirements"
    }

    let redirectURI: String
    let state: String?
    let code: Code
    /// For whoever develops the client: the characters that RFC 6749 allows.
    let description: String
}
