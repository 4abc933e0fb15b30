package import JOSE
import Libcrypto

/// Somebody who logged in, for as long as that counts. It lives sealed in a cookie of their browser; nothing is kept here.
///
/// Immutable, and a class because it is remembered as a whole and handed on.
package final class Session: Sendable {
    package let id: SessionID
    package let issuer: String
    package let subject: String
    /// `sid`: the session at the provider, by which it can end this one (OpenID Connect Back-Channel Logout 1.0).
    package let providerSession: String?
    /// What the person is called, for pages.
    package let name: String
    /// The few claims that a policy names.
    package let claims: [SessionClaim]
    /// When the person logged in, to the second.
    package let begun: Instant
    /// When this cookie was sealed, to the second.
    package let issued: Instant
    /// `iat` of the ID token: the login by the provider's clock, which its logout tokens are held against.
    package let tokenIssued: Instant
    /// By what the revocation list finds the session, the person, and the session at the provider.
    package let digest: SessionDigest
    package let subjectKey: HolderKey
    let providerSessionKey: HolderKey?

    package init(
        id: SessionID, issuer: String, subject: String, providerSession: String?, name: String,
        claims: [SessionClaim], begun: Instant, issued: Instant, tokenIssued: Instant
    ) {
        self.id = id
        self.issuer = issuer
        self.subject = subject
        self.providerSession = providerSession
        self.name = name
        self.claims = claims
        self.begun = begun
        self.issued = issued
        self.tokenIssued = tokenIssued
        digest = id.digest
        subjectKey = .subject(subject, issuer: issuer)
        providerSessionKey = providerSession.map { .providerSession($0, issuer: issuer) }
    }

    /// The same session, sealed later: the time without activity begins anew, nothing else does.
    package func reissued(at now: Instant) -> Session {
        Session(
            id: id, issuer: issuer, subject: subject, providerSession: providerSession, name: name, claims: claims,
            begun: begun, issued: Instant(unixSeconds: now.unixSeconds), tokenIssued: tokenIssued)
    }
}

extension Session: ClaimSource {
    package func string(_ claim: String) -> String? {
        if sameBytes(claim, "sub") { return subject }
        guard case .text(let text)? = value(claim) else { return nil }
        return text
    }

    package func strings(_ claim: String) -> ClaimValues {
        switch value(claim) {
        case nil: .absent
        case .text: .wrongType
        case .list(let list): .values(list)
        }
    }

    private func value(_ claim: String) -> SessionClaim.Value? {
        claims.first { sameBytes($0.name, claim) }?.value
    }
}
