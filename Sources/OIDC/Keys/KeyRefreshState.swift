import JOSE

/// The keys of one issuer over time: when they are fetched, how long they count, what is asked for in vain.
///
/// Pure: the caller gives the time, does the fetching, and says how it went. At most one attempt is under way.
struct KeyRefreshState {
    typealias Time = ContinuousClock.Instant

    let limits: KeyRefreshLimits
    /// The keys that count; `nil` before the first answer, and when they grew too old.
    private(set) var keys: KeySet?
    /// When the keys that count were last seen at the provider.
    private(set) var seen: Time?
    /// Whether an attempt is under way: from its beginning until what it brought counts everywhere.
    private(set) var isFetching = false
    /// Attempts in a row that failed.
    private(set) var failures = 0
    private(set) var lastFailure: KeyFetchFailure?
    private(set) var absent = AbsentNames()
    /// When the next attempt is due of itself.
    private(set) var due: Time
    private var lastBegin: Time?

    init(limits: KeyRefreshLimits, at now: Time) {
        self.limits = limits
        due = now
    }

    /// What a token with a key that is not known brings about.
    enum Demand: Equatable {
        /// An attempt must be made now.
        case fetch
        /// An attempt is under way; its end is worth waiting for.
        case wait
        /// The provider was asked a moment ago, or for this very name: there is no such key.
        case absent
        /// The provider cannot be reached, so nobody knows.
        case unavailable
    }

    /// - Parameter keyID: the name in the token; `nil` when it has none and none of the keys fits.
    func demand(_ keyID: String?, at now: Time) -> Demand {
        if isFetching { return .wait }
        if failures > 0 { return .unavailable }
        // Before the very first attempt.
        guard let lastBegin else { return .fetch }
        if let keyID, absent.holds(keyID, at: now) { return .absent }
        // By time alone: the limit holds whatever the answers were (a set without keys must not lift it).
        guard lastBegin.duration(to: now) >= limits.cooldown else { return keys == nil ? .unavailable : .absent }
        return .fetch
    }

    mutating func begin(at now: Time) {
        isFetching = true
        lastBegin = now
    }

    /// Keys have come. They count everywhere only once the caller has seen to it and said so by ``settle()``: until then a
    /// token with one of them must wait, not be told that there is no such key.
    ///
    /// - Parameter asked: names of keys that were waited for.
    /// - Returns: whether the keys are others than before.
    mutating func succeed(_ fetched: FetchedKeys, asked: some Sequence<String>, at now: Time) -> Bool {
        failures = 0
        lastFailure = nil
        due = now + limits.life(seconds: fetched.lifetimeSeconds)
        seen = now
        let isChanged = keys.map { !$0.isSame(as: fetched.keys) } ?? true
        if isChanged {
            keys = fetched.keys
            absent = AbsentNames()
        }
        for name in asked where !fetched.keys.keys.contains(where: { sameBytes($0.keyID ?? "", name) }) {
            absent.insert(name, until: now + limits.absentFor, at: now, limit: limits.absentNames)
        }
        return isChanged
    }

    /// The end of an attempt that went well.
    mutating func settle() { isFetching = false }

    /// - Parameter spread: from 0 to 1, at random.
    mutating func fail(_ failure: KeyFetchFailure, spread: Double, at now: Time) {
        isFetching = false
        failures += 1
        lastFailure = failure
        due = now + limits.pause(after: failures, spread: spread)
    }

    /// When the keys at hand stop to count.
    var expires: Time? { keys == nil ? nil : seen.map { $0 + limits.maximumAge } }

    /// Lets go of keys that are too old. Returns whether there were any.
    mutating func expire(at now: Time) -> Bool {
        guard let expires, now >= expires else { return false }
        keys = nil
        return true
    }

    /// When something is to be done next.
    var next: Time { min(due, expires ?? due) }
}

/// Names of keys that a provider did not have when it was asked.
struct AbsentNames {
    // By bytes: `String` would take two spellings of one accented letter for the same name.
    private var until: [[UInt8]: ContinuousClock.Instant] = [:]

    var count: Int { until.count }

    func holds(_ name: String, at now: ContinuousClock.Instant) -> Bool {
        until[Array(name.utf8)].map { now < $0 } ?? false
    }

    mutating func insert(
        _ name: String, until end: ContinuousClock.Instant, at now: ContinuousClock.Instant, limit: Int
    ) {
        if until.count >= limit { until = until.filter { now < $0.value } }
        // Forgetting them all costs a request to the provider; the cooldown bounds those.
        if until.count >= limit { until = [:] }
        until[Array(name.utf8)] = end
    }
}
