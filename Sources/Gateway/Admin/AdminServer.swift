import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import OIDC

/// Health, metrics and the board of the register, on a listener of their own: no path, header or user agent on the data listener
/// is ever exempt from judgement.
struct AdminServer {
    let address: SocketAddressText
    let health: GatewayHealth
    /// Where the register is kept in a browser; nil for nowhere.
    let board: Board?
    let metrics: @Sendable () async throws -> GatewayMetrics
    let logger: Logger

    private static let maximumConnections = 256

    /// Serves until the surrounding task is cancelled or a graceful shutdown is asked for.
    func run(onListening: @escaping @Sendable (SocketAddressText) -> Void) async throws {
        var logger = self.logger
        // Hummingbird tells where it listens, and reports its own cancellation as an error. The gateway says both itself.
        logger.logLevel = .critical
        let host = address.host
        let application = Application(
            responder: responder,
            // Whoever says nothing, or no more, holds a connection for so long and no longer.
            server: .http1(configuration: .init(idleTimeout: .seconds(60))),
            // People reach it, too, where there is a board: what they hold open must leave descriptors to the modules.
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: address.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections, logger: logger)),
            onServerRunning: { channel in
                onListening(SocketAddressText(host: host, port: channel.localAddress?.port ?? 0))
            },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw GatewayError.cannotListen(address, error)
        }
    }

    private var responder: CallbackResponder<AdminContext> {
        let own = router.buildResponder()
        return CallbackResponder { [board] request, context in
            guard let board, BoardPaths.owns(Self.path(request)) else {
                return try await own.respond(to: request, context: context)
            }
            let asked: BoardRequest
            do {
                asked = try await BoardRequest(request, peer: context.remoteAddress)
            } catch is BoardRequest.TooSlow {
                return Response(status: .requestTimeout, headers: [.connection: "close"])
            } catch {
                return Response(status: .contentTooLarge, headers: [.connection: "close"])
            }
            let answer = await board.respond(to: asked)
            var response = answer.publicResponse
            if request.method == .head { response.body = .init() }
            return response
        }
    }

    private static func path(_ request: Request) -> String {
        String((request.head.path ?? "/").prefix { $0 != "?" })
    }

    private var router: Router<AdminContext> {
        let router = Router(context: AdminContext.self)
        router.get("/health/live") { _, _ in "live\n" }
        router.get("/health/ready") { [health] _, _ in
            let state = health.state
            return Response(
                status: state.isReady ? .ok : .serviceUnavailable,
                headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: Self.text(state))))
        }
        router.get("/metrics") { [metrics] _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: try await metrics().text)))
        }
        return router
    }

    private static func text(_ state: GatewayHealth.State) -> String {
        switch state {
        case .starting: "starting\n"
        case .ready: "ready\n"
        case .stopping: "stopping\n"
        case .waitingForKeys(let issuers):
            issuers.map { "waiting for the keys of \($0)\n" }.joined()
        }
    }
}
