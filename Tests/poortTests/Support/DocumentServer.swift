import NIOCore
import NIOPosix

/// A web server on a free loopback port that answers each path with one text, and everything else with 404.
final class DocumentServer: Sendable {
    private let channel: any Channel

    private init(_ channel: any Channel) { self.channel = channel }

    var port: Int { channel.localAddress?.port ?? 0 }
    var address: String { "http://127.0.0.1:\(port)" }

    /// - Parameter documents: makes the documents by their paths, once the server's own address is known.
    static func serving<Value>(
        _ documents: @escaping @Sendable (_ address: String) -> [String: String],
        _ work: (DocumentServer) async throws -> Value
    ) async throws -> Value {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
                    try channel.pipeline.syncOperations.addHandler(Answering(documents(address)))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let server = DocumentServer(channel)
        do {
            let value = try await work(server)
            try await channel.close()
            return value
        } catch {
            try? await channel.close()
            throw error
        }
    }

    /// Answers one request for each connection, however it comes in pieces.
    private final class Answering: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let documents: [String: String]
        private var head = ""

        init(_ documents: [String: String]) { self.documents = documents }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            head += String(buffer: unwrapInboundIn(data))
            guard head.contains("\r\n\r\n") else { return }
            let path = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
            let body = documents[path]
            let answer = """
                HTTP/1.1 \(body == nil ? "404 Not Found" : "200 OK")\r
                content-type: application/json\r
                content-length: \((body ?? "").utf8.count)\r
                connection: close\r
                \r
                \(body ?? "")
                """
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
            context.close(promise: nil)
        }
    }
}
