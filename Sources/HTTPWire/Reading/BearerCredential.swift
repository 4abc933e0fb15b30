import NIOCore

/// What the `Authorization` field of a request offers.
package enum BearerCredential: Sendable, Hashable {
    /// There is no such field.
    case none
    /// `Bearer` and a token in the `token68` alphabet (RFC 6750 section 2.1, RFC 9110 section 11.2).
    case token(ByteRange)
    /// Another scheme, such as `Basic`.
    case otherScheme
    /// The scheme is `Bearer`, and what follows is not one token.
    case malformed
}

extension RequestHead {
    /// Reads the bearer token. The field was refused at parsing if there are two of it.
    package func bearerCredential() -> BearerCredential {
        guard let value = value(.authorization) else { return .none }
        let bytes = fields.bytes.readableBytesUInt8Span
        let start = Int(value.start)
        let end = Int(value.end)
        let schemeEnd = start + 6
        guard schemeEnd <= end, ASCII.matches(bytes, start..<schemeEnd, "bearer") else { return .otherScheme }
        guard schemeEnd < end else { return .malformed }
        guard bytes[schemeEnd] == ASCII.space else {
            return ASCII.isTokenByte(bytes[schemeEnd]) ? .otherScheme : .malformed
        }
        var tokenStart = schemeEnd
        while tokenStart < end, bytes[tokenStart] == ASCII.space { tokenStart += 1 }
        guard Self.isToken68(bytes.extracting(tokenStart..<end)) else { return .malformed }
        return .token(ByteRange(tokenStart, end))
    }

    /// `1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="`.
    private static func isToken68(_ token: Span<UInt8>) -> Bool {
        var count = token.count
        while count > 0, token[count - 1] == ASCII.equals { count -= 1 }
        guard count > 0 else { return false }
        // Without an early exit, so that the compiler makes it sixteen bytes at a time.
        let body = token.extracting(0..<count)
        var foreign: UInt8 = 0
        for index in body.indices {
            let byte = body[index]
            let isLetter = (byte | 0x20) &- 0x61 < 26
            // `-` `.` `/` and the digits are neighbours.
            let isLow = byte &- 0x2D < 13
            let isMark = byte == 0x2B || byte == 0x5F || byte == 0x7E
            foreign |= (isLetter ? 0 : 1) & (isLow ? 0 : 1) & (isMark ? 0 : 1)
        }
        return foreign == 0
    }
}
