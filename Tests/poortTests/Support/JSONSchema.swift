import Foundation
import JOSE

/// As much of JSON Schema as the schemas of this repository use. Strict: a member that a schema does not describe is a
/// fault, unless it has `additionalProperties: true`, so that no output grows without its description; and a keyword that
/// is not understood is a fault, too.
struct JSONSchema {
    private let root: JSONValue

    init(_ file: String) throws {
        let data = try Data(contentsOf: CommandLineTool.root.appending(path: "Schemas/\(file)"))
        root = try JSONValue.parse(Array(data))
    }

    /// Where a value is not as described, and why.
    func faults(_ value: JSONValue) -> [String] { faults(value, root, "$") }

    private static let understood: Set<String> = [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "oneOf", "required", "properties",
        "additionalProperties", "items", "minItems", "maxItems", "pattern",
    ]

    private func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String) -> [String] {
        let keywords = schema.objectValue?.names ?? ["a schema that is no object"]
        var faults = keywords.filter { !Self.understood.contains($0) }.map { "\(path): keyword `\($0)`" }
        if let reference = schema["$ref"]?.stringValue {
            guard let target = root["$defs"]?[reference.replacing("#/$defs/", with: "")] else {
                return ["\(path): no definition `\(reference)`"]
            }
            faults += self.faults(value, target, path)
        }
        if let type = schema["type"] {
            let types = (type.arrayValue ?? [type]).compactMap(\.stringValue)
            if !types.contains(where: { Self.matches(value, $0) }) {
                faults.append("\(path): \(value.compact) is none of \(types)")
            }
        }
        if let choices = schema["enum"]?.arrayValue, !choices.contains(value) {
            faults.append("\(path): \(value.compact) is not among those listed")
        }
        if let choices = schema["oneOf"]?.arrayValue {
            let found = choices.map { self.faults(value, $0, path) }
            if found.count(where: \.isEmpty) != 1 {
                faults += ["\(path): none or several choices fit"] + found.joined()
            }
        }
        if let pattern = schema["pattern"]?.stringValue, let text = value.stringValue,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(path): `\(text)` is not \(pattern)")
        }
        return faults + self.faults(members: value.objectValue, schema, path)
            + self.faults(items: value.arrayValue, schema, path)
    }

    private func faults(members object: JSONObject?, _ schema: JSONValue, _ path: String) -> [String] {
        guard let object else { return [] }
        var faults = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { object[$0] == nil }
            .map { "\(path): `\($0)` is missing" }
        guard let properties = schema["properties"] else { return faults }
        for member in object.members {
            if let schema = properties[member.name] {
                faults += self.faults(member.value, schema, "\(path).\(member.name)")
            } else if schema["additionalProperties"] != true {
                faults.append("\(path): `\(member.name)` is not described")
            }
        }
        return faults
    }

    private func faults(items: [JSONValue]?, _ schema: JSONValue, _ path: String) -> [String] {
        guard let items else { return [] }
        var faults: [String] = []
        if let least = schema["minItems"]?.numberValue?.integer, items.count < least {
            faults.append("\(path): too few")
        }
        if let most = schema["maxItems"]?.numberValue?.integer, items.count > most {
            faults.append("\(path): too many")
        }
        guard let schema = schema["items"] else { return faults }
        for (index, item) in items.enumerated() { faults += self.faults(item, schema, "\(path)[\(index)]") }
        return faults
    }

    private static func matches(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
        case (.number(let number), "integer"): number.integer != nil
        default: false
        }
    }
}
