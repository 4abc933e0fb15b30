import NIOCore
import Testing

@testable import HTTPWire

@Suite("A response head")
struct ResponseHeadTests {
    static func with(_ lines: String..., status: String = "HTTP/1.1 200 OK") -> String {
        ([status] + lines).map { $0 + "\r\n" }.joined() + "\r\n"
    }

    static let hostile: [Hostile] = [
        Hostile("with a bare LF", "HTTP/1.1 200 OK\nX: 1\r\n\r\n", .bareLineFeed),
        Hostile("with a bare CR in a value", with("X: 1\rSet-Cookie: a=b"), .bareCarriageReturn),
        Hostile("with NUL", with("X: \0"), .controlByte),
        Hostile("with a folded line", with("X: 1", " 2"), .lineFolded),
        Hostile("with a space before the colon", with("X : 1"), .whitespaceBeforeColon),
        Hostile("with an empty name", with(": 1"), .fieldNameEmpty),
        Hostile("with `_` in a name", with("X_Y: 1"), .fieldNameInvalid),
        Hostile("with no colon", with("X"), .colonMissing),
        Hostile("of HTTP/2", with(status: "HTTP/2.0 200 OK"), .versionNotSupported),
        Hostile("of HTTP/2, shortened", with(status: "HTTP/2 200 OK"), .startLineMalformed),
        Hostile("of another protocol", with(status: "ICY 200 OK"), .startLineMalformed),
        Hostile("that is a request", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a status of two digits", with(status: "HTTP/1.1 20 OK"), .startLineMalformed),
        Hostile("with a status of four digits", with(status: "HTTP/1.1 2000 OK"), .startLineMalformed),
        Hostile("with a status of letters", with(status: "HTTP/1.1 2O0 OK"), .startLineMalformed),
        Hostile("with status 099", with(status: "HTTP/1.1 099 OK"), .startLineMalformed),
        Hostile("with status 600", with(status: "HTTP/1.1 600 OK"), .startLineMalformed),
        Hostile("with two spaces before the status", with(status: "HTTP/1.1  200 OK"), .startLineMalformed),
        Hostile("with a tab after the status", with(status: "HTTP/1.1 200\tOK"), .startLineMalformed),
        Hostile(
            "with both lengths", with("Content-Length: 3", "Transfer-Encoding: chunked"),
            .contentLengthBesideTransferEncoding),
        Hostile(
            "with two equal lengths", with("Content-Length: 3", "Content-Length: 3"), .fieldDuplicated(.contentLength)),
        Hostile("with two locations", with("Location: /a", "Location: /b"), .fieldDuplicated(.location)),
        Hostile("with a signed length", with("Content-Length: +3"), .contentLengthInvalid),
        Hostile("with a list of lengths", with("Content-Length: 3,3"), .contentLengthInvalid),
        Hostile("with gzip, chunked", with("Transfer-Encoding: gzip, chunked"), .transferEncodingUnsupported),
        Hostile(
            "of HTTP/1.0 with chunks", with("Transfer-Encoding: chunked", status: "HTTP/1.0 200 OK"),
            .transferEncodingInHTTP10),
        Hostile(
            "that switches protocols", with("Upgrade: websocket", status: "HTTP/1.1 101 Switching"), .upgradeNotAsked),
        Hostile(
            "of 204 with content", with("Content-Length: 3", status: "HTTP/1.1 204 No Content"), .contentNotAllowed),
        Hostile(
            "of 204 with chunks", with("Transfer-Encoding: chunked", status: "HTTP/1.1 204 No Content"),
            .contentNotAllowed),
        Hostile("of 100 with content", with("Content-Length: 3", status: "HTTP/1.1 100 Continue"), .contentNotAllowed),
        Hostile("with a malformed Connection", with("Connection: a b"), .connectionInvalid),
        Hostile(
            "whose Connection names Set-Cookie", with("Connection: set-cookie"),
            .connectionNamesEndToEndField(.setCookie)),
    ]

    @Test("is refused", arguments: hostile)
    func refused(_ hostile: Hostile) {
        #expect(Wire.response(hostile.bytes).refusal == hostile.refusal)
    }

    @Test("is held to the limits of a head")
    func limits() {
        let line = "HTTP/1.1 200 " + String(repeating: "a", count: 8192)
        #expect(Wire.response(Self.with(status: line)).refusal == .startLineTooLong)
        #expect(Wire.response(Self.with("X: " + String(repeating: "a", count: 32768))).refusal == .headTooLarge)
        #expect(Wire.response("HTTP/1.1 200 OK\r\nX: 1\r\n").needsMore)
    }

    @Test(
        "frames its body by one rule, for the method it answers",
        arguments: [
            (with("Content-Length: 5"), RequestMethod.get, BodyFraming.length(5), true),
            (with("Content-Length: 0"), .get, .length(0), true),
            (with("Transfer-Encoding: chunked"), .get, .chunked, true),
            (with("Transfer-Encoding: Chunked", "Connection: close"), .get, .chunked, false),
            (with(), .get, .untilClose, false),
            (with("Content-Length: 5", status: "HTTP/1.0 200 OK"), .get, .length(5), false),
            (with(status: "HTTP/1.0 200 OK"), .get, .untilClose, false),
            (with("Content-Length: 5"), .head, .none, true),
            (with("Transfer-Encoding: chunked"), .head, .none, true),
            (with(), .head, .none, true),
            (with(status: "HTTP/1.1 204 No Content"), .get, .none, true),
            (with("Content-Length: 0", status: "HTTP/1.1 204 No Content"), .get, .none, true),
            (with("Content-Length: 5", status: "HTTP/1.1 304 Not Modified"), .get, .none, true),
            (with(status: "HTTP/1.1 304 Not Modified"), .get, .none, true),
            (with(status: "HTTP/1.1 100 Continue"), .post, .none, true),
            (with("Link: x", status: "HTTP/1.1 103 Early Hints"), .get, .none, true),
        ]
    )
    func framing(_ text: String, _ method: RequestMethod, _ framing: BodyFraming, _ keepAlive: Bool) throws {
        let head = try #require(Wire.response(text, to: method).head)
        #expect(head.framing == framing)
        #expect(head.keepAlive == keepAlive)
        #expect(head.isInterim == (head.status < 200))
    }

    @Test("keeps the length announced where no body goes by it")
    func announced() throws {
        #expect(try #require(Wire.response(Self.with("Content-Length: 5"), to: .head).head).announcedLength == 5)
        let notModified = Self.with("Content-Length: 6", status: "HTTP/1.1 304 Not Modified")
        #expect(try #require(Wire.response(notModified).head).announcedLength == 6)
        #expect(try #require(Wire.response(Self.with("Content-Length: 5")).head).announcedLength == nil)
    }

    @Test(
        "gives status and reason",
        arguments: [
            ("HTTP/1.1 200 OK", 200, "OK"), ("HTTP/1.1 599 ", 599, ""), ("HTTP/1.1 404", 404, ""),
            ("HTTP/1.0 418 I'm a teapot, \u{E9}", 418, "I'm a teapot, \u{E9}"), ("HTTP/1.1 200  x", 200, " x"),
        ]
    )
    func status(_ line: String, _ status: Int, _ reason: String) throws {
        let head = try #require(Wire.response(Self.with("Date: x", status: line)).head)
        #expect(head.status == status)
        #expect(head.text(head.reason) == reason)
        #expect(head.value(.date).map(head.text) == "x")
        #expect(head.bytes.readableBytes > 0)
    }

    @Test("is framed towards the client as the client can read it")
    func towards() throws {
        let chunked = try #require(Wire.response(Self.with("Transfer-Encoding: chunked")).head)
        #expect(chunked.framing(towards: .http11) == .chunked)
        #expect(chunked.framing(towards: .http10) == .untilClose)
        let open = try #require(Wire.response(Self.with()).head)
        #expect(open.framing(towards: .http11) == .chunked)
        #expect(open.framing(towards: .http10) == .untilClose)
        let sized = try #require(Wire.response(Self.with("Content-Length: 5")).head)
        #expect(sized.framing(towards: .http10) == .length(5))
        let empty = try #require(Wire.response(Self.with(), to: .head).head)
        #expect(empty.framing(towards: .http11) == .none)
    }
}
