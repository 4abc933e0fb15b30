import Libcrypto

/// Foreign text inside our own sentences: between backquotes, cut off when long, and with everything that could move a
/// terminal's cursor or forge a log line written as an escape (CWE-117, CWE-150).
package enum Quoted {
    /// How many characters of a foreign text are shown.
    static let maximumCharacters = 64

    package static func text(_ text: String) -> String {
        var result = "`"
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < maximumCharacters else {
                result += "…"
                break
            }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                // A backquote would end the quotation.
                result += scalar == "`" ? "'" : String(scalar)
            }
        }
        return result + "`"
    }

    /// A list of at most five.
    package static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(5).map(text).joined(separator: ", ")
        return texts.count > 5 ? "\(shown) and \(texts.count - 5) more" : shown
    }

    static func byte(_ byte: UInt8) -> String {
        guard (0x21...0x7E).contains(byte), byte != UInt8(ascii: "`") else {
            return "the byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
        }
        return "`\(String(UnicodeScalar(byte)))`"
    }
}

/// Whether two texts have the same bytes. `==` on `String` compares by canonical equivalence, by which other bytes can be
/// the same text: wrong for identifiers, which are compared byte for byte (RFC 7519 section 7.3).
package func sameBytes(_ left: String, _ right: String) -> Bool { left.utf8Span.span.equals(right.utf8Span.span) }
