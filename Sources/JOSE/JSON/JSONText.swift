import Libcrypto

/// Characters inside JSON strings: UTF-8, escapes, comparison.
enum JSONText {
    /// The first place from `start` on that ends a run of common characters: a quote, a backslash, a control character or
    /// a byte that is not ASCII. The end of the bytes when there is none.
    @inline(__always)
    static func endOfRun(in bytes: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index &+ 8 <= bytes.count {
            let marks = marksOfUncommon(bytes.word(at: index))
            if marks != 0 { return index &+ marks.trailingZeroBitCount &>> 3 }
            index &+= 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index &+= 1
        }
        return index
    }

    /// The high bit of each of eight bytes that is no common character. Only the lowest mark is to be trusted: subtracting
    /// borrows from the bytes above an uncommon one, never from those below.
    @inline(__always)
    static func marksOfUncommon(_ word: UInt64) -> UInt64 {
        let each: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (each &* 0x22)
        let backslash = word ^ (each &* 0x5C)
        let isQuote = (quote &- each) & ~quote
        let isBackslash = (backslash &- each) & ~backslash
        let isControl = (word &- each &* 0x20) & ~word
        return (isQuote | isBackslash | isControl | word) & (each &* 0x80)
    }

    /// All bits of the bytes below the lowest mark; all bits when there is none.
    @inline(__always)
    static func belowLowest(_ marks: UInt64) -> UInt64 {
        // A mark is the highest bit of its byte, so its lowest bit is seven lower.
        ((marks & (0 &- marks)) &>> 7) &- 1
    }

    /// The first eight bytes of a text, as a node keeps them.
    @inline(__always)
    static func prefix(of bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
        guard start &+ 8 <= bytes.count else { return shortPrefix(of: bytes, from: start, to: end) }
        let word = bytes.word(at: start)
        let length = end &- start
        return length >= 8 ? word : word & ~(~0 &<< UInt64(truncatingIfNeeded: length &* 8))
    }

    /// The same byte by byte, near the end of all bytes.
    @inline(never)
    private static func shortPrefix(of bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> UInt64 {
        let length = end &- start
        var word: UInt64 = 0
        for index in 0..<min(8, length) {
            word |= UInt64(bytes[start &+ index]) &<< UInt64(truncatingIfNeeded: index &* 8)
        }
        return word
    }

    /// The length of the well-formed UTF-8 sequence that begins at `index`, or `nil` (Unicode 15 table 3-7: no overlong
    /// forms, no surrogates, nothing above U+10FFFF).
    static func lengthOfUTF8(in bytes: borrowing Span<UInt8>, at index: Int) -> Int? {
        let first = bytes[index]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch first {
        case 0..<0x80: return 1
        case 0xC2...0xDF: length = 2
        case 0xE0:
            length = 3
            second = 0xA0...0xBF
        case 0xED:
            length = 3
            second = 0x80...0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0:
            length = 4
            second = 0x90...0xBF
        case 0xF1...0xF3: length = 4
        case 0xF4:
            length = 4
            second = 0x80...0x8F
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return nil }
        return length
    }

    /// The character that the escape at `index` (a backslash) stands for, and where the text goes on.
    static func escape(
        in bytes: borrowing Span<UInt8>, at index: Int
    ) throws(JSONError) -> (scalar: UInt32, next: Int) {
        guard index + 1 < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count, in: bytes) }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""): return (0x22, index + 2)
        case UInt8(ascii: "\\"): return (0x5C, index + 2)
        case UInt8(ascii: "/"): return (0x2F, index + 2)
        case UInt8(ascii: "b"): return (0x08, index + 2)
        case UInt8(ascii: "f"): return (0x0C, index + 2)
        case UInt8(ascii: "n"): return (0x0A, index + 2)
        case UInt8(ascii: "r"): return (0x0D, index + 2)
        case UInt8(ascii: "t"): return (0x09, index + 2)
        case UInt8(ascii: "u"):
            let first = try unit(in: bytes, at: index + 2)
            guard first & 0xF800 == 0xD800 else { return (first, index + 6) }
            guard first < 0xDC00, index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
                bytes[index + 7] == UInt8(ascii: "u")
            else { throw JSONError(.loneSurrogate, at: index, in: bytes) }
            let second = try unit(in: bytes, at: index + 8)
            guard second & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: index, in: bytes) }
            return (0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF), index + 12)
        default:
            throw JSONError(.invalidEscape, at: index, in: bytes)
        }
    }

    /// Four hexadecimal digits.
    private static func unit(in bytes: borrowing Span<UInt8>, at index: Int) throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count, in: bytes) }
        var value: UInt32 = 0
        for offset in 0..<4 {
            let digit: UInt8
            switch bytes[index + offset] {
            case let byte where byte &- UInt8(ascii: "0") <= 9: digit = byte - UInt8(ascii: "0")
            case let byte where (byte | 0x20) &- UInt8(ascii: "a") <= 5: digit = (byte | 0x20) - UInt8(ascii: "a") + 10
            default: throw JSONError(.invalidEscape, at: index - 2, in: bytes)
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// The UTF-8 of a string node that the reader accepted.
    static func decoded(_ node: JSONNode, _ bytes: borrowing Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(Int(node.end - node.start))
        var index = Int(node.start)
        while index < Int(node.end) {
            // An escape that the reader accepted decodes; `break` only ends a loop that could otherwise not end.
            if bytes[index] == UInt8(ascii: "\\") {
                guard let (value, next) = try? escape(in: bytes, at: index), let scalar = UnicodeScalar(value) else {
                    break
                }
                result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
                index = next
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    /// Whether two strings are the same text, whatever their spelling.
    @inline(__always)
    static func same(_ left: JSONNode, _ right: JSONNode, _ bytes: borrowing Span<UInt8>) -> Bool {
        if left.hasEscapes || right.hasEscapes { return decoded(left, bytes) == decoded(right, bytes) }
        guard left.prefix == right.prefix, left.byteCount == right.byteCount else { return false }
        return left.byteCount <= 8
            || bytes.extracting(Int(left.start)..<Int(left.end))
                .equals(bytes.extracting(Int(right.start)..<Int(right.end)))
    }

    /// Bytes known to be UTF-8 as a string.
    static func string(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> String {
        String(decoding: bytes.extracting(start..<end))
    }
}
