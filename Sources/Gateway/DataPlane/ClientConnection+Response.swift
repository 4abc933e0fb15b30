import HTTPWire
import Logging
import NIOCore
import Policy

/// What the upstream sends goes on to the client.
extension ClientConnection {
    func receive(_ head: ResponseHead) {
        guard case .exchanging(let exchange) = state else { return }
        exchange.responseStarted = true
        exchange.responseFraming = head.framing(towards: exchange.version)
        exchange.record.status = head.status
        if exchange.record.isOwnPage { exchange.record.ownPage = OwnPageNote(head) }
        if exchange.responseFraming == .untilClose || loop.isDraining { exchange.keepAlive = false }
        // A response before the end of the request: what the client still sends cannot be told from its next request.
        if !exchange.requestBody.isFinished { exchange.keepAlive = false }
        exchange.pendingResponse = loop.pipeline.clientHead(
            for: head, framing: exchange.responseFraming, record: exchange.record, close: !exchange.keepAlive,
            at: loop.wallClock, allocator: allocator)
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

    func writePending(_ exchange: Exchange) {
        guard let pending = exchange.pendingResponse else { return }
        exchange.pendingResponse = nil
        context?.write(wrapOutboundOut(pending), promise: nil)
    }
}
