package import JOSE
package import Libcrypto

/// Finds out who is asking by a session's cookie, for one event loop.
///
/// Not `Sendable`: it owns the opened sessions of its loop. Nothing is looked up elsewhere: the times are compared on every
/// request, the revocation list once for each session and each change of the list.
package final class SessionAuthenticator<Identity> {
    private let ring: SealingKeyRing
    private let issuer: String
    private let limits: SessionLimits
    private var revocations: Revocations
    private var cache: VerifiedTokenCache<Entry>

    private final class Entry {
        let session: Session
        let identity: Identity
        /// The version of the revocation list that does not hold it.
        var cleared: UInt64

        init(_ session: Session, _ identity: Identity, cleared: UInt64) {
            self.session = session
            self.identity = identity
            self.cleared = cleared
        }
    }

    /// - Parameter issuer: the provider that people log in at; sessions of another one no longer count.
    package init(
        ring: SealingKeyRing, issuer: String, limits: SessionLimits, cache: TokenCacheLimits, revocations: Revocations
    ) {
        self.ring = ring
        self.issuer = issuer
        self.limits = limits
        self.revocations = revocations
        self.cache = VerifiedTokenCache(limits: cache)
    }

    /// How many sessions were found among the opened ones, and how many were not. For metrics.
    package private(set) var hits: UInt64 = 0
    package private(set) var misses: UInt64 = 0

    /// A newer list; an older one never takes its place.
    package func replace(revocations: Revocations) {
        guard revocations.version > self.revocations.version else { return }
        self.revocations = revocations
    }

    /// Whether a session was ended, as far as is known now.
    package func isEnded(_ session: Session) -> Bool { revocations.contains(session) }

    /// What was derived from sessions no longer counts.
    package func forgetAll() { cache.removeAll() }

    /// Opens a cookie's value and gives what is known of its holder.
    ///
    /// - Parameter derive: makes the identity of a session just opened; not called for one that was seen before.
    package func authenticate(
        _ value: borrowing Span<UInt8>, at now: Instant, derive: (AuthenticatedClaims) -> Identity
    ) -> SessionAuthentication<Identity> {
        if let entry = cache.value(for: value) {
            hits &+= 1
            if entry.cleared != revocations.version {
                guard !revocations.contains(entry.session) else {
                    cache.remove(value)
                    return .refused(.revoked, entry.session)
                }
                entry.cleared = revocations.version
            }
            guard limits.hold(entry.session, at: now) else {
                cache.remove(value)
                return .refused(.expired, entry.session)
            }
            return .known(entry.identity, entry.session, isDue: limits.isDue(entry.session, at: now))
        }
        misses &+= 1
        let session: Session
        switch SealedSession.check(value, with: ring, issuer: issuer, limits: limits, revocations, at: now) {
        case .failure(let ended): return .refused(ended.refusal, ended.session)
        case .success(let opened): session = opened
        }
        let identity = derive(AuthenticatedClaims(session))
        cache.insert(Entry(session, identity, cleared: revocations.version), for: value)
        return .known(identity, session, isDue: limits.isDue(session, at: now))
    }
}

/// What became of a session's cookie.
package enum SessionAuthentication<Identity> {
    /// - isDue: the cookie is old enough to be sealed anew.
    case known(Identity, Session, isDue: Bool)
    /// With the session, where the cookie holds one that no longer counts.
    case refused(SessionRefusal, Session?)
}

/// A session's cookie that does not count, with the session where it holds one.
package struct EndedSession: Error, Sendable {
    package let refusal: SessionRefusal
    package let session: Session?

    package init(refusal: SessionRefusal, session: Session?) {
        self.refusal = refusal
        self.session = session
    }
}

extension SessionLimits {
    /// Whether a session still counts. A minute for the clocks of replicas that differ.
    func hold(_ session: Session, at now: Instant) -> Bool {
        let now = now.unixSeconds
        let sinceIssue = now - session.issued.unixSeconds
        let sinceLogin = now - session.begun.unixSeconds
        return sinceIssue >= -60 && sinceIssue < idle && sinceLogin >= -60 && sinceLogin < absolute
    }

    /// Whether an active session gets a new cookie.
    package func isDue(_ session: Session, at now: Instant) -> Bool {
        now.unixSeconds - session.issued.unixSeconds >= reissueAfter
    }
}

extension SealedSession {
    /// The whole check of a cookie's value, for a page that is asked for now and then.
    package static func check(
        _ value: borrowing Span<UInt8>, as kind: Kind = .modules, with ring: SealingKeyRing, issuer: String,
        limits: SessionLimits, _ revocations: Revocations, at now: Instant
    ) -> Result<Session, EndedSession> {
        guard let session = open(value, as: kind, with: ring), sameBytes(session.issuer, issuer) else {
            return .failure(EndedSession(refusal: .invalid, session: nil))
        }
        guard !revocations.contains(session) else {
            return .failure(EndedSession(refusal: .revoked, session: session))
        }
        guard limits.hold(session, at: now) else {
            return .failure(EndedSession(refusal: .expired, session: session))
        }
        return .success(session)
    }
}
