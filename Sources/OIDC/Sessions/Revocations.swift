import JOSE

/// The sessions that were ended before their time, as of one moment. Every event loop holds one and asks it for each session
/// once; a newer one has a higher version.
package final class Revocations: Sendable {
    /// One entry: what it ends.
    package enum Entry: Sendable, Hashable {
        /// One session: its person logged out.
        case session(SessionDigest)
        /// Every session of a person that began up to an instant of our clock, in seconds: logged out everywhere.
        case subject(HolderKey, begunUntil: Int64)
        /// The provider ended all sessions of a person: every one whose ID token was made up to an instant of its clock, in
        /// seconds, because a login and a logout are told apart by that clock alone. Or it ended one of its own sessions
        /// (`sid`): every one that began in it, whenever.
        case provider(HolderKey, issuedUntil: Int64)
        /// Every session that began up to an instant of our clock, in seconds: an operator ended all.
        case everybody(begunUntil: Int64)
    }

    package let version: UInt64
    private let sessions: Set<SessionDigest>
    private let subjects: [HolderKey: Int64]
    private let holders: [HolderKey: Int64]
    private let everybody: Int64?

    package static let none = Revocations(version: 0, [])

    package init(version: UInt64, _ entries: some Sequence<Entry>) {
        var sessions: Set<SessionDigest> = []
        var everybody: Int64?
        var subjects: [HolderKey: Int64] = [:]
        var holders: [HolderKey: Int64] = [:]
        for entry in entries {
            switch entry {
            case .session(let id): sessions.insert(id)
            case .subject(let key, let until): subjects[key] = max(until, subjects[key] ?? .min)
            case .provider(let key, let until): holders[key] = max(until, holders[key] ?? .min)
            case .everybody(let until): everybody = max(until, everybody ?? .min)
            }
        }
        self.version = version
        self.sessions = sessions
        self.subjects = subjects
        self.holders = holders
        self.everybody = everybody
    }

    package var count: Int { sessions.count + subjects.count + holders.count + (everybody == nil ? 0 : 1) }

    /// Whether a session was ended.
    package func contains(_ session: Session) -> Bool {
        if sessions.contains(session.digest) { return true }
        if let everybody, session.begun.unixSeconds <= everybody { return true }
        if let until = subjects[session.subjectKey], session.begun.unixSeconds <= until { return true }
        let issued = session.tokenIssued.unixSeconds
        if let until = holders[session.subjectKey], issued <= until { return true }
        // A session that the provider ended does not come back, however late a login in it was completed.
        if let key = session.providerSessionKey, holders[key] != nil { return true }
        return false
    }
}
