/// One thing that the stand-in does wrong, so that a relying party's tests see it refuse it.
///
/// Each is a single fault in an otherwise right answer. The names group them by where the fault is.
package enum Misbehaviour: String, Sendable, Hashable, CaseIterable {
    // Discovery.
    case discoveryNamesAnotherIssuer

    // The answer by way of the browser (RFC 9207).
    case responseWithoutIssuer
    case responseNamesAnotherIssuer

    // The token endpoint (RFC 6749, section 5).
    case tokenEndpointRefuses
    case tokenEndpointAnswersNoJSON
    /// Answers rightly, after ``IdentityProvider/slowness``.
    case tokenEndpointIsSlow
    /// Answers 307 to another address.
    case tokenEndpointRedirects
    case tokenEndpointGivesNoIDToken

    // The ID token (OpenID Connect Core 1.0, section 3.1.3.7).
    case idTokenOfAnotherIssuer
    case idTokenWithoutSubject
    case idTokenForAnotherAudience
    case idTokenWithoutIssuedAt
    case idTokenExpired
    case idTokenWithAnotherNonce
    case idTokenWithoutNonce
    case idTokenUnsigned
    case idTokenWithBadSignature
    /// No `kid`, while the key set holds several keys: nothing says which one signed (section 10.1).
    case idTokenWithoutKeyID
    /// Signed with a key that is not published.
    case idTokenOfUnknownKey
    case idTokenWithAnotherAccessTokenHash
    /// `acr` names another means than was asked for. Without `acr_values` there is no `acr`, and no fault.
    case idTokenWithAnotherAuthenticationContext

    // Userinfo (section 5.3.2).
    case userinfoOfAnotherSubject

    // The logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6).
    case logoutTokenWithoutEvents
    case logoutTokenWithNonce
    /// With the claim `events`, but not the member that makes it a logout token.
    case logoutTokenWithAnotherEvent
    case logoutTokenOfAnotherIssuer
    case logoutTokenForAnotherAudience
    case logoutTokenWithoutIssuedAt
    /// `iat` of a day ago, and an `exp` that is still to come.
    case logoutTokenIsOld
    case logoutTokenExpired
    case logoutTokenWithoutTokenID
    case logoutTokenUnsigned
    case logoutTokenWithBadSignature
    case logoutTokenOfUnknownKey
    case logoutTokenWithoutSessionAndSubject
    case logoutTokenOfTypeJWT

    /// Where the fault is.
    package enum Place: Sendable, Hashable, CaseIterable {
        case discovery, response, tokenEndpoint, idToken, userinfo, logoutToken
    }

    package var place: Place {
        switch self {
        case .discoveryNamesAnotherIssuer: .discovery
        case .responseWithoutIssuer, .responseNamesAnotherIssuer: .response
        case .tokenEndpointRefuses, .tokenEndpointAnswersNoJSON, .tokenEndpointIsSlow, .tokenEndpointRedirects,
            .tokenEndpointGivesNoIDToken:
            .tokenEndpoint
        case .idTokenOfAnotherIssuer, .idTokenWithoutSubject, .idTokenForAnotherAudience, .idTokenWithoutIssuedAt,
            .idTokenExpired, .idTokenWithAnotherNonce, .idTokenWithoutNonce, .idTokenUnsigned,
            .idTokenWithBadSignature, .idTokenWithoutKeyID, .idTokenOfUnknownKey, .idTokenWithAnotherAccessTokenHash,
            .idTokenWithAnotherAuthenticationContext:
            .idToken
        case .userinfoOfAnotherSubject: .userinfo
        case .logoutTokenWithoutEvents, .logoutTokenWithNonce, .logoutTokenWithAnotherEvent,
            .logoutTokenOfAnotherIssuer, .logoutTokenForAnotherAudience, .logoutTokenWithoutIssuedAt,
            .logoutTokenIsOld, .logoutTokenExpired, .logoutTokenWithoutTokenID, .logoutTokenUnsigned,
            .logoutTokenWithBadSignature, .logoutTokenOfUnknownKey, .logoutTokenWithoutSessionAndSubject,
            .logoutTokenOfTypeJWT:
            .logoutToken
        }
    }

    /// Every fault at a place.
    package static func all(at place: Place) -> [Misbehaviour] { allCases.filter { $0.place == place } }

    /// An issuer, a client, a person that nobody here is.
    static let stranger = "https://stranger.example/op"
}
