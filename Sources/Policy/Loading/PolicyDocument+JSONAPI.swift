extension PolicyDocument {
    /// What `json-api` of a route says. `{}` admits no related data at all.
    static func jsonAPI(
        _ node: LocatedNode, _ location: SourceLocation, _ reader: DocumentReader
    ) -> JSONAPIEntry? {
        let keys = ["include", "relationships", "filter"]
        guard let mapping = reader.mapping(node, "`json-api`", keys: keys) else { return nil }
        func paths(_ key: String, isOneName: Bool = false) -> [RelatedPath] {
            mapping.optional(key).map { relatedPaths($0, key, isOneName: isOneName, reader) } ?? []
        }
        return JSONAPIEntry(
            location: location, include: paths("include"), relationships: paths("relationships", isOneName: true),
            filter: paths("filter"))
    }

    /// A list for everybody who passes the route, or a mapping with a list for each of its modules and roles.
    private static func relatedPaths(
        _ node: LocatedNode, _ key: String, isOneName: Bool, _ reader: DocumentReader
    ) -> [RelatedPath] {
        guard case .mapping(let pairs) = node.content else {
            return relatedPaths(node, key, nil, isOneName: isOneName, reader)
        }
        return pairs.flatMap { pair in
            let subject = Located(value: pair.key, location: pair.keyLocation)
            return relatedPaths(pair.value, key, subject, isOneName: isOneName, reader)
        }
    }

    private static func relatedPaths(
        _ node: LocatedNode, _ key: String, _ subject: Located<String>?, isOneName: Bool, _ reader: DocumentReader
    ) -> [RelatedPath] {
        var found: [RelatedPath] = []
        for item in reader.nonEmptyList(node, "`\(key)`") ?? [] {
            guard let text = reader.string(item, "an item of `\(key)`") else { continue }
            let names = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            let isPath =
                names.allSatisfy(isMemberName) && text.utf8.count <= longestRelatedPath
            guard isPath, !isOneName || names.count == 1 else {
                let hint =
                    isOneName
                    ? "write the name of one relationship, in letters, digits, `-` and `_`"
                    : "write names of letters, digits, `-` and `_`, with a dot between two"
                reader.report(item.location, "`\(text)` cannot be an item of `\(key)`", hint: hint)
                continue
            }
            if found.contains(where: { $0.path.value == text }) {
                reader.report(item.location, "`\(text)` is listed twice")
            } else {
                found.append(RelatedPath(path: Located(value: text, location: item.location), subject: subject))
            }
        }
        return found
    }

    private static func isMemberName(_ name: Substring.UTF8View) -> Bool {
        guard let first = name.first, RelationPath.isNameByte(first, isFirst: true) else { return false }
        return name.allSatisfy { RelationPath.isNameByte($0) }
    }

    /// Leaves room for a relationship in front of it.
    private static let longestRelatedPath = RelationPath.capacity / 2
}
