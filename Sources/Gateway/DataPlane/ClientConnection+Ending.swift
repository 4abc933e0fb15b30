import HTTPWire
import Logging
import NIOCore
import Policy

/// Refusals, and the ways in which a request and a connection end.
extension ClientConnection {
    // MARK: Refusals

    /// Refuses a request that has not reached an upstream.
    func refuse(_ refusal: Refusal, _ record: RequestRecord, head: RequestHead? = nil, closing: Bool = false) {
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
            resumeReading()
            expect(within: loop.timeouts.body)
        } else {
            awaitNextRequest()
        }
    }

    /// Refuses a request whose exchange has begun, if nothing of a response was sent.
    func refuse(_ refusal: Refusal, _ exchange: Exchange, closing: Bool = false) {
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

    func write(_ refusal: Refusal, _ record: RequestRecord, closes: Bool) {
        guard let context else { return }
        record.status = refusal.status
        var buffer = allocator.buffer(capacity: 1024)
        loop.pipeline.write(refusal, record: record, closes: closes, to: &buffer)
        context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }

    func skip(_ body: inout BodyReader, _ left: UInt64) -> Bool {
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

    func finish(_ exchange: Exchange, status: Int, outcome: RequestRecord.Outcome) {
        exchange.record.status = status
        exchange.record.requestBytes = exchange.requestBytes
        exchange.record.upstream = exchange.pool.configuration.name
        loop.audit(exchange.record, outcome: outcome)
    }

    /// Lets go of the upstream connection in the middle; it is closed.
    func abandon(_ exchange: Exchange) {
        exchange.waiter?.cancel()
        exchange.waiter = nil
        let upstream = exchange.upstream
        exchange.upstream = nil
        upstream?.end(requestComplete: false)
    }

    func awaitNextRequest() {
        state = .betweenRequests
        if loop.isDraining, unread.readableBytes == 0 {
            linger()
            return
        }
        // While enough has arrived, to begin reading and to end it again would cost two system calls a request.
        if unread.readableBytes <= loop.limits.headBytes { resumeReading() }
        expect(within: loop.timeouts.idle)
    }

    /// Closes after everything written has gone out. The sending side goes first and what still arrives is read and
    /// thrown away for a moment: closing with unread bytes would make the system reset the connection, and the client
    /// might lose the response.
    func linger() {
        state = .lingering(left: Self.lingeringBytes)
        resumeReading()
        expect(within: Self.lingeringTime)
        context?.close(mode: .output, promise: nil)
    }

    func closeNow() {
        state = .closed
        context?.close(promise: nil)
    }

    func closeIfIdle() {
        if case .betweenRequests = state, !isReadingHead, !isQueued { closeNow() }
    }

    func abort() {
        context?.close(promise: nil)
    }

    // MARK: Time and pressure

    func expect(within nanoseconds: Int64) {
        deadline = loop.now &+ nanoseconds
    }

    func deadlinePassed(now: Int64) {
        switch state {
        case .betweenRequests where isQueued:
            // As below: what it has sent is judged when its turn comes.
            deadline = .max
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
        case .awaitingKeys(let wait):
            withdraw(wait)
            resumeReading()
            refuseWithoutKeys(wait)
            process()
        case .gathering(let request):
            refuse(Refusal(AccessRefusal(.requestTimeout)), request.record, closing: true)
        case .awaitingTurn:
            // Its turn comes for certain, and the time until then is ours and not the client's.
            deadline = .max
        case .skippingBody, .lingering, .closed:
            closeNow()
        }
    }

    /// What a client sends ahead is kept up to the size of one head.
    func pauseReadingIfFull() {
        if unread.readableBytes > loop.limits.headBytes { pauseReading() }
    }

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

    var allocator: ByteBufferAllocator { context?.channel.allocator ?? ByteBufferAllocator() }
}
