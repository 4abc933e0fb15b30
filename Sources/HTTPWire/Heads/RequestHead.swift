package import NIOCore

/// A request head whose every line was checked, and whose framing is decided. Only `RequestHeadScanner` makes one.
///
/// All ranges count from the first byte of `bytes`.
package struct RequestHead: Sendable {
    /// The method, one of the closed list that is served.
    package let method: RequestMethod
    /// The protocol version of the request line.
    package let version: HTTPVersion
    /// The request target as it was sent: visible US-ASCII, otherwise not judged. See `canonicalTarget(limits:)`.
    package let target: ByteRange
    /// The field lines.
    package let fields: FieldSection
    /// The host of the `Host` field.
    package let host: HostValue
    /// How the end of the body is found: never `untilClose`.
    package let framing: BodyFraming
    /// Whether the client may send another request after this one. Never for HTTP/1.0.
    package let keepAlive: Bool
    /// Whether the client waits for `100 Continue` before it sends the body.
    package let expectsContinue: Bool
    let connection: ConnectionOptions

    /// The head, from its first byte through the empty line that ends it.
    package var bytes: ByteBuffer { fields.bytes }

    /// The value of the first line of `field`, in constant time.
    package func value(_ field: KnownField) -> ByteRange? { fields.value(field) }

    /// The bytes of `range` as text, for logs and tests.
    package func text(_ range: ByteRange) -> String { fields.text(range) }

    /// Reads one head from `buffer`, taking its bytes when it is complete.
    ///
    /// For a whole head at once; a connection keeps a `RequestHeadScanner` instead, so that nothing is looked at twice.
    package static func parse(_ buffer: inout ByteBuffer, limits: WireLimits) -> HeadParse<RequestHead> {
        var scanner = RequestHeadScanner()
        return scanner.next(&buffer, limits: limits)
    }
}

/// The request line of a head that is still arriving.
private struct RequestLine {
    var method: RequestMethod
    var version: HTTPVersion
    var target: ByteRange
}

/// Reads request heads from the unread bytes of a connection.
///
/// Between two calls for one head, bytes may only be added to the buffer. After a head or a refusal the scanner is ready
/// for the next head.
package struct RequestHeadScanner: Sendable {
    private var lines = LineScanner()
    private var requestLine: RequestLine?
    private var fields = FieldCollector()

    package init() {}

    /// Whether part of a head has been looked at, so that closing now would cut it short.
    package var isInsideHead: Bool { lines.position > 0 }

    /// Goes on with the head at the front of `buffer`.
    package mutating func next(_ buffer: inout ByteBuffer, limits: WireLimits) -> HeadParse<RequestHead> {
        let table = KnownFieldTable.shared
        let step = scan(buffer.readableBytesUInt8Span, limits: limits, table: table)
        switch step {
        case .needMore: return .needMore
        case .refused(let refusal):
            self = Self()
            return .refused(refusal)
        case .complete:
            guard let requestLine, let bytes = buffer.readSlice(length: lines.position) else { return .needMore }
            let section = FieldSection(bytes: bytes, lines: fields.lines, index: fields.index)
            self = Self()
            switch Self.judge(requestLine, section, limits) {
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
            let isFirst = requestLine == nil
            let limit = isFirst ? min(limits.startLineBytes &+ 2, limits.headBytes) : limits.headBytes
            switch lines.next(in: bytes, limit: limit) {
            case .needMore: return .needMore
            case .refused(let refusal): return .refused(refusal)
            case .limitReached: return .refused(isFirst ? .startLineTooLong : .headTooLarge)
            case .line(let start, let end):
                if isFirst {
                    switch Self.requestLine(bytes, end) {
                    case .success(let line): requestLine = line
                    case .failure(let refusal): return .refused(refusal)
                    }
                } else if start == end {
                    return .complete
                } else if let refusal = fields.add(
                    bytes, start, end, limits: limits, table: table, isResponse: false
                ) {
                    return .refused(refusal)
                }
            }
        }
    }

    /// `METHOD SP target SP HTTP/1.x` with single spaces, in the bytes up to `end` (RFC 9112 section 3).
    private static func requestLine(_ bytes: Span<UInt8>, _ end: Int) -> Result<RequestLine, WireRefusal> {
        var methodEnd = 0
        while methodEnd < end, ASCII.isTokenByte(bytes[methodEnd]) { methodEnd &+= 1 }
        guard methodEnd > 0, methodEnd < end, bytes[methodEnd] == ASCII.space else {
            return .failure(.startLineMalformed)
        }
        let targetStart = methodEnd &+ 1
        var targetEnd = targetStart
        while targetEnd < end, ASCII.isVisible(bytes[targetEnd]) { targetEnd &+= 1 }
        guard targetEnd > targetStart, targetEnd < end, bytes[targetEnd] == ASCII.space else {
            return .failure(.startLineMalformed)
        }
        switch HTTPVersion.read(bytes, targetEnd &+ 1, end) {
        case .failure(let refusal): return .failure(refusal)
        case .success(let version):
            guard let method = RequestMethod(bytes, 0..<methodEnd) else { return .failure(.methodNotImplemented) }
            return .success(
                RequestLine(method: method, version: version, target: ByteRange(targetStart, targetEnd))
            )
        }
    }

    /// The rules that need the whole head.
    private static func judge(
        _ line: RequestLine,
        _ section: FieldSection,
        _ limits: WireLimits
    ) -> Result<RequestHead, WireRefusal> {
        let bytes = section.bytes.readableBytesUInt8Span
        guard let hostRange = section.value(.host) else { return .failure(.hostMissing) }
        guard let host = HostValue(bytes, hostRange) else { return .failure(.hostInvalid) }

        let options: ConnectionOptions
        switch ConnectionOptions.read(section) {
        case .success(let read): options = read
        case .failure(let refusal): return .failure(refusal)
        }

        let framing: BodyFraming
        switch BodyFraming.read(section, version: line.version) {
        case .success(let read): framing = read ?? .none
        case .failure(let refusal): return .failure(refusal)
        }
        if case .length(let length) = framing, length > limits.bodyBytes { return .failure(.contentTooLarge) }
        guard line.method.mayHaveContent || !framing.hasContent else { return .failure(.contentNotAllowed) }

        var expectsContinue = false
        if let expectation = section.value(.expect) {
            guard ASCII.matches(bytes, expectation.range, "100-continue") else {
                return .failure(.expectationUnknown)
            }
            // An HTTP/1.0 client can not read an interim response (RFC 9110 section 10.1.1).
            expectsContinue = line.version == .http11 && framing.hasContent
        }
        return .success(
            RequestHead(
                method: line.method,
                version: line.version,
                target: line.target,
                fields: section,
                host: host,
                framing: framing,
                keepAlive: line.version == .http11 && !options.contains(.close),
                expectsContinue: expectsContinue,
                connection: options
            )
        )
    }
}

extension HTTPVersion {
    /// `HTTP/1.1` or `HTTP/1.0`, in the bytes from `start` up to `end`.
    static func read(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Result<HTTPVersion, WireRefusal> {
        guard end &- start == 8 else { return .failure(.startLineMalformed) }
        let word = ASCII.word(bytes, at: start)
        // "HTTP/d.d" as a little-endian word; the digits are the sixth and eighth byte.
        guard word & 0x00FF_00FF_FFFF_FFFF == 0x002E_002F_5054_5448 else { return .failure(.startLineMalformed) }
        let major = UInt8(truncatingIfNeeded: word &>> 40)
        let minor = UInt8(truncatingIfNeeded: word &>> 56)
        guard ASCII.isDigit(major), ASCII.isDigit(minor) else { return .failure(.startLineMalformed) }
        guard major == 0x31, minor <= 0x31 else { return .failure(.versionNotSupported) }
        return .success(minor == 0x31 ? .http11 : .http10)
    }
}
