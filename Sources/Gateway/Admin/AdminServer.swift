import Hummingbird
import Logging
import NIOCore

/// Health, on a listener of its own: no path, header or user agent on the data listener is ever exempt from judgement.
struct AdminServer {
    let address: SocketAddressText
    let health: GatewayHealth
    let logger: Logger

    /// Serves until the surrounding task is cancelled or a graceful shutdown is asked for.
    func run(onListening: @escaping @Sendable (SocketAddressText) -> Void) async throws {
        let router = Router()
        let health = self.health
        router.get("/health/live") { _, _ in "live\n" }
        router.get("/health/ready") { _, _ in
            health.isReady
                ? Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: "ready\n")))
                : Response(status: .serviceUnavailable, body: .init(byteBuffer: ByteBuffer(string: "stopping\n")))
        }
        var logger = self.logger
        // Hummingbird tells where it listens at info level; that is said once, by the gateway.
        logger.logLevel = max(logger.logLevel, .warning)
        let host = address.host
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: address.port), serverName: nil),
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
}
