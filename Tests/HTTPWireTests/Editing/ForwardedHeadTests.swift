import Foundation
import NIOCore
import Testing

@testable import HTTPWire

@Suite("A forwarded head")
struct ForwardedHeadTests {
    static func forward(
        _ lines: [String], rules: StripRules? = nil, line: String = "GET /a HTTP/1.1", adding: [(String, String)] = []
    ) throws -> [String] {
        let head = try #require(Wire.request(Wire.head(line, lines)).head)
        let target = try head.canonicalTarget(limits: Wire.limits).get()
        var writer = HeadWriter(ByteBuffer())
        writer.forward(head, target: target, rules: try rules ?? .requests(cookiePrefixes: ["__host-poort"]))
        for (name, value) in adding {
            let name = try #require(FieldName(name))
            writer.add(name, FieldValue(encoding: value))
        }
        let text = String(buffer: writer.endRequest(head.framing, method: head.method))
        #expect(text.hasSuffix("\r\n\r\n"))
        return text.split(separator: "\r\n").map(String.init)
    }

    @Test("keeps what may cross, byte for byte and in order")
    func keeps() throws {
        let lines = ["Accept: */*", "X-Odd:\tvalue  with  spaces ", "x-lower: é", "Accept: text/html", "Empty:"]
        let forwarded = try Self.forward(lines)
        #expect(forwarded == ["GET /a HTTP/1.1", "Host: loket.test"] + lines)
    }

    @Test(
        "leaves behind what belongs to the connection, to us, or to whoever says who the client is",
        arguments: [
            "Connection: close", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "Proxy-Authorization: x",
            "TE: trailers", "Trailer: X", "Upgrade: h2c", "HTTP2-Settings: x", "Authorization: Bearer x",
            "Poort-Subject: x", "POORT-ROLES: x", "X-Poort-Anything: x", "Poort: x", "MU-SESSION-ID: x",
            "Mu-Auth-Sudo: true", "MU-AUTH-ALLOWED-GROUPS: []", "mu-call-id: 1", "X-Forwarded-For: 1",
            "x-forwarded-user: x",
            "X-Forwarded-Anything-New: x", "Forwarded: for=1", "X-Real-IP: 1", "X-Original-URL: /b",
            "X-Rewrite-URL: /b",
            "X-HTTP-Method-Override: DELETE", "X-Method-Override: PUT", "Remote-User: x", "X-Remote-User: x",
            "X-User: x", "X-Auth-Request-Email: x", "X-Cache: x", "Cache-Keys: x", "Clear-Keys: x",
        ])
    func drops(_ line: String) throws {
        let forwarded = try Self.forward([line, "Last: kept"])
        #expect(forwarded == ["GET /a HTTP/1.1", "Host: loket.test", "Last: kept"])
    }

    @Test("leaves behind what Connection names, and never what we add")
    func connectionNames() throws {
        let forwarded = try Self.forward(
            ["Connection: X-Drop, x-also ,Poort-Subject", "X-Drop: 1", "X-Also: 2", "X-Keep: 3"],
            adding: [("Poort-Subject", "an")])
        #expect(forwarded == ["GET /a HTTP/1.1", "Host: loket.test", "X-Keep: 3", "Poort-Subject: an"])
    }

    @Test("keeps the credential only where that is configured")
    func authorization() throws {
        let rules = try StripRules.requests(keepsAuthorization: true)
        let forwarded = try Self.forward(["Authorization: Bearer x"], rules: rules)
        #expect(forwarded.contains("Authorization: Bearer x"))
    }

    @Test(
        "drops the fields that the configuration names, folded", arguments: ["X-Employee", "x-employee", "X-EMPLOYEE"])
    func configured(_ name: String) throws {
        let rules = try StripRules.requests(more: ["x-employee", "x-sso-*"])
        let forwarded = try Self.forward(["\(name): 1", "X-SSO-Name: 2", "X-SSOX: 3"], rules: rules)
        #expect(forwarded == ["GET /a HTTP/1.1", "Host: loket.test", "X-SSOX: 3"])
        #expect(throws: StripPatternInvalid.self) { try StripRules.requests(more: ["bad name"]) }
        #expect(throws: StripPatternInvalid.self) { try StripRules.requests(more: ["*"]) }
        #expect(StripPatternInvalid(text: "x y").description.contains("x y"))
        #expect(!StripPatternInvalid(text: "x y").hint.isEmpty)
    }

    @Test("matches look-alikes in any folding", arguments: ["poort_subject", "POORT.SUBJECT", "Poort-subject", "mu_x"])
    func folded(_ name: String) throws {
        #expect(try StripRules.requests().matches(Array(name.utf8).span))
    }

    @Test(
        "drops our cookies and keeps the others",
        arguments: [
            ("a=1; __Host-poort=x; b=2", "cookie: a=1; b=2"), ("__HOST-POORT-login=x", nil), ("a=1", "Cookie: a=1"),
            ("__Host-poort=x;a=1;;=", "cookie: a=1; ="),
        ])
    func cookies(_ value: String, _ expected: String?) throws {
        let forwarded = try Self.forward(["Cookie: \(value)"])
        #expect(forwarded.dropFirst(2).first == expected)
    }

    /// Each is one pair that some browser writes, or some application reads, as a cookie whose name begins as one of ours.
    static let spellings: [(why: String, pair: String)] = [
        ("as we write it", "__Host-poort-session=x"), ("in upper case", "__HOST-POORT-SESSION=x"),
        ("without a value", "__Host-poort-session"), ("with blanks around it", " \t__Host-poort-session\t = x"),
        ("behind an `=`, as browsers send a cookie without a name", "=__Host-poort-session=x"),
        ("behind an `=` and a blank", "= __Host-poort-session=x"), ("behind two `=`", "==__Host-poort-session=x"),
        ("behind two `=` and blanks", "= \t=\t__Host-poort-session=x"),
        ("without a name, and nothing but a name as its value", "=__Host-poort-session"),
        ("behind a quotation mark", "\"__Host-poort-session\"=x"),
        ("behind a blank that only Unicode knows", "\u{2000}__Host-poort-session=x"),
        ("behind a blank that does not break", "=\u{A0}__Host-poort-session=x"),
        ("with an encoded underscore", "%5F%5fHost-poort-session=x"),
        ("with an encoded letter", "__%48ost-poort-session=x"), ("with an encoded dash", "__Host%2Dpoort-session=x"),
        ("behind an encoded blank", "%20__Host-poort-session=x"),
        ("behind an encoded `=`", "%3D__Host-poort-session=x"),
        ("behind a plus", "+__Host-poort-session=x"),
        ("with dots for underscores", "..Host-poort-session=x"), ("with a bracket for one", "_[Host-poort-session=x"),
        ("with an encoded dot for one", "%2E_Host-poort-session=x"),
        ("split off a quoted value", "a=\"; __Host-poort-session=x"),
    ]

    @Test(
        "leaves behind our cookies however they are spelled, and the others stay byte for byte",
        arguments: spellings.indices)
    func spelledCookies(_ index: Int) throws {
        let (why, pair) = Self.spellings[index]
        for (before, after) in [("", ""), ("a=1; ", ""), ("", ";b=\"2,  3\" "), ("a=1;", "; b=%5F__=;=c;=")] {
            let line = try Self.forward(["Cookie: \(before)\(pair)\(after)"]).dropFirst(2).first ?? ""
            #expect(!line.lowercased().contains("ost-poort") && !line.contains("poort-session"), "\(why): \(line)")
            let kept = line.replacingOccurrences(of: "cookie: ", with: "").split(separator: "; ").map(String.init)
            // Of a value in quotation marks that a semicolon parts, the first part is a cookie of its own.
            let own = pair.hasPrefix("a=\"") ? ["a=\""] : []
            let others = (before.contains("a=1") ? ["a=1"] : []) + own
            let last = after.contains("b=\"") ? ["b=\"2,  3\""] : after.isEmpty ? [] : ["b=%5F__=", "=c", "="]
            #expect(kept == others + last, "\(why)")
        }
        let answered = try Self.answer(["Set-Cookie: \(pair); Path=/", "Content-Length: 0"])
        #expect(answered.contains { $0.contains("Set-Cookie") } == pair.hasPrefix("a="), "\(why)")
    }

    static let ordinaryCookies: [String] = [
        "a=1", "a=1;b=2", "a=1 ;  b = 2 ;", ";;a=1", "=", "=a", "==a=b", "a", "=\"__Host-a=b\"",
        "%=1; %5=2; %5F=3; %zz=4",
        "__Host-session=x; __Host-poor=x; __Secure-poort=y", "not__Host-poort=x; -__Host-poort=x; $__Host-poort=x",
        "a=__Host-poort-session; b==__Host-poort-session=x", "é=__Host-poort; \u{2000}=__Host-poort; \"=__Host-poort",
        "_.Hos=a; %5F%5FHost=b; __Host_poort=c; __Host-=d", "a=\"b, __Host-poort=c\"",
    ]

    @Test("keeps cookies that are not ours byte for byte, however odd", arguments: ordinaryCookies)
    func oddCookies(_ value: String) throws {
        #expect(try Self.forward(["Cookie: \(value)"]).dropFirst(2).first == "Cookie: \(value)")
    }

    @Test("frames its body anew")
    func framing() throws {
        let post = "POST /a HTTP/1.1"
        #expect(try Self.forward(["Content-Length: 5"], line: post).last == "content-length: 5")
        #expect(try Self.forward(["Transfer-Encoding: chunked"], line: post).last == "transfer-encoding: chunked")
        #expect(try Self.forward([], line: post).last == "content-length: 0")
        #expect(try Self.forward([], line: "GET /a HTTP/1.1").count == 2)
    }

    @Test("of an absolute target has its path and query")
    func absolute() throws {
        #expect(try Self.forward([], line: "GET http://loket.test/x?y HTTP/1.1").first == "GET /x?y HTTP/1.1")
    }

    static func answer(
        _ lines: [String], status: String = "200 OK", to method: RequestMethod = .get, version: HTTPVersion = .http11,
        close: Bool = false
    ) throws -> [String] {
        let text = (["HTTP/1.1 \(status)"] + lines).map { $0 + "\r\n" }.joined() + "\r\n"
        let head = try #require(Wire.response(text, to: method).head)
        var writer = HeadWriter(ByteBuffer())
        writer.forward(head, rules: try .responses(cookiePrefixes: ["__host-poort"]))
        let end = writer.endResponse(
            head.framing(towards: version), announcedLength: head.announcedLength, close: close)
        return String(buffer: end).split(separator: "\r\n").map(String.init)
    }

    @Test("of a response keeps its status, its reason and its fields, and none of ours or of services among themselves")
    func responses() throws {
        let lines = try Self.answer(
            [
                "Content-Type: text/plain", "Connection: X-Gone", "X-Gone: 1", "Keep-Alive: 5",
                "MU-AUTH-USED-GROUPS: x",
                "Poort-Subject: x", "Set-Cookie: __Host-poort=1", "Set-Cookie: a=b", "Content-Length: 3",
            ], status: "404 Niet gevonden")
        #expect(
            lines == [
                "HTTP/1.1 404 Niet gevonden", "Content-Type: text/plain", "Set-Cookie: a=b", "content-length: 3",
            ])
    }

    @Test("of a response is framed for the client")
    func responseFraming() throws {
        let chunked = ["Transfer-Encoding: chunked"]
        #expect(try Self.answer(chunked).last == "transfer-encoding: chunked")
        #expect(try Self.answer(chunked, version: .http10, close: true).last == "connection: close")
        #expect(
            try Self.answer([]).last == "transfer-encoding: chunked", "without a length the end is the connection's")
        #expect(try Self.answer(["Content-Length: 9"], to: .head).last == "content-length: 9")
        #expect(try Self.answer(["Content-Length: 9"], status: "304 Not Modified").last == "content-length: 9")
        #expect(try Self.answer([], status: "204 No Content") == ["HTTP/1.1 204 No Content"])
        #expect(try Self.answer(["Content-Length: 0"], close: true).suffix(2).contains("connection: close"))
    }

    @Test(
        "of our own has a status line, our fields and a length",
        arguments: [200, 204, 400, 401, 403, 404, 431, 502, 599])
    func small(_ status: Int) throws {
        var lines = FieldLines()
        lines.add(FieldName(.contentType), FieldValue(encoding: "text/plain"))
        lines.add(try #require(FieldName("X-Number")), number: 1_234_567_890)
        var buffer = ByteBuffer(string: "before")
        SmallResponse.write(status: status, fields: lines, body: Array("hello".utf8), close: true, to: &buffer)
        let text = String(buffer: buffer)
        #expect(text.hasPrefix("beforeHTTP/1.1 \(status) "))
        #expect(text.contains("\r\nX-Number: 1234567890\r\n"))
        #expect(text.contains("connection: close\r\n"))
        #expect(text.hasSuffix(status == 204 ? "\r\n\r\n" : "\r\n\r\nhello"))
        var head = ByteBuffer()
        SmallResponse.write(status: 200, body: [1, 2], omitsBody: true, close: false, to: &head)
        #expect(String(buffer: head).hasSuffix("content-length: 2\r\n\r\n"))
        var interim = ByteBuffer()
        SmallResponse.writeContinue(to: &interim)
        #expect(String(buffer: interim) == "HTTP/1.1 100 Continue\r\n\r\n")
    }
}

@Suite("A field value of ours")
struct FieldValueTests {
    @Test(
        "can not make a line of its own",
        arguments: [
            ("plain", "plain"), ("a b", "a b"), (" a ", "%20a%20"), ("a\r\nX: y", "a%0D%0AX: y"), ("\u{0}", "%00"),
            ("é", "%C3%A9"), ("100%", "100%25"), ("", ""), ("\u{7F}", "%7F"), ("a\tb", "a%09b"),
            ("Kerkfabriek Sint-Été", "Kerkfabriek Sint-%C3%89t%C3%A9"),
        ])
    func encodes(_ text: String, _ expected: String) throws {
        #expect(FieldValue(encoding: text).text == expected)
        var buffer = ByteBuffer()
        FieldValue.encode(Array(text.utf8).span, to: &buffer)
        #expect(String(buffer: buffer) == expected)
        var lines = FieldLines()
        #expect(lines.isEmpty)
        lines.add(try #require(FieldName("X")), encoding: Array(text.utf8).span)
        var more = FieldLines()
        more.add(lines)
        #expect(more.text == "X: \(expected)\r\n")
    }

    @Test("that is a list has one reading")
    func lists() {
        #expect(FieldValue(encodingList: ["a", "b,c", "é"]).text == "a,b%2Cc,%C3%A9")
        #expect(FieldValue(encodingList: []).text == "")
        var buffer = ByteBuffer()
        FieldValue.encode(Array("a,b".utf8).span, asListItem: true, to: &buffer)
        #expect(String(buffer: buffer) == "a%2Cb")
    }

    @Test("is taken as it is only when it needs no encoding", arguments: ["a\r\n", " a", "a ", "é", "\u{0}"])
    func verbatim(_ text: String) {
        #expect(FieldValue(verbatim: text) == nil)
        #expect(FieldValue(verbatim: "a b%20")?.text == "a b%20")
    }

    @Test(
        "has a name of letters, digits and dashes",
        arguments: ["", "a b", "a:b", "a_b", "a\r", String(repeating: "a", count: 257)])
    func names(_ text: String) {
        #expect(FieldName(text) == nil)
        #expect(FieldName("X-a1")?.text == "X-a1")
        #expect(FieldName(.location).text == "location")
    }
}
