internal import JOSE

/// That somebody is logged in at the stand-in, in one browser.
struct SSOSession: Sendable, Equatable {
    /// At ACM/IDM a session saves logging in again for two hours at most after the first login.
    static let lifetime: Int64 = 2 * 3600
    /// For how long it is known which clients have tokens of it, so that they can be told of a logout.
    static let memory: Int64 = 24 * 3600

    /// In tokens.
    let sid: String
    /// ``Gebruiker/id``.
    let gebruiker: String
    let subject: String
    var authenticated: Instant
    /// The identity that was chosen; nil before, and after a switch.
    var werkrelatie: Int64?
    /// The clients that have tokens of it, each once.
    var clients: [String] = []
}
