import Synchronization

/// What the pages decide by: the snapshot that the event loops have, too.
final class SnapshotBox: Sendable {
    private let snapshot: Mutex<AccessSnapshot>

    init(_ snapshot: AccessSnapshot) { self.snapshot = Mutex(snapshot) }

    var current: AccessSnapshot { snapshot.withLock { $0 } }

    func replace(by next: AccessSnapshot) { snapshot.withLock { $0 = next } }
}
