import Synchronization

/// How many requests may wait for the provider at once. Logging out and the pages never wait for it, so they go on when logging in
/// is slow or flooded.
final class ProviderSlots: Sendable {
    /// More than log in within the seconds that a slow provider takes; less than the connections to the pages.
    static let standard = 128

    private let free: Mutex<Int>

    init(_ count: Int = standard) { free = Mutex(count) }

    /// Runs work that waits for the provider; nil when too many wait already.
    func run<Result>(_ work: () async -> Result) async -> Result? {
        let isFree = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        guard isFree else { return nil }
        defer { free.withLock { $0 += 1 } }
        return await work()
    }
}
