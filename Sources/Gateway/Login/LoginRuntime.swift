import Logging
import OIDC
import ServiceLifecycle

/// What runs while people can log in: the list of ended sessions, the way to the provider, and the pages.
struct LoginRuntime: Sendable {
    private let store: RevocationStore
    private let service: LoginService
    private let server: PageServer
    private let counters = PageCounters()
    /// What the event loops begin with.
    let revocations: Revocations
    private let logger: Logger

    /// - Throws: ``GatewayError/cannotLogIn(_:)``.
    init(_ configuration: LoginConfiguration, snapshot: SnapshotBox, keys: KeyKeepers, logger: Logger) throws {
        do {
            let store = try RevocationStore(path: configuration.session.store)
            service = try LoginService(configuration, snapshot: snapshot, keys: keys, store: store)
            let pages = Pages(
                login: service, snapshot: snapshot, revocations: { store.current }, counters: counters,
                slots: ProviderSlots(),
                logger: logger)
            server = PageServer(socket: try PageSocket(), pages: pages, logger: logger)
            self.store = store
            revocations = store.current
            self.logger = logger
        } catch {
            throw GatewayError.cannotLogIn("\(error)")
        }
    }

    var counts: PageCounters.Counts { counters.current }

    /// Entries of the list of ended sessions.
    var revoked: Int { store.current.count }

    var isStoreFailing: Bool { store.isFailing }

    /// How the data plane reaches the pages.
    var upstream: UpstreamConfiguration {
        var upstream = UpstreamConfiguration(name: "poort", address: .unix(path: server.socket.path))
        // A login waits for the provider, which has this long.
        upstream.responseTimeout = Int64(DocumentLimits.time / .nanoseconds(1)) * 4
        return upstream
    }

    /// Runs until the surrounding task is cancelled. What is ended is known to all event loops before anybody is told.
    func run(_ proxy: ProxyServer, onListening: @escaping @Sendable () -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [logger] in
                await store.run(logger: logger, from: revocations.version) { revocations in
                    do {
                        try await proxy.install(revocations)
                    } catch {
                        logger.debug("an ended session came too late: \(error)")
                    }
                }
            }
            group.addTask { try await server.run(onListening: onListening) }
            let first = await group.nextResult()
            group.cancelAll()
            try first?.get()
        }
    }

    /// Ends what was begun, whether it ran or not.
    func end() async {
        await service.shutDown()
        server.socket.remove()
    }
}
