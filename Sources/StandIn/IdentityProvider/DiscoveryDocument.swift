package import JOSE

/// What the stand-in says about itself (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2).
package struct DiscoveryDocument: Sendable {
    /// Paths below the issuer's own path; those of ACM/IDM.
    package static let path = "/.well-known/openid-configuration"
    package static let keysPath = "/v1/keys"
    package static let authorizationPath = "/v1/auth"
    package static let tokenPath = "/v1/token"
    package static let userinfoPath = "/v1/userinfo"
    package static let introspectionPath = "/v1/introspect"
    package static let endSessionPath = "/v1/logout"

    package let issuer: String
    /// What `issuer` says, where that is not the issuer whose endpoints follow: a fault.
    var named: String?

    package init(issuer: String) {
        self.issuer = issuer
    }

    package var json: JSONValue {
        .object([
            ("issuer", .string(named ?? issuer)),
            ("authorization_endpoint", .string(issuer + Self.authorizationPath)),
            ("token_endpoint", .string(issuer + Self.tokenPath)),
            ("userinfo_endpoint", .string(issuer + Self.userinfoPath)),
            ("introspection_endpoint", .string(issuer + Self.introspectionPath)),
            ("end_session_endpoint", .string(issuer + Self.endSessionPath)),
            ("jwks_uri", .string(issuer + Self.keysPath)),
            ("scopes_supported", Self.list(["openid"] + PersonClaims.scopes)),
            ("response_types_supported", ["code"]),
            ("response_modes_supported", ["query"]),
            ("grant_types_supported", ["authorization_code"]),
            ("subject_types_supported", ["public"]),
            ("id_token_signing_alg_values_supported", ["RS256"]),
            ("token_endpoint_auth_methods_supported", Self.list(Self.clientAuthentication)),
            ("token_endpoint_auth_signing_alg_values_supported", ["RS256"]),
            ("introspection_endpoint_auth_methods_supported", Self.list(Self.clientAuthentication)),
            ("introspection_endpoint_auth_signing_alg_values_supported", ["RS256"]),
            ("code_challenge_methods_supported", Self.list(CodeChallenge.Method.allCases.map(\.rawValue))),
            ("acr_values_supported", Self.list(AuthenticationMeans.allCases.map(\.rawValue))),
            ("prompt_values_supported", ["none", "login"]),
            ("claims_supported", Self.list(Self.claims)),
            ("claims_parameter_supported", false),
            ("request_parameter_supported", false),
            ("request_uri_parameter_supported", false),
            ("authorization_response_iss_parameter_supported", true),
            ("backchannel_logout_supported", true),
            ("backchannel_logout_session_supported", true),
        ])
    }

    private static func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    private static let clientAuthentication = ["client_secret_basic", "client_secret_post", "private_key_jwt"]

    private static let claims = [
        "iss", "aud", "sub", "iat", "exp", "nonce", "at_hash", "sid", "auth_time", "acr", "given_name", "family_name",
        "rrn", "vo_id", "vo_doelgroepcode", "vo_doelgroepnaam", "vo_orgcode", "vo_orgnaam", "abb_loketLB_rol_3d",
    ]
}
