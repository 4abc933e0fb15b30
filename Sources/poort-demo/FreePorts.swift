import NIOCore
import NIOPosix
import StandIn

/// Ports that nobody listens on.
enum FreePorts {
    /// Four addresses whose ports were free a moment ago. They are held together, so that no two are the same.
    static func addresses() async throws -> DemoAddresses {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        var held: [any Channel] = []
        for _ in 0..<4 { held.append(try await bootstrap.bind(host: "127.0.0.1", port: 0).get()) }
        let ports = held.compactMap { $0.localAddress?.port }
        for channel in held { try await channel.close() }
        return try DemoAddresses(
            gateway: ports[0], admin: ports[1], identityProvider: ports[2], sampleModules: ports[3])
    }
}
