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
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 {
            hasher.combine(byte)
        }
        hasher.combine(text.utf8.count)
    }

    package var description: String { text }
}
