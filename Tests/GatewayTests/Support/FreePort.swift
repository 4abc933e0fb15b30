import NIOCore
import NIOPosix
import Synchronization

/// A port that nobody listens on: a redirect address names it before the gateway is there.
///
/// Below those that the system gives to connections, and another one each time, so that nothing takes it in between.
enum FreePort {
    private static let next = Atomic<Int>(Int.random(in: 0..<10_000))

    static func find() async throws -> Int {
        for _ in 0..<1_000 {
            let port = 20_000 + next.wrappingAdd(1, ordering: .relaxed).oldValue % 10_000
            let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            guard let channel = try? await bootstrap.bind(host: "127.0.0.1", port: port).get() else { continue }
            try await channel.close()
            return port
        }
        throw ChannelError.operationUnsupported
    }
}
