/// How the keys of one issuer stand.
package struct KeyReport: Sendable {
    package let issuer: String
    /// How many keys count at the moment.
    package let keys: Int
    /// Since the provider last answered with keys; `nil` when it never did.
    package let age: Duration?
    /// Attempts in a row that failed; 0 after one that went well.
    package let failures: Int
    package let lastFailure: KeyFetchFailure?
    /// Requests that wait for an attempt to end.
    package let waiting: Int
    /// Names of keys that were asked for in vain and are remembered.
    package let absentNames: Int
    package let counts: KeyCounts
}

/// What happened since the start, counted.
package struct KeyCounts: Sendable, Equatable {
    /// Attempts that brought keys.
    package var succeeded: UInt64 = 0
    /// Attempts that brought other keys than before.
    package var changed: UInt64 = 0
    /// Attempts that failed, by ``KeyFetchFailure/code``.
    package var failed: [String: UInt64] = [:]
    /// Requests with an unknown key: those that waited for an attempt, those refused because there is no such key, and
    /// those refused because nobody could know.
    package var waited: UInt64 = 0
    package var absent: UInt64 = 0
    package var unavailable: UInt64 = 0

    package init() {}
}
