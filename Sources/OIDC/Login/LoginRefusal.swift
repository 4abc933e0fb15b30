package import JOSE

/// Why a login does not succeed. `code` is what logs, pages and tests rely on; it never changes its meaning.
package enum LoginRefusal: Error, Sendable, Equatable {
    /// No transaction of this browser has the state of the answer: a link from elsewhere, another browser, or one that was
    /// used before.
    case stateUnknown
    /// The login took longer than a transaction lives.
    case expired
    /// The answer names a member twice, lacks one, or cannot be read.
    case responseMalformed
    /// The provider says no; the text is its code (RFC 6749, section 4.1.2.1).
    case provider(error: String)
    /// The answer comes from another provider than was asked (RFC 9207), or does not say from which.
    case issuerMismatch
    /// The client's assertion could not be signed.
    case assertionFailed
    /// The token endpoint gave no usable answer.
    case tokenEndpoint(TokenEndpointProblem)
    /// The ID token does not count.
    case token(TokenRefusal)
    /// The ID token says nothing of when it was made (OpenID Connect Core 1.0, section 2).
    case issuedAtMissing
    /// The ID token was made for another login, or says for none.
    case nonceMismatch
    /// The ID token was not made together with the access token (section 3.1.3.6).
    case accessTokenHashMismatch
    /// Logging in was weaker than what is asked for.
    case authenticationContext(found: String?)

    package enum TokenEndpointProblem: Sendable, Equatable {
        case fetch(FetchFailure)
        /// The provider's code (RFC 6749, section 5.2).
        case refused(error: String)
        case malformed
        /// An answer without an ID token: a provider of OAuth alone.
        case noIDToken
        /// Another `token_type` than `Bearer`.
        case tokenType
    }

    package var code: String {
        switch self {
        case .stateUnknown: "login_state_unknown"
        case .expired: "login_expired"
        case .responseMalformed: "login_response_malformed"
        case .provider(let error): error == "access_denied" ? "login_denied" : "login_provider_error"
        case .issuerMismatch: "login_issuer_mismatch"
        case .assertionFailed: "login_assertion_failed"
        case .tokenEndpoint: "login_token_endpoint"
        case .token(let refusal): refusal.code.rawValue
        case .issuedAtMissing: "login_issued_at_missing"
        case .nonceMismatch: "login_nonce_mismatch"
        case .accessTokenHashMismatch: "login_access_token_hash_mismatch"
        case .authenticationContext: "login_authentication_context"
        }
    }

    /// Whether a new start may help whoever logs in, as opposed to whoever runs the gateway or the provider.
    package var isMendedByStartingAnew: Bool {
        switch self {
        case .stateUnknown, .expired, .responseMalformed, .nonceMismatch, .authenticationContext: true
        case .provider(let error): error == "access_denied" || error == "login_required"
        case .issuerMismatch, .assertionFailed, .tokenEndpoint, .token, .issuedAtMissing, .accessTokenHashMismatch:
            false
        }
    }
}
