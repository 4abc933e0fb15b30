package import NIOCore

/// An upstream's response head whose every line was checked, and whose framing is decided.
///
/// All ranges count from the first byte of `bytes`.
package struct ResponseHead: Sendable {
    /// 100 to 599.
    package let status: Int
    /// The protocol version of the status line.
    package let version: HTTPVersion
    /// The reason phrase as the upstream sent it; it may be empty.
    package let reason: ByteRange
    /// The field lines.
    package let fields: FieldSection
    /// How the end of the body is found, with the request's method taken into account.
    package let framing: BodyFraming
    /// The value of `Content-Length` where there is no body to go by it: the answer to HEAD, and 304.
    package let announcedLength: UInt64?
    /// Whether the connection may go back to the pool when the body is complete. Never for HTTP/1.0.
    package let keepAlive: Bool
    let connection: ConnectionOptions

    /// The head, from its first byte through the empty line that ends it.
    package var bytes: ByteBuffer { fields.bytes }

    /// Whether another response to the same request follows (RFC 9110 section 15.2).
    package var isInterim: Bool { status < 200 }

    /// The value of the first line of `field`, in constant time.
    package func value(_ field: KnownField) -> ByteRange? { fields.value(field) }

    /// The bytes of `range` as text, for logs and tests.
    package func text(_ range: ByteRange) -> String { fields.text(range) }

    /// How the response is framed towards a client of `version`. `untilClose` means: without framing fields, and the
    /// connection to the client is closed after it.
    package func framing(towards version: HTTPVersion) -> BodyFraming {
        switch framing {
        case .none, .length: framing
        case .chunked, .untilClose: version == .http11 ? .chunked : .untilClose
        }
    }

    /// Reads one head from `buffer`, the answer to a request of `method`, taking its bytes when it is complete.
    ///
    /// For a whole head at once; a connection keeps a `ResponseHeadScanner` instead.
    package static func parse(
        _ buffer: inout ByteBuffer,
        to method: RequestMethod,
        limits: WireLimits
    ) -> HeadParse<ResponseHead> {
        var scanner = ResponseHeadScanner()
        return scanner.next(&buffer, to: method, limits: limits)
    }
}

/// The status line of a head that is still arriving.
private struct StatusLine {
    var version: HTTPVersion
    var status: Int
    var reason: ByteRange
}

/// Reads response heads from the unread bytes of an upstream connection, with the same rules as `RequestHeadScanner`.
package struct ResponseHeadScanner: Sendable {
    private var lines = LineScanner()
    private var statusLine: StatusLine?
    private var fields = FieldCollector()

    package init() {}

    /// Whether part of a head has been looked at, so that closing now would cut it short.
    package var isInsideHead: Bool { lines.position > 0 }

    /// Goes on with the head at the front of `buffer`, part of the answer to a request of `method`.
    package mutating func next(
        _ buffer: inout ByteBuffer,
        to method: RequestMethod,
        limits: WireLimits
    ) -> HeadParse<ResponseHead> {
        switch scan(buffer.readableBytesUInt8Span, limits: limits, table: KnownFieldTable.shared) {
        case .needMore: return .needMore
        case .refused(let refusal):
            self = Self()
            return .refused(refusal)
        case .complete:
            guard let statusLine, let bytes = buffer.readSlice(length: lines.position) else { return .needMore }
            let section = FieldSection(bytes: bytes, lines: fields.lines, index: fields.index)
            self = Self()
            switch Self.judge(statusLine, section, method, limits) {
            case .success(let head): return .head(head)
            case .failure(let refusal): return .refused(refusal)
            }
        }
    }

    private enum Progress {
        case needMore, complete
        case refused(WireRefusal)
    }

    private mutating func scan(_ bytes: Span<UInt8>, limits: WireLimits, table: KnownFieldTable) -> Progress {
        while true {
            let isFirst = statusLine == nil
            let limit = isFirst ? min(limits.startLineBytes &+ 2, limits.headBytes) : limits.headBytes
            switch lines.next(in: bytes, limit: limit) {
            case .needMore: return .needMore
            case .refused(let refusal): return .refused(refusal)
            case .limitReached: return .refused(isFirst ? .startLineTooLong : .headTooLarge)
            case .line(let start, let end):
                if isFirst {
                    switch Self.statusLine(bytes, end) {
                    case .success(let line): statusLine = line
                    case .failure(let refusal): return .refused(refusal)
                    }
                } else if start == end {
                    return .complete
                } else if let refusal = fields.add(bytes, start, end, limits: limits, table: table, isResponse: true) {
                    return .refused(refusal)
                }
            }
        }
    }

    /// `HTTP/1.x SP ddd [SP reason]`, in the bytes up to `end` (RFC 9112 section 4). The space before an empty reason
    /// may be missing, as it is from several servers.
    private static func statusLine(_ bytes: Span<UInt8>, _ end: Int) -> Result<StatusLine, WireRefusal> {
        guard end >= 12, bytes[8] == ASCII.space else { return .failure(.startLineMalformed) }
        let version: HTTPVersion
        switch HTTPVersion.read(bytes, 0, 8) {
        case .success(let read): version = read
        case .failure(let refusal): return .failure(refusal)
        }
        var status = 0
        for index in 9..<12 {
            guard ASCII.isDigit(bytes[index]) else { return .failure(.startLineMalformed) }
            status = status &* 10 &+ Int(bytes[index] &- ASCII.zero)
        }
        guard (100...599).contains(status) else { return .failure(.startLineMalformed) }
        guard end == 12 || bytes[12] == ASCII.space else { return .failure(.startLineMalformed) }
        return .success(StatusLine(version: version, status: status, reason: ByteRange(min(13, end), end)))
    }

    /// The rules that need the whole head (RFC 9112 section 6.3).
    private static func judge(
        _ line: StatusLine,
        _ section: FieldSection,
        _ method: RequestMethod,
        _ limits: WireLimits
    ) -> Result<ResponseHead, WireRefusal> {
        // `Upgrade` is never forwarded, so nobody asked for another protocol.
        guard line.status != 101 else { return .failure(.upgradeNotAsked) }

        let options: ConnectionOptions
        switch ConnectionOptions.read(section) {
        case .success(let read): options = read
        case .failure(let refusal): return .failure(refusal)
        }

        let declared: BodyFraming?
        switch BodyFraming.read(section, version: line.version) {
        case .success(let read): declared = read
        case .failure(let refusal): return .failure(refusal)
        }

        let framing: BodyFraming
        var announcedLength: UInt64?
        if line.status < 200 || line.status == 204 {
            // Neither may announce content. A zero does no harm; anything else leaves the end of the message in doubt.
            guard declared == nil || declared == .length(0) else { return .failure(.contentNotAllowed) }
            framing = .none
        } else if method == .head || line.status == 304 {
            if case .length(let length)? = declared { announcedLength = length }
            framing = .none
        } else {
            framing = declared ?? .untilClose
            if case .length(let length) = framing, length > limits.bodyBytes { return .failure(.contentTooLarge) }
        }
        return .success(
            ResponseHead(
                status: line.status,
                version: line.version,
                reason: line.reason,
                fields: section,
                framing: framing,
                announcedLength: announcedLength,
                keepAlive: line.version == .http11 && framing != .untilClose && !options.contains(.close),
                connection: options
            )
        )
    }
}
