import NIOCore
import Testing

@testable import HTTPWire

@Suite("A request head")
struct RequestHeadTests {
    @Test("gives method, target, version, host and fields as they were sent")
    func whole() throws {
        let text =
            "PATCH /a/b?c=d HTTP/1.1\r\nHost: Loket.test:8443\r\nX-One:  1 \t\r\nx-one: 2\r\nEmpty:\r\n"
            + "Accept: */*\r\nContent-Length: 12\r\nX-Text: caf\u{E9} \t x\r\n\r\n"
        var buffer = ByteBuffer(string: text + "rest")
        let head = try #require(RequestHead.parse(&buffer, limits: Wire.limits).head)
        #expect(String(buffer: buffer) == "rest")
        #expect(String(buffer: head.bytes) == text)
        #expect(head.method == .patch)
        #expect(head.version == .http11)
        #expect(head.text(head.target) == "/a/b?c=d")
        #expect(head.text(head.host.name) == "Loket.test")
        #expect(head.host.port == 8443)
        #expect(head.framing == .length(12))
        #expect(head.keepAlive)
        #expect(!head.expectsContinue)
        #expect(
            Wire.lines(head.fields) == [
                .init(name: "Host", value: "Loket.test:8443"), .init(name: "X-One", value: "1"),
                .init(name: "x-one", value: "2"), .init(name: "Empty", value: ""),
                .init(name: "Accept", value: "*/*"), .init(name: "Content-Length", value: "12"),
                .init(name: "X-Text", value: "caf\u{E9} \t x"),
            ]
        )
        #expect(head.value(.accept).map(head.text) == "*/*")
        #expect(head.value(.cookie) == nil)
        #expect(head.fields.has(.host))
        #expect(head.fields.value(named: "x-one").map(head.text) == "1")
        #expect(head.fields.value(named: "x-two") == nil)
        #expect(head.value(.accept).map { String(buffer: head.fields.slice($0)) } == "*/*")
    }

    @Test("knows every method that is served", arguments: RequestMethod.allCases)
    func methods(_ method: RequestMethod) throws {
        let head = try #require(Wire.request(Wire.head("\(method.name) / HTTP/1.1", [])).head)
        #expect(head.method == method)
        #expect(head.framing == .none)
        #expect(method.isRead == ["GET", "HEAD", "OPTIONS"].contains(method.name))
    }

    @Test(
        "frames its body by one rule",
        arguments: [
            ("POST / HTTP/1.1", ["Content-Length: 0"], BodyFraming.length(0)),
            ("POST / HTTP/1.1", ["content-length:104857600"], .length(104_857_600)),
            ("GET / HTTP/1.1", ["Content-Length: 0"], .length(0)),
            ("DELETE / HTTP/1.1", ["Content-Length: 7"], .length(7)),
            ("POST / HTTP/1.0", ["Content-Length: 7"], .length(7)),
            ("POST / HTTP/1.1", ["Transfer-Encoding: chunked"], .chunked),
            ("OPTIONS / HTTP/1.1", ["Transfer-Encoding:\tChunked "], .chunked),
            ("POST / HTTP/1.1", [], .none),
        ]
    )
    func framing(_ line: String, _ fields: [String], _ framing: BodyFraming) throws {
        #expect(try #require(Wire.request(Wire.head(line, fields)).head).framing == framing)
    }

    @Test(
        "says whether another request may follow",
        arguments: [
            ("GET / HTTP/1.1", [], true),
            ("GET / HTTP/1.1", ["Connection: keep-alive"], true),
            ("GET / HTTP/1.1", ["Connection: close"], false),
            ("GET / HTTP/1.1", ["Connection: keep-alive, CLOSE"], false),
            ("GET / HTTP/1.1", ["Connection: X-A", "Connection: Close"], false),
            ("GET / HTTP/1.1", ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AA"], true),
            ("GET / HTTP/1.0", [], false),
            ("GET / HTTP/1.0", ["Connection: keep-alive"], false),
        ]
    )
    func keepAlive(_ line: String, _ fields: [String], _ expected: Bool) throws {
        #expect(try #require(Wire.request(Wire.head(line, fields)).head).keepAlive == expected)
    }

    @Test(
        "says whether the client waits for 100 Continue",
        arguments: [
            ("POST / HTTP/1.1", ["Content-Length: 3", "Expect: 100-continue"], true),
            ("POST / HTTP/1.1", ["Transfer-Encoding: chunked", "Expect: 100-Continue"], true),
            ("POST / HTTP/1.1", ["Content-Length: 0", "Expect: 100-continue"], false),
            ("POST / HTTP/1.1", ["Expect: 100-continue"], false),
            ("POST / HTTP/1.0", ["Content-Length: 3", "Expect: 100-continue"], false),
        ]
    )
    func expectation(_ line: String, _ fields: [String], _ expected: Bool) throws {
        #expect(try #require(Wire.request(Wire.head(line, fields)).head).expectsContinue == expected)
    }

    @Test(
        "takes a host name or address with an optional port",
        arguments: [
            ("loket.test", "loket.test", nil), ("LOKET-1.test:443", "LOKET-1.test", 443), ("a_b", "a_b", nil),
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]", "[::1]", nil), ("[::]:1", "[::]", 1),
            ("[2001:DB8::1]:65535", "[2001:DB8::1]", 65535), ("[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7:8]", nil),
            ("[1::]", "[1::]", nil), ("[::ffff:1.2.3.4]", "[::ffff:1.2.3.4]", nil),
            ("[1:2:3:4:5:6:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", nil), ("[1:2:3::5:6:7:8]", "[1:2:3::5:6:7:8]", nil),
            ("1a.2b", "1a.2b", nil), ("0.0.0.0", "0.0.0.0", nil), ("x.0xg", "x.0xg", nil),
        ] as [(String, String, UInt16?)]
    )
    func hosts(_ value: String, _ name: String, _ port: UInt16?) throws {
        let head = try #require(Wire.request("GET / HTTP/1.1\r\nHost:\(value)\r\n\r\n").head)
        #expect(head.text(head.host.name) == name)
        #expect(head.host.port == port)
    }

    @Test("finds each known field by name, in any case", arguments: KnownField.allCases.filter { $0 != .other })
    func known(_ field: KnownField) {
        for name in [field.name, field.name.uppercased()] {
            let bytes = Array((name + ": some more").utf8)
            #expect(KnownFieldTable.shared.field(bytes.span, 0, name.utf8.count) == field)
            // At the very end of what has arrived.
            let short = Array(name.utf8)
            #expect(KnownFieldTable.shared.field(short.span, 0, short.count) == field)
            // With a byte more or less it is another name.
            let longer = Array((name + "x").utf8)
            #expect(KnownFieldTable.shared.field(longer.span, 0, longer.count) != field)
            #expect(KnownFieldTable.shared.field(short.span, 0, short.count - 1) != field)
        }
    }

    @Test("waits for more as long as it is not complete, and says that it is inside")
    func waits() {
        var scanner = RequestHeadScanner()
        #expect(!scanner.isInsideHead)
        var buffer = ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r")
        #expect(scanner.next(&buffer, limits: Wire.limits).needsMore)
        #expect(scanner.isInsideHead)
        buffer.writeString("\n\r\nGET")
        #expect(scanner.next(&buffer, limits: Wire.limits).head != nil)
        #expect(!scanner.isInsideHead)
        #expect(scanner.next(&buffer, limits: Wire.limits).needsMore)
        buffer.writeString(" / HTTP/1.1\r\nHost: b\r\n\r\n")
        #expect(scanner.next(&buffer, limits: Wire.limits).head.map { $0.text($0.host.name) } == "b")
        #expect(buffer.readableBytes == 0)
    }
}
