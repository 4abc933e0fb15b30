import Synchronization

/// How logins and logouts ended, for metrics.
final class PageCounters: Sendable {
    struct Counts: Sendable {
        /// By outcome: `ok`, or the code of the refusal. Codes are a closed list, which no client can make longer.
        var logins: [String: UInt64] = ["ok": 0]
        /// By kind: `here`, `everywhere`, `switch`, `provider`.
        var logouts: [String: UInt64] = ["here": 0, "everywhere": 0, "switch": 0, "provider": 0]
    }

    private let counts = Mutex(Counts())

    var current: Counts { counts.withLock { $0 } }

    func login(_ outcome: String) { counts.withLock { $0.logins[outcome, default: 0] += 1 } }

    func logout(_ kind: String) { counts.withLock { $0.logouts[kind, default: 0] += 1 } }
}
