/// Something that an import could not place, or that a person should look at in the draft.
package struct ImportNote: Hashable, Sendable, CustomStringConvertible {
    package let location: SourceLocation
    package let message: String

    package var description: String { "\(location): note: \(message)" }
}
