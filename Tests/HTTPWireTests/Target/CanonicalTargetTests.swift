import Testing

@testable import HTTPWire

@Suite("A request target")
struct CanonicalTargetTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let target: String
        let refusal: TargetRefusal

        init(_ target: String, _ refusal: TargetRefusal) {
            self.target = target
            self.refusal = refusal
        }

        var testDescription: String { target.debugDescription }
    }

    static let refused: [Refused] = [
        Refused("", .empty), Refused("a", .formNotServed), Refused("*", .asteriskWithoutOptions),
        Refused("loket.test:443", .formNotServed), Refused("ftp://a/", .formNotServed),
        Refused("HTTP://a/", .formNotServed), Refused("http://a", .absolutePathMissing),
        Refused("http://a?x", .absolutePathMissing), Refused("http:///x", .authorityInvalid),
        Refused("http://u@a/", .authorityInvalid), Refused("http://a:0/", .authorityInvalid),
        // Dot segments in every spelling.
        Refused("/.", .dotSegment), Refused("/..", .dotSegment), Refused("/a/../b", .dotSegment),
        Refused("/a/./b", .dotSegment), Refused("/a/..", .dotSegment), Refused("/../", .dotSegment),
        Refused("/%2e", .escapeLowercase), Refused("/%2E", .dotSegment), Refused("/%2E%2E/x", .dotSegment),
        Refused("/.%2E/x", .dotSegment), Refused("/a/%2E.", .dotSegment), Refused("/a%2Eb", .dotSegment),
        // Empty segments.
        Refused("//", .emptySegment), Refused("//a", .emptySegment), Refused("/a//b", .emptySegment),
        Refused("/a//", .emptySegment), Refused("http://a//b", .emptySegment),
        // Other separators.
        Refused("/a\\b", .backslash), Refused("\\a", .formNotServed), Refused("/a%5Cb", .escapeOfBackslash),
        Refused("/a%5cb", .escapeLowercase), Refused("/a%2Fb", .escapeOfSlash), Refused("/a%2fb", .escapeLowercase),
        Refused("/a;b", .semicolon), Refused("/a;jsessionid=1/b", .semicolon), Refused("/;/a", .semicolon),
        Refused("/a%3Bb", .escapeOfSemicolon), Refused("/a#b", .fragment), Refused("/#", .fragment),
        Refused("/a?b#c", .fragment), Refused("/a%23b", .escapeOfNumberSign), Refused("/a%3Fb", .escapeOfQuestionMark),
        // Encoding twice, badly or needlessly.
        Refused("/%252e", .escapeOfPercent), Refused("/%25", .escapeOfPercent), Refused("/%", .escapeMalformed),
        Refused("/%4", .escapeMalformed), Refused("/%zz", .escapeMalformed), Refused("/%u0041", .escapeMalformed),
        Refused("/%41", .escapeOfPlainCharacter), Refused("/%7E", .escapeOfPlainCharacter),
        Refused("/%40", .escapeOfPlainCharacter), Refused("/%3A", .escapeOfPlainCharacter),
        Refused("/%2B", .escapeOfPlainCharacter), Refused("/%c3%a9", .escapeLowercase),
        Refused("/%C3%a9", .escapeLowercase),
        // Control bytes and what is no text.
        Refused("/a b", .controlByte), Refused("/a\tb", .controlByte), Refused("/a\u{0}", .controlByte),
        Refused("/a\u{7F}", .controlByte), Refused("/a\r\nX: y", .controlByte), Refused("/%00", .escapeOfControl),
        Refused("/%0D%0A", .escapeOfControl), Refused("/%7F", .escapeOfControl), Refused("/%C2%85", .escapeOfControl),
        Refused("/é", .nonASCII), Refused("/%E9", .utf8Invalid), Refused("/%C3", .utf8Invalid),
        Refused("/%C3x", .utf8Invalid), Refused("/%C0%AE", .utf8Invalid), Refused("/%E0%80%AE", .utf8Invalid),
        Refused("/%C0%AF", .utf8Invalid), Refused("/%F0%80%80%AF", .utf8Invalid), Refused("/%ED%A0%80", .utf8Invalid),
        Refused("/%F4%90%80%80", .utf8Invalid), Refused("/%F5%80%80%80", .utf8Invalid), Refused("/%80", .utf8Invalid),
        Refused("/%EF%BF%BE", .noncharacter), Refused("/%EF%B7%90", .noncharacter),
        // Bytes that must be encoded in a path.
        Refused("/a\"b", .byteNotAllowed), Refused("/a<b", .byteNotAllowed), Refused("/a[b]", .byteNotAllowed),
        Refused("/a|b", .byteNotAllowed), Refused("/a{b}", .byteNotAllowed), Refused("/a^b", .byteNotAllowed),
        Refused("/a`b", .byteNotAllowed),
        // The query is nobody's judgement, and still no way to another line.
        Refused("/a?%", .escapeMalformed), Refused("/a?b c", .controlByte), Refused("/a?é", .nonASCII),
    ]

    @Test("that has a second spelling, or none, is refused", arguments: refused)
    func refuses(_ item: Refused) {
        #expect(CanonicalTarget.parse(string: item.target) == .failure(item.refusal))
        let line = "GET \(item.target) HTTP/1.1\r\nHost: a\r\n\r\n"
        if let head = Wire.request(line).head {
            #expect(head.canonicalTarget(limits: Wire.limits) == .failure(item.refusal))
        }
    }

    @Test(
        "in its one spelling is taken as it is",
        arguments: [
            ("/", 0), ("/a", 1), ("/a/", 1), ("/a/b/c", 3), ("/...", 1), ("/.a", 1), ("/a.", 1), ("/a..b", 1),
            ("/%C3%A9", 1), ("/%20", 1), ("/a%20b", 1), ("/%5B%5D", 1), ("/@appuniversum/x.js", 2),
            ("/!$&'()*+,=:@~-._", 1), ("/%F0%9F%98%80", 1), ("/a?", 1), ("/a?b=/../%2e%2E;x&y[]=|{}^`\"<>", 1),
            ("/a??", 1),
        ])
    func accepts(_ target: String, _ segments: Int) throws {
        let parsed = try CanonicalTarget.parse(string: target).get()
        let bytes = Array(target.utf8)
        #expect(parsed.segmentCount == segments)
        #expect(parsed.pathAndQuery == ByteRange(0, bytes.count))
        var walked: [String] = []
        var iterator = parsed.segments
        while let segment = iterator.next(in: bytes.span) {
            walked.append(String(decoding: bytes[segment.range], as: UTF8.self))
        }
        let path = target.prefix { $0 != "?" }
        #expect(walked == path.split(separator: "/").map(String.init))
        #expect(parsed.hasTrailingSlash == (path.count > 1 && path.hasSuffix("/")))
    }

    @Test("in absolute form is read as its path, when its authority is the Host")
    func absoluteForm() throws {
        let head = try #require(Wire.request("GET http://Loket.test/a?b HTTP/1.1\r\nHost: loket.test\r\n\r\n").head)
        let target = try head.canonicalTarget(limits: Wire.limits).get()
        #expect(target.form == .absolute)
        #expect(head.text(target.pathAndQuery) == "/a?b")
        for host in ["other.test", "loket.test:81"] {
            let head = Wire.request("GET http://loket.test/a HTTP/1.1\r\nHost: \(host)\r\n\r\n").head
            #expect(head?.canonicalTarget(limits: Wire.limits) == .failure(.authorityMismatch))
        }
    }

    @Test("is `*` for OPTIONS alone, and then has no segments")
    func asterisk() throws {
        let target = try CanonicalTarget.parse(string: "*", method: .options).get()
        #expect(target.form == .asterisk)
        var segments = target.segments
        #expect(segments.next(in: Array("*".utf8).span) == nil)
    }

    @Test("is bounded in length and in segments")
    func bounds() {
        let limits = WireLimits(startLineBytes: 20, pathSegments: 3)
        #expect(
            CanonicalTarget.parse(string: "/" + String(repeating: "a", count: 20), limits: limits) == .failure(.tooLong)
        )
        #expect(CanonicalTarget.parse(string: "/a/b/c/d", limits: limits) == .failure(.tooManySegments))
        #expect(throws: Never.self) { try CanonicalTarget.parse(string: "/a/b/c/", limits: limits).get() }
    }

    @Test("that equals another after decoding is the same bytes")
    func oneSpelling() {
        var generator = SeededGenerator(state: 0x7061_7468)
        let pieces = [
            "/", "a", "A", ".", "..", "%2E", "%2e", "%41", "%61", "%C3%A9", "%c3%a9", "é", ";", "%3B", "%2F", "%2f",
            "\\", "%5C", "%20", "+", "%2B", "@", "%40", "//", "%25", "%252E", "~", "%7E", "%E2%82%AC",
        ]
        var spellings: [[UInt8]: String] = [:]
        var accepted = 0
        for _ in 0..<60_000 {
            let count = Int.random(in: 1...5, using: &generator)
            let path = "/" + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard case .success = CanonicalTarget.parse(string: path) else { continue }
            accepted += 1
            let decoded = Self.decoded(path)
            if let other = spellings.updateValue(path, forKey: decoded) { #expect(other == path) }
        }
        #expect(accepted > 2_000, "\(accepted) accepted: the generator makes too little that is canonical")
    }

    private static func decoded(_ path: String) -> [UInt8] {
        var result: [UInt8] = []
        var bytes = Array(path.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: bytes.prefix(2), as: UTF8.self), radix: 16)
            {
                result.append(value)
                bytes = bytes.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    @Test("has a status, a code and a sentence for each reason", arguments: TargetRefusal.allCases)
    func described(_ refusal: TargetRefusal) {
        #expect([400, 414].contains(refusal.status))
        #expect(["request_malformed", "request_head_too_large", "request_target_ambiguous"].contains(refusal.code))
        #expect(!refusal.detail.isEmpty)
    }
}
