package import JOSE

/// The claims of somebody whose credential was checked, and since when and until when that holds.
///
/// Only an ``Authenticator`` makes one, so holding one is the proof that it was checked.
package struct AuthenticatedClaims: Sendable {
    /// The verified token behind the claims.
    package let token: VerifiedJWT

    init(_ token: VerifiedJWT) {
        self.token = token
    }

    /// The identity is the pair of issuer and subject: subjects of two issuers are never the same person
    /// (OpenID Connect Core 1.0, section 5.7).
    package var issuer: String { token.issuer }
    package var subject: String { token.subject }

    /// Whether the claims still hold at an instant, with the issuer's leeway on both sides.
    package func holds(at now: Instant) -> Bool {
        token.validFrom <= now && now < token.validUntil
    }
}
