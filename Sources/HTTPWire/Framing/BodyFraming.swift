import NIOCore

/// How the end of a message's body is found. Decided once, from the head (RFC 9112 section 6.3).
package enum BodyFraming: Sendable, Hashable {
    /// There is no body.
    case none
    /// As many bytes as `Content-Length` said.
    case length(UInt64)
    /// Chunks, up to the one of size zero.
    case chunked
    /// All there is until the connection closes. Responses only.
    case untilClose

    /// Whether a body can follow that is not empty.
    package var hasContent: Bool { self != .none && self != .length(0) }

    /// What the two framing fields of a head say, without regard to the kind of message. `nil`: neither is there.
    static func read(_ section: FieldSection, version: HTTPVersion) -> Result<BodyFraming?, WireRefusal> {
        let bytes = section.bytes.readableBytesUInt8Span
        if let coding = section.value(.transferEncoding) {
            guard version == .http11 else { return .failure(.transferEncodingInHTTP10) }
            guard !section.has(.contentLength) else { return .failure(.contentLengthBesideTransferEncoding) }
            // One coding and nothing else: with a list, the next reader may see another last element.
            guard ASCII.matches(bytes, coding.range, "chunked") else { return .failure(.transferEncodingUnsupported) }
            return .success(.chunked)
        }
        guard let value = section.value(.contentLength) else { return .success(nil) }
        guard let length = contentLength(bytes.extracting(value.range)), !hasTab(bytes, behind: value) else {
            return .failure(.contentLengthInvalid)
        }
        return .success(.length(length))
    }

    /// Whether a tab stands in the whitespace behind a value. RFC 9112 allows it; llhttp, which half the world's servers
    /// are built on, refuses the number then, and on this field nobody may disagree.
    private static func hasTab(_ bytes: Span<UInt8>, behind value: ByteRange) -> Bool {
        var index = Int(value.end)
        while index < bytes.count, ASCII.isBlank(bytes[index]) {
            if bytes[index] == 0x09 { return true }
            index += 1
        }
        return false
    }

    /// One decimal number: at most 18 digits, so that it can not overflow, and no leading zero.
    private static func contentLength(_ digits: Span<UInt8>) -> UInt64? {
        guard (1...18).contains(digits.count), digits.count == 1 || digits[0] != ASCII.zero else { return nil }
        var value: UInt64 = 0
        for index in digits.indices {
            guard ASCII.isDigit(digits[index]) else { return nil }
            value = value &* 10 &+ UInt64(digits[index] &- ASCII.zero)
        }
        return value
    }
}
