extension TokenRefusal {
    /// What makes such a token pass, in one sentence without an end, for whoever looks into a refusal: as precise as the
    /// reason is known.
    package var remedy: String {
        switch self {
        case .credentialMalformed:
            "send `Authorization: Bearer TOKEN`, the token without quotes and without blanks in it"
        case .wrongNumberOfParts(0), .wrongNumberOfParts(1):
            "send a signed token (a JWT, three parts with dots): one without dots is opaque, as the access tokens of "
                + "ACM/IDM are, and only its issuer can read it; its ID token is signed"
        case .wrongNumberOfParts(2): "send the whole token: a part of it is missing"
        case .encrypted: "let the issuer send a signed token (JWS) and not an encrypted one (JWE)"
        case .unsigned:
            "let the issuer sign its tokens: one without a signature is never accepted, whatever is configured"
        case .keyAmbiguous: "let the issuer name its key (`kid` in the header), or configure the one key that counts"
        case .typeMismatch(let found, let accepted):
            TokenKind(headerType: found) == .accessToken && !accepted.contains(.accessToken)
                ? "send the ID token and not the access token, or add `access-token` to `token-types` of this issuer"
                : code.remedy
        case .securityEvent:
            "send the token that the login gave: this one is for the issuer's notices, not for requests"
        case .senderConstrained: "let the issuer send a plain bearer token, bound to no key"
        default: code.remedy
        }
    }

    /// What makes it pass where the keys were fetched a moment ago, so that fetching them again changes nothing.
    package var remedyWithFreshKeys: String {
        switch self {
        case .keyUnknown:
            "get a new token, or ask the issuer which key signed this one: its key set, fetched a moment ago, does not "
                + "have it"
        default: remedy
        }
    }
}
