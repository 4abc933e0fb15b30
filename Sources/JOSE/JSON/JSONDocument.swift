import Libcrypto

/// A parsed JSON text: its bytes and where its values are. Strings and numbers are decoded when they are asked for.
///
/// Values are named by their index; the root is 0. An index comes from this document only.
struct JSONDocument: Sendable {
    let bytes: [UInt8]
    private let nodes: [JSONNode]

    init(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) {
        nodes = try JSONReader.read(bytes.span, limits: limits)
        self.bytes = bytes
    }

    /// The same, for a text that must be an object (a header, claims, a key).
    static func object(_ bytes: [UInt8], limits: JSONLimits) throws(JSONError) -> JSONDocument {
        let document = try JSONDocument(bytes, limits: limits)
        guard document.kind(0) == .object else {
            throw JSONError(.wrongKind(expected: "an object"), at: Int(document.nodes[0].start), in: bytes.span)
        }
        return document
    }

    func kind(_ index: Int) -> JSONNode.Kind { nodes[index].kind }

    /// The value of a member, or `nil` when the object has none of this name or the value is no object.
    func member(_ name: String, of object: Int = 0) -> Int? {
        guard nodes[object].kind == .object else { return nil }
        let name = Array(name.utf8)
        let prefix = JSONText.prefix(of: name.span, from: 0, to: name.count)
        let end = Int(nodes[object].next)
        var index = object + 1
        while index < end {
            let node = nodes[index]
            if node.hasEscapes || (node.prefix == prefix && node.byteCount == name.count), string(index, equals: name) {
                return index + 1
            }
            index = Int(nodes[index + 1].next)
        }
        return nil
    }

    /// Calls `body` with each name and value of an object, in the order of the text.
    @inline(__always)
    func forEachMember(of object: Int = 0, _ body: (_ name: Int, _ value: Int) -> Void) {
        guard nodes[object].kind == .object else { return }
        let end = Int(nodes[object].next)
        var index = object + 1
        while index < end {
            body(index, index + 1)
            index = Int(nodes[index + 1].next)
        }
    }

    /// How many values and names a value holds, at any depth.
    func valueCount(_ index: Int) -> Int { Int(nodes[index].next) - index - 1 }

    /// The values of an array, in the order of the text; none when the value is no array.
    func elements(of array: Int) -> [Int] {
        guard nodes[array].kind == .array else { return [] }
        let end = Int(nodes[array].next)
        var result: [Int] = []
        var index = array + 1
        while index < end {
            result.append(index)
            index = Int(nodes[index].next)
        }
        return result
    }

    /// A string's text; `nil` when the value is no string.
    func string(_ index: Int) -> String? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        guard node.hasEscapes else {
            return JSONText.string(bytes.span, from: Int(node.start), to: Int(node.end))
        }
        return String(decoding: JSONText.decoded(node, bytes.span), as: UTF8.self)
    }

    /// Whether the value is a string with exactly these bytes.
    func string(_ index: Int, equals text: [UInt8]) -> Bool {
        let node = nodes[index]
        guard node.kind == .string else { return false }
        guard !node.hasEscapes else { return JSONText.decoded(node, bytes.span) == text }
        return bytes.span.extracting(Int(node.start)..<Int(node.end)).equals(text.span)
    }

    /// A string of at most eight bytes as a number, its first byte the lowest; `nil` for a longer one and for what is no
    /// string. Two such texts are the same when their numbers are, as one with a NUL has none.
    func shortText(_ index: Int) -> UInt64? {
        let node = nodes[index]
        guard node.kind == .string else { return nil }
        guard node.hasEscapes else { return node.byteCount <= 8 ? node.prefix : nil }
        let text = JSONText.decoded(node, bytes.span)
        guard text.count <= 8, !text.contains(0) else { return nil }
        return JSONText.prefix(of: text.span, from: 0, to: text.count)
    }

    /// Whether the value is a string without characters.
    func isEmptyString(_ index: Int) -> Bool {
        nodes[index].kind == .string && nodes[index].start == nodes[index].end
    }

    /// The spelling of a number; `nil` when the value is none.
    func number(_ index: Int) -> JSONNumber? {
        let node = nodes[index]
        guard node.kind == .number else { return nil }
        return JSONNumber(verified: JSONText.string(bytes.span, from: Int(node.start), to: Int(node.end)))
    }

    /// Where a value's text is, for reading it without decoding it.
    func range(_ index: Int) -> Range<Int> { Int(nodes[index].start)..<Int(nodes[index].end) }

    /// The value with all it holds as a tree.
    func value(_ index: Int = 0) -> JSONValue {
        switch nodes[index].kind {
        case .null: return .null
        case .yes: return .bool(true)
        case .no: return .bool(false)
        case .number: return number(index).map(JSONValue.number) ?? .null
        case .string: return string(index).map(JSONValue.string) ?? .null
        case .array: return .array(elements(of: index).map(value))
        case .object:
            var object = JSONObject()
            forEachMember(of: index) { name, member in object.append(string(name) ?? "", value(member)) }
            return .object(object)
        }
    }
}
