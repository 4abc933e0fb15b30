import NIOCore
import Testing

@testable import HTTPWire

@Suite("A request head is refused")
struct RequestRefusalTests {
    static func with(_ lines: String..., line: String = "POST / HTTP/1.1") -> String { Wire.head(line, lines) }

    static let lines: [Hostile] = [
        Hostile("with a bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
        Hostile("with a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n", .bareLineFeed),
        Hostile("with a bare LF as its end", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        Hostile("with a bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\rY: 2\r\n\r\n", .bareCarriageReturn),
        Hostile("with a bare CR in the target", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .bareCarriageReturn),
        Hostile("with CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .bareCarriageReturn),
        Hostile("with NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", .controlByte),
        Hostile("with NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0: 1\r\n\r\n", .controlByte),
        Hostile("with NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", .controlByte),
        Hostile("with an escape control in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{1B}[2J\r\n\r\n", .controlByte),
        Hostile("with DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n", .controlByte),
        Hostile("with a vertical tab in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\u{B}b\r\n\r\n", .controlByte),
        Hostile("that is a TLS greeting", "\u{16}\u{3}\u{1}\u{2}\0\u{1}", .controlByte),
        Hostile("with an empty line before it", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("that begins with a space", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with raw UTF-8 in the target", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("of HTTP/0.9", "GET /\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with an empty method", " / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a method of other bytes", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("with a lower-case protocol name", "GET / http/1.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("of HTTP/1.10", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("of HTTP/x.1", "GET / HTTP/x.1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("of HTTP/1-1", "GET / HTTP/1-1\r\nHost: a\r\n\r\n", .startLineMalformed),
        Hostile("of HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", .versionNotSupported),
        Hostile("of HTTP/2.0, as the preface has it", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .versionNotSupported),
        Hostile("of HTTP/0.9, written", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", .versionNotSupported),
        Hostile("with CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .methodNotImplemented),
        Hostile("with TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        Hostile("with a method in lower case", "get / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        Hostile("with an unknown method", "MOVEMENTS / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
        Hostile("with a method that only begins like one", "GETS / HTTP/1.1\r\nHost: a\r\n\r\n", .methodNotImplemented),
    ]

    static let fields: [Hostile] = [
        Hostile("with an empty name", with(": 1"), .fieldNameEmpty),
        Hostile("with a space before the colon", with("X : 1"), .whitespaceBeforeColon),
        Hostile("with a tab before the colon", with("X\t: 1"), .whitespaceBeforeColon),
        Hostile("with Content-Length and a space", with("Content-Length : 3"), .whitespaceBeforeColon),
        Hostile("with a space within a name", with("X Y: 1"), .fieldNameInvalid),
        Hostile("with a folded line", with("X: 1", " Y: 2"), .lineFolded),
        Hostile("with a line folded by a tab", with("X: 1", "\tY: 2"), .lineFolded),
        Hostile("with a folded line first", "GET / HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n", .lineFolded),
        Hostile("with a folded Transfer-Encoding", with("Transfer-Encoding:", " chunked"), .lineFolded),
        Hostile("with no colon", with("X"), .colonMissing),
        Hostile("with `_` in a name", with("X_Forwarded_User: a"), .fieldNameInvalid),
        Hostile("with `.` in a name", with("X.User: a"), .fieldNameInvalid),
        Hostile("with `!` in a name", with("X!: a"), .fieldNameInvalid),
        Hostile("with `~` in a name", with("Poort~Subject: a"), .fieldNameInvalid),
        Hostile("with UTF-8 in a name", with("Pöort: a"), .fieldNameInvalid),
        Hostile("with the Kelvin sign in a name", with("\u{212A}eep-Alive: a"), .fieldNameInvalid),
        Hostile("without Host", "GET / HTTP/1.1\r\nX: 1\r\n\r\n", .hostMissing),
        Hostile("without any field", "GET / HTTP/1.1\r\n\r\n", .hostMissing),
        Hostile("of HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", .hostMissing),
        Hostile("with two Hosts", with("Host: other"), .fieldDuplicated(.host)),
        Hostile("with two equal Hosts", with("hOST: loket.test"), .fieldDuplicated(.host)),
        Hostile(
            "with two Authorizations", with("Authorization: Bearer a", "authorization: Bearer b"),
            .fieldDuplicated(.authorization)),
        Hostile("with two Cookies", with("Cookie: a=1", "Cookie: b=2"), .fieldDuplicated(.cookie)),
        Hostile(
            "with two Content-Types", with("Content-Type: a/b", "Content-Type: a/b"), .fieldDuplicated(.contentType)),
        Hostile("with two Origins", with("Origin: a", "Origin: b"), .fieldDuplicated(.origin)),
        Hostile("with two Expects", with("Expect: 100-continue", "Expect: 100-continue"), .fieldDuplicated(.expect)),
        Hostile("with an unknown expectation", with("Expect: 200-maybe"), .expectationUnknown),
        Hostile("with a list of expectations", with("Expect: 100-continue, x"), .expectationUnknown),
        Hostile("with an empty Connection", with("Connection:"), .connectionInvalid),
        Hostile("with an empty element in Connection", with("Connection: close,,x"), .connectionInvalid),
        Hostile("with a quoted element in Connection", with("Connection: \"close\""), .connectionInvalid),
        Hostile(
            "with many elements in Connection", with("Connection: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q"),
            .connectionInvalid),
        Hostile("whose Connection names Host", with("Connection: close, Host"), .connectionNamesEndToEndField(.host)),
        Hostile(
            "whose Connection names Authorization", with("Connection: authorization"),
            .connectionNamesEndToEndField(.authorization)),
        Hostile(
            "whose Connection names Cookie", with("Connection: x", "Connection: Cookie"),
            .connectionNamesEndToEndField(.cookie)),
        Hostile(
            "whose Connection names X-Forwarded-For", with("Connection: X-Forwarded-For"),
            .connectionNamesEndToEndField(.xForwardedFor)),
    ]

    static let framing: [Hostile] = [
        Hostile("with a tab behind the length", with("Content-Length: 5\t"), .contentLengthInvalid),
        Hostile(
            "with both lengths, CL first", with("Content-Length: 6", "Transfer-Encoding: chunked"),
            .contentLengthBesideTransferEncoding),
        Hostile(
            "with both lengths, TE first", with("Transfer-Encoding: chunked", "Content-Length: 6"),
            .contentLengthBesideTransferEncoding),
        Hostile(
            "with both lengths, CL zero", with("Content-Length: 0", "Transfer-Encoding: chunked"),
            .contentLengthBesideTransferEncoding),
        Hostile(
            "with Transfer-Encoding in HTTP/1.0", with("Transfer-Encoding: chunked", line: "POST / HTTP/1.0"),
            .transferEncodingInHTTP10),
        Hostile(
            "with two Transfer-Encodings", with("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
            .fieldDuplicated(.transferEncoding)),
        Hostile(
            "with chunked and identity apart", with("Transfer-Encoding: chunked", "Transfer-encoding: identity"),
            .fieldDuplicated(.transferEncoding)),
        Hostile("with gzip, chunked", with("Transfer-Encoding: gzip, chunked"), .transferEncodingUnsupported),
        Hostile("with chunked, identity", with("Transfer-Encoding: chunked, identity"), .transferEncodingUnsupported),
        Hostile("with chunked twice", with("Transfer-Encoding: chunked, chunked"), .transferEncodingUnsupported),
        Hostile("with identity", with("Transfer-Encoding: identity"), .transferEncodingUnsupported),
        Hostile("with xchunked", with("Transfer-Encoding: xchunked"), .transferEncodingUnsupported),
        Hostile("with a comma after chunked", with("Transfer-Encoding: chunked,"), .transferEncodingUnsupported),
        Hostile("with a parameter after chunked", with("Transfer-Encoding: chunked;q=1"), .transferEncodingUnsupported),
        Hostile("with chunked in quotes", with("Transfer-Encoding: \"chunked\""), .transferEncodingUnsupported),
        Hostile(
            "with a no-break space before chunked", with("Transfer-Encoding: \u{A0}chunked"),
            .transferEncodingUnsupported),
        Hostile("with an empty Transfer-Encoding", with("Transfer-Encoding:"), .transferEncodingUnsupported),
        Hostile("with a vertical tab before chunked", with("Transfer-Encoding: \u{B}chunked"), .controlByte),
        Hostile("with two lengths", with("Content-Length: 3", "Content-Length: 4"), .fieldDuplicated(.contentLength)),
        Hostile(
            "with two equal lengths", with("Content-Length: 3", "Content-Length: 3"), .fieldDuplicated(.contentLength)),
        Hostile("with a list of equal lengths", with("Content-Length: 3, 3"), .contentLengthInvalid),
        Hostile("with an empty length", with("Content-Length:"), .contentLengthInvalid),
        Hostile("with a blank length", with("Content-Length: \t "), .contentLengthInvalid),
        Hostile("with +3", with("Content-Length: +3"), .contentLengthInvalid),
        Hostile("with -1", with("Content-Length: -1"), .contentLengthInvalid),
        Hostile("with 0x3", with("Content-Length: 0x3"), .contentLengthInvalid),
        Hostile("with 3.0", with("Content-Length: 3.0"), .contentLengthInvalid),
        Hostile("with 1e3", with("Content-Length: 1e3"), .contentLengthInvalid),
        Hostile("with 3 and a letter", with("Content-Length: 3a"), .contentLengthInvalid),
        Hostile("with a space within", with("Content-Length: 1 2"), .contentLengthInvalid),
        Hostile("with a leading zero", with("Content-Length: 03"), .contentLengthInvalid),
        Hostile("with 2^64 + 3", with("Content-Length: 18446744073709551619"), .contentLengthInvalid),
        Hostile("with 2^63", with("Content-Length: 9223372036854775808"), .contentLengthInvalid),
        Hostile("with Arabic digits", with("Content-Length: \u{663}"), .contentLengthInvalid),
        Hostile("with more content than allowed", with("Content-Length: 104857601"), .contentTooLarge),
        Hostile("when it is GET with content", with("Content-Length: 3", line: "GET / HTTP/1.1"), .contentNotAllowed),
        Hostile(
            "when it is GET with chunks", with("Transfer-Encoding: chunked", line: "GET / HTTP/1.1"), .contentNotAllowed
        ),
        Hostile("when it is HEAD with content", with("Content-Length: 3", line: "HEAD / HTTP/1.1"), .contentNotAllowed),
    ]

    @Test("for its lines and bytes", arguments: lines)
    func linesAndBytes(_ hostile: Hostile) {
        #expect(Wire.request(hostile.bytes).refusal == hostile.refusal)
    }

    @Test("for its fields", arguments: fields)
    func forItsFields(_ hostile: Hostile) {
        #expect(Wire.request(hostile.bytes).refusal == hostile.refusal)
    }

    @Test("for its framing", arguments: framing)
    func forItsFraming(_ hostile: Hostile) {
        #expect(Wire.request(hostile.bytes).refusal == hostile.refusal)
    }

    @Test(
        "for a Host that is none, or has a second spelling",
        arguments: [
            "", "a b", "a/b", "a?b", "a#b", "user@a", "a:b", "a:", "a:0", "a:080", "a:65536", "a:123456", "a:1:2",
            "a:-1",
            ".a", "a.", "a..b", "a,b", "a%2eb", "é.test", "[::1", "::1", "[]", "[:]", "[:::]", "[1::2::3]", "[::1]x",
            "[::1]:", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[12345::]", "[::g]", "[fe80::1%25eth0]", "[::1.2.3]",
            "[::256.1.1.1]", "[1:]", "[::1:]", "[1:2:3:4:5:6:7::8:9]", "127.1", "1.2.3.4.5", "0x7f.1", "2130706433",
            "256.1.1.1", "01.2.3.4", "a.0x10", "1.2.3.", "http://a", "a\\b", "*", "*.test",
            String(repeating: "a", count: 64), String(repeating: "a.", count: 126) + "ab",
        ]
    )
    func hosts(_ host: String) {
        #expect(Wire.request("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").refusal == .hostInvalid)
    }

    @Test("at the first byte that can not be mended, without waiting for the rest")
    func early() {
        #expect(Wire.request("GET / HTTP/1.1\r\nHost: a\r\nX : 1\r\n").refusal == .whitespaceBeforeColon)
        #expect(Wire.request("GET / HTTP/1.1\nHost").refusal == .bareLineFeed)
        #expect(Wire.request("BREW /pot HTTP/1.1\r\n").refusal == .methodNotImplemented)
    }

    @Test("with a status, a code and a sentence for each reason")
    func described() {
        let all: [WireRefusal: (Int, String)] = [
            .bareLineFeed: (400, "request_malformed"), .startLineTooLong: (414, "request_head_too_large"),
            .headTooLarge: (431, "request_head_too_large"), .tooManyFields: (431, "request_head_too_large"),
            .versionNotSupported: (505, "request_malformed"), .methodNotImplemented: (501, "request_malformed"),
            .fieldDuplicated(.host): (400, "header_duplicated"), .expectationUnknown: (417, "request_malformed"),
            .contentTooLarge: (413, "request_too_large"), .hostMissing: (400, "request_malformed"),
        ]
        for (refusal, (status, code)) in all {
            #expect(refusal.status == status)
            #expect(refusal.code == code)
        }
        let every: [WireRefusal] = [
            .controlByte, .bareCarriageReturn, .bareLineFeed, .startLineMalformed, .startLineTooLong, .headTooLarge,
            .versionNotSupported, .methodNotImplemented, .upgradeNotAsked, .tooManyFields, .fieldNameTooLong,
            .fieldNameEmpty, .fieldNameInvalid, .whitespaceBeforeColon, .colonMissing, .lineFolded,
            .fieldDuplicated(.cookie), .hostMissing, .hostInvalid, .expectationUnknown, .connectionInvalid,
            .connectionNamesEndToEndField(.host), .contentLengthInvalid, .contentLengthBesideTransferEncoding,
            .transferEncodingUnsupported, .transferEncodingInHTTP10, .contentNotAllowed, .contentTooLarge,
            .chunkSizeInvalid, .chunkExtensionInvalid, .chunkLineTooLong, .chunkNotTerminated, .trailerInvalid,
            .trailersTooLarge, .bodyCutShort,
        ]
        #expect(Set(every.map(\.detail)).count == every.count)
        #expect(WireRefusal.fieldDuplicated(.cookie).detail.contains("`cookie`"))
    }
}
