import JOSE
import Libcrypto

@testable import OIDC

/// A session that tests begin from.
enum SessionGiven {
    static let issuer = LoginGiven.issuer
    static let now = LoginGiven.now
    static let limits = SessionLimits(idle: 1_800, absolute: 36_000)

    static func session(
        subject: String = "person-1", providerSession: String? = "sid-1", claims: [SessionClaim]? = nil,
        begun: Instant = now, issued: Instant? = nil, tokenIssued: Instant? = nil, issuer: String = issuer
    ) throws -> Session {
        Session(
            id: try .random(), issuer: issuer, subject: subject, providerSession: providerSession,
            name: "An Voorbeeld",
            claims: claims ?? [
                SessionClaim("vo_orgcode", .text("0999999922")), SessionClaim("roles", .list(["R:0999999922", "Ö"])),
            ],
            begun: begun, issued: issued ?? begun, tokenIssued: tokenIssued ?? begun.adding(seconds: -3))
    }

    static func authenticator(
        _ ring: SealingKeyRing, revocations: Revocations = .none
    ) -> SessionAuthenticator<String> {
        SessionAuthenticator(
            ring: ring, issuer: issuer, limits: limits, cache: TokenCacheLimits(), revocations: revocations)
    }
}

extension SessionAuthenticator<String> {
    /// The identity, or the code of the refusal.
    func ask(_ value: String, at now: Instant) -> String {
        switch authenticate(
            Array(value.utf8).span, at: now, derive: { "\($0.subject) \($0.string("vo_orgcode") ?? "-")" })
        {
        case .known(let identity, _, let isDue): identity + (isDue ? " due" : "")
        case .refused(let refusal, _): refusal.rawValue
        }
    }
}
