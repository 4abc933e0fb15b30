/// Who is logged in at gebruikersbeheer: by page, with a cookie, or by API, with a bearer token. Neither counts as the other.
final class BeheerSessions: Sendable {
    /// How long one counts, in seconds.
    static let lifetime: Int64 = 3600

    struct Session: Sendable {
        let gebruiker: Gebruiker
        /// Stands in every form of the session, and nowhere a page of another site could read it.
        let formToken: String
    }

    let pages = ExpiringStore<Session>(lifetime: lifetime)
    /// From the bearer token to ``Gebruiker/id``.
    let api = ExpiringStore<String>(lifetime: lifetime)
}
