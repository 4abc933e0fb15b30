package import JOSE

/// What the stand-in says about itself (OpenID Connect Discovery 1.0, section 3; RFC 8414, section 2).
///
/// It names what is there: no grant that a client could use yet, hence no authorization endpoint and no response type.
package struct DiscoveryDocument: Sendable {
    /// Paths below the issuer's own path; those of ACM/IDM.
    package static let path = "/.well-known/openid-configuration"
    package static let keysPath = "/v1/keys"

    package let issuer: String

    package init(issuer: String) {
        self.issuer = issuer
    }

    package var json: JSONValue {
        .object([
            ("issuer", .string(issuer)),
            ("jwks_uri", .string(issuer + Self.keysPath)),
            ("response_types_supported", .array([])),
            ("grant_types_supported", .array([])),
            ("subject_types_supported", .array([.string("public")])),
            ("id_token_signing_alg_values_supported", .array([.string("RS256")])),
            ("acr_values_supported", .array(AuthenticationMeans.allCases.map { .string($0.rawValue) })),
            ("claims_supported", .array(Self.claims.map { .string($0) })),
        ])
    }

    private static let claims = [
        "iss", "aud", "sub", "iat", "exp", "acr", "given_name", "family_name", "rrn", "vo_id", "vo_doelgroepcode",
        "vo_doelgroepnaam", "vo_orgcode", "vo_orgnaam", "abb_loketLB_rol_3d",
    ]
}
