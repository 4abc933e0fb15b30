import HTTPWire
import NIOCore
import NIOPosix

/// The connections of one event loop to one upstream.
///
/// Idle connections are taken last in, first out, so that the surplus of a busy hour times out. When the loop's share of
/// the upstream's connections is in use, requests wait in order, each for at most the connect timeout.
final class UpstreamPool {
    /// Why no connection was had.
    enum Failure: Error {
        case unreachable(String)
        case timeout

        var isTimeout: Bool {
            if case .timeout = self { return true }
            return false
        }
    }

    /// One request that waits for a connection.
    final class Waiter: DeadlineHolder {
        var deadline: Int64
        var deadlineSlot = -1
        private var completion: ((Result<UpstreamConnection, Failure>) -> Void)?
        private unowned let pool: UpstreamPool

        init(
            pool: UpstreamPool, deadline: Int64, completion: @escaping (Result<UpstreamConnection, Failure>) -> Void
        ) {
            self.pool = pool
            self.deadline = deadline
            self.completion = completion
        }

        var isWaiting: Bool { completion != nil }

        func deadlinePassed(now: Int64) {
            finish(.failure(.timeout))
        }

        /// The client has gone; nobody is called back.
        func cancel() {
            completion = nil
            pool.context.deadlines.remove(self)
        }

        func finish(_ result: Result<UpstreamConnection, Failure>) {
            guard let completion else { return }
            self.completion = nil
            pool.context.deadlines.remove(self)
            completion(result)
        }
    }

    let configuration: UpstreamConfiguration
    unowned let context: LoopContext
    /// What a response may be. Its body is passed on as it comes and has no bound.
    let responseLimits: WireLimits
    private let maximumConnections: Int
    private var idle: [UpstreamConnection] = []
    private var waiters: [Waiter] = []
    private var firstWaiter = 0
    /// Connections that exist or are being made.
    private var total = 0

    init(configuration: UpstreamConfiguration, context: LoopContext, maximumConnections: Int) {
        self.configuration = configuration
        self.context = context
        self.maximumConnections = max(1, maximumConnections)
        var limits = WireLimits()
        limits.headBytes = 64 << 10
        limits.bodyBytes = .max
        self.responseLimits = limits
    }

    /// A connection that rests in the pool, if there is one; it is the caller's until ``release(_:reusable:)``.
    func takeIdle() -> UpstreamConnection? {
        while let connection = idle.popLast() {
            if connection.isUsable { return connection }
        }
        return nil
    }

    /// Calls back later on this event loop with a connection made for this request, or freed by another, or with why
    /// there is none.
    /// - Returns: what to cancel when the client goes away first.
    func acquire(completion: @escaping (Result<UpstreamConnection, Failure>) -> Void) -> Waiter {
        let waiter = Waiter(
            pool: self, deadline: context.now + configuration.connectTimeout, completion: completion)
        context.deadlines.add(waiter)
        if total < maximumConnections {
            connect(for: waiter)
        } else {
            waiters.append(waiter)
        }
        return waiter
    }

    /// Takes a connection back after an exchange.
    func release(_ connection: UpstreamConnection, reusable: Bool) {
        guard reusable, connection.isUsable, !context.isDraining else {
            connection.close()
            return
        }
        if let waiter = nextWaiter() {
            waiter.finish(.success(connection))
        } else {
            connection.rest(until: context.now + configuration.keepAlive)
            idle.append(connection)
        }
    }

    /// A connection has ended, in use or at rest.
    func closed(_ connection: UpstreamConnection) {
        total -= 1
        if let index = idle.lastIndex(where: { $0 === connection }) { idle.remove(at: index) }
        if let waiter = nextWaiter() { connect(for: waiter) }
    }

    func closeIdle() {
        let resting = idle
        idle = []
        for connection in resting { connection.close() }
    }

    private func nextWaiter() -> Waiter? {
        while firstWaiter < waiters.count {
            let waiter = waiters[firstWaiter]
            firstWaiter += 1
            if firstWaiter > 64, firstWaiter * 2 > waiters.count {
                waiters.removeFirst(firstWaiter)
                firstWaiter = 0
            }
            if waiter.isWaiting { return waiter }
        }
        waiters.removeAll(keepingCapacity: true)
        firstWaiter = 0
        return nil
    }

    private func connect(for waiter: Waiter) {
        total += 1
        let connection = UpstreamConnection(pool: self)
        let bound = NIOLoopBound((self, connection, waiter), eventLoop: context.loop)
        let bootstrap = ClientBootstrap(group: context.loop)
            .connectTimeout(.nanoseconds(configuration.connectTimeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value.1)
                }
            }
        let connected =
            switch configuration.address {
            case .tcp(let address):
                bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
                    .connect(host: address.host, port: address.port)
            case .unix(let path): bootstrap.connect(unixDomainSocketPath: path)
            }
        connected
            .whenComplete { result in
                let (pool, connection, waiter) = bound.value
                pool.context.beginEvent()
                pool.connected(connection, for: waiter, result: result.map { _ in () })
            }
    }

    private func connected(_ connection: UpstreamConnection, for waiter: Waiter, result: Result<Void, any Error>) {
        switch result {
        case .success:
            if waiter.isWaiting {
                waiter.finish(.success(connection))
            } else {
                release(connection, reusable: true)
            }
        case .failure(let error):
            total -= 1
            waiter.finish(.failure(Self.isTimeout(error) ? .timeout : .unreachable(Self.text(of: error))))
            if let next = nextWaiter() { connect(for: next) }
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if case .connectTimeout = error as? ChannelError { return true }
        return false
    }

    /// For the log only: names the address, which a client is never told.
    private static func text(of error: any Error) -> String {
        if let failure = error as? NIOConnectionError, let first = failure.connectionErrors.first {
            return "\(first.error)"
        }
        return "\(error)"
    }
}
