import Foundation
import JOSE

/// JSON as Foundation reads it: the other reader that ours is compared with.
enum PlainJSON: Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([PlainJSON])
    case object([String: PlainJSON])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let elements = try? value.decode([PlainJSON].self) {
            self = .array(elements)
        } else {
            self = .object(try value.decode([String: PlainJSON].self))
        }
    }

    /// `nil` when Foundation refuses the text.
    static func read(_ bytes: some Sequence<UInt8>) -> PlainJSON? {
        try? JSONDecoder().decode(PlainJSON.self, from: Data(bytes))
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var array: [PlainJSON]? { if case .array(let elements) = self { elements } else { nil } }

    /// A member, found by the bytes of its name: `String` takes two spellings of an accented letter for one.
    subscript(_ name: String) -> PlainJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(name.utf8) }?.value
    }

    /// Whether the two readers saw the same. An object with two names that are one text to Swift is not compared.
    func isSame(as value: JSONValue) -> Bool {
        switch (self, value) {
        case (.null, .null): return true
        case (.bool(let one), .bool(let other)): return one == other
        case (.number(let one), .number(let other)): return one == other.double
        case (.string(let one), .string(let other)): return one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { $0.isSame(as: $1) }
        case (.object(let one), .object(let other)):
            guard Set(other.names).count == other.count else { return true }
            return one.count == other.count
                && other.members.allSatisfy { member in self[member.name].map { $0.isSame(as: member.value) } ?? false }
        default: return false
        }
    }
}
