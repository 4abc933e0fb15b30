import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// An upstream that keeps what it gets and answers what it is told to.
final class FakeUpstream: Sendable {
    /// One request as it arrived, byte for byte.
    struct Seen: Sendable {
        let head: String
        let body: [UInt8]
        /// Counted from 0 over all connections, and over the requests of this connection.
        let connection: Int
        let index: Int

        var lines: [String] { head.components(separatedBy: "\r\n") }

        /// The values of a field, by its name in any case.
        func values(_ name: String) -> [String] {
            lines.dropFirst().compactMap { line in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].lowercased() == name.lowercased() else { return nil }
                return parts[1].trimmingPrefix(" ").description
            }
        }
    }

    enum Reply: Sendable {
        case bytes(String)
        case bytesThenClose(String)
        case large([UInt8])
        case close
        case never
        /// The text, one byte after the other with a pause before each, without an end in sight.
        case drip(String, every: TimeAmount)
        /// Answers as soon as the head is there, without reading a body.
        static func ok(_ body: String, fields: String = "") -> Reply {
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)")
        }
    }

    typealias Responder = @Sendable (Seen) -> Reply

    private let channel: any Channel
    private let log: Log
    let port: Int

    private final class Log: Sendable {
        let seen = Mutex<[Seen]>([])
        let connections = Mutex(0)
        let written = Mutex(0)
        /// Connections whose request was not answered yet.
        let waiting = Mutex<[any Channel]>([])
    }

    private init(_ channel: any Channel, _ log: Log) {
        self.channel = channel
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    var requests: [Seen] { log.seen.withLock { $0 } }
    var connections: Int { log.connections.withLock { $0 } }
    /// Bytes of large replies that the gateway has taken.
    var written: Int { log.written.withLock { $0 } }

    /// - Parameter port: 0 for any.
    static func start(port: Int = 0, _ responder: @escaping Responder) async throws -> FakeUpstream {
        let log = Log()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let number = log.connections.withLock { count in
                        defer { count += 1 }
                        return count
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Connection(log: log, number: number, responder: responder))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        return FakeUpstream(channel, log)
    }

    /// Answers the requests that got no answer so far.
    func answerWaiting(_ text: String) async throws {
        for channel in log.waiting.withLock({ $0 }) {
            try await channel.writeAndFlush(ByteBuffer(string: text)).get()
        }
    }

    func stop() async { try? await channel.close() }

    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let log: Log
        private let number: Int
        private let responder: Responder
        private var bytes: [UInt8] = []
        private var index = 0

        init(log: Log, number: Int, responder: @escaping Responder) {
            self.log = log
            self.number = number
            self.responder = responder
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            bytes += unwrapInboundIn(data).readableBytesView
            while let (seen, used) = next() {
                bytes.removeFirst(used)
                index += 1
                log.seen.withLock { $0.append(seen) }
                answer(responder(seen), context)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        private func next() -> (Seen, used: Int)? {
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
            let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            func seen(_ body: [UInt8]) -> Seen { Seen(head: head, body: body, connection: number, index: index) }
            let lower = head.lowercased()
            let rest = bytes[end.upperBound...]
            if let range = lower.firstRange(of: "\r\ncontent-length: ") {
                let length = Int(lower[range.upperBound...].prefix { $0.isNumber }) ?? 0
                return rest.count >= length ? (seen(Array(rest.prefix(length))), end.upperBound + length) : nil
            }
            if lower.contains("\r\ntransfer-encoding: chunked") {
                guard let last = rest.firstRange(of: Array("0\r\n\r\n".utf8)) else { return nil }
                return (seen(Array(rest[..<last.upperBound])), last.upperBound)
            }
            return (seen([]), end.upperBound)
        }

        private func drip(_ bytes: ArraySlice<UInt8>, _ pause: TimeAmount, _ bound: NIOLoopBound<ChannelHandlerContext>)
        {
            guard let byte = bytes.first, bound.value.channel.isActive else { return }
            let this = NIOLoopBound(self, eventLoop: bound.value.eventLoop)
            bound.value.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [byte])), promise: nil)
            bound.value.eventLoop.scheduleTask(in: pause) { this.value.drip(bytes.dropFirst(), pause, bound) }
        }

        private func answer(_ reply: Reply, _ context: ChannelHandlerContext) {
            switch reply {
            case .bytes(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .bytesThenClose(let text):
                let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                    bound.value.close(promise: nil)
                }
            case .large(let body):
                let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n"
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
                let log = self.log
                for start in stride(from: 0, to: body.count, by: 65_536) {
                    let part = body[start..<min(start + 65_536, body.count)]
                    context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: part))).whenSuccess {
                        log.written.withLock { $0 += part.count }
                    }
                }
            case .drip(let text, let pause):
                drip(Array(text.utf8)[...], pause, NIOLoopBound(context, eventLoop: context.eventLoop))
            case .close:
                context.close(promise: nil)
            case .never:
                let channel = context.channel
                log.waiting.withLock { $0.append(channel) }
            }
        }
    }
}
