/// A request to log somebody in that was checked in every respect (OpenID Connect Core 1.0, section 3.1.2.1).
struct AuthorizationRequest: Sendable {
    enum Prompt: String, Sendable {
        /// No page is shown; what would need one is an error.
        case none
        /// Whoever is logged in says again who they are.
        case login
    }

    let client: String
    let redirectURI: String
    let state: String?
    let nonce: String?
    let scopes: [String]
    let challenge: CodeChallenge?
    /// What `acr` will say; nil when no `acr_values` was sent.
    let means: AuthenticationMeans?
    let prompt: Prompt?
    /// How long ago somebody may have logged in, in seconds.
    let maximumAge: Int64?
    let hint: LoginHint?
}
