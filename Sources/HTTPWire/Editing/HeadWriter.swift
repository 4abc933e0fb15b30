package import NIOCore

/// Writes one head: the validated lines of another that may cross, then ours, then the framing, then the empty line.
///
/// Not copyable, so that a head is ended once. The order is what makes it safe: fields of the client are dropped before
/// any of ours is written, and nothing of the client's head decides about ours.
package struct HeadWriter: ~Copyable {
    private var buffer: ByteBuffer

    /// Writes behind what `buffer` already holds. Give it the only reference, or its bytes are copied first.
    package init(_ buffer: consuming ByteBuffer) {
        self.buffer = buffer
    }

    /// Writes the request line and the fields of `head` that cross to the upstream.
    ///
    /// - Parameters:
    ///   - head: the request as it came.
    ///   - target: its target, from `head.canonicalTarget(limits:)`; an absolute one becomes path and query.
    ///   - rules: which fields stay behind.
    package mutating func forward(_ head: RequestHead, target: CanonicalTarget, rules: StripRules) {
        precondition(target.whole == head.target, "the target is of another head")
        let raw = head.fields.bytes.readableBytesSpan
        buffer.reserveCapacity(minimumWritableBytes: raw.byteCount &+ 512)
        switch head.method {
        case .get: buffer.writeStaticString("GET ")
        case .head: buffer.writeStaticString("HEAD ")
        case .post: buffer.writeStaticString("POST ")
        case .put: buffer.writeStaticString("PUT ")
        case .patch: buffer.writeStaticString("PATCH ")
        case .delete: buffer.writeStaticString("DELETE ")
        case .options: buffer.writeStaticString("OPTIONS ")
        }
        buffer.writeBytes(raw.extracting(target.pathAndQuery.range))
        buffer.writeStaticString(" HTTP/1.1\r\n")
        copyFields(head.fields, rules, namesFields: head.connection.contains(.namesFields))
    }

    /// Writes the status line and the fields of `head` that cross to the client.
    package mutating func forward(_ head: ResponseHead, rules: StripRules) {
        let raw = head.fields.bytes.readableBytesSpan
        buffer.reserveCapacity(minimumWritableBytes: raw.byteCount &+ 256)
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(head.status))
        buffer.writeStaticString(" ")
        if head.reason.isEmpty {
            buffer.writeStaticString(StatusReason.phrase(head.status))
        } else {
            buffer.writeBytes(raw.extracting(head.reason.range))
        }
        buffer.writeStaticString("\r\n")
        copyFields(head.fields, rules, namesFields: head.connection.contains(.namesFields))
    }

    /// Writes the status line of a response that Poort makes itself.
    package mutating func status(_ status: Int) {
        precondition((100...599).contains(status))
        buffer.writeStaticString("HTTP/1.1 ")
        buffer.writeDecimal(UInt64(status))
        buffer.writeStaticString(" ")
        buffer.writeStaticString(StatusReason.phrase(status))
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line.
    package mutating func add(_ name: FieldName, _ value: FieldValue) {
        buffer.writeBytes(name.prefix)
        buffer.writeBytes(value.bytes)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line with any text, encoded as `FieldValue` says.
    package mutating func add(_ name: FieldName, encoding text: Span<UInt8>) {
        buffer.writeBytes(name.prefix)
        FieldValue.encode(text, to: &buffer)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line with the value at `range` of a validated head, as it is there.
    package mutating func add(_ name: FieldName, copying range: ByteRange, of section: FieldSection) {
        buffer.writeBytes(name.prefix)
        buffer.writeBytes(section.bytes.readableBytesSpan.extracting(range.range))
        buffer.writeStaticString("\r\n")
    }

    /// Adds lines.
    package mutating func add(_ lines: FieldLines) {
        buffer.writeImmutableBuffer(lines.buffer)
    }

    /// Ends a request head: writes its framing anew, and the empty line. The body that follows must be framed so.
    package consuming func endRequest(_ framing: BodyFraming, method: RequestMethod) -> ByteBuffer {
        switch framing {
        case .chunked: buffer.writeStaticString("transfer-encoding: chunked\r\n")
        case .length(let length) where length > 0 || method.declaresEmptyContent:
            writeContentLength(length)
        case .none where method.declaresEmptyContent: writeContentLength(0)
        case .none, .length, .untilClose: break
        }
        buffer.writeStaticString("\r\n")
        return buffer
    }

    /// Ends a response head: writes its framing anew, and the empty line. The body that follows must be framed so.
    ///
    /// - Parameters:
    ///   - framing: as from `ResponseHead.framing(towards:)`.
    ///   - announcedLength: the `Content-Length` of an answer to HEAD, or of a 304, where no body follows.
    ///   - close: whether the connection is closed after this response; always so with `untilClose`.
    package consuming func endResponse(
        _ framing: BodyFraming,
        announcedLength: UInt64? = nil,
        close: Bool
    ) -> ByteBuffer {
        var closes = close
        switch framing {
        case .none:
            if let announcedLength { writeContentLength(announcedLength) }
        case .length(let length): writeContentLength(length)
        case .chunked: buffer.writeStaticString("transfer-encoding: chunked\r\n")
        case .untilClose: closes = true
        }
        buffer.writeStaticString(closes ? "connection: close\r\n\r\n" : "\r\n")
        return buffer
    }

    private mutating func writeContentLength(_ length: UInt64) {
        buffer.writeStaticString("content-length: ")
        buffer.writeDecimal(length)
        buffer.writeStaticString("\r\n")
    }

    /// Copies the lines that cross, in as few pieces as there are dropped lines between them.
    private mutating func copyFields(
        _ section: FieldSection,
        _ rules: StripRules,
        namesFields: Bool
    ) {
        let bytes = section.bytes.readableBytesUInt8Span
        // The same bytes in the form that `ByteBuffer` takes for copying.
        let raw = section.bytes.readableBytesSpan
        let lines = section.lines.span
        // Lines follow each other without a gap, so the next line's name begins where this one's CRLF ends.
        let end = bytes.count &- 2
        var runStart = lines.count > 0 ? Int(lines[0].name.start) : end
        for index in lines.indices {
            let line = lines[index]
            let lineStart = Int(line.name.start)
            let nextStart = index &+ 1 < lines.count ? Int(lines[index &+ 1].name.start) : end
            let isCookieLine = line.known == .cookie || line.known == .setCookie
            if !drops(line, section, bytes, rules, namesFields) {
                guard isCookieLine, !rules.cookiePrefixes.isEmpty else { continue }
                guard hasDroppedCookie(line, bytes, rules) else { continue }
                copy(raw, runStart, lineStart)
                if line.known == .cookie { writeCookies(line, bytes, raw, rules) }
            } else {
                copy(raw, runStart, lineStart)
            }
            runStart = nextStart
        }
        copy(raw, runStart, end)
    }

    @inline(__always)
    private mutating func copy(_ raw: RawSpan, _ start: Int, _ end: Int) {
        if start < end { buffer.writeBytes(raw.extracting(start..<end)) }
    }

    @inline(__always)
    private func drops(
        _ line: Field,
        _ section: FieldSection,
        _ bytes: Span<UInt8>,
        _ rules: StripRules,
        _ namesFields: Bool
    ) -> Bool {
        if line.known != .other { return rules.drops(line.known) }
        if rules.matches(bytes.extracting(line.name.range)) { return true }
        return namesFields && ConnectionOptions.names(line.name, in: section, bytes)
    }

    private func hasDroppedCookie(_ line: Field, _ bytes: Span<UInt8>, _ rules: StripRules) -> Bool {
        var pairs = CookiePairs(line.value)
        while let pair = pairs.next(in: bytes) {
            if rules.dropsCookie(bytes, pair) { return true }
            // What follows the first pair of `Set-Cookie` are attributes.
            if line.known == .setCookie { return false }
        }
        return false
    }

    /// Writes the pairs of a `Cookie` line that cross, and no line when there are none.
    private mutating func writeCookies(_ line: Field, _ bytes: Span<UInt8>, _ raw: RawSpan, _ rules: StripRules) {
        var isFirst = true
        var pairs = CookiePairs(line.value)
        while let pair = pairs.next(in: bytes) {
            if rules.dropsCookie(bytes, pair) { continue }
            buffer.writeStaticString(isFirst ? "cookie: " : "; ")
            buffer.writeBytes(raw.extracting(pair.whole.range))
            isFirst = false
        }
        if !isFirst { buffer.writeStaticString("\r\n") }
    }
}
