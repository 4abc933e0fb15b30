import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import HTTPWire

/// What we accept, SwiftNIO's codec must accept with the same meaning.
@Suite("Beside SwiftNIO's codec", .timeLimit(.minutes(5)))
struct DifferentialTests {
    /// A message as a reader understood it.
    struct Message: Equatable {
        var start = ""
        var fields: [String] = []
        var body: [UInt8] = []
    }

    static func ours(request bytes: [UInt8]) -> Message? {
        var buffer = ByteBuffer(bytes: bytes)
        // The gateway takes a head only with a target that is canonical.
        guard case .head(let head) = RequestHead.parse(&buffer, limits: Wire.limits),
            case .success = head.canonicalTarget(limits: Wire.limits)
        else { return nil }
        let start = "\(head.method.name) \(head.text(head.target)) \(head.version)"
        return read(head.framing, start, head.fields, &buffer)
    }

    static func ours(response bytes: [UInt8]) -> Message? {
        var buffer = ByteBuffer(bytes: bytes)
        guard case .head(let head) = ResponseHead.parse(&buffer, to: .get, limits: Wire.limits), !head.isInterim else {
            return nil
        }
        return read(head.framing, "\(head.status) \(head.version)", head.fields, &buffer)
    }

    private static func read(
        _ framing: BodyFraming, _ start: String, _ section: FieldSection, _ buffer: inout ByteBuffer
    ) -> Message? {
        var message = Message(start: start, fields: Wire.lines(section).map { "\($0.name.lowercased()):\($0.value)" })
        var body = BodyReader(framing)
        while true {
            switch body.next(&buffer, limits: Wire.limits) {
            case .data(let data): message.body += data.readableBytesView
            case .end: return message
            case .needMore: return framing == .untilClose ? message : nil
            case .refused: return nil
            }
        }
    }

    static func theirs(request bytes: [UInt8]) throws -> Message? {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        defer { _ = try? channel.finish() }
        // What follows the message may be anything; it is the next message's trouble.
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        var message = Message()
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                message.start = "\(head.method.rawValue) \(head.uri) \(head.version.minor == 1 ? "http11" : "http10")"
                message.fields = head.headers.map(field)
            case .body(let data): message.body += data.readableBytesView
            case .end: return message
            }
        }
        return nil
    }

    static func theirs(response bytes: [UInt8]) throws -> Message? {
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
        let request = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")
        try channel.pipeline.syncOperations.addHandler(HTTPRequestEncoder(), position: .first)
        try channel.writeOutbound(HTTPClientRequestPart.head(request))
        // What follows the message may be anything; it is the next message's trouble.
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        _ = try? channel.finish()
        var message = Message()
        while let part = try channel.readInbound(as: HTTPClientResponsePart.self) {
            switch part {
            case .head(let head):
                message.start = "\(head.status.code) \(head.version.minor == 1 ? "http11" : "http10")"
                message.fields = head.headers.map(field)
            case .body(let data): message.body += data.readableBytesView
            case .end: return message
            }
        }
        return nil
    }

    /// RFC 9112 section 5.1 has the whitespace around a value be no part of it; the codec leaves what stands behind it.
    private static func field(_ name: String, _ value: String) -> String {
        var value = value[...]
        while value.utf8.last == 0x20 || value.utf8.last == 0x09 { value.removeLast() }
        return "\(name.lowercased()):\(value)"
    }

    static let requests = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a/b?c=d HTTP/1.1\r\nHost: a:80\r\nAccept: */*\r\nX-Y:  z \r\n\r\n",
        "POST /u HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
        "PUT /u HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
        "DELETE /u HTTP/1.0\r\nHost: a\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "PATCH /u HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nCookie: a=b\r\n\r\n{}",
    ]

    static let responses = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
    ]

    /// Bytes that matter to a parser.
    private static let spice = Array("\r\n\t :;,=/?#%0159aZ-_.\u{0}\u{7F}\\\"".utf8)

    static func mutated(_ text: String, _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = spice.randomElement(using: &generator) ?? 0
            case 1: bytes.insert(spice.randomElement(using: &generator) ?? 0, at: place)
            case 2: if bytes.count > 1 { bytes.remove(at: place) }
            default:
                let end = min(bytes.count, place + Int.random(in: 1...12, using: &generator))
                bytes.insert(contentsOf: bytes[place..<end], at: place)
            }
        }
        return bytes
    }

    @Test("a request that we take is taken there with the same method, target, fields and body")
    func requests() throws {
        var generator = SeededGenerator(state: 0x7265_7175)
        var taken = 0
        for round in 0..<30_000 {
            let text = Self.requests[round % Self.requests.count]
            let bytes = round < Self.requests.count ? Array(text.utf8) : Self.mutated(text, &generator)
            guard let ours = Self.ours(request: bytes) else { continue }
            taken += 1
            #expect(
                (try? Self.theirs(request: bytes)) == ours, "\(String(decoding: bytes, as: UTF8.self).debugDescription)"
            )
        }
        #expect(taken > 1_000, "\(taken) taken: the mutations leave too little to compare")
    }

    @Test("a response that we take is taken there with the same status, fields and body")
    func responses() throws {
        var generator = SeededGenerator(state: 0x7265_7370)
        var taken = 0
        for round in 0..<30_000 {
            let text = Self.responses[round % Self.responses.count]
            let bytes = round < Self.responses.count ? Array(text.utf8) : Self.mutated(text, &generator)
            guard let ours = Self.ours(response: bytes) else { continue }
            taken += 1
            #expect(
                (try? Self.theirs(response: bytes)) == ours,
                "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
        }
        #expect(taken > 1_000, "\(taken) taken: the mutations leave too little to compare")
    }
}
