import HTTPWire
import NIOCore

/// One connection to an upstream: carries one exchange at a time and rests in its pool between them.
///
/// It turns bytes into a response for the client connection that uses it. After any doubt about where a response ends
/// it is closed, never pooled.
final class UpstreamConnection: ChannelInboundHandler, DeadlineHolder {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Why an exchange got no complete response.
    enum Failure {
        /// The connection ended before the first byte of a response.
        case closedBeforeResponse
        /// It ended within a response.
        case closedWithinResponse
        /// The response is not one that may be passed on.
        case malformed(WireRefusal)
    }

    unowned let pool: UpstreamPool
    private var context: ChannelHandlerContext?
    private var unread = ByteBuffer()
    private var scanner = ResponseHeadScanner()
    private var body: BodyReader?
    private var keepAlive = false
    private var isClosing = false
    private var readsPaused = false
    private var receivedAnything = false
    private var client: ClientConnection?
    private var method = HTTPWire.RequestMethod.get

    private(set) var deadline = Int64.max
    var deadlineSlot = -1

    /// Whether it has carried an exchange before, so that the upstream may have closed it in the meantime.
    private(set) var wasUsed = false

    init(pool: UpstreamPool) {
        self.pool = pool
    }

    /// Whether an exchange can be given to it.
    var isUsable: Bool { !isClosing && client == nil && (context?.channel.isActive ?? false) }
    var isWritable: Bool { context?.channel.isWritable ?? false }

    // MARK: For the client connection that uses it

    func begin(for client: ClientConnection, method: HTTPWire.RequestMethod) {
        self.client = client
        self.method = method
        body = nil
        scanner = ResponseHeadScanner()
        receivedAnything = false
        deadline = .max
    }

    func write(_ buffer: ByteBuffer) {
        context?.write(wrapOutboundOut(buffer), promise: nil)
    }

    func flush() {
        context?.flush()
    }

    /// The exchange is over, one way or another. Only a connection whose response was read to its end, and on which
    /// nothing more has arrived, is used again.
    func end(requestComplete: Bool) {
        guard client != nil else { return }
        client = nil
        wasUsed = true
        let responseComplete = body?.isFinished ?? false
        resumeReading()
        pool.release(
            self, reusable: requestComplete && responseComplete && keepAlive && unread.readableBytes == 0)
    }

    /// The client takes no more for now.
    func pauseReading() {
        guard !readsPaused, let context else { return }
        readsPaused = true
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    }

    func resumeReading() {
        guard readsPaused, let context else { return }
        readsPaused = false
        try? context.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    func rest(until deadline: Int64) {
        self.deadline = deadline
    }

    func close() {
        isClosing = true
        context?.close(promise: nil)
    }

    func deadlinePassed(now: Int64) {
        // Only a resting connection has a deadline of its own; an exchange's is kept by its client connection.
        if client == nil { close() }
    }

    // MARK: ChannelInboundHandler

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        pool.context.deadlines.add(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        isClosing = true
        pool.context.deadlines.remove(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        guard client != nil, !isClosing else {
            // Nobody asked: what this is the answer to is anybody's guess.
            close()
            return
        }
        receivedAnything = true
        pool.context.beginEvent()
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            unread.writeBuffer(&bytes)
        }
        read()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        if let client {
            if var body, case .end = body.connectionClosed() {
                self.body = body
                client.responseEnded()
            } else {
                client.upstreamFailed(receivedAnything ? .closedWithinResponse : .closedBeforeResponse)
            }
        }
        pool.closed(self)
        context.fireChannelInactive()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { client?.upstreamIsWritable() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A reset; what it means for the exchange is decided in `channelInactive`.
        close()
    }

    private func read() {
        while let client {
            guard body != nil else {
                switch scanner.next(&unread, to: method, limits: pool.responseLimits) {
                case .needMore: return
                case .refused(let refusal):
                    client.upstreamFailed(.malformed(refusal))
                    return
                case .head(let head):
                    // 100 was answered by the gateway itself; other interim responses are optional for a client.
                    if head.isInterim { continue }
                    body = BodyReader(head.framing)
                    keepAlive = head.keepAlive
                    client.receive(head)
                    continue
                }
            }
            switch body?.next(&unread, limits: pool.responseLimits) {
            case .data(let data): client.receive(data)
            case .needMore, nil:
                client.flushResponse()
                return
            case .end:
                client.responseEnded()
                return
            case .refused(let refusal):
                client.upstreamFailed(.malformed(refusal))
                return
            }
        }
    }
}
