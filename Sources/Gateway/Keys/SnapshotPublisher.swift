import JOSE

/// Brings what changes while the gateway runs to all event loops, one change after the other.
///
/// One after the other because a loop must never go back to an older snapshot, whichever change was ready first.
actor SnapshotPublisher {
    private var snapshot: AccessSnapshot
    private var last: Task<Void, Never>?
    private let install: @Sendable (AccessSnapshot) async -> Void

    init(_ snapshot: AccessSnapshot, install: @escaping @Sendable (AccessSnapshot) async -> Void) {
        self.snapshot = snapshot
        self.install = install
    }

    /// Returns when every event loop judges by the new keys.
    func publish(keys: KeySet?, of issuer: String) async {
        snapshot = snapshot.replacing(keys: keys, of: issuer)
        let next = Task { [last, snapshot, install] in
            await last?.value
            await install(snapshot)
        }
        last = next
        await next.value
    }
}
