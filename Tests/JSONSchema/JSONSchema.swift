import Foundation
package import JOSE

/// As much of JSON Schema as the schemas of this repository use. Strict: a member that a schema does not describe is a
/// fault, unless it has `additionalProperties`, so that no output grows without its description; and a keyword that is not
/// understood is a fault, too. Conditions (`if`, `then`, `else`, `not`) are read as JSON Schema has them.
package struct JSONSchema {
    package let root: JSONValue

    package init(_ file: String) throws {
        let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data = try Data(contentsOf: repository.appending(path: "Schemas/\(file)"))
        root = try JSONValue.parse(Array(data))
    }

    /// Where a value is not as described, and why.
    package func faults(_ value: JSONValue) -> [String] { faults(value, root, "$") }

    private static let understood: Set<String> = [
        "$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "oneOf", "required", "properties",
        "additionalProperties", "items", "minItems", "maxItems", "pattern", "const", "not", "anyOf", "allOf", "if",
        "then",
        "else", "propertyNames", "minProperties", "minLength", "maxLength", "uniqueItems", "default", "examples",
    ]

    private func faults(_ value: JSONValue, _ schema: JSONValue, _ path: String, isStrict: Bool = true) -> [String] {
        let keywords = schema.objectValue?.names ?? ["a schema that is no object"]
        var faults = keywords.filter { !Self.understood.contains($0) }.map { "\(path): keyword `\($0)`" }
        if let reference = schema["$ref"]?.stringValue {
            guard let target = root["$defs"]?[reference.replacing("#/$defs/", with: "")] else {
                return ["\(path): no definition `\(reference)`"]
            }
            faults += self.faults(value, target, path, isStrict: isStrict)
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
        if let constant = schema["const"], constant != value { faults.append("\(path): not \(constant.compact)") }
        if let choices = schema["anyOf"]?.arrayValue {
            let found = choices.map { self.faults(value, $0, path, isStrict: isStrict) }
            if !found.contains(where: \.isEmpty) { faults += ["\(path): no choice fits"] + found.joined() }
        }
        for part in schema["allOf"]?.arrayValue ?? [] {
            faults += self.faults(value, part, path, isStrict: isStrict)
        }
        if let refused = schema["not"], self.faults(value, refused, path, isStrict: false).isEmpty {
            faults.append("\(path): fits what it must not")
        }
        if let condition = schema["if"] {
            let holds = self.faults(value, condition, path, isStrict: false).isEmpty
            if let part = schema[holds ? "then" : "else"] { faults += self.faults(value, part, path, isStrict: false) }
        }
        if let text = value.stringValue {
            let count = Int64(text.unicodeScalars.count)
            if let least = schema["minLength"]?.numberValue?.integer, count < least {
                faults.append("\(path): too short")
            }
            if let most = schema["maxLength"]?.numberValue?.integer, count > most { faults.append("\(path): too long") }
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
        return faults + self.faults(members: value.objectValue, schema, path, isStrict: isStrict)
            + self.faults(items: value.arrayValue, schema, path)
    }

    private func faults(
        members object: JSONObject?, _ schema: JSONValue, _ path: String, isStrict: Bool
    ) -> [String] {
        guard let object else { return [] }
        var faults = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue).filter { object[$0] == nil }
            .map { "\(path): `\($0)` is missing" }
        if let least = schema["minProperties"]?.numberValue?.integer, object.members.count < least {
            faults.append("\(path): too few members")
        }
        let more = schema["additionalProperties"]
        for member in object.members {
            if let names = schema["propertyNames"] {
                faults += self.faults(.string(member.name), names, "\(path).\(member.name)", isStrict: isStrict)
            }
            if let described = schema["properties"]?[member.name] {
                faults += self.faults(member.value, described, "\(path).\(member.name)", isStrict: isStrict)
            } else if let more, more.objectValue != nil {
                faults += self.faults(member.value, more, "\(path).\(member.name)", isStrict: isStrict)
            } else if more == false || isStrict && schema["properties"] != nil && more != true {
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
        if schema["uniqueItems"] == true, Set(items.map(\.compact)).count < items.count {
            faults.append("\(path): an item twice")
        }
        guard let schema = schema["items"] else { return faults }
        for (index, item) in items.enumerated() { faults += self.faults(item, schema, "\(path)[\(index)]") }
        return faults
    }

    private static func matches(_ value: JSONValue, _ type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"): true
        case (.number(let number), "integer"): number.integer != nil
        case (.number, "number"): true
        default: false
        }
    }
}
