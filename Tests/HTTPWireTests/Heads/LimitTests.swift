import NIOCore
import Testing

@testable import HTTPWire

@Suite("A limit")
struct LimitTests {
    static func padded(_ prefix: String, _ suffix: String, to count: Int) -> String {
        prefix + String(repeating: "a", count: count - prefix.utf8.count - suffix.utf8.count) + suffix
    }

    @Test("on the request line takes the last byte allowed and refuses the next", arguments: [64, 8192])
    func requestLine(_ limit: Int) {
        let limits = WireLimits(startLineBytes: limit)
        for (count, refusal) in [(limit, nil), (limit + 1, WireRefusal.startLineTooLong)] {
            let line = Self.padded("GET /", " HTTP/1.1", to: count)
            #expect(Wire.request(Wire.head(line, []), limits: limits).refusal == refusal)
        }
        // Endless, without a line end.
        let endless = "GET /" + String(repeating: "a", count: limit)
        #expect(Wire.request(endless, limits: limits).refusal == .startLineTooLong)
    }

    @Test("on the head takes the last byte allowed and refuses the next", arguments: [128, 32768])
    func head(_ limit: Int) {
        let limits = WireLimits(headBytes: limit)
        for (count, refusal) in [(limit, nil), (limit + 1, WireRefusal.headTooLarge)] {
            let head = Self.padded("GET / HTTP/1.1\r\nHost: a\r\nX: ", "\r\n\r\n", to: count)
            #expect(Wire.request(head, limits: limits).refusal == refusal)
            #expect(Wire.request(head + "POST", limits: limits).refusal == refusal)
        }
    }

    @Test("on the number of fields takes the last allowed and refuses the next", arguments: [2, 100, 255])
    func fields(_ limit: Int) {
        let limits = WireLimits(fieldCount: limit)
        let lines = (1...limit).map { "X-\($0): a" }
        #expect(Wire.request(Wire.head(lines.dropLast()), limits: limits).refusal == nil)
        #expect(Wire.request(Wire.head(lines), limits: limits).refusal == .tooManyFields)
    }

    @Test("on the number of fields can not be set above what the index can hold")
    func fieldCountBound() {
        #expect(WireLimits(fieldCount: 1000).fieldCount == 255)
    }

    @Test("on a field name takes the last byte allowed and refuses the next")
    func names() {
        #expect(Wire.request(Wire.head([String(repeating: "n", count: 256) + ": a"])).refusal == nil)
        #expect(Wire.request(Wire.head([String(repeating: "n", count: 257) + ": a"])).refusal == .fieldNameTooLong)
    }

    @Test("on content takes the last byte allowed and refuses the next")
    func content() {
        let limits = WireLimits(bodyBytes: 10)
        let post = "POST / HTTP/1.1"
        #expect(Wire.request(Wire.head(post, ["Content-Length: 10"]), limits: limits).refusal == nil)
        #expect(Wire.request(Wire.head(post, ["Content-Length: 11"]), limits: limits).refusal == .contentTooLarge)
        let response = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"
        #expect(Wire.response(response, limits: limits).refusal == .contentTooLarge)
        #expect(Wire.response(response, to: .head, limits: limits).refusal == nil)
    }
}
