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
    /// The userinfo endpoint gave no usable answer.
    case userInfo(UserInfoProblem)
    /// The provider's metadata could not be had or used; people cannot log in.
    case providerUnavailable(String)
    /// Nobody logs in under this host: it is none of the redirect addresses'.
    case hostUnknown(String)
    /// Even the roles for the chosen bestuur do not fit into a cookie.
    case sessionTooLarge
    /// The answer was used before.
    case replayed
    /// What was used before cannot be read or written.
    case storeUnavailable
    /// The provider ended its session before the login was complete.
    case ended
    /// The ID token was made too long ago for a login that is ending now.
    case issuedTooLongAgo

    package enum UserInfoProblem: Sendable, Equatable {
        case fetch(FetchFailure)
        case malformed
        /// It speaks of another person than the ID token (OpenID Connect Core 1.0, section 5.3.2).
        case subjectMismatch
        /// The provider has no such endpoint.
        case absent
    }

    package enum TokenEndpointProblem: Sendable, Equatable {
        case fetch(FetchFailure)
        /// The provider's code (RFC 6749, section 5.2).
        case refused(error: String)
        /// It does not take this client for what it says it is (`invalid_client`).
        case clientRefused
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
        case .tokenEndpoint(.clientRefused): "login_client_refused"
        case .tokenEndpoint: "login_token_endpoint"
        case .token(let refusal): refusal.code.rawValue
        case .issuedAtMissing: "login_issued_at_missing"
        case .nonceMismatch: "login_nonce_mismatch"
        case .accessTokenHashMismatch: "login_access_token_hash_mismatch"
        case .authenticationContext: "login_authentication_context"
        case .userInfo(.subjectMismatch): "login_userinfo_subject_mismatch"
        case .userInfo: "login_userinfo"
        case .providerUnavailable: "login_provider_unavailable"
        case .hostUnknown: "login_host_unknown"
        case .sessionTooLarge: "login_session_too_large"
        case .replayed: "login_replayed"
        case .storeUnavailable: "login_store_unavailable"
        case .ended: "login_ended"
        case .issuedTooLongAgo: "login_issued_too_long_ago"
        }
    }

    /// Whether a new start may help whoever logs in, as opposed to whoever runs the gateway or the provider.
    package var isMendedByStartingAnew: Bool {
        switch self {
        case .stateUnknown, .expired, .responseMalformed, .nonceMismatch, .authenticationContext, .replayed, .ended:
            true
        case .provider(let error): error == "access_denied" || error == "login_required"
        case .issuerMismatch, .assertionFailed, .tokenEndpoint, .token, .issuedAtMissing, .accessTokenHashMismatch,
            .userInfo, .hostUnknown, .sessionTooLarge, .providerUnavailable, .storeUnavailable, .issuedTooLongAgo:
            false
        }
    }

    /// For the log: what exactly, in one sentence without an end. It holds no code, token or secret.
    package var detail: String {
        switch self {
        case .stateUnknown: "no login of this browser has the state of the answer"
        case .expired: "the login took longer than \(LoginTransaction.lifetimeSeconds / 60) minutes"
        case .responseMalformed: "the provider's answer cannot be read, or names something twice"
        case .provider(let error): "the provider answers `\(error)`"
        case .issuerMismatch: "the answer is not of the provider that was asked"
        case .assertionFailed: "the client's assertion could not be signed"
        case .tokenEndpoint(let problem): "the token endpoint: \(problem.text)"
        case .token(let refusal): "the ID token: \(refusal.detail)"
        case .issuedAtMissing: "the ID token has no `iat`"
        case .nonceMismatch: "the ID token was made for another login"
        case .accessTokenHashMismatch: "`at_hash` of the ID token does not fit the access token"
        case .authenticationContext(let found):
            "`acr` is \(found.map { Quoted.text($0) } ?? "missing"), which is none of those asked for"
        case .userInfo(let problem): "the userinfo endpoint: \(problem.text)"
        case .providerUnavailable(let reason): "the provider's metadata: \(reason)"
        case .hostUnknown(let host):
            "the host \(Quoted.text(String(host.prefix(100)))) is none of the redirect addresses'"
        case .sessionTooLarge: "the roles of this person do not fit into a cookie"
        case .replayed: "the provider's answer was used before"
        case .storeUnavailable: "the file of `session.store` cannot be used"
        case .ended: "the provider ended its session while the login was under way"
        case .issuedTooLongAgo: "`iat` of the ID token is more than \(LoginTokens.longestAge / 60) minutes ago"
        }
    }
}

extension LoginRefusal.TokenEndpointProblem {
    var text: String {
        switch self {
        case .fetch(let failure): failure.text
        case .refused(let error): "it answers `\(error)`"
        case .clientRefused:
            "it answers `invalid_client`: are `login.client-id` and the client's secret or key what is registered there?"
        case .malformed: "its answer is no JSON object with an access token"
        case .noIDToken: "its answer has no ID token; is `openid` among the scopes?"
        case .tokenType: "its token is no bearer token"
        }
    }
}

extension LoginRefusal.UserInfoProblem {
    var text: String {
        switch self {
        case .fetch(let failure): failure.text
        case .malformed: "its answer is no JSON object"
        case .subjectMismatch: "it speaks of another person"
        case .absent: "the provider names none"
        }
    }
}
