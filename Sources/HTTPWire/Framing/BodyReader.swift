package import NIOCore

/// Reads the body of one message, whatever its framing.
package struct BodyReader: Sendable {
    private enum State {
        case length(remaining: UInt64)
        case chunked(ChunkedBody)
        case untilClose(received: UInt64)
        case finished
        case failed(WireRefusal)
    }

    private var state: State

    /// A reader for the body that follows a head with this framing.
    package init(_ framing: BodyFraming) {
        switch framing {
        case .none, .length(0): state = .finished
        case .length(let length): state = .length(remaining: length)
        case .chunked: state = .chunked(ChunkedBody())
        case .untilClose: state = .untilClose(received: 0)
        }
    }

    /// Whether the whole body has been read.
    package var isFinished: Bool {
        if case .finished = state { true } else { false }
    }

    /// Goes on with the body at the front of `buffer`, taking what it gives back.
    package mutating func next(_ buffer: inout ByteBuffer, limits: WireLimits) -> BodyEvent {
        switch state {
        case .finished: return .end
        case .failed(let refusal): return .refused(refusal)
        case .length(let remaining):
            let available = buffer.readableBytes
            let count = remaining < UInt64(available) ? Int(remaining) : available
            guard count > 0, let slice = buffer.readSlice(length: count) else { return .needMore }
            let left = remaining - UInt64(count)
            state = left == 0 ? .finished : .length(remaining: left)
            return .data(slice)
        case .untilClose(let received):
            let count = buffer.readableBytes
            guard count > 0 else { return .needMore }
            guard UInt64(count) <= limits.bodyBytes, received <= limits.bodyBytes - UInt64(count) else {
                state = .failed(.contentTooLarge)
                return .refused(.contentTooLarge)
            }
            guard let slice = buffer.readSlice(length: count) else { return .needMore }
            state = .untilClose(received: received + UInt64(count))
            return .data(slice)
        case .chunked(var body):
            let event = body.next(&buffer, limits: limits)
            switch event {
            case .end: state = .finished
            case .refused(let refusal): state = .failed(refusal)
            case .data, .needMore: state = .chunked(body)
            }
            return event
        }
    }

    /// Says what it means that the peer closed the connection when the buffer was used up: the end of a body that runs
    /// until then, and a refusal for one that is not complete.
    package mutating func connectionClosed() -> BodyEvent {
        switch state {
        case .finished: return .end
        case .failed(let refusal): return .refused(refusal)
        case .untilClose:
            state = .finished
            return .end
        case .length, .chunked:
            state = .failed(.bodyCutShort)
            return .refused(.bodyCutShort)
        }
    }
}
