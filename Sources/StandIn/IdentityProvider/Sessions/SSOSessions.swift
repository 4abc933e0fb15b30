internal import JOSE

/// Who is logged in at the stand-in.
final class SSOSessions: Sendable {
    static let cookie = Cookie(
        name: "stand-in-sso", path: IdentityProvider.path, sameSite: "Lax", lifetime: SSOSession.lifetime)

    /// From the cookie's value to the `sid`.
    private let cookies = ExpiringStore<String>(lifetime: SSOSession.lifetime)
    private let sessions = ExpiringStore<SSOSession>(lifetime: SSOSession.memory)

    /// The session of a browser, unless it is older than two hours.
    func session(cookie: String?, at now: Instant) -> SSOSession? {
        guard let sid = cookie.flatMap({ cookies.value($0, at: now) }), let session = sessions.value(sid, at: now),
            now < session.authenticated.adding(seconds: SSOSession.lifetime)
        else { return nil }
        return session
    }

    subscript(sid: String, at now: Instant) -> SSOSession? { sessions.value(sid, at: now) }

    /// Begins a session, or renews the browser's own when it is of the same person. Either way under a new cookie.
    ///
    /// - Returns: the value of the cookie, and the session.
    func begin(
        _ gebruiker: Gebruiker, replacing old: SSOSession?, cookie: String?, at now: Instant
    ) throws -> (cookie: String, session: SSOSession) {
        if let cookie { cookies.take(cookie, at: now) }
        if let old, old.gebruiker == gebruiker.id {
            let renewed = sessions.update(old.sid, at: now) { session in
                session.authenticated = now
                return session
            }
            if let renewed { return (try cookies.add(old.sid, at: now), renewed) }
        }
        let sid = try Opaque.id()
        let session = SSOSession(
            sid: sid, gebruiker: gebruiker.id, subject: gebruiker.subject, authenticated: now)
        _ = sessions.insert(session, under: sid, until: now.adding(seconds: SSOSession.memory), at: now)
        return (try cookies.add(sid, at: now), session)
    }

    func choose(_ werkrelatie: Int64?, in sid: String, at now: Instant) {
        _ = sessions.update(sid, at: now) { $0.werkrelatie = werkrelatie }
    }

    /// Remembers that a client has tokens of a session.
    func add(client: String, to sid: String, at now: Instant) {
        _ = sessions.update(sid, at: now) { session in
            if !session.clients.contains(where: { sameBytes($0, client) }) { session.clients.append(client) }
        }
    }

    /// Ends a session; of two at once only one gets it.
    func end(_ sid: String, at now: Instant) -> SSOSession? { sessions.take(sid, at: now) }

    /// Ends every session of a person.
    func endAll(of gebruiker: String, at now: Instant) -> [SSOSession] {
        sessions.all(at: now).filter { $0.value.gebruiker == gebruiker }.compactMap { sessions.take($0.key, at: now) }
    }
}
