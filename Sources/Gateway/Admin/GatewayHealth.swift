import Synchronization

/// Whether the gateway takes requests, as the admin listener tells a load balancer.
final class GatewayHealth: Sendable {
    private let ready = Atomic(false)

    var isReady: Bool {
        get { ready.load(ordering: .relaxed) }
        set { ready.store(newValue, ordering: .relaxed) }
    }
}
