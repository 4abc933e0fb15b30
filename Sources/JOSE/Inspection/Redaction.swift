/// Hides personal claims, by their names at any depth, and their values wherever else they occur: an issuer may well use
/// the national number as the subject, too.
package struct Redaction: Sendable {
    /// What stands in place of a hidden value.
    package static let mark = "***redacted***"

    private let names: Set<String>
    private var values: Set<String> = []
    /// A part that was not understood may hold a value to be hidden, and nobody knows which: then everything that could be a
    /// national number is hidden everywhere.
    private var hidesNumbers = false

    /// Collects what is to be hidden from all parts of a token, before any part is shown.
    init(names: Set<String>, in parts: [JSONValue], unread: [String] = []) {
        self.names = names
        for part in parts { collect(part, isHidden: false) }
        hidesNumbers = unread.contains { apply(toUnread: $0) == nil }
    }

    package func apply(to value: JSONValue) -> JSONValue {
        switch value {
        // Also as a part, as in a subject of the form `urn:person:NUMBER`.
        case .string(let text): return isHiding(text) ? .string(Self.mark) : value
        case .number(let number): return isHiding(number.text) ? .string(Self.mark) : value
        case .null, .bool: return value
        case .array(let elements): return .array(elements.map(apply))
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        let name = isHiding(member.name) ? Self.mark : member.name
                        return (name, names.contains(member.name) ? .string(Self.mark) : apply(to: member.value))
                    }))
        }
    }

    /// A sentence with what is hidden taken out, also where the sentence quotes the beginning of it alone.
    package func apply(to text: String) -> String {
        guard !values.isEmpty || hidesNumbers else { return text }
        var text = text
        for value in values.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            text = Self.replacing(value, in: text, with: Self.mark)
            guard text.utf8.contains("…".utf8) else { continue }
            for length in stride(from: min(value.count - 1, Quoted.maximumCharacters), through: Self.shortest, by: -1) {
                text = Self.replacing(value.prefix(length) + "…", in: text, with: Self.mark + "…")
            }
        }
        return hidesNumbers ? NationalNumberRedaction.apply(to: text) : text
    }

    /// By bytes: as characters, a value with an accent put behind it would be another text.
    private static func replacing(_ value: String, in text: String, with mark: String) -> String {
        guard text.utf8.contains(value.utf8) else { return text }
        let needle = Array(value.utf8)
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let range = rest.firstRange(of: needle) {
            result += rest[..<range.lowerBound]
            result += mark.utf8
            rest = rest[range.upperBound...]
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    /// Text that was not understood, or nil when something in it may have to be hidden: a name that is to be hidden stands in
    /// it, or a backslash, behind which any name can be written in another way.
    func apply(toUnread text: String) -> String? {
        guard !names.isEmpty else { return text }
        let lower = text.lowercased()
        guard !text.contains("\\"), !names.contains(where: { lower.contains($0.lowercased()) }) else { return nil }
        return text
    }

    /// Shorter values, such as a code of two letters, would hide what has nothing to do with them.
    private static let shortest = 6

    private func isHiding(_ text: String) -> Bool {
        values.contains { text.utf8.contains($0.utf8) }
            || hidesNumbers && !NationalNumberRedaction.apply(to: text).utf8.elementsEqual(text.utf8)
    }

    private mutating func collect(_ value: JSONValue, isHidden: Bool) {
        switch value {
        case .string(let text): if isHidden { hide(text) }
        case .number(let number): if isHidden { hide(number.text) }
        case .null, .bool: break
        case .array(let elements): for element in elements { collect(element, isHidden: isHidden) }
        case .object(let object):
            for member in object.members {
                collect(member.value, isHidden: isHidden || names.contains(member.name))
            }
        }
    }

    private mutating func hide(_ text: String) {
        guard text.utf8.count >= Self.shortest else { return }
        values.insert(text)
        // A national number is written with dots and a dash, or without: `85.07.30-033.28`, `85073003328`.
        let digits = text.filter { "0"..."9" ~= $0 }
        guard digits.utf8.count == 11 else { return }
        values.insert(digits)
        let parts = [(0, 2), (2, 2), (4, 2), (6, 3), (9, 2)].map { digits.dropFirst($0.0).prefix($0.1) }
        values.insert("\(parts[0]).\(parts[1]).\(parts[2])-\(parts[3]).\(parts[4])")
    }
}
