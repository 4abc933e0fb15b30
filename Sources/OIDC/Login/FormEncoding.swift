import JOSE

/// `application/x-www-form-urlencoded` (WHATWG URL, section 5), as token requests and authorization responses use it.
package enum FormEncoding {
    /// Everything but letters, digits and `-._*` is encoded, a blank as `+`. RFC 6749 section 2.3.1 encodes client ids and
    /// secrets so, too.
    package static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "*"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: " "):
                encoded += "+"
            default:
                encoded += "%" + digit(byte >> 4) + digit(byte & 0xF)
            }
        }
        return encoded
    }

    private static func digit(_ value: UInt8) -> String { String(value, radix: 16, uppercase: true) }

    static func encode(_ members: [(name: String, value: String)]) -> String {
        members.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    /// Reads a query or body; nil for a broken escape, for bytes that are no UTF-8 or a control character, and for a name
    /// that comes twice: two readers would take different ones (RFC 6749, section 3.1).
    package static func decode(_ bytes: borrowing Span<UInt8>) -> [String: String]? {
        var members: [String: String] = [:]
        var at = 0
        while at < bytes.count {
            var name: [UInt8] = []
            var value: [UInt8] = []
            var isValue = false
            while at < bytes.count, bytes[at] != UInt8(ascii: "&") {
                var byte = bytes[at]
                if byte == UInt8(ascii: "="), !isValue {
                    isValue = true
                    at += 1
                    continue
                }
                if byte == UInt8(ascii: "+") {
                    byte = UInt8(ascii: " ")
                } else if byte == UInt8(ascii: "%") {
                    guard at + 2 < bytes.count, let high = hex(bytes[at + 1]), let low = hex(bytes[at + 2]) else {
                        return nil
                    }
                    byte = high << 4 | low
                    at += 2
                }
                guard byte >= 0x20, byte != 0x7F else { return nil }
                if isValue { value.append(byte) } else { name.append(byte) }
                at += 1
            }
            at += 1
            if name.isEmpty, value.isEmpty { continue }
            guard let name = String(validating: name, as: UTF8.self),
                let value = String(validating: value, as: UTF8.self),
                members.updateValue(value, forKey: name) == nil
            else { return nil }
        }
        return members
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// Base64 with padding (RFC 4648, section 4), as HTTP Basic has it.
enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        var text = ""
        for scalar in Base64URL.encode(bytes).unicodeScalars {
            switch scalar {
            case "-": text += "+"
            case "_": text += "/"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + String(repeating: "=", count: (3 - bytes.count % 3) % 3)
    }
}
