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

    private enum State {
        /// No request; what has arrived of the next one is in `unread`.
        case betweenRequests
        /// A request is with an upstream, or waits for a connection to one.
        case exchanging(Exchange)
        /// Refused, and the rest of its body is skipped so that the connection can be used again.
        case skippingBody(BodyReader, left: UInt64)
        /// The last response was written; what still arrives is thrown away until the client closes.
        case lingering(left: Int)
        case closed
    }

    /// A refused request's body is skipped up to this size; beyond it the connection is closed.
    private static let skippableBody: UInt64 = 64 << 10
    /// After the last response the client may still send this much before the connection is cut.
    private static let lingeringBytes = 256 << 10
    private static let lingeringTime: Int64 = 2_000_000_000
    /// A response part up to this size is copied behind the head, so that both leave in one write.
    private static let joinedBytes = 16 << 10

    let loop: LoopContext
    private var context: ChannelHandlerContext?
    private var peer = PeerAddress.unknown
    private var unread = ByteBuffer()
    private var scanner = RequestHeadScanner()
    private var state = State.betweenRequests
    private var readsPaused = false
    private var isProcessing = false
    private var isAdmitted = false
    /// The first byte of a head has come, and with it the deadline for its last.
    private var isReadingHead = false

    private(set) var deadline = Int64.max
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
        if case .exchanging(let exchange) = state {
            abandon(exchange)
            finish(exchange, status: exchange.record.status, outcome: .clientGone)
        }
        state = .closed
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

    private func process() {
        // Refusals and finished exchanges come back here; the loop below goes on with whatever they have left.
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while true {
            switch state {
            case .betweenRequests:
                guard unread.readableBytes > 0 else { return }
                guard readHead() else { return }
            case .exchanging(let exchange):
                sendRequestBody(exchange)
                guard case .exchanging = state else { continue }
                if unread.readableBytes > loop.limits.headBytes { pauseReading() }
                return
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
            let started = loop.now
            let record = RequestRecord(id: loop.requestIDs.next(), started: started, peer: peer, head: head)
            switch loop.pipeline.judge(head, record: record, at: loop.clock.wallClock(at: started)) {
            case .forward(let forwarding):
                beginExchange(head, forwarding, record)
            case .refuse(let refusal):
                refuse(refusal, record, head: head)
            }
            return true
        }
    }

    private func beginExchange(_ head: RequestHead, _ forwarding: Forwarding, _ record: RequestRecord) {
        let pool = loop.pools[forwarding.upstream]
        let exchange = Exchange(
            forwarding: forwarding, record: record, pool: pool, head: head,
            upstreamHead: loop.pipeline.upstreamHead(for: head, forwarding, record: record, allocator: allocator),
            keepAlive: head.keepAlive && !loop.isDraining)
        state = .exchanging(exchange)
        if head.expectsContinue {
            var buffer = allocator.buffer(capacity: 32)
            SmallResponse.writeContinue(to: &buffer)
            context?.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
        }
        connect(exchange, fresh: false)
    }

    private func connect(_ exchange: Exchange, fresh: Bool) {
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
    private func sendRequestBody(_ exchange: Exchange) {
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

    // MARK: From the upstream

    func receive(_ head: ResponseHead) {
        guard case .exchanging(let exchange) = state else { return }
        exchange.responseStarted = true
        exchange.responseFraming = head.framing(towards: exchange.version)
        exchange.record.status = head.status
        if exchange.responseFraming == .untilClose || loop.isDraining { exchange.keepAlive = false }
        // A response before the end of the request: what the client still sends cannot be told from its next request.
        if !exchange.requestBody.isFinished { exchange.keepAlive = false }
        exchange.pendingResponse = loop.pipeline.clientHead(
            for: head, framing: exchange.responseFraming, record: exchange.record, close: !exchange.keepAlive,
            allocator: allocator)
        expect(within: loop.timeouts.body)
    }

    func receive(_ data: ByteBuffer) {
        guard case .exchanging(let exchange) = state, let context else { return }
        exchange.record.responseBytes += UInt64(data.readableBytes)
        expect(within: loop.timeouts.body)
        let chunked = exchange.responseFraming == .chunked
        if data.readableBytes <= Self.joinedBytes, var pending = exchange.pendingResponse {
            exchange.pendingResponse = nil
            if chunked {
                ChunkedEncoder.write(data, to: &pending)
            } else {
                pending.writeImmutableBuffer(data)
            }
            exchange.pendingResponse = pending
        } else {
            if chunked {
                var size = exchange.pendingResponse ?? allocator.buffer(capacity: 16)
                ChunkedEncoder.writeSize(data.readableBytes, to: &size)
                context.write(wrapOutboundOut(size), promise: nil)
                context.write(wrapOutboundOut(data), promise: nil)
                var end = allocator.buffer(capacity: 8)
                ChunkedEncoder.writeEndOfChunk(to: &end)
                exchange.pendingResponse = end
            } else {
                writePending(exchange)
                context.write(wrapOutboundOut(data), promise: nil)
            }
        }
        if !context.channel.isWritable { exchange.upstream?.pauseReading() }
    }

    /// The upstream has nothing more for now.
    func flushResponse() {
        guard case .exchanging(let exchange) = state, let context else { return }
        writePending(exchange)
        context.flush()
        if !context.channel.isWritable { exchange.upstream?.pauseReading() }
    }

    func responseEnded() {
        guard case .exchanging(let exchange) = state, let context else { return }
        if exchange.responseFraming == .chunked {
            var end = exchange.pendingResponse ?? allocator.buffer(capacity: 8)
            exchange.pendingResponse = nil
            ChunkedEncoder.writeEnd(to: &end)
            exchange.pendingResponse = end
        }
        writePending(exchange)
        context.flush()
        let requestComplete = exchange.requestBody.isFinished
        let upstream = exchange.upstream
        exchange.upstream = nil
        upstream?.end(requestComplete: requestComplete)
        finish(exchange, status: exchange.record.status, outcome: .complete)
        if exchange.keepAlive {
            awaitNextRequest()
            process()
        } else {
            linger()
        }
    }

    func upstreamFailed(_ failure: UpstreamConnection.Failure) {
        guard case .exchanging(let exchange) = state else { return }
        let name = exchange.pool.configuration.name
        if case .closedBeforeResponse = failure, exchange.canRetry {
            abandon(exchange)
            exchange.wasRetried = true
            exchange.headSent = false
            connect(exchange, fresh: true)
            return
        }
        switch failure {
        case .closedBeforeResponse: loop.logger.warning("upstream `\(name)` closed the connection without an answer")
        case .closedWithinResponse: loop.logger.warning("upstream `\(name)` closed the connection within its answer")
        case .malformed(let refusal):
            loop.logger.warning("upstream `\(name)` sent a response that is refused: \(refusal.detail)")
        }
        abandon(exchange)
        if exchange.responseStarted {
            // Part of it may be with the client: only the end of the connection can say that the rest is missing.
            finish(exchange, status: exchange.record.status, outcome: .cutShort)
            closeNow()
        } else {
            refuse(Refusal(AccessRefusal(.upstreamUnavailable)), exchange)
            process()
        }
    }

    func upstreamIsWritable() {
        guard case .exchanging(let exchange) = state else { return }
        resumeReading()
        sendRequestBody(exchange)
    }

    private func writePending(_ exchange: Exchange) {
        guard let pending = exchange.pendingResponse else { return }
        exchange.pendingResponse = nil
        context?.write(wrapOutboundOut(pending), promise: nil)
    }

    // MARK: Refusals

    /// Refuses a request that has not reached an upstream.
    private func refuse(_ refusal: Refusal, _ record: RequestRecord, head: RequestHead? = nil, closing: Bool = false) {
        let body = head.map { BodyReader($0.framing) }
        var skip: UInt64? = 0
        if let head {
            switch head.framing {
            case .none: skip = 0
            case .length(let length): skip = length <= Self.skippableBody ? length : nil
            case .chunked, .untilClose: skip = nil
            }
            // Whether the client sends the body it offered is not known once it got another answer than 100.
            if head.expectsContinue { skip = nil }
        }
        let closes = closing || skip == nil || loop.isDraining || !(head?.keepAlive ?? false)
        write(refusal, record, closes: closes)
        record.refusal = refusal
        loop.audit(record, outcome: .refused)
        if closes {
            linger()
        } else if let body, let skip, skip > 0 {
            state = .skippingBody(body, left: skip)
            expect(within: loop.timeouts.body)
        } else {
            awaitNextRequest()
        }
    }

    /// Refuses a request whose exchange has begun, if nothing of a response was sent.
    private func refuse(_ refusal: Refusal, _ exchange: Exchange, closing: Bool = false) {
        abandon(exchange)
        guard !exchange.responseStarted else {
            finish(exchange, status: exchange.record.status, outcome: .cutShort)
            closeNow()
            return
        }
        let closes = closing || !exchange.keepAlive || !exchange.requestBody.isFinished
        write(refusal, exchange.record, closes: closes)
        exchange.record.refusal = refusal
        finish(exchange, status: refusal.status, outcome: .failed)
        if closes { linger() } else { awaitNextRequest() }
    }

    private func write(_ refusal: Refusal, _ record: RequestRecord, closes: Bool) {
        guard let context else { return }
        record.status = refusal.status
        var buffer = allocator.buffer(capacity: 1024)
        loop.pipeline.write(refusal, record: record, closes: closes, to: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    private func skip(_ body: inout BodyReader, _ left: UInt64) -> Bool {
        var left = left
        while true {
            switch body.next(&unread, limits: loop.pipeline.wireLimits) {
            case .data(let data):
                left -= min(left, UInt64(data.readableBytes))
            case .needMore:
                state = .skippingBody(body, left: left)
                return false
            case .end:
                awaitNextRequest()
                return true
            case .refused:
                closeNow()
                return true
            }
        }
    }

    // MARK: Ends

    private func finish(_ exchange: Exchange, status: Int, outcome: RequestRecord.Outcome) {
        exchange.record.status = status
        exchange.record.requestBytes = exchange.requestBytes
        exchange.record.upstream = exchange.pool.configuration.name
        loop.audit(exchange.record, outcome: outcome)
    }

    /// Lets go of the upstream connection in the middle; it is closed.
    private func abandon(_ exchange: Exchange) {
        exchange.waiter?.cancel()
        exchange.waiter = nil
        let upstream = exchange.upstream
        exchange.upstream = nil
        upstream?.end(requestComplete: false)
    }

    private func awaitNextRequest() {
        state = .betweenRequests
        if loop.isDraining, unread.readableBytes == 0 {
            linger()
            return
        }
        resumeReading()
        expect(within: loop.timeouts.idle)
    }

    /// Closes after everything written has gone out. The sending side goes first and what still arrives is read and
    /// thrown away for a moment: closing with unread bytes would make the system reset the connection, and the client
    /// might lose the response.
    private func linger() {
        state = .lingering(left: Self.lingeringBytes)
        resumeReading()
        expect(within: Self.lingeringTime)
        context?.close(mode: .output, promise: nil)
    }

    private func closeNow() {
        state = .closed
        context?.close(promise: nil)
    }

    func closeIfIdle() {
        if case .betweenRequests = state, !isReadingHead { closeNow() }
    }

    func abort() {
        context?.close(promise: nil)
    }

    // MARK: Time and pressure

    private func expect(within nanoseconds: Int64) {
        deadline = loop.now &+ nanoseconds
    }

    func deadlinePassed(now: Int64) {
        switch state {
        case .betweenRequests:
            if isReadingHead {
                let record = RequestRecord(id: loop.requestIDs.next(), started: now, peer: peer)
                refuse(Refusal(AccessRefusal(.requestTimeout)), record, closing: true)
            } else {
                closeNow()
            }
        case .exchanging(let exchange):
            if !exchange.requestBody.isFinished, exchange.upstream?.isWritable ?? false {
                refuse(Refusal(AccessRefusal(.requestTimeout)), exchange, closing: true)
            } else if exchange.responseStarted, !(context?.channel.isWritable ?? false) {
                abandon(exchange)
                finish(exchange, status: exchange.record.status, outcome: .cutShort)
                closeNow()
            } else {
                loop.logger.warning("upstream `\(exchange.pool.configuration.name)` did not answer in time")
                refuse(Refusal(AccessRefusal(.upstreamTimeout)), exchange)
                process()
            }
        case .skippingBody, .lingering, .closed:
            closeNow()
        }
    }

    private func pauseReading() {
        guard !readsPaused, let context else { return }
        readsPaused = true
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    }

    private func resumeReading() {
        guard readsPaused, let context else { return }
        readsPaused = false
        try? context.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    private var allocator: ByteBufferAllocator { context?.channel.allocator ?? ByteBufferAllocator() }
}
