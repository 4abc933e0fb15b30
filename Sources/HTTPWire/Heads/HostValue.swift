/// The host and port of a `Host` field or an authority, checked (RFC 9112 section 3.2, RFC 3986 section 3.2.2).
///
/// Narrower than the grammar, so that a host has one spelling but for the case of its letters: no percent encoding, no
/// empty label, no trailing dot, no empty port, no leading zero, and what looks like an IPv4 address is one.
package struct HostValue: Sendable, Hashable {
    /// The host name, or the address (an IPv6 address with its brackets).
    package let name: ByteRange
    /// The port when one is written.
    package let port: UInt16?

    /// Checks the bytes of `range`.
    init?(_ bytes: Span<UInt8>, _ range: ByteRange) {
        let end = Int(range.end)
        var at = Int(range.start)
        guard at < end else { return nil }
        if bytes[at] == ASCII.openBracket {
            while at < end, bytes[at] != ASCII.closeBracket { at += 1 }
            guard at < end, Self.isIPv6(bytes.extracting(Int(range.start) + 1..<at)) else { return nil }
            at += 1
        } else {
            while at < end, bytes[at] != ASCII.colon { at += 1 }
            guard Self.isNameOrIPv4(bytes.extracting(Int(range.start)..<at)) else { return nil }
        }
        name = ByteRange(Int(range.start), at)
        if at == end {
            port = nil
        } else {
            guard bytes[at] == ASCII.colon, let port = Self.port(bytes.extracting(at + 1..<end)) else { return nil }
            self.port = port
        }
    }

    /// A port from 1 to 65535 without leading zeros.
    private static func port(_ digits: Span<UInt8>) -> UInt16? {
        guard (1...5).contains(digits.count), digits[0] != ASCII.zero else { return nil }
        var value: UInt32 = 0
        for index in digits.indices {
            guard ASCII.isDigit(digits[index]) else { return nil }
            value = value * 10 + UInt32(digits[index] - ASCII.zero)
        }
        return UInt16(exactly: value)
    }

    private static func isNameOrIPv4(_ name: Span<UInt8>) -> Bool {
        guard (1...253).contains(name.count) else { return false }
        var labelStart = 0
        for index in name.indices {
            let byte = name[index]
            if byte == ASCII.dot {
                guard index > labelStart, index - labelStart <= 63 else { return false }
                labelStart = index + 1
            } else if !ASCII.isFieldNameByte(byte) && byte != ASCII.underscore {
                return false
            }
        }
        guard labelStart < name.count, name.count - labelStart <= 63 else { return false }
        // WHATWG URL: a host whose last label is a number is an IPv4 address, in notations as odd as `0x7f.1`.
        return ASCII.isDigit(name[labelStart]) && isNumber(name, from: labelStart) ? isIPv4(name) : true
    }

    private static func isNumber(_ name: Span<UInt8>, from start: Int) -> Bool {
        var at = start
        if at + 1 < name.count, name[at] == ASCII.zero, name[at + 1] | 0x20 == 0x78 {
            at += 2
            while at < name.count, ASCII.hexValue(name[at]) != nil { at += 1 }
        } else {
            while at < name.count, ASCII.isDigit(name[at]) { at += 1 }
        }
        return at == name.count
    }

    /// Four decimal numbers up to 255 without leading zeros.
    static func isIPv4(_ text: Span<UInt8>) -> Bool {
        var numbers = 0
        var digits = 0
        var value = 0
        for index in text.indices {
            let byte = text[index]
            if byte == ASCII.dot {
                guard digits > 0 else { return false }
                numbers += 1
                digits = 0
                value = 0
            } else {
                guard ASCII.isDigit(byte), digits == 0 || value > 0, digits < 3 else { return false }
                value = value * 10 + Int(byte - ASCII.zero)
                digits += 1
                guard value <= 255 else { return false }
            }
        }
        return numbers == 3 && digits > 0
    }

    /// RFC 4291 section 2.2, without a zone.
    static func isIPv6(_ text: Span<UInt8>) -> Bool {
        var groups = 0
        var at = 0
        var isCompressed = false
        if text.count >= 2, text[0] == ASCII.colon, text[1] == ASCII.colon {
            isCompressed = true
            at = 2
            if at == text.count { return true }
        }
        while true {
            let start = at
            while at < text.count, at - start < 4, ASCII.hexValue(text[at]) != nil { at += 1 }
            guard at > start else { return false }
            if at < text.count, text[at] == ASCII.dot {
                // The last 32 bits may be written as an IPv4 address.
                guard isIPv4(text.extracting(start..<text.count)) else { return false }
                groups += 2
                break
            }
            groups += 1
            if at == text.count { break }
            guard text[at] == ASCII.colon else { return false }
            at += 1
            if at < text.count, text[at] == ASCII.colon {
                guard !isCompressed else { return false }
                isCompressed = true
                at += 1
                if at == text.count { break }
            }
        }
        return isCompressed ? groups <= 7 : groups == 8
    }
}
