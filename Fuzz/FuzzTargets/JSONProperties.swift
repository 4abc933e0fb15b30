import JOSE

enum JSONProperties {
    private static let limits = JSONLimits(bytes: 1 << 16, depth: 12, values: 2_000)

    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, limits: limits)
        } catch {
            return refused(error, bytes, &check)
        }
        check.holds(String(validating: bytes, as: UTF8.self) != nil, "accepted text is valid UTF-8")
        for style in [JSONWriter.Style.compact, .pretty] {
            let written = value.bytes(style)
            let again = try? JSONValue.parse(written)
            check.holds(again == value, "a value that is written is read as the same value")
            check.holds(again?.bytes(style) == written, "a value has one spelling")
        }
        check.holds(hasUniqueMembers(value), "no object has a member twice")
        let plain = PlainJSON.read(bytes)
        // Foundation takes the 0 of `0e5` for a leading zero; RFC 8259 section 6 allows an exponent behind it.
        guard plain != nil || !hasZeroWithExponent(bytes) else { return }
        check.holds(plain?.isSame(as: value) ?? false, "Foundation reads the same value")
    }

    /// Whether `0e` or `0E` occurs with no digit before it; also within a string, which does not matter here.
    private static func hasZeroWithExponent(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropLast().contains { index in
            bytes[index] == UInt8(ascii: "0") && bytes[index + 1] | 0x20 == UInt8(ascii: "e")
                && (index == 0 || !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index - 1]))
        }
    }

    private static func refused(_ error: JSONError, _ bytes: [UInt8], _ check: inout PropertyCheck) {
        check.holds(
            !error.message.isEmpty && (0...bytes.count).contains(error.offset), "a refusal says why and where")
        switch error.problem {
        case .repeatedMember(let name):
            check.holds(occursTwice(name, until: error.offset, bytes), "a member that occurs twice does", "\(error)")
        case .empty, .unexpectedEnd, .unexpectedByte, .trailingBytes, .invalidEscape, .invalidNumber,
            .controlCharacter:
            // With a NUL Foundation may take the bytes for UTF-16 or UTF-32; it allows a comma before a closing bracket; and
            // of a member that occurs twice it reads but one value.
            guard !bytes.contains(0), !hasCommaAtTheEnd(bytes), !mayRepeatMember(bytes) else { return }
            check.holds(PlainJSON.read(bytes) == nil, "what is no JSON is none for Foundation", "\(error)")
        case .invalidUTF8:
            check.holds(String(validating: bytes, as: UTF8.self) == nil, "what is no UTF-8 is none for Swift")
        case .tooLong: check.holds(bytes.count > limits.bytes, "what is too long is")
        case .tooDeep:
            check.holds(bytes.count { $0 == 0x5B || $0 == 0x7B } > limits.depth, "what is too deep has brackets")
        case .tooManyValues:
            // Each value but the first follows one of these.
            let before = bytes.count { $0 == 0x2C || $0 == 0x3A || $0 == 0x5B || $0 == 0x7B }
            check.holds(before >= limits.values, "what has too many values does")
        case .byteOrderMark, .numberTooLong, .numberOutOfRange, .loneSurrogate, .wrongKind: break
        }
    }

    private static func hasUniqueMembers(_ value: JSONValue) -> Bool {
        if let items = value.arrayValue { return items.allSatisfy(hasUniqueMembers) }
        guard let object = value.objectValue else { return true }
        var names: Set<[UInt8]> = []
        for member in object.members {
            guard names.insert(Array(member.name.utf8)).inserted, hasUniqueMembers(member.value) else { return false }
        }
        return true
    }

    /// Whether two strings with a colon behind them have the same bytes, or one is written with an escape.
    private static func mayRepeatMember(_ bytes: [UInt8]) -> Bool {
        var names: Set<[UInt8]> = []
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
            var end = start + 1
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
                end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard end < bytes.count else { return false }
            let name = Array(bytes[start...end])
            let next = bytes[(end + 1)...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
            if next == UInt8(ascii: ":") {
                guard !name.contains(UInt8(ascii: "\\")), names.insert(name).inserted else { return true }
            }
            index = end + 1
        }
        return false
    }

    /// Whether a comma stands before a closing bracket, blanks aside; also within a string, which does not matter here.
    private static func hasCommaAtTheEnd(_ bytes: [UInt8]) -> Bool {
        let dense = bytes.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        return zip(dense, dense.dropFirst()).contains { $0 == 0x2C && ($1 == 0x5D || $1 == 0x7D) }
    }

    /// Whether the string that begins at a place is the name, as Foundation reads it, and so is one before it.
    private static func occursTwice(_ name: String, until offset: Int, _ bytes: [UInt8]) -> Bool {
        var texts: [[UInt8]] = []
        var index = 0
        while index < bytes.count, index <= offset {
            guard bytes[index] == UInt8(ascii: "\"") else {
                index += 1
                continue
            }
            let start = index
            index += 1
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            index += 1
            guard index <= bytes.count, let text = PlainJSON.read(bytes[start..<index])?.string else { return false }
            texts.append(Array(text.utf8))
        }
        let wanted = Array(name.utf8)
        return texts.last == wanted && texts.dropLast().contains(wanted)
    }
}
