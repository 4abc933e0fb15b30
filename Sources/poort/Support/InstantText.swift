import JOSE

/// A time as people write it.
enum InstantText {
    /// RFC 3339 or Unix seconds; now when nothing is given.
    static func read(_ text: String?) throws -> Instant {
        guard let text else { return Clock.now }
        guard let instant = Instant(text: text) else {
            throw CommandFailure(
                outcome: .usage, message: "`\(text)` is no time",
                hint:
                    "write RFC 3339, such as 2026-11-24T12:00:00Z, or Unix seconds; a length of time has a sign: +30m, -5m"
            )
        }
        return instant
    }
}
