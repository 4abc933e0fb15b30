import Besturen
import Synchronization

/// What became of the policy and besturen files while the gateway runs. For metrics.
final class ReloadReport: Sendable {
    struct State: Sendable {
        /// Of the files that count.
        var digests: AccessFiles.Digests
        var besturen: Int
        var installed: UInt64 = 0
        var refused: UInt64 = 0
        /// Whether the files as they are now were refused, and older ones count.
        var isOutdated = false
    }

    private let mutex: Mutex<State>

    init(_ files: AccessFiles) {
        mutex = Mutex(State(digests: files.digests, besturen: files.register.besturen.count))
    }

    var state: State { mutex.withLock { $0 } }

    func refused() {
        mutex.withLock {
            $0.refused += 1
            $0.isOutdated = true
        }
    }

    func installed(_ files: AccessFiles) {
        mutex.withLock {
            $0.digests = files.digests
            $0.besturen = files.register.besturen.count
            $0.installed += 1
            $0.isOutdated = false
        }
    }

    /// The files are those that count already.
    func unchanged() {
        mutex.withLock { $0.isOutdated = false }
    }
}
