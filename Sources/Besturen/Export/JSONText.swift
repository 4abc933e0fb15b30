/// A JSON value that is written in the order given, so that the same data make the same bytes.
enum JSONText {
    case null
    case number(Int)
    case string(String)
    case array([JSONText])
    case object([(String, JSONText)])

    static func string(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

    static func strings(_ texts: [String]) -> JSONText { .array(texts.map { .string($0) }) }

    /// Over several lines, for a file that people compare.
    var text: String {
        var text = ""
        append(to: &text, indent: "")
        return text + "\n"
    }

    private func append(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .null: text += "null"
        case .number(let number): text += String(number)
        case .string(let string): JSONText.append(string, to: &text)
        case .array(let values) where values.isEmpty: text += "[]"
        case .array(let values):
            for (index, value) in values.enumerated() {
                text += (index == 0 ? "[\n" : ",\n") + inner
                value.append(to: &text, indent: inner)
            }
            text += "\n\(indent)]"
        case .object(let members):
            for (index, member) in members.enumerated() {
                text += (index == 0 ? "{\n" : ",\n") + inner
                JSONText.append(member.0, to: &text)
                text += ": "
                member.1.append(to: &text, indent: inner)
            }
            text += members.isEmpty ? "{}" : "\n\(indent)}"
        }
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
