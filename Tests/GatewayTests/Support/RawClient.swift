import NIOCore
import NIOPosix
import Synchronization

/// A client that sends exactly the bytes it is given and keeps exactly the bytes it gets.
final class RawClient: Sendable {
    struct Response: Sendable {
        let status: Int
        /// Names in lower case, in the order in which they came.
        let fields: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
    }

    enum Failure: Error {
        case closed(after: String)
        case malformed(String)
    }

    private struct Inbox {
        var bytes: [UInt8] = []
        var isClosed = false
    }

    private final class Collector: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        let inbox = Mutex(Inbox())
        let signals: AsyncStream<Void>
        private let signal: AsyncStream<Void>.Continuation

        init() {
            (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            inbox.withLock { $0.bytes += buffer.readableBytesView }
            signal.yield()
        }

        func channelInactive(context: ChannelHandlerContext) {
            inbox.withLock { $0.isClosed = true }
            signal.yield()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    private let channel: any Channel
    private let collector: Collector

    private init(_ channel: any Channel, _ collector: Collector) {
        self.channel = channel
        self.collector = collector
    }

    static func connect(_ port: Int) async throws -> RawClient {
        let collector = Collector()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(collector) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel, collector)
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes)).get()
    }

    /// Writes without waiting until it has gone out.
    func begin(_ bytes: [UInt8]) {
        channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
    }

    func pauseReading() async throws { try await channel.setOption(.autoRead, value: false).get() }

    func resumeReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    func close() async { try? await channel.close() }

    /// Everything up to the end of the connection.
    func untilClosed() async -> [UInt8] {
        while !(collector.inbox.withLock { $0.isClosed }) { await wait() }
        return collector.inbox.withLock { $0.bytes }
    }

    var received: Int { collector.inbox.withLock { $0.bytes.count } }

    /// The next response, with its body by `Content-Length`, chunks or the end of the connection.
    /// - Parameters:
    ///   - hasBody: false for the answer to HEAD.
    ///   - version: how the answer begins; a server from elsewhere may speak HTTP/1.0.
    func response(hasBody: Bool = true, version: String = "HTTP/1.1 ") async throws -> Response {
        while true {
            let (bytes, isClosed) = collector.inbox.withLock { ($0.bytes, $0.isClosed) }
            if let (response, used) = try Self.parse(bytes, isClosed: isClosed, hasBody: hasBody, version) {
                collector.inbox.withLock { $0.bytes.removeFirst(used) }
                return response
            }
            if isClosed { throw Failure.closed(after: String(decoding: bytes, as: UTF8.self)) }
            await wait()
        }
    }

    private func wait() async {
        for await _ in collector.signals { return }
    }

    private static func parse(
        _ bytes: [UInt8], isClosed: Bool, hasBody: Bool, _ version: String
    ) throws -> (Response, used: Int)? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n", omittingEmptySubsequences: false)
        guard lines[0].hasPrefix(version), let status = Int(lines[0].drop { $0 != " " }.dropFirst().prefix(3)) else {
            throw Failure.malformed(String(lines[0]))
        }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: parts[0].lowercased(), value: parts[1].trimmingPrefix(" ").description)
        }
        let rest = bytes[end.upperBound...]
        func make(_ body: [UInt8], _ used: Int) -> (Response, Int) {
            (Response(status: status, fields: fields, body: body), end.upperBound + used)
        }
        if !hasBody || status == 204 || status == 304 || status < 200 { return make([], 0) }
        if let length = fields.first(where: { $0.name == "content-length" }).flatMap({ Int($0.value) }) {
            return rest.count >= length ? make(Array(rest.prefix(length)), length) : nil
        }
        if fields.contains(where: { $0.name == "transfer-encoding" }) { return dechunk(rest).map(make) }
        return isClosed ? make(Array(rest), rest.count) : nil
    }

    private static func dechunk(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
        var rest = bytes
        var body: [UInt8] = []
        while let lineEnd = rest.firstRange(of: Array("\r\n".utf8)),
            let size = Int(String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self), radix: 16)
        {
            guard rest.endIndex - lineEnd.upperBound >= size + 2 else { return nil }
            body += rest[lineEnd.upperBound..<lineEnd.upperBound + size]
            rest = rest[(lineEnd.upperBound + size + 2)...]
            if size == 0 { return (body, rest.startIndex - bytes.startIndex) }
        }
        return nil
    }
}
