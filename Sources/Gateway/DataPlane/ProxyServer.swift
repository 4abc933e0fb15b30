import Logging
import NIOCore
import NIOPosix
import OIDC

/// The data plane: listeners, event loops and everything each loop owns.
final class ProxyServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let loops: LoopContexts
    private let logger: Logger

    /// The loops' contexts. Each is touched on its own event loop only, which `NIOLoopBound` enforces.
    private struct LoopContexts: Sendable {
        let byLoop: [ObjectIdentifier: NIOLoopBound<LoopContext>]

        subscript(loop: any EventLoop) -> NIOLoopBound<LoopContext>? { byLoop[ObjectIdentifier(loop)] }
    }

    init(
        configuration: GatewayConfiguration, snapshot: AccessSnapshot, keys: KeyKeepers, audit: AuditSink,
        revocations: Revocations = .none, logger: Logger
    ) async throws {
        let threads = configuration.threads ?? System.coreCount
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        self.logger = logger
        var contexts: [ObjectIdentifier: NIOLoopBound<LoopContext>] = [:]
        for loop in group.makeIterator() {
            contexts[ObjectIdentifier(loop)] = try await loop.submit {
                let context = LoopContext(
                    loop: loop, configuration: configuration, snapshot: snapshot, keys: keys, threads: threads,
                    audit: audit, revocations: revocations, logger: logger)
                context.startTicking()
                return NIOLoopBound(context, eventLoop: loop)
            }.get()
        }
        loops = LoopContexts(byLoop: contexts)
    }

    /// Listens; every connection belongs to one loop from then on.
    /// - Returns: the listening channel, whose address tells the port when the configuration asked for any.
    func listen(on address: SocketAddressText) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer { [loops] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let context = loops[channel.eventLoop]?.value else {
                        throw ChannelError.inappropriateOperationForState
                    }
                    try channel.pipeline.syncOperations.addHandler(ClientConnection(loop: context))
                }
            }
            .bind(host: address.host, port: address.port)
            .get()
    }

    /// Gives every loop a new snapshot. Requests judged from then on are judged by it.
    func install(_ snapshot: AccessSnapshot) async throws {
        for loop in group.makeIterator() {
            try await loop.submit { [loops] in loops[loop]?.value.install(snapshot) }.get()
        }
    }

    /// Gives every loop a newer list of the sessions that were ended.
    func install(_ revocations: Revocations) async throws {
        // All are told before any is waited for.
        var told: [EventLoopFuture<Void?>] = []
        for loop in group.makeIterator() {
            told.append(loop.submit { [loops] in loops[loop]?.value.install(revocations) })
        }
        for future in told { _ = try await future.get() }
    }

    /// What all loops have counted, together.
    func counters() async throws -> LoopCounters {
        var sum = LoopCounters()
        for loop in group.makeIterator() {
            let counted = try await loop.submit { [loops] in loops[loop]?.value.counted() ?? LoopCounters() }.get()
            sum = sum + counted
        }
        return sum
    }

    /// Lets requests in flight finish, for at most the grace period, and ends the loops.
    func stop(grace nanoseconds: Int64) async throws {
        var drained: [EventLoopFuture<Void>] = []
        for loop in group.makeIterator() {
            let promise = loop.makePromise(of: Void.self)
            drained.append(promise.futureResult)
            loop.execute { [loops] in
                guard let context = loops[loop]?.value else { return promise.succeed() }
                context.drain(promise)
            }
            loop.scheduleTask(in: .nanoseconds(nanoseconds)) { [loops] in loops[loop]?.value.closeAll() }
        }
        for future in drained { try await future.get() }
        try await group.shutdownGracefully()
    }
}
