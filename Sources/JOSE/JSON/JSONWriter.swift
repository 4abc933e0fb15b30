/// Writes JSON that is always valid: from values, or string by string into bytes that somebody else puts together.
package struct JSONWriter {
    package enum Style: Sendable {
        /// No blanks at all.
        case compact
        /// One member or element per line, two blanks per level.
        case pretty
    }

    /// What was written.
    package private(set) var bytes: [UInt8] = []
    private let style: Style

    package init(style: Style = .compact) { self.style = style }

    /// Appends a value.
    package mutating func write(_ value: JSONValue) { write(value, level: 0) }

    private mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): Self.append(string: text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                separate(isFirst: index == 0, level: level + 1)
                write(element, level: level + 1)
            }
            close(UInt8(ascii: "]"), isEmpty: elements.isEmpty, level: level)
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                separate(isFirst: index == 0, level: level + 1)
                Self.append(string: member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if style == .pretty { bytes.append(UInt8(ascii: " ")) }
                write(member.value, level: level + 1)
            }
            close(UInt8(ascii: "}"), isEmpty: object.members.isEmpty, level: level)
        }
    }

    private mutating func separate(isFirst: Bool, level: Int) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        if style == .pretty { newLine(level) }
    }

    private mutating func close(_ bracket: UInt8, isEmpty: Bool, level: Int) {
        if style == .pretty, !isEmpty { newLine(level) }
        bytes.append(bracket)
    }

    private mutating func newLine(_ level: Int) {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }

    /// Appends `text` as a JSON string with its quotes.
    ///
    /// Escaped are what RFC 8259 section 7 demands, DEL and the C1 controls (which move a terminal's cursor), and U+2028 and
    /// U+2029 (which end a line in older JavaScript).
    package static func append(string text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: bytes.append(contentsOf: #"\""#.utf8)
            case 0x5C: bytes.append(contentsOf: #"\\"#.utf8)
            case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
            case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
            case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
            case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029:
                bytes.append(contentsOf: #"\u"#.utf8)
                for shift in [12, 8, 4, 0] {
                    let digit = UInt8(truncatingIfNeeded: scalar.value >> UInt32(shift) & 0xF)
                    bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
                }
            case 0x20..<0x80: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
