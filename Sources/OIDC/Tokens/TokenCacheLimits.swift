/// Bounds on the verified tokens that one event loop remembers.
package struct TokenCacheLimits: Sendable, Equatable {
    /// Number of tokens. 0 turns the cache off.
    package var entries: Int
    /// Bytes of all remembered tokens together.
    package var bytes: Int

    package init(entries: Int = 10_000, bytes: Int = 32 << 20) {
        self.entries = entries
        self.bytes = bytes
    }
}
