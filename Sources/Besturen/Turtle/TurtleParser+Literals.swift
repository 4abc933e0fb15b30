extension TurtleParser {
    /// A string between one or three quotes of either kind, with its language or datatype.
    mutating func readLiteral() throws(TurtleError) -> RDFLiteral {
        let text = ExactText(String(decoding: try readString(), as: UTF8.self))
        if peek == UInt8(ascii: "@") {
            return RDFLiteral(text: text, datatype: RDFLiteral.languageString, language: try readLanguage())
        }
        guard peek == UInt8(ascii: "^") else {
            return RDFLiteral(text: text, datatype: RDFLiteral.string, language: nil)
        }
        position += 1
        try expect(UInt8(ascii: "^"), "`^^` and a datatype")
        let datatype = peek == UInt8(ascii: "<") ? try readIRI() : try readPrefixedName("a datatype")
        return RDFLiteral(text: text, datatype: datatype, language: nil)
    }

    private mutating func readString() throws(TurtleError) -> [UInt8] {
        let start = position
        let quote = bytes[position]
        let isLong = peek(1) == quote && peek(2) == quote
        position += isLong ? 3 : 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case quote where !isLong:
                position += 1
                return text
            case quote where peek(1) == quote && peek(2) == quote:
                position += 3
                return text
            case UInt8(ascii: "\\"):
                try readEscape(into: &text)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                guard isLong else { throw error(.stringNotClosed, at: start) }
                text.append(byte)
                passLineEnd()
            default:
                text.append(byte)
                position += 1
            }
            guard text.count <= limits.literalBytes else {
                throw error(.literalTooLong(limit: limits.literalBytes), at: start)
            }
        }
        throw error(.stringNotClosed, at: start)
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(TurtleError) {
        let byte: UInt8
        switch peek(1) {
        case UInt8(ascii: "t"): byte = 0x09
        case UInt8(ascii: "b"): byte = 0x08
        case UInt8(ascii: "n"): byte = 0x0A
        case UInt8(ascii: "r"): byte = 0x0D
        case UInt8(ascii: "f"): byte = 0x0C
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): byte = bytes[position + 1]
        default:
            text.append(contentsOf: UTF8.encode(try readUnicodeEscape()) ?? UTF8.encodedReplacementCharacter)
            return
        }
        text.append(byte)
        position += 2
    }

    /// `\u` and four, or `\U` and eight hexadecimal digits. A half of a surrogate pair is no character.
    mutating func readUnicodeEscape() throws(TurtleError) -> Unicode.Scalar {
        let start = position
        let length: Int
        switch peek(1) {
        case UInt8(ascii: "u"): length = 4
        case UInt8(ascii: "U"): length = 8
        default: throw error(.escapeUnknown(shown(at: position + 1)), at: position)
        }
        var value: UInt32 = 0
        var end = position + 2
        while end < bytes.count, end < start + 2 + length, let digit = NameCharacters.hexValue(bytes[end]) {
            value = value << 4 | digit
            end += 1
        }
        guard end == start + 2 + length, let scalar = Unicode.Scalar(value) else {
            throw error(.escapeInvalid(text(start..<end)), at: start)
        }
        position = end
        return scalar
    }

    private mutating func readLanguage() throws(TurtleError) -> ExactText {
        let start = position
        position += 1
        guard let first = peek, NameCharacters.isLetter(first) else { throw error(.languageInvalid, at: start) }
        while let byte = peek, NameCharacters.isLetter(byte) { position += 1 }
        while peek == UInt8(ascii: "-"), let next = peek(1),
            NameCharacters.isLetter(next) || NameCharacters.isDigit(next)
        {
            position += 1
            while let byte = peek, NameCharacters.isLetter(byte) || NameCharacters.isDigit(byte) { position += 1 }
        }
        guard position - start <= limits.iriBytes else { throw error(.nameTooLong(limit: limits.iriBytes), at: start) }
        return ExactText(text((start + 1)..<position).lowercased())
    }

    /// An integer, decimal or double. A dot behind it that no digit or exponent follows ends the statement.
    mutating func readNumber() throws(TurtleError) -> RDFLiteral {
        let start = position
        var end = start
        if bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
        let whole = endOfDigits(end)
        var hasDigits = whole > end
        var datatype = RDFLiteral.integer
        end = whole
        if end < bytes.count, bytes[end] == UInt8(ascii: ".") {
            let part = endOfDigits(end + 1)
            if part > end + 1 {
                datatype = RDFLiteral.decimal
                hasDigits = true
                end = part
            } else if hasDigits, endOfExponent(end + 1) != nil {
                end += 1
            }
        }
        if hasDigits, let exponent = endOfExponent(end) {
            datatype = RDFLiteral.double
            end = exponent
        }
        guard hasDigits else {
            throw error(.numberInvalid(text(start..<max(end, start + 1))), at: start)
        }
        guard end - start <= limits.literalBytes else {
            throw error(.literalTooLong(limit: limits.literalBytes), at: start)
        }
        position = end
        return RDFLiteral(text: ExactText(text(start..<end)), datatype: datatype, language: nil)
    }

    private func endOfDigits(_ start: Int) -> Int {
        var end = start
        while end < bytes.count, NameCharacters.isDigit(bytes[end]) { end += 1 }
        return end
    }

    private func endOfExponent(_ start: Int) -> Int? {
        guard start < bytes.count, bytes[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var digits = start + 1
        if digits < bytes.count, bytes[digits] == UInt8(ascii: "+") || bytes[digits] == UInt8(ascii: "-") {
            digits += 1
        }
        let end = endOfDigits(digits)
        return end > digits ? end : nil
    }
}
