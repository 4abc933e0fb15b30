import NIOCore
import Testing

@testable import HTTPWire

@Suite("A chunked body")
struct ChunkedBodyTests {
    /// Reads a whole body that arrives in these parts.
    static func read(
        _ parts: [[UInt8]], limits: WireLimits = Wire.limits
    ) -> (content: [UInt8], last: BodyEvent, rest: Int) {
        var body = ChunkedBody()
        var buffer = ByteBuffer()
        var content: [UInt8] = []
        var last = BodyEvent.needMore
        for part in parts {
            Wire.receive(part, into: &buffer)
            reading: while true {
                last = body.next(&buffer, limits: limits)
                switch last {
                case .data(let data): content += data.readableBytesView
                case .needMore: break reading
                case .end, .refused: return (content, last, buffer.readableBytes)
                }
            }
        }
        return (content, last, buffer.readableBytes)
    }

    @Test(
        "is refused when its end could be read in two ways",
        arguments: [
            ("g\r\n", WireRefusal.chunkSizeInvalid), ("\r\n", .chunkSizeInvalid), ("-1\r\n", .chunkSizeInvalid),
            ("+1\r\n", .chunkSizeInvalid), ("0x1\r\n", .chunkExtensionInvalid), (" 1\r\n", .chunkSizeInvalid),
            ("1 \r\nx", .chunkExtensionInvalid), ("1\nx", .chunkSizeInvalid), ("1\rx", .chunkSizeInvalid),
            ("1000000000000000\r\n", .chunkSizeInvalid), ("fffffffffffffff\r\n", .contentTooLarge),
            ("1\r\nxy", .chunkNotTerminated), ("1\r\nx\n", .chunkNotTerminated), ("1\r\nx\rz", .chunkNotTerminated),
            ("1;\r\nx", .chunkExtensionInvalid), ("1; a\r\nx", .chunkExtensionInvalid),
            ("1;a=\r\nx", .chunkExtensionInvalid), ("1;a=\"b\r\nx", .chunkExtensionInvalid),
            ("1;a\u{0}\r\nx", .chunkSizeInvalid), ("0\r\nbad trailer\r\n\r\n", .trailerInvalid),
            ("0\r\n: x\r\n\r\n", .trailerInvalid), ("0\r\nX : y\r\n\r\n", .trailerInvalid),
            ("0\r\nContent-Length: 5\r\n\r\n", .trailerInvalid), ("0\r\nHost: a\r\n\r\n", .trailerInvalid),
            ("0\r\nTransfer-Encoding: chunked\r\n\r\n", .trailerInvalid),
            ("0\r\nAuthorization: x\r\n\r\n", .trailerInvalid), ("0\r\nX: a\nY: b\r\n\r\n", .trailerInvalid),
        ])
    func refuses(_ text: String, _ refusal: WireRefusal) {
        let bytes = Array(text.utf8)
        #expect(Self.read([bytes]).last == .refused(refusal))
        #expect(Self.read(bytes.map { [$0] }).last == .refused(refusal))
    }

    @Test(
        "gives its content without extensions and trailers, wherever it is cut",
        arguments: [
            ("0\r\n\r\n", ""), ("5\r\nhello\r\n0\r\n\r\n", "hello"), ("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
            ("A\r\n0123456789\r\n0\r\n\r\n", "0123456789"), ("3;a;b=c;d=\"e\\\"f\"\r\nabc\r\n0;x\r\n\r\n", "abc"),
            ("000003\r\nabc\r\n000\r\n\r\n", "abc"), ("3\r\nabc\r\n0\r\nX-Sum: 1\r\nY: \r\n\r\n", "abc"),
        ])
    func splits(_ text: String, _ content: String) {
        let bytes = Array((text + "NEXT").utf8)
        for cut in 0...bytes.count {
            let result = Self.read([Array(bytes[..<cut]), Array(bytes[cut...])])
            #expect(result.content == Array(content.utf8))
            #expect(result.last == .end)
        }
        let whole = Self.read([bytes])
        #expect(whole.rest == 4, "what follows belongs to the next message")
    }

    @Test("is bounded in content, in a size line, and in trailers")
    func bounds() {
        let limits = WireLimits(fieldCount: 2, bodyBytes: 4, chunkLineBytes: 8, trailerBytes: 12)
        func last(_ text: String) -> BodyEvent { Self.read([Array(text.utf8)], limits: limits).last }
        #expect(last("4\r\nabcd\r\n0\r\n\r\n") == .end)
        #expect(last("5\r\n") == .refused(.contentTooLarge))
        #expect(last("2\r\nab\r\n3\r\n") == .refused(.contentTooLarge))
        #expect(last("1;abcdef\r\n") == .needMore)
        #expect(last("1;abcdefg\r\n") == .refused(.chunkLineTooLong))
        #expect(last("0\r\nA: b\r\nC: d\r\n\r\n") == .end)
        #expect(last("0\r\nA: b\r\nC: def\r\n\r\n") == .refused(.trailersTooLarge))
    }

    @Test("stays refused, and stays ended")
    func settles() {
        var body = ChunkedBody()
        var buffer = ByteBuffer(string: "x")
        #expect(body.next(&buffer, limits: Wire.limits) == .needMore || true)
        buffer = ByteBuffer(string: "x\r\n")
        var refused = ChunkedBody()
        #expect(refused.next(&buffer, limits: Wire.limits) == .refused(.chunkSizeInvalid))
        buffer = ByteBuffer(string: "0\r\n\r\n")
        #expect(refused.next(&buffer, limits: Wire.limits) == .refused(.chunkSizeInvalid))
        var ended = ChunkedBody()
        #expect(ended.next(&buffer, limits: Wire.limits) == .end)
        #expect(ended.next(&buffer, limits: Wire.limits) == .end)
    }

    @Test("that we write is read back as it was", arguments: [1, 9, 10, 15, 16, 255, 256, 65_536])
    func encodes(_ size: Int) {
        let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        var buffer = ByteBuffer()
        ChunkedEncoder.write(ByteBuffer(bytes: content), to: &buffer)
        ChunkedEncoder.write(ByteBuffer(), to: &buffer)
        ChunkedEncoder.writeSize(1, to: &buffer)
        buffer.writeBytes([7])
        ChunkedEncoder.writeEndOfChunk(to: &buffer)
        ChunkedEncoder.writeEnd(to: &buffer)
        let result = Self.read([Array(buffer.readableBytesView)])
        #expect(result.content == content + [7])
        #expect(result.last == .end)
        #expect(String(buffer: buffer).hasPrefix(String(size, radix: 16) + "\r\n"))
    }
}

@Suite("A body")
struct BodyReaderTests {
    @Test("ends with its length, and what follows is left alone")
    func length() {
        var reader = BodyReader(.length(5))
        var buffer = ByteBuffer(string: "abc")
        #expect(reader.next(&buffer, limits: Wire.limits) == .data(ByteBuffer(string: "abc")))
        #expect(reader.next(&buffer, limits: Wire.limits) == .needMore)
        #expect(!reader.isFinished)
        buffer.writeString("deNEXT")
        #expect(reader.next(&buffer, limits: Wire.limits) == .data(ByteBuffer(string: "de")))
        #expect(reader.isFinished)
        #expect(reader.next(&buffer, limits: Wire.limits) == .end)
        #expect(buffer.readableBytes == 4)
        #expect(reader.connectionClosed() == .end)
    }

    @Test("that is not there is over at once", arguments: [BodyFraming.none, .length(0)])
    func none(_ framing: BodyFraming) {
        var reader = BodyReader(framing)
        var buffer = ByteBuffer(string: "NEXT")
        #expect(reader.isFinished)
        #expect(reader.next(&buffer, limits: Wire.limits) == .end)
        #expect(!framing.hasContent)
    }

    @Test("up to the end of the connection is whole then, and bounded")
    func untilClose() {
        var reader = BodyReader(.untilClose)
        var buffer = ByteBuffer(string: "abc")
        let limits = WireLimits(bodyBytes: 4)
        #expect(reader.next(&buffer, limits: limits) == .data(ByteBuffer(string: "abc")))
        #expect(reader.next(&buffer, limits: limits) == .needMore)
        var other = reader
        #expect(other.connectionClosed() == .end)
        buffer.writeString("de")
        #expect(reader.next(&buffer, limits: limits) == .refused(.contentTooLarge))
        #expect(reader.connectionClosed() == .refused(.contentTooLarge))
    }

    @Test("that breaks off is not whole", arguments: [BodyFraming.length(3), .chunked])
    func cutShort(_ framing: BodyFraming) {
        var reader = BodyReader(framing)
        #expect(reader.connectionClosed() == .refused(.bodyCutShort))
        var buffer = ByteBuffer(string: "3\r\nabc\r\n0\r\n\r\n")
        #expect(reader.next(&buffer, limits: Wire.limits) == .refused(.bodyCutShort))
    }

    @Test("in chunks is over after the last one")
    func chunked() {
        var reader = BodyReader(.chunked)
        var buffer = ByteBuffer(string: "1\r\na\r\n0\r\n\r\n")
        #expect(reader.next(&buffer, limits: Wire.limits) == .data(ByteBuffer(string: "a")))
        #expect(reader.next(&buffer, limits: Wire.limits) == .end)
        #expect(reader.isFinished)
        var bad = BodyReader(.chunked)
        buffer = ByteBuffer(string: "z\r\n")
        #expect(bad.next(&buffer, limits: Wire.limits) == .refused(.chunkSizeInvalid))
        #expect(bad.next(&buffer, limits: Wire.limits) == .refused(.chunkSizeInvalid))
    }
}
