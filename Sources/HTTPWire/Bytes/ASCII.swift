/// Byte classes of HTTP and URIs, and the eight-bytes-at-a-time checks that make a kilobyte of token cheap to pass over.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let quote: UInt8 = 0x22
    static let numberSign: UInt8 = 0x23
    static let percent: UInt8 = 0x25
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let hyphen: UInt8 = 0x2D
    static let dot: UInt8 = 0x2E
    static let slash: UInt8 = 0x2F
    static let zero: UInt8 = 0x30
    static let nine: UInt8 = 0x39
    static let colon: UInt8 = 0x3A
    static let semicolon: UInt8 = 0x3B
    static let equals: UInt8 = 0x3D
    static let questionMark: UInt8 = 0x3F
    static let at: UInt8 = 0x40
    static let openBracket: UInt8 = 0x5B
    static let backslash: UInt8 = 0x5C
    static let closeBracket: UInt8 = 0x5D
    static let underscore: UInt8 = 0x5F
    static let delete: UInt8 = 0x7F

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// Visible US-ASCII, without space.
    @inline(__always)
    static func isVisible(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5E }

    /// A byte a field name may hold here: narrower than RFC 9110's `token`, because `_` and `.` reach many applications
    /// as `-`, and the other punctuation has no use except to be read differently by two programs.
    @inline(__always)
    static func isFieldNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == hyphen
    }

    /// RFC 9110 section 5.6.2, `tchar`.
    static func isTokenByte(_ byte: UInt8) -> Bool {
        if isLetter(byte) || isDigit(byte) { return true }
        switch byte {
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: return true
        default: return false
        }
    }

    /// Optional whitespace of RFC 9110 section 5.6.3.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

    @inline(__always)
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// The value of a hexadecimal digit, either case.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        if isDigit(byte) { return byte &- 0x30 }
        let lower = byte | 0x20
        return lower &- 0x61 < 6 ? lower &- 0x57 : nil
    }

    /// Eight bytes from `index` as one little-endian word. The bounds are checked once, and the eight reads become one.
    @inline(__always)
    static func word(_ bytes: Span<UInt8>, at index: Int) -> UInt64 {
        let eight = bytes.extracting(index..<(index &+ 8))
        let low =
            UInt64(eight[0]) | UInt64(eight[1]) &<< 8 | UInt64(eight[2]) &<< 16 | UInt64(eight[3]) &<< 24
        let high =
            UInt64(eight[4]) &<< 32 | UInt64(eight[5]) &<< 40 | UInt64(eight[6]) &<< 48 | UInt64(eight[7]) &<< 56
        return low | high
    }

    /// Marks, with their top bits, the bytes of `word` that are not printable US-ASCII (below space, or from DEL up).
    ///
    /// Zero means that all eight are printable, and the lowest mark is always a true one; marks above it may be false,
    /// because a borrow or carry may run up from a marked byte.
    @inline(__always)
    static func marksOfUnprintable(_ word: UInt64) -> UInt64 {
        let belowSpace = word &- 0x2020_2020_2020_2020
        let fromDelete = word &+ 0x0101_0101_0101_0101
        return (belowSpace | fromDelete | word) & 0x8080_8080_8080_8080
    }

    /// Whether `range` of `bytes` spells `text`, US-ASCII letters in either case. `text` must be in lower case.
    static func matches(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: String) -> Bool {
        let expected = text.utf8Span.span
        guard range.count == expected.count else { return false }
        let part = bytes.extracting(range)
        for index in expected.indices where lowercased(part[index]) != expected[index] { return false }
        return true
    }
}
