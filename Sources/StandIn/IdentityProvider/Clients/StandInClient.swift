package import JOSE

/// A relying party that is registered at the stand-in.
package struct StandInClient: Sendable {
    /// How it shows the token endpoint that it is itself.
    package enum Authentication: Sendable {
        /// `client_secret_basic` or `client_secret_post`.
        case secret(String)
        /// `private_key_jwt`: its public keys, a JWK set.
        case keys(JSONValue)
    }

    package let id: String
    package let authentication: Authentication
    /// Compared byte for byte (RFC 9700, section 2.1).
    package let redirectURIs: [String]
    package let postLogoutRedirectURIs: [String]
    /// Where logout tokens are sent; nil when it takes none.
    package let backChannelLogoutURI: String?
    /// What it may ask for. One that it may not have makes a login fail at once, as at ACM/IDM.
    package let scopes: [String]
    /// How pages call it; nil for its id.
    package let name: String?

    package init(
        id: String, authentication: Authentication, redirectURIs: [String], postLogoutRedirectURIs: [String] = [],
        backChannelLogoutURI: String? = nil, scopes: [String] = ["openid", "profile", "vo", "rrn", "abb_loketLB"],
        name: String? = nil
    ) {
        self.id = id
        self.authentication = authentication
        self.redirectURIs = redirectURIs
        self.postLogoutRedirectURIs = postLogoutRedirectURIs
        self.backChannelLogoutURI = backChannelLogoutURI
        self.scopes = scopes
        self.name = name
    }
}
