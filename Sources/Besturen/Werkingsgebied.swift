/// The area for which a bestuur works (`besluit:werkingsgebied`). It is for people to read: nothing is decided on it.
package struct Werkingsgebied: Hashable, Sendable {
    /// What people call it, several names joined with `|` as the public list has them; nil when the source has none.
    package let label: String?
    /// As it was minted, byte for byte; nil when the source names no URI.
    package let uri: String?

    /// Nil without a label and a URI.
    package init?(label: String? = nil, uri: String? = nil) {
        guard label != nil || uri != nil else { return nil }
        self.label = label
        self.uri = uri
    }
}
