package import NIOCore

/// What came of reading a body from the bytes that have arrived.
package enum BodyEvent: Sendable, Hashable {
    /// The next bytes of content, at least one, as a slice that shares the buffer's storage.
    case data(ByteBuffer)
    /// Call again when the buffer has more.
    case needMore
    /// The body is complete; what remains in the buffer belongs to the next message.
    case end
    /// The end of the message can not be found any more; the connection must be closed.
    case refused(WireRefusal)
}

/// Takes chunked framing off a body (RFC 9112 section 7.1), accepting a strict subset of it.
///
/// No whitespace around sizes and extensions, sizes of at most 15 digits, CRLF and nothing else. Extensions and trailers
/// are checked and dropped: whoever forwards the content frames it anew.
package struct ChunkedBody: Sendable {
    private enum State {
        case size
        case data(remaining: UInt64)
        case dataEnd
        case trailers
        case finished
        case failed(WireRefusal)
    }

    private var state = State.size
    private var lines = LineScanner()
    private var trailerBytes = 0
    private var trailerLines = 0
    /// Bytes of content whose chunk heads were read, so that a chunk too large is refused before it is received.
    private var announced: UInt64 = 0

    package init() {}

    /// Goes on with the body at the front of `buffer`, taking what it gives back.
    package mutating func next(_ buffer: inout ByteBuffer, limits: WireLimits) -> BodyEvent {
        while true {
            switch state {
            case .size:
                switch readSize(buffer.readableBytesUInt8Span, limits) {
                case .taken(let count): buffer.moveReaderIndex(forwardBy: count)
                case .event(let event): return event
                }
            case .data(let remaining):
                let available = buffer.readableBytes
                guard available > 0 else { return .needMore }
                let count = remaining < UInt64(available) ? Int(remaining) : available
                guard let slice = buffer.readSlice(length: count) else { return .needMore }
                let left = remaining - UInt64(count)
                state = left == 0 ? .dataEnd : .data(remaining: left)
                return .data(slice)
            case .dataEnd:
                switch readDataEnd(buffer.readableBytesUInt8Span) {
                case .taken(let count): buffer.moveReaderIndex(forwardBy: count)
                case .event(let event): return event
                }
            case .trailers:
                switch readTrailer(buffer.readableBytesUInt8Span, limits) {
                case .taken(let count): buffer.moveReaderIndex(forwardBy: count)
                case .event(let event): return event
                }
            case .finished: return .end
            case .failed(let refusal): return .refused(refusal)
            }
        }
    }

    /// What came of reading one line of the framing.
    private enum Step {
        /// A line was read; its bytes, with the CRLF, are to be taken from the buffer.
        case taken(Int)
        case event(BodyEvent)
    }

    private mutating func fail(_ refusal: WireRefusal) -> Step {
        state = .failed(refusal)
        return .event(.refused(refusal))
    }

    /// Reads a chunk-size line.
    private mutating func readSize(_ bytes: Span<UInt8>, _ limits: WireLimits) -> Step {
        switch lines.next(in: bytes, limit: limits.chunkLineBytes + 2) {
        case .needMore: return .event(.needMore)
        case .limitReached: return fail(.chunkLineTooLong)
        case .refused: return fail(.chunkSizeInvalid)
        case .line(_, let end):
            guard let (size, stop) = Self.size(bytes, end) else { return fail(.chunkSizeInvalid) }
            guard ChunkExtension.isValid(bytes.extracting(stop..<end)) else { return fail(.chunkExtensionInvalid) }
            guard size <= limits.bodyBytes, announced <= limits.bodyBytes - size else {
                return fail(.contentTooLarge)
            }
            announced += size
            lines = LineScanner()
            state = size == 0 ? .trailers : .data(remaining: size)
            return .taken(end + 2)
        }
    }

    /// Reads the CRLF behind the bytes of a chunk.
    private mutating func readDataEnd(_ bytes: Span<UInt8>) -> Step {
        guard bytes.count > 0 else { return .event(.needMore) }
        guard bytes[0] == ASCII.carriageReturn else { return fail(.chunkNotTerminated) }
        guard bytes.count > 1 else { return .event(.needMore) }
        guard bytes[1] == ASCII.lineFeed else { return fail(.chunkNotTerminated) }
        state = .size
        return .taken(2)
    }

    /// The hexadecimal digits at the front of a chunk-size line, and where they end.
    private static func size(_ bytes: Span<UInt8>, _ end: Int) -> (size: UInt64, stop: Int)? {
        var size: UInt64 = 0
        var at = 0
        while at < end, let digit = ASCII.hexValue(bytes[at]) {
            size = size &<< 4 | UInt64(digit)
            at += 1
            guard at <= 15 else { return nil }
        }
        return at > 0 ? (size, at) : nil
    }

    /// Reads a trailer line, or the empty line that ends the body.
    private mutating func readTrailer(_ bytes: Span<UInt8>, _ limits: WireLimits) -> Step {
        // The empty line at the end is part of no trailer.
        switch lines.next(in: bytes, limit: limits.trailerBytes - trailerBytes + 2) {
        case .needMore: return .event(.needMore)
        case .limitReached: return fail(.trailersTooLarge)
        case .refused: return fail(.trailerInvalid)
        case .line(_, let end):
            lines = LineScanner()
            guard end > 0 else {
                state = .finished
                return .taken(2)
            }
            guard Self.isTrailer(bytes, end, limits) else { return fail(.trailerInvalid) }
            trailerBytes += end + 2
            trailerLines += 1
            guard trailerBytes <= limits.trailerBytes, trailerLines <= limits.fieldCount else {
                return fail(.trailersTooLarge)
            }
            return .taken(end + 2)
        }
    }

    /// A trailer is a field line like any other; one that would frame or route the message is an attempt at something
    /// (RFC 9110 section 6.5.1).
    private static func isTrailer(_ bytes: Span<UInt8>, _ end: Int, _ limits: WireLimits) -> Bool {
        var colon = 0
        while colon < end, ASCII.isFieldNameByte(bytes[colon]) { colon += 1 }
        guard colon > 0, colon <= limits.fieldNameBytes, colon < end, bytes[colon] == ASCII.colon else { return false }
        switch KnownFieldTable.shared.field(bytes, 0, colon) {
        case .transferEncoding, .contentLength, .host, .trailer, .authorization, .cookie, .connection: return false
        default: return true
        }
    }
}

/// The extensions of a chunk-size line (RFC 9112 section 7.1.1), without the whitespace that grammar tolerates.
enum ChunkExtension {
    /// Whether `bytes` are `*( ";" token [ "=" ( token / quoted-string ) ] )`.
    static func isValid(_ bytes: Span<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            guard bytes[at] == ASCII.semicolon, let nameEnd = token(bytes, at + 1) else { return false }
            at = nameEnd
            guard at < bytes.count, bytes[at] == ASCII.equals else { continue }
            guard at + 1 < bytes.count else { return false }
            let valueEnd = bytes[at + 1] == ASCII.quote ? quotedString(bytes, at + 1) : token(bytes, at + 1)
            guard let valueEnd else { return false }
            at = valueEnd
        }
        return true
    }

    private static func token(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var at = start
        while at < bytes.count, ASCII.isTokenByte(bytes[at]) { at += 1 }
        return at > start ? at : nil
    }

    private static func quotedString(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        var at = start + 1
        while at < bytes.count {
            let byte = bytes[at]
            if byte == ASCII.quote { return at + 1 }
            if byte == ASCII.backslash { at += 1 }
            guard at < bytes.count, bytes[at] < 0x80 else { return nil }
            at += 1
        }
        return nil
    }
}
