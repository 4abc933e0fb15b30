/// One value of a YAML document, with its place.
package struct LocatedNode: Sendable {
    package struct Pair: Sendable {
        package let key: String
        package let keyLocation: SourceLocation
        package let value: LocatedNode
    }

    package enum Content: Sendable {
        /// Text as it was written. Nothing is guessed from it: `no` and `0207437468` stay what they are. `plain` is false
        /// for text between quotes and for block text.
        case scalar(String, plain: Bool)
        case list([LocatedNode])
        /// In the order of the document, without repeated keys.
        case mapping([Pair])
    }

    package let location: SourceLocation
    package let content: Content

    /// What it is, in words for a message.
    package var kind: String {
        switch content {
        case .scalar(let text, let plain) where plain && LocatedNode.isNull(text): "nothing"
        case .scalar: "a text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }

    /// Whether nothing was written: an empty value, `~` or `null`.
    package var isNull: Bool {
        if case .scalar(let text, true) = content { return LocatedNode.isNull(text) }
        return false
    }

    private static func isNull(_ text: String) -> Bool {
        text.isEmpty || text == "~" || text == "null"
    }
}
