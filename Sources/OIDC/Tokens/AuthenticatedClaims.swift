package import JOSE

/// The claims of somebody whose credential was checked.
///
/// Only an ``Authenticator`` or a ``SessionAuthenticator`` makes one, so holding one is the proof that it was checked.
package struct AuthenticatedClaims: ClaimSource {
    /// What was checked.
    package enum Proof: Sendable {
        case token(VerifiedJWT)
        /// A session that this gateway sealed after a login.
        case session(Session)
    }

    package let proof: Proof

    init(_ token: VerifiedJWT) {
        proof = .token(token)
    }

    init(_ session: Session) {
        proof = .session(session)
    }

    private var source: any ClaimSource {
        switch proof {
        case .token(let token): token
        case .session(let session): session
        }
    }

    /// The identity is the pair of issuer and subject: subjects of two issuers are never the same person
    /// (OpenID Connect Core 1.0, section 5.7).
    package var issuer: String { source.issuer }
    package var subject: String { source.subject }

    package func string(_ claim: String) -> String? { source.string(claim) }
    package func strings(_ claim: String) -> ClaimValues { source.strings(claim) }
}

extension VerifiedJWT {
    /// Whether a token still holds at an instant, with the issuer's leeway on both sides.
    func holds(at now: Instant) -> Bool { validFrom <= now && now < validUntil }
}
