/// Reads a YAML document that a person wrote and collects every mistake in it.
///
/// A reading function returns nil when the value cannot be used, and has then reported why; the caller goes on with the rest
/// so that one run shows everything. The document is good only when `mistakes` is empty at the end.
package final class DocumentReader {
    package let file: String
    /// The whole document; nil when it could not be read at all, which `mistakes` explains.
    package let root: LocatedNode?
    package private(set) var mistakes: [Mistake]

    package init(file: String, text: String, limits: DocumentLimits = DocumentLimits()) {
        let tree = YAMLTree(file: file, text: text, limits: limits)
        self.file = file
        self.root = tree.root
        self.mistakes = tree.mistakes
    }

    package func report(_ location: SourceLocation, _ message: String, hint: String? = nil, suggestion: String? = nil) {
        mistakes.append(Mistake(location: location, message: message, hint: hint, suggestion: suggestion))
    }

    /// Reports a name that is not among the known ones, with the nearest.
    package func reportUnknown(
        _ location: SourceLocation, _ what: String, _ name: String, among known: some Sequence<String>,
        hint: String? = nil
    ) {
        let suggestion = NearMiss.suggestion(for: name, among: known)
        report(location, "unknown \(what) `\(name)`", hint: suggestion == nil ? hint : nil, suggestion: suggestion)
    }

    /// A mapping that may hold the keys given and no others. `what` names it in messages, such as `a route`.
    package func mapping(_ node: LocatedNode, _ what: String, keys: [String]) -> MappingReader? {
        guard let mapping = entries(node, what) else { return nil }
        for pair in mapping where !keys.contains(pair.key) {
            let hint = "\(what) has the keys " + keys.map { "`\($0)`" }.joined(separator: ", ")
            reportUnknown(pair.keyLocation, "key", pair.key, among: keys, hint: hint)
        }
        return MappingReader(reader: self, what: what, location: node.location, pairs: mapping)
    }

    /// A mapping whose keys are names that the document chooses.
    package func entries(_ node: LocatedNode, _ what: String) -> [LocatedNode.Pair]? {
        guard case .mapping(let pairs) = node.content else {
            report(node.location, "\(what) must be a mapping, not \(node.kind)")
            return nil
        }
        return pairs
    }

    package func list(_ node: LocatedNode, _ what: String) -> [LocatedNode]? {
        guard case .list(let items) = node.content else {
            report(
                node.location, "\(what) must be a list, not \(node.kind)", hint: "write `[…]`, or one `- …` per line")
            return nil
        }
        return items
    }

    /// A list with at least one item.
    package func nonEmptyList(_ node: LocatedNode, _ what: String) -> [LocatedNode]? {
        guard let items = list(node, what) else { return nil }
        guard !items.isEmpty else {
            report(node.location, "\(what) must not be empty")
            return nil
        }
        return items
    }

    /// Non-empty text of at most 2,000 bytes.
    package func string(_ node: LocatedNode, _ what: String) -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull else {
            report(node.location, "\(what) must be a text, not \(node.kind)")
            return nil
        }
        guard text.utf8.contains(where: { $0 > 0x20 }) else {
            report(node.location, "\(what) must not be empty")
            return nil
        }
        guard text.utf8.count <= 2_000 else {
            report(node.location, "\(what) is longer than 2,000 bytes")
            return nil
        }
        return text
    }

    package func bool(_ node: LocatedNode, _ what: String) -> Bool? {
        switch node.content {
        case .scalar("true", true): return true
        case .scalar("false", true): return false
        default:
            report(node.location, "\(what) must be `true` or `false`")
            return nil
        }
    }

    /// One of a fixed set of words.
    package func choice<Value>(_ node: LocatedNode, _ what: String, among choices: [(String, Value)]) -> Value? {
        guard let text = string(node, what) else { return nil }
        guard let match = choices.first(where: { $0.0 == text }) else {
            let words = choices.map { "`\($0.0)`" }.joined(separator: ", ")
            let suggestion = NearMiss.suggestion(for: text, among: choices.map(\.0))
            let hint = "write one of \(words)"
            report(node.location, "\(what) cannot be `\(text)`", hint: hint, suggestion: suggestion)
            return nil
        }
        return match.1
    }
}
