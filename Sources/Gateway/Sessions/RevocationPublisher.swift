import OIDC

/// Brings the list of ended sessions to all event loops, one after the other, so that no loop ever goes back to an older one.
actor RevocationPublisher {
    private let install: @Sendable (Revocations) async -> Void
    private var installed: UInt64
    private var last: Task<Void, Never>?

    /// - Parameter installed: the version that the loops began with.
    init(installed: UInt64, install: @escaping @Sendable (Revocations) async -> Void) {
        self.installed = installed
        self.install = install
    }

    /// Returns when every loop holds the list as it is now, or a newer one, whoever brought it there.
    func publish(_ current: @escaping @Sendable () -> Revocations) async {
        guard installed < current().version else { return }
        let next = Task { [last] in
            await last?.value
            await self.bring(current)
        }
        last = next
        await next.value
    }

    private func bring(_ current: @Sendable () -> Revocations) async {
        let revocations = current()
        guard installed < revocations.version else { return }
        await install(revocations)
        installed = revocations.version
    }
}
