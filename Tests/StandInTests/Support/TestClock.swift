import JOSE
import Synchronization

/// A clock that stands still until it is set.
final class TestClock: Sendable {
    private let state = Mutex(Instant(unixSeconds: Int64(1_800_000_000)))

    var now: Instant { state.withLock { $0 } }

    func advance(seconds: Int64) { state.withLock { $0 = $0.adding(seconds: seconds) } }
}
