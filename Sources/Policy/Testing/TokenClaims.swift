/// What a token says, for a person of a suite. Its signature, issuer and audience were not looked at: policy tests begin where
/// a token was accepted. Its times were, because a suite that was written a year ago is about a token of then.
package struct TokenClaims: Sendable {
    package enum State: Hashable, Sendable {
        case valid
        /// `exp` as text.
        case expired(since: String)
        /// `nbf` as text.
        case notYetValid(before: String)
    }

    /// Under the names that a policy gives.
    package let principalClaims: @Sendable (ClaimNames) -> PrincipalClaims
    /// At the time that the suite fixes.
    package let state: State

    package init(state: State, principalClaims: @escaping @Sendable (ClaimNames) -> PrincipalClaims) {
        self.state = state
        self.principalClaims = principalClaims
    }
}

/// A reason that a test can expect: one of the policy's, or that the token's time has passed or not come.
package enum ExpectedReason: Hashable, Sendable {
    case access(AccessReasonCode)
    case tokenExpired
    case tokenNotYetValid

    /// The code as the gateway's answers have it.
    package var rawValue: String {
        switch self {
        case .access(let code): code.rawValue
        case .tokenExpired: "token_expired"
        case .tokenNotYetValid: "token_not_yet_valid"
        }
    }

    /// Every code that a decision can have. Those of the wire, before the policy, and of upstreams, behind it, are not among
    /// them, and a register with one bestuur holds no conflict.
    package static let all: [ExpectedReason] =
        AccessReasonCode.allCases.filter(\.isDecision).map(ExpectedReason.access) + [.tokenExpired, .tokenNotYetValid]
}

extension AccessReasonCode {
    /// Whether the decision on a test can have it. A new one that depends on who asks belongs in `possibleReasons` as well.
    fileprivate var isDecision: Bool {
        switch self {
        case .requestMalformed, .requestTargetAmbiguous, .headerDuplicated, .credentialsAmbiguous, .requestTooLarge,
            .requestHeadTooLarge, .requestTimeout, .upstreamUnavailable, .upstreamTimeout, .bestuurConflict:
            false
        case .routeUnknown, .routeClosed, .methodNotAllowed, .tokenMissing, .loginRightMissing, .doelgroepNotAdmitted,
            .bestuurMissing, .bestuurUnknown, .bestuurNotActive, .moduleReadOnly, .bestuurstypeNotEligible,
            .roleForOtherBestuur, .moduleNotGranted, .roleMissing, .includeNotAdmitted, .relationshipNotAdmitted,
            .filterNotAdmitted, .queryAmbiguous, .parameterUnknown:
            true
        }
    }
}
