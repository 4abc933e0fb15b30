import Libcrypto

/// Characters inside JSON strings: UTF-8, escapes, comparison.
enum JSONText {
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
        guard left.end &- left.start == right.end &- right.start else { return false }
        var first = Int(left.start)
        var second = Int(right.start)
        while first < Int(left.end) {
            guard bytes[first] == bytes[second] else { return false }
            first &+= 1
            second &+= 1
        }
        return true
    }

    /// Bytes known to be UTF-8 as a string.
    static func string(_ bytes: borrowing Span<UInt8>, from start: Int, to end: Int) -> String {
        String(decoding: [UInt8](copying: bytes.extracting(start..<end)), as: UTF8.self)
    }
}
