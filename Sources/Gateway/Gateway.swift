import Glibc
import Hummingbird
package import Logging
import NIOCore
import OIDC
import ServiceLifecycle
import UnixSignals

/// The gateway as a service: listens, judges, proxies, and stops without cutting off what is in flight.
package struct Gateway {
    private let loaded: LoadedGateway
    private let logger: Logger
    private let reloadRequest = ReloadRequest()
    private let onListening: @Sendable (Listening) -> Void

    /// Where the gateway listens, once it does. Ports that were left to the system are known by then.
    package struct Listening: Sendable {
        package let data: [SocketAddressText]
        package let admin: SocketAddressText?
    }

    /// - Parameter onListening: called once all listeners are open.
    package init(
        _ loaded: LoadedGateway, logger: Logger,
        onListening: @escaping @Sendable (Listening) -> Void = { _ in }
    ) {
        self.loaded = loaded
        self.logger = logger
        self.onListening = onListening
    }

    /// Runs until the surrounding task or service group asks for a graceful shutdown.
    /// - Throws: when an address cannot be listened on or the audit log cannot be opened.
    package func run() async throws {
        let keys = KeyKeepers(loaded.configuration.issuers)
        let decided = SnapshotBox(loaded.snapshot)
        let register = loaded.files.besturen.store
        let board = loaded.configuration.board.flatMap { board in register.map { (board, $0) } }
        let login = try loaded.configuration.login.map {
            try LoginRuntime(
                $0, board: board, snapshot: decided, keys: keys, logger: logger)
        }
        do {
            try await run(keys, decided, login)
        } catch {
            await login?.end()
            throw error
        }
        await login?.end()
    }

    private func run(_ keys: KeyKeepers, _ decided: SnapshotBox, _ login: LoginRuntime?) async throws {
        var configuration = loaded.configuration
        let snapshot = loaded.snapshot
        let audit = try AuditSink(configuration.audit, logger: logger)
        configuration.pages = login?.upstream
        let server = try await ProxyServer(
            configuration: configuration, snapshot: snapshot, keys: keys, audit: audit,
            revocations: login?.revocations ?? .none, logger: logger)
        let listeners = try await listen(server)
        let health = GatewayHealth(configuration, keys: keys)
        let data = zip(configuration.listeners, listeners).map { address, channel in
            SocketAddressText(host: address.host, port: channel.localAddress?.port ?? address.port)
        }
        let publisher = SnapshotPublisher(snapshot) { [logger] snapshot in
            decided.replace(by: snapshot)
            do {
                try await server.install(snapshot)
            } catch {
                // The loops have ended: nobody judges any more.
                logger.debug("a change came too late: \(error)")
            }
        }
        let reloads = ReloadReport(loaded.files)
        let reloader = FileReloader(
            configuration: loaded.configuration, configurationFile: loaded.file, issuers: snapshot.issuers,
            report: reloads,
            logger: logger, request: reloadRequest
        ) { await publisher.publish(files: $0) }
        let notifier =
            configuration.receivers.isEmpty
            ? nil
            : try loaded.files.besturen.store.map { open in
                try RegisterNotifier(register: open, receivers: configuration.receivers, logger: logger)
            }
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let notifier {
                group.addTask {
                    await notifier.run()
                    try? await gracefulShutdown()
                }
            }
            if !keys.all.isEmpty { group.addTask { try await keepKeys(keys, publisher) } }
            group.addTask {
                await reloader.run(loaded.files, loaded.seen)
                // Only a cancellation ends it, and that is no failure.
                try? await gracefulShutdown()
            }
            if let login {
                // Whoever comes before the pages are there would be told that they are not reachable.
                let (started, start) = AsyncStream.makeStream(of: Void.self)
                group.addTask {
                    defer { start.finish() }
                    try await login.run(server) { start.yield() }
                }
                for await _ in started { break }
            }
            if let address = configuration.adminListener {
                let hasShadow = snapshot.shadow != nil
                let admin = AdminServer(
                    address: address, health: health, board: login?.board(audit: audit),
                    metrics: {
                        GatewayMetrics(
                            loops: try await server.counters(), keys: keys.reports, reloads: reloads.state,
                            hasShadow: hasShadow,
                            login: login.map { ($0.counts, $0.revoked, $0.isStoreFailing) },
                            notifications: notifier?.report.lines ?? [])
                    },
                    logger: logger)
                group.addTask {
                    try await admin.run { admin in
                        health.isListening()
                        onListening(Listening(data: data, admin: admin))
                    }
                }
            } else {
                health.isListening()
                onListening(Listening(data: data, admin: nil))
            }
            group.addTask { try? await gracefulShutdown() }
            // Whichever ends first: a shutdown was asked for, or a part could not run.
            let first = await group.nextResult()
            health.isStopping()
            logger.notice("stopping: no new connections, requests in flight may finish")
            for listener in listeners { try? await listener.close() }
            try await server.stop(grace: configuration.timeouts.stop)
            audit.flush()
            group.cancelAll()
            if case .failure(let error)? = first { throw error }
        }
        logger.notice("stopped")
    }

    private func listen(_ server: ProxyServer) async throws -> [any Channel] {
        var listeners: [any Channel] = []
        for address in loaded.configuration.listeners {
            do {
                listeners.append(try await server.listen(on: address))
            } catch {
                try? await server.stop(grace: 0)
                throw GatewayError.cannotListen(address, error)
            }
        }
        return listeners
    }

    /// Fetches the issuers' keys until the surrounding task is cancelled, and brings them to the event loops.
    private func keepKeys(_ keys: KeyKeepers, _ publisher: SnapshotPublisher) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for issuer in loaded.configuration.issuers {
                guard case .fetched(let fetched) = issuer.keys,
                    let keeper = keys.all.first(where: { $0.source.issuer == issuer.identifier })
                else { continue }
                let fetcher = try HTTPDocumentFetcher(trustedCertificates: fetched.trustedCertificates)
                group.addTask {
                    await keeper.run(fetcher, logger: logger) { set in
                        await publisher.publish(keys: set, of: issuer.identifier)
                    }
                    await fetcher.shutDown()
                }
            }
            try await group.waitForAll()
        }
    }
}

extension Gateway: Service {
    /// Runs until SIGTERM or SIGINT. SIGHUP has policy and besturen read again.
    package func runUntilSignalled() async throws {
        let hangUps = Task { [reloadRequest] in
            for await _ in await UnixSignalsSequence(trapping: .sighup) { reloadRequest.ask() }
        }
        defer { hangUps.cancel() }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: self, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}

/// Why the gateway could not run.
package enum GatewayError: Error, CustomStringConvertible {
    case cannotListen(SocketAddressText, any Error)
    case cannotLogIn(String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let error): "cannot listen on \(address): \(Self.reason(error))"
        case .cannotLogIn(let reason): "people cannot log in here: \(reason)"
        }
    }

    /// What to do about it, where that can be said.
    package var hint: String? {
        guard case .cannotListen(_, let error) = self, (error as? IOError)?.errnoCode == EACCES else { return nil }
        return "ports below 1024 need root or CAP_NET_BIND_SERVICE"
    }

    private static func reason(_ error: any Error) -> String {
        guard let error = error as? IOError else { return "\(error)" }
        return switch error.errnoCode {
        case EACCES: "this user may not listen there"
        default: IOWords.text(of: error)
        }
    }
}
