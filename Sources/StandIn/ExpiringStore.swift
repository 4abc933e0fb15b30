internal import JOSE
internal import Libcrypto
internal import Synchronization

/// Values in memory that each have an opaque key and count until an instant.
///
/// Bounded: whoever begins a login without ending it must not fill the memory.
final class ExpiringStore<Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        let expires: Instant
        let number: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var number: UInt64 = 0
    }

    private let state = Mutex(State())
    private let lifetime: Int64
    private let limit: Int

    /// - Parameters:
    ///   - lifetime: how long a value counts, in seconds.
    ///   - limit: how many there may be; beyond it the oldest goes.
    init(lifetime: Int64, limit: Int = 10_000) {
        self.lifetime = lifetime
        self.limit = limit
    }

    /// Keeps a value under a new key of 256 random bits.
    func add(_ value: Value, at now: Instant) throws(LibcryptoError) -> String {
        let key = try Opaque.id()
        _ = insert(value, under: key, until: now.adding(seconds: lifetime), at: now)
        return key
    }

    /// Keeps a value under a key that was not used before.
    ///
    /// - Returns: whether it was new.
    func insert(_ value: Value, under key: String, until expires: Instant, at now: Instant) -> Bool {
        state.withLock { state in
            state.entries = state.entries.filter { $0.value.expires > now }
            guard state.entries[key] == nil else { return false }
            if state.entries.count >= limit, let oldest = state.entries.min(by: { $0.value.number < $1.value.number }) {
                state.entries[oldest.key] = nil
            }
            state.number += 1
            state.entries[key] = Entry(value: value, expires: expires, number: state.number)
            return true
        }
    }

    func value(_ key: String, at now: Instant) -> Value? {
        state.withLock { state in
            guard let entry = state.entries[key], entry.expires > now else { return nil }
            return entry.value
        }
    }

    /// Changes a value in its place, so that of two at once only one sees it unchanged.
    func update<Answer: Sendable>(_ key: String, at now: Instant, _ change: (inout Value) -> Answer) -> Answer? {
        state.withLock { state in
            guard var entry = state.entries[key], entry.expires > now else { return nil }
            let answer = change(&entry.value)
            state.entries[key] = entry
            return answer
        }
    }

    /// Removes a value; of two at once only one gets it.
    @discardableResult
    func take(_ key: String, at now: Instant) -> Value? {
        state.withLock { state in
            guard let entry = state.entries.removeValue(forKey: key), entry.expires > now else { return nil }
            return entry.value
        }
    }

    /// All that count, the oldest first.
    func all(at now: Instant) -> [(key: String, value: Value)] {
        state.withLock { state in
            state.entries.filter { $0.value.expires > now }.sorted { $0.value.number < $1.value.number }
                .map { ($0.key, $0.value.value) }
        }
    }
}
