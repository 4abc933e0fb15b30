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
        await publish(snapshot.replacing(keys: keys, of: issuer))
    }

    /// Returns when every event loop judges by the new policy and register, with the keys that count now.
    func publish(files next: AccessSnapshot) async {
        await publish(next.replacing(issuersBy: snapshot))
    }

    private func publish(_ changed: AccessSnapshot) async {
        snapshot = changed
        let next = Task { [last, snapshot, install] in
            await last?.value
            await install(snapshot)
        }
        last = next
        await next.value
    }
}
