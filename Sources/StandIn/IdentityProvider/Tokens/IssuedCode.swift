internal import JOSE

/// An authorization code that was given out, and what it stands for (RFC 6749, section 4.1.2).
struct IssuedCode: Sendable {
    /// A code must be redeemed within so many seconds at ACM/IDM.
    static let lifetime: Int64 = 30
    /// A code is remembered for longer, so that a second use is seen and what it gave is taken back.
    static let memory: Int64 = 3600

    let login: CompletedLogin
    let redirectURI: String
    let challenge: CodeChallenge?
    let issued: Instant
    var isUsed = false
    /// What it was redeemed for.
    var accessToken: String?
}

/// Who logged in where, and what the client asked for: the content of tokens.
struct CompletedLogin: Sendable {
    let client: String
    let scopes: [String]
    let nonce: String?
    /// `acr`; nil when no `acr_values` was sent.
    let means: AuthenticationMeans?
    let person: PersonClaims
    let sid: String
    let authenticated: Instant
}

/// What an opaque access token stands for.
struct AccessGrant: Sendable {
    static let lifetime: Int64 = 3600

    let login: CompletedLogin
    let issued: Instant

    var expires: Instant { issued.adding(seconds: Self.lifetime) }
}
