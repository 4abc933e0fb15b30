import OIDC
import Synchronization

/// Whether the gateway takes requests, as the admin listener tells a load balancer.
final class GatewayHealth: Sendable {
    enum State: Sendable, Equatable {
        case starting
        /// Everything is there but the keys of these issuers, which could not be fetched so far.
        case waitingForKeys(issuers: [String])
        case ready
        case stopping

        var isReady: Bool { self == .ready }
    }

    private enum Phase {
        case starting, listening, ready, stopping
    }

    private let phase = Mutex(Phase.starting)
    /// Whether some issuer has keys of its own, in files.
    private let hasFixedKeys: Bool
    private let keys: KeyKeepers

    init(_ configuration: GatewayConfiguration, keys: KeyKeepers) {
        hasFixedKeys = configuration.issuers.count > keys.all.count
        self.keys = keys
    }

    func isListening() { phase.withLock { $0 = .listening } }

    func isStopping() { phase.withLock { $0 = .stopping } }

    /// Ready when the keys of one issuer are there, and from then on: when an issuer fails later, its users are told so by
    /// a refusal with a reason. A balancer that took all replicas away would tell them nothing, and everybody else too.
    var state: State {
        phase.withLock { phase in
            switch phase {
            case .starting: return .starting
            case .stopping: return .stopping
            case .ready: return .ready
            case .listening:
                let reports = keys.reports
                guard hasFixedKeys || reports.contains(where: { $0.keys > 0 }) else {
                    return .waitingForKeys(issuers: reports.map(\.issuer))
                }
                phase = .ready
                return .ready
            }
        }
    }
}
