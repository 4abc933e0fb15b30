/// Hides personal claims, by their names at any depth, and their values wherever else they occur: an issuer may well use
/// the national number as the subject, too.
struct Redaction {
    /// What stands in place of a hidden value.
    static let mark = JSONValue.string("***redacted***")

    private let names: Set<String>
    private var values: Set<String> = []

    /// Collects what is to be hidden from all parts of a token, before any part is shown.
    init(names: Set<String>, in parts: [JSONValue]) {
        self.names = names
        for part in parts { collect(part, isHidden: false) }
    }

    func apply(to value: JSONValue) -> JSONValue {
        switch value {
        // Also as a part, as in a subject of the form `urn:person:NUMBER`.
        case .string(let text) where values.contains { text.utf8.contains($0.utf8) }: return Self.mark
        case .number(let number) where values.contains(number.text): return Self.mark
        case .null, .bool, .number, .string: return value
        case .array(let elements): return .array(elements.map(apply))
        case .object(let object):
            return .object(
                JSONObject(object.members.map { ($0.name, names.contains($0.name) ? Self.mark : apply(to: $0.value)) }))
        }
    }

    private mutating func collect(_ value: JSONValue, isHidden: Bool) {
        switch value {
        // Short values, such as a code of two letters, would hide what has nothing to do with them.
        case .string(let text): if isHidden, text.utf8.count >= 6 { values.insert(text) }
        case .number(let number): if isHidden, number.text.utf8.count >= 6 { values.insert(number.text) }
        case .null, .bool: break
        case .array(let elements): for element in elements { collect(element, isHidden: isHidden) }
        case .object(let object):
            for member in object.members {
                collect(member.value, isHidden: isHidden || names.contains(member.name))
            }
        }
    }
}
