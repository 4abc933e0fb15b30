import HTTPWire
import Logging
import NIOCore
import Policy

/// One connection of a client: reads requests one after the other, has each judged, and carries it to its upstream and
/// back, or refuses it.
///
/// Everything happens on one event loop, synchronously; state changes only here. Requests that a client sends ahead of
/// the answer wait in `unread`, which is bounded: beyond a head's size the connection is not read.
final class ClientConnection: ChannelInboundHandler, DeadlineHolder {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    enum State {
        /// No request; what has arrived of the next one is in `unread`.
        case betweenRequests
        /// A request whose token names a key that is being fetched.
        case awaitingKeys(KeyWait)
        /// A request whose token is checked when other connections were looked after.
        case awaitingTurn(PostponedRequest)
        /// A request to one of the gateway's own pages whose body is still coming.
        case gathering(GatheredRequest)
        /// A request is with an upstream, or waits for a connection to one.
        case exchanging(Exchange)
        /// Refused, and the rest of its body is skipped so that the connection can be used again.
        case skippingBody(BodyReader, left: UInt64)
        /// The last response was written; what still arrives is thrown away until the client closes.
        case lingering(left: Int)
        case closed
    }

    /// A refused request's body is skipped up to this size; beyond it the connection is closed.
    static let skippableBody: UInt64 = 64 << 10
    /// After the last response the client may still send this much before the connection is cut.
    static let lingeringBytes = 256 << 10
    static let lingeringTime: Int64 = 2_000_000_000
    /// A response part up to this size is copied behind the head, so that both leave in one write.
    static let joinedBytes = 16 << 10

    let loop: LoopContext
    var context: ChannelHandlerContext?
    var peer = PeerAddress.unknown
    var unread = ByteBuffer()
    private var scanner = RequestHeadScanner()
    var state = State.betweenRequests
    var readsPaused = false
    private var isProcessing = false
    /// Waits in the loop's queue; until its turn nothing is processed.
    var isQueued = false
    private var isAdmitted = false
    /// The first byte of a head has come, and with it the deadline for its last.
    var isReadingHead = false

    var deadline = Int64.max
    var deadlineSlot = -1

    init(loop: LoopContext) {
        self.loop = loop
    }

    // MARK: ChannelInboundHandler

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard !isAdmitted else { return }
        guard loop.admitClient() else {
            state = .closed
            context.close(promise: nil)
            return
        }
        isAdmitted = true
        loop.beginEvent()
        peer = loop.pipeline.peer(context.channel.remoteAddress)
        loop.deadlines.add(self)
        expect(within: loop.timeouts.idle)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if case .closed = state { return }
        loop.beginEvent()
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            unread.writeBuffer(&bytes)
        }
        process()
    }

    func channelInactive(context: ChannelHandlerContext) {
        switch state {
        case .exchanging(let exchange):
            abandon(exchange)
            finish(exchange, status: exchange.record.status, outcome: .clientGone)
        case .awaitingKeys(let wait):
            withdraw(wait)
            loop.audit(wait.record, outcome: .clientGone)
        case .awaitingTurn(let postponed):
            loop.audit(postponed.record, outcome: .clientGone)
        case .gathering(let request):
            loop.audit(request.record, outcome: .clientGone)
        case .betweenRequests, .skippingBody, .lingering, .closed: break
        }
        state = .closed
        unread.clear()
        if isAdmitted {
            isAdmitted = false
            loop.deadlines.remove(self)
            loop.clientClosed()
        }
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, case .exchanging(let exchange) = state {
            expect(within: loop.timeouts.body)
            exchange.upstream?.resumeReading()
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    // MARK: Requests

    /// - Parameter judged: how many requests of this connection were judged in this turn of the loop already.
    func process(judged: Int = 0) {
        // Refusals and finished exchanges come back here; the loop below goes on with whatever they have left.
        guard !isProcessing else { return }
        guard !isQueued else { return pauseReadingIfFull() }
        isProcessing = true
        defer { isProcessing = false }
        var judged = judged
        while true {
            switch state {
            case .betweenRequests:
                guard unread.readableBytes > 0 else { return }
                guard judged < (loop.turns.isSpent ? 1 : Self.requestsPerTurn) else { return queue() }
                judged += 1
                guard readHead() else { return }
            case .exchanging(let exchange):
                sendRequestBody(exchange)
                guard case .exchanging = state else { continue }
                return pauseReadingIfFull()
            case .awaitingKeys, .awaitingTurn:
                return pauseReadingIfFull()
            case .gathering(let request):
                guard gather(request) else { return }
            case .skippingBody(var body, let left):
                guard skip(&body, left) else { return }
            case .lingering(let left):
                let rest = left - unread.readableBytes
                unread.clear()
                if rest < 0 { closeNow() } else { state = .lingering(left: rest) }
                return
            case .closed:
                unread.clear()
                return
            }
        }
    }

    /// Reads one request head and has it judged. Returns whether there is more to do.
    private func readHead() -> Bool {
        let isFirstPart = !isReadingHead
        isReadingHead = false
        switch scanner.next(&unread, limits: loop.pipeline.wireLimits) {
        case .needMore:
            // The head has its own deadline, from its first byte: dripping bytes does not extend it.
            isReadingHead = true
            if isFirstPart { expect(within: loop.timeouts.head) }
            return false
        case .refused(let refusal):
            let record = RequestRecord(id: loop.requestIDs.next(), started: loop.now, peer: peer)
            refuse(Refusal(refusal), record, closing: true)
            return true
        case .head(let head):
            let record = RequestRecord(id: loop.requestIDs.next(), started: loop.now, peer: peer, head: head)
            judge(head, record)
            return true
        }
    }

    /// Has a request judged and acts on the verdict. What checking and refusing cost is counted; what a known token costs
    /// that goes on to its upstream is not.
    func judge(_ head: RequestHead, _ record: RequestRecord, isItsTurn: Bool = false) {
        let checked = loop.checkedTokens
        let verdict = loop.judge(head, record, isItsTurn: isItsTurn)
        act(on: verdict, head, record)
        if case .refuse = verdict { return loop.spend() }
        if loop.checkedTokens != checked { loop.spend() }
    }

    func act(on verdict: Verdict, _ head: RequestHead, _ record: RequestRecord) {
        switch verdict {
        case .forward(let forwarding) where forwarding.isOwnPage: gather(head, forwarding, record)
        case .forward(let forwarding): beginExchange(head, forwarding, record)
        case .refuse(let refusal): refuse(refusal, record, head: head)
        case .awaitKeys(let need): awaitKeys(KeyWait(need: need, head: head, record: record))
        case .awaitTurn: awaitTurn(PostponedRequest(head: head, record: record))
        }
    }

    /// - Parameters:
    ///   - framing: of the body as it goes on, where that is not as it came.
    ///   - saysContinue: false when the client was told already to send its body.
    func beginExchange(
        _ head: RequestHead, _ forwarding: Forwarding, _ record: RequestRecord, framing: BodyFraming? = nil,
        saysContinue: Bool = true
    ) {
        let framing = framing ?? head.framing
        let pool = loop.pools[forwarding.upstream]
        let exchange = Exchange(
            forwarding: forwarding, record: record, pool: pool, head: head, framing: framing,
            upstreamHead: loop.pipeline.upstreamHead(
                for: head, forwarding, record: record, framing: framing, allocator: allocator),
            keepAlive: head.keepAlive && !loop.isDraining)
        state = .exchanging(exchange)
        if saysContinue { sayContinue(head) }
        connect(exchange, fresh: false)
    }

    /// Tells a client that waits for it to send the body.
    func sayContinue(_ head: RequestHead) {
        guard head.expectsContinue else { return }
        var buffer = allocator.buffer(capacity: 32)
        SmallResponse.writeContinue(to: &buffer)
        context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func connect(_ exchange: Exchange, fresh: Bool) {
        if !fresh, let connection = exchange.pool.takeIdle() {
            attach(connection, to: exchange)
            return
        }
        // Until there is a connection the pool keeps the time.
        deadline = .max
        exchange.waiter = exchange.pool.acquire { [self] result in
            exchange.waiter = nil
            guard case .exchanging(let current) = state, current === exchange else {
                if case .success(let connection) = result { exchange.pool.release(connection, reusable: true) }
                return
            }
            switch result {
            case .success(let connection):
                attach(connection, to: exchange)
            case .failure(let failure):
                loop.logger.warning(
                    "upstream `\(exchange.pool.configuration.name)` at \(exchange.pool.configuration.address): \(failure)"
                )
                refuse(Refusal(AccessRefusal(failure.isTimeout ? .upstreamTimeout : .upstreamUnavailable)), exchange)
                process()
            }
        }
    }

    private func attach(_ connection: UpstreamConnection, to exchange: Exchange) {
        exchange.upstream = connection
        connection.begin(for: self, method: exchange.method)
        connection.write(exchange.upstreamHead)
        exchange.headSent = true
        resumeReading()
        sendRequestBody(exchange)
    }

    /// Moves what has arrived of the request body on to the upstream.
    func sendRequestBody(_ exchange: Exchange) {
        guard let upstream = exchange.upstream, exchange.headSent else { return }
        defer { upstream.flush() }
        if exchange.requestBody.isFinished {
            expect(within: exchange.pool.configuration.responseTimeout)
            return
        }
        while true {
            guard upstream.isWritable else {
                pauseReading()
                return
            }
            switch exchange.requestBody.next(&unread, limits: loop.pipeline.wireLimits) {
            case .data(let data):
                exchange.requestBytes += UInt64(data.readableBytes)
                expect(within: loop.timeouts.body)
                if exchange.requestFraming == .chunked {
                    var chunk = allocator.buffer(capacity: data.readableBytes + 16)
                    ChunkedEncoder.write(data, to: &chunk)
                    upstream.write(chunk)
                } else {
                    upstream.write(data)
                }
                if case .length = exchange.requestFraming, exchange.requestBody.isFinished {
                    expect(within: exchange.pool.configuration.responseTimeout)
                    return
                }
            case .needMore:
                expect(within: loop.timeouts.body)
                return
            case .end:
                if exchange.requestFraming == .chunked {
                    var end = allocator.buffer(capacity: 8)
                    ChunkedEncoder.writeEnd(to: &end)
                    upstream.write(end)
                }
                expect(within: exchange.pool.configuration.responseTimeout)
                return
            case .refused(let refusal):
                refuse(Refusal(refusal), exchange, closing: true)
                return
            }
        }
    }
}
