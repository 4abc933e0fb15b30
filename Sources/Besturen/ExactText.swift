/// Text that is compared byte for byte.
///
/// Swift compares strings by canonical equivalence, under which the Kelvin sign equals the letter K. A role name or an
/// identifier must not: names that come from outside are looked up through this type.
package struct ExactText: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }

    package init(_ text: Substring) {
        self.text = String(text)
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        let first = left.text.utf8Span.span
        let second = right.text.utf8Span.span
        guard first.count == second.count else { return false }
        for index in first.indices where first[index] != second[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        // Eight bytes at a time: role names are long, and a new token brings half a dozen of them.
        let bytes = text.utf8Span.span
        var word: UInt64 = 0
        for index in bytes.indices {
            word = word << 8 | UInt64(bytes[index])
            if index & 7 == 7 {
                hasher.combine(word)
                word = 0
            }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }

    package var description: String { text }
}
