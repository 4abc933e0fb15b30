extension TurtleParser {
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8, _ what: String) throws(TurtleError) {
        guard skip(byte) else { throw unexpected(what) }
    }

    /// Passes over white space and comments.
    mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                position += 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                passLineEnd()
            case UInt8(ascii: "#"):
                while let byte = peek, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { position += 1 }
            default:
                return
            }
        }
    }

    /// Passes over one byte of a line end and counts the line: a CR before an LF is not yet its end.
    mutating func passLineEnd() {
        if peek == UInt8(ascii: "\n") || peek(1) != UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    /// The character at an offset and its length; the document is valid UTF-8.
    func scalar(at offset: Int) -> (value: UInt32, length: Int)? {
        guard offset < bytes.count else { return nil }
        let first = UInt32(bytes[offset])
        let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard length > 1 else { return (first, 1) }
        var value = first & (0x7F >> UInt32(length))
        for byte in bytes[(offset + 1)..<min(offset + length, bytes.count)] { value = value << 6 | UInt32(byte & 0x3F) }
        return (value, length)
    }

    static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    // MARK: - Errors

    /// What stands here is not what the grammar has here.
    func unexpected(_ expected: String) -> TurtleError {
        guard position < bytes.count else { return error(.endsEarly(expected: expected), at: position) }
        return error(.unexpected(found: shown(at: position), expected: expected), at: position)
    }

    /// The character at an offset, as it can be printed.
    func shown(at offset: Int) -> String {
        guard let (value, _) = scalar(at: offset), let scalar = Unicode.Scalar(value) else { return "" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .spaceSeparator:
            return value == 0x20 ? " " : "U+" + String(value, radix: 16, uppercase: true)
        default:
            return String(Character(scalar))
        }
    }

    /// A problem with its place. Counting from the beginning costs a pass over the document, once.
    func error(_ problem: TurtleError.Problem, at offset: Int) -> TurtleError {
        var line = 1
        var start = 0
        for index in 0..<min(offset, bytes.count) {
            let isEnd =
                bytes[index] == UInt8(ascii: "\n")
                || bytes[index] == UInt8(ascii: "\r")
                    && !(index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n"))
            if isEnd {
                line += 1
                start = index + 1
            }
        }
        let column = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xC0 != 0x80 }
        return TurtleError(line: line, column: column + 1, problem: problem)
    }
}
