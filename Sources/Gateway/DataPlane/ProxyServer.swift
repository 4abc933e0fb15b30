import Logging
import NIOCore
import NIOPosix
import OIDC
import Synchronization

/// The data plane: listeners, event loops and everything each loop owns.
final class ProxyServer: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let loops: LoopContexts
    private let logger: Logger
    private let ending = Mutex(Ending())

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
        _ = try await onEveryLoop { $0.install(snapshot) }
    }

    /// Gives every loop a newer list of the sessions that were ended.
    func install(_ revocations: Revocations) async throws {
        _ = try await onEveryLoop { $0.install(revocations) }
    }

    /// What all loops have counted, together.
    func counters() async throws -> LoopCounters {
        try await onEveryLoop { $0.counted() }.reduce(LoopCounters(), +)
    }

    /// Does something on each loop, on all of them before any is waited for; on none once they have ended: such a loop would
    /// never answer.
    private func onEveryLoop<Value: Sendable>(
        _ work: @escaping @Sendable (LoopContext) -> Value
    ) async throws -> [Value] {
        let mayWork = ending.withLock { ending in
            guard !ending.hasEnded else { return false }
            ending.working += 1
            return true
        }
        guard mayWork else { return [] }
        defer { ending.withLock { $0.working -= 1 } }
        let futures = group.makeIterator().map { loop in
            loop.submit { [loops] in loops[loop].map { work($0.value) } }
        }
        var values: [Value] = []
        for future in futures {
            if let value = try await future.get() { values.append(value) }
        }
        return values
    }

    private struct Ending {
        var hasEnded = false
        var working = 0
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
        ending.withLock { $0.hasEnded = true }
        while ending.withLock({ $0.working > 0 }) { try? await Task.sleep(for: .milliseconds(1)) }
        try await group.shutdownGracefully()
    }
}
