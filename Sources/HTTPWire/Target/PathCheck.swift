/// Passes over a path once and stops at the first byte that gives it a second spelling.
struct PathCheck {
    /// The byte being looked at; after `run`, the `?` or the end of the target.
    private(set) var at: Int
    /// Segments passed.
    private(set) var segments = 0
    private(set) var hasTrailingSlash = false

    /// A check of the path that begins with the slash at `slash`.
    init(_ slash: Int) {
        at = slash
    }

    /// Checks up to the query, or up to `end`.
    mutating func run(_ bytes: Span<UInt8>, _ end: Int, _ maximumSegments: Int) -> TargetRefusal? {
        let first = at
        while at < end, bytes[at] == ASCII.slash {
            at += 1
            let start = at
            if let refusal = segment(bytes, end) { return refusal }
            if at == start {
                // An empty segment is a trailing slash, or it has another slash behind it.
                if at < end, bytes[at] == ASCII.slash { return .emptySegment }
                hasTrailingSlash = start - first > 1
            } else {
                if Self.isDots(bytes, start, at) { return .dotSegment }
                segments += 1
                if segments > maximumSegments { return .tooManySegments }
            }
        }
        return nil
    }

    private static func isDots(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard bytes[start] == ASCII.dot else { return false }
        return end - start == 1 || end - start == 2 && bytes[start + 1] == ASCII.dot
    }

    /// Checks one segment, up to the next `/` or `?`.
    private mutating func segment(_ bytes: Span<UInt8>, _ end: Int) -> TargetRefusal? {
        while at < end {
            let byte = bytes[at]
            if Self.isPlain(byte) {
                at += 1
            } else if byte == ASCII.slash || byte == ASCII.questionMark {
                return nil
            } else if byte == ASCII.percent {
                if let refusal = escape(bytes, end) { return refusal }
            } else {
                return Self.refusal(ofRaw: byte)
            }
        }
        return nil
    }

    /// `pchar` of RFC 3986 section 3.3 without escapes and without `;`.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool {
        // Bits 0...127: letters, digits, and - . _ ~ ! $ & ' ( ) * + , = : @
        let low: UInt64 = 0x27FF_7FD2_0000_0000
        let high: UInt64 = 0x47FF_FFFE_87FF_FFFF
        guard byte < 0x80 else { return false }
        return (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 == 1
    }

    private static func refusal(ofRaw byte: UInt8) -> TargetRefusal {
        switch byte {
        case 0...ASCII.space, ASCII.delete: .controlByte
        case ASCII.backslash: .backslash
        case ASCII.semicolon: .semicolon
        case ASCII.numberSign: .fragment
        case 0x80...: .nonASCII
        default: .byteNotAllowed
        }
    }

    /// Checks the escape at `at`, with the escapes behind it that are part of the same character.
    private mutating func escape(_ bytes: Span<UInt8>, _ end: Int) -> TargetRefusal? {
        let first: UInt8
        switch octet(bytes, end) {
        case .success(let octet): first = octet
        case .failure(let refusal): return refusal
        }
        if first < 0x80 { return Self.refusal(ofEscaped: first) }

        // The bytes that may follow the first one, so that overlong forms and surrogates can not be written
        // (Unicode 16, table 3-7).
        let (more, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0xC2...0xDF: (more, second) = (1, 0x80...0xBF)
        case 0xE0: (more, second) = (2, 0xA0...0xBF)
        case 0xED: (more, second) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (more, second) = (2, 0x80...0xBF)
        case 0xF0: (more, second) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (more, second) = (3, 0x80...0xBF)
        case 0xF4: (more, second) = (3, 0x80...0x8F)
        default: return .utf8Invalid
        }
        var scalar = UInt32(first) & (0x3F >> UInt32(more))
        for place in 0..<more {
            guard at < end, bytes[at] == ASCII.percent else { return .utf8Invalid }
            switch octet(bytes, end) {
            case .failure(let refusal): return refusal
            case .success(let octet):
                guard (place == 0 ? second : 0x80...0xBF).contains(octet) else { return .utf8Invalid }
                scalar = scalar << 6 | UInt32(octet & 0x3F)
            }
        }
        if scalar < 0xA0 { return .escapeOfControl }
        if (0xFDD0...0xFDEF).contains(scalar) || scalar & 0xFFFE == 0xFFFE { return .noncharacter }
        return nil
    }

    /// Takes the three bytes of one escape.
    private mutating func octet(_ bytes: Span<UInt8>, _ end: Int) -> Result<UInt8, TargetRefusal> {
        guard at + 2 < end, let high = ASCII.hexValue(bytes[at + 1]), let low = ASCII.hexValue(bytes[at + 2]) else {
            return .failure(.escapeMalformed)
        }
        if bytes[at + 1] >= 0x61 || bytes[at + 2] >= 0x61 { return .failure(.escapeLowercase) }
        at += 3
        return .success(high << 4 | low)
    }

    private static func refusal(ofEscaped octet: UInt8) -> TargetRefusal? {
        if isPlain(octet) { return octet == ASCII.dot ? .dotSegment : .escapeOfPlainCharacter }
        switch octet {
        case ..<ASCII.space, ASCII.delete: return .escapeOfControl
        case ASCII.slash: return .escapeOfSlash
        case ASCII.backslash: return .escapeOfBackslash
        case ASCII.semicolon: return .escapeOfSemicolon
        case ASCII.questionMark: return .escapeOfQuestionMark
        case ASCII.numberSign: return .escapeOfNumberSign
        case ASCII.percent: return .escapeOfPercent
        default: return nil
        }
    }
}

/// Passes over a query, which is forwarded as it is. Whether it may be asked is for the policy.
enum QueryCheck {
    static func run(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> TargetRefusal? {
        var at = start
        while at < end {
            let byte = bytes[at]
            guard ASCII.isVisible(byte) else { return byte >= 0x80 ? .nonASCII : .controlByte }
            if byte == ASCII.numberSign { return .fragment }
            if byte == ASCII.percent {
                guard at + 2 < end, ASCII.hexValue(bytes[at + 1]) != nil, ASCII.hexValue(bytes[at + 2]) != nil else {
                    return .escapeMalformed
                }
                at += 2
            }
            at += 1
        }
        return nil
    }
}
