import Logging
import OIDC
import ServiceLifecycle

/// What runs while people can log in: the list of ended sessions, the way to the provider, and the pages.
struct LoginRuntime: Sendable {
    private let store: RevocationStore
    private let service: LoginService
    private let server: PageServer
    private let counters = PageCounters()
    private let boardPages: Pages?
    private let boardRegister: BoardRegister?
    private let boardConfiguration: BoardConfiguration?
    /// What the event loops begin with.
    let revocations: Revocations
    private let logger: Logger

    /// - Parameters:
    ///   - board: where the register is kept in a browser, and the register as it was read.
    /// - Throws: ``GatewayError/cannotLogIn(_:)``.
    init(
        _ configuration: LoginConfiguration, board: (configuration: BoardConfiguration, register: OpenRegister)?,
        snapshot: SnapshotBox, keys: KeyKeepers, logger: Logger
    ) throws {
        do {
            let store = try RevocationStore(path: configuration.session.store)
            let counters = counters
            func pages(_ configuration: LoginConfiguration, at site: LoginSite) throws -> Pages {
                Pages(
                    login: try LoginService(configuration, at: site, snapshot: snapshot, keys: keys, store: store),
                    snapshot: snapshot, revocations: { store.current }, counters: counters, slots: ProviderSlots(),
                    logger: logger)
            }
            let own = try pages(configuration, at: .modules)
            service = own.login
            boardPages = try board.map { try pages(configuration.forBoard($0.configuration), at: .board) }
            boardRegister = board.map { BoardRegister($0.register) }
            boardConfiguration = board?.configuration
            server = PageServer(socket: try PageSocket(), pages: own, logger: logger)
            self.store = store
            revocations = store.current
            self.logger = logger
        } catch {
            throw GatewayError.cannotLogIn("\(error)")
        }
    }

    /// The board, where there is one.
    func board(audit: AuditSink) -> Board? {
        guard let boardPages, let boardRegister, let boardConfiguration else { return nil }
        return Board(
            pages: boardPages, configuration: boardConfiguration, register: boardRegister,
            audit: BoardAudit(sink: audit, host: boardConfiguration.callback.authority),
            claim: { [store] form, until in try await store.claim(onceOnly: form, until: until) }, logger: logger)
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
        await boardPages?.login.shutDown()
        await boardRegister?.shutDown()
        server.socket.remove()
    }
}
