import NIOCore
import Testing

@testable import HTTPWire

/// Ways to put bytes through the parsers and to compare what came of it.
enum Wire {
    static let limits = WireLimits()

    /// One field as texts, for comparing with what a test writes.
    struct Line: Hashable, CustomStringConvertible {
        var name: String
        var value: String
        var description: String { "\(name): \(value)" }
    }

    static func request(_ text: String, limits: WireLimits = limits) -> HeadParse<RequestHead> {
        var buffer = ByteBuffer(string: text)
        return RequestHead.parse(&buffer, limits: limits)
    }

    static func response(
        _ text: String,
        to method: RequestMethod = .get,
        limits: WireLimits = limits
    ) -> HeadParse<ResponseHead> {
        var buffer = ByteBuffer(string: text)
        return ResponseHead.parse(&buffer, to: method, limits: limits)
    }

    /// A request head with these lines between the request line and the empty line.
    static func head(_ requestLine: String = "GET / HTTP/1.1", _ lines: [String], host: Bool = true) -> String {
        ([requestLine] + (host ? ["Host: loket.test"] : []) + lines).map { $0 + "\r\n" }.joined() + "\r\n"
    }

    static func head(_ lines: some Collection<String>) -> String { head("GET / HTTP/1.1", Array(lines)) }

    static func lines(_ section: FieldSection) -> [Line] {
        section.lines.map { Line(name: section.text($0.name), value: section.text($0.value)) }
    }

    /// Puts `bytes` into `buffer` as a network would: behind what is left, with spent bytes discarded now and then.
    static func receive(_ bytes: some Sequence<UInt8>, into buffer: inout ByteBuffer) {
        buffer.discardReadBytes()
        buffer.writeBytes(bytes)
    }
}

extension HeadParse {
    var head: Head? {
        if case .head(let head) = self { head } else { nil }
    }

    var refusal: WireRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    var needsMore: Bool {
        if case .needMore = self { true } else { false }
    }
}

/// SplitMix64: seeded, so that a failing case comes back.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A case of a table: what is sent, and a few words why.
struct Hostile: Sendable, CustomTestStringConvertible {
    var why: String
    var bytes: String
    var refusal: WireRefusal

    init(_ why: String, _ bytes: String, _ refusal: WireRefusal) {
        self.why = why
        self.bytes = bytes
        self.refusal = refusal
    }

    var testDescription: String { why }
}
