import NIOCore
import Testing

@testable import HTTPWire

@Suite("A head that arrives in pieces")
struct HeadSplitTests {
    /// What came of a head, in a form that can be compared.
    static func outcome(_ parse: HeadParse<RequestHead>, rest: ByteBuffer) -> String {
        switch parse {
        case .needMore: "needs more"
        case .refused(let refusal): "refused: \(refusal)"
        case .head(let head):
            "\(head.method) \(head.text(head.target)) \(head.version) \(head.framing) \(head.keepAlive) "
                + "\(head.host) \(Wire.lines(head.fields)) rest: \(String(buffer: rest))"
        }
    }

    static func inPieces(_ pieces: [ArraySlice<UInt8>], limits: WireLimits) -> String {
        var scanner = RequestHeadScanner()
        var buffer = ByteBuffer()
        for (index, piece) in pieces.enumerated() {
            Wire.receive(piece, into: &buffer)
            let parse = scanner.next(&buffer, limits: limits)
            if case .needMore = parse { continue }
            for rest in pieces[(index + 1)...] { buffer.writeBytes(rest) }
            return outcome(parse, rest: buffer)
        }
        return "needs more"
    }

    static let samples: [String] =
        RequestRefusalTests.lines.map(\.bytes) + RequestRefusalTests.fields.map(\.bytes)
        + RequestRefusalTests.framing.map(\.bytes) + [
            Wire.head("GET /toezicht?x=%20 HTTP/1.1", ["Accept: text/html", "Cookie: a=1; b=2", "X-Long: \u{E9}\t1"])
                + "GET /next",
            Wire.head("POST / HTTP/1.1", ["Content-Length: 4", "Connection: close"]) + "abcd",
        ]

    @Test("means the same, wherever it is split", arguments: samples)
    func split(_ text: String) {
        let bytes = Array(text.utf8)
        let whole = Self.inPieces([bytes[...]], limits: Wire.limits)
        for at in 1..<bytes.count {
            #expect(Self.inPieces([bytes[..<at], bytes[at...]], limits: Wire.limits) == whole, "split at \(at)")
        }
        #expect(Self.inPieces(bytes.indices.map { bytes[$0...$0] }, limits: Wire.limits) == whole, "byte by byte")
    }

    @Test("is held to the same limits, wherever it is split", arguments: [30, 31, 32, 60, 61, 62, 63, 64, 90])
    func limits(_ size: Int) {
        let text = "GET /aaaaaaaaaaaaa HTTP/1.1\r\nHost: loket.test\r\nX: 1\r\nYyyyyyyy: 2\r\n\r\n"
        let bytes = Array(text.utf8)
        let limits = WireLimits(startLineBytes: size, headBytes: size, fieldNameBytes: 7)
        let whole = Self.inPieces([bytes[...]], limits: limits)
        for at in 1..<bytes.count {
            #expect(Self.inPieces([bytes[..<at], bytes[at...]], limits: limits) == whole, "split at \(at)")
        }
    }

    @Test("means the same for a response, wherever it is split")
    func response() throws {
        let text = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\nhello"
        let bytes = Array(text.utf8)
        for at in 0...bytes.count {
            var scanner = ResponseHeadScanner()
            var buffer = ByteBuffer(bytes: bytes[..<at])
            var head = scanner.next(&buffer, to: .get, limits: Wire.limits).head
            #expect(scanner.isInsideHead == (head == nil && at > 0))
            Wire.receive(bytes[at...], into: &buffer)
            if head == nil { head = scanner.next(&buffer, to: .get, limits: Wire.limits).head }
            #expect(try #require(head).framing == .length(5))
            #expect(try #require(head).fields.lines.count == 3)
            #expect(String(buffer: buffer) == "hello")
        }
    }
}
