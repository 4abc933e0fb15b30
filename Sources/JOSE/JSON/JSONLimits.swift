/// Bounds on a JSON text, held before anything is allocated or a level deeper is entered.
package struct JSONLimits: Sendable, Hashable {
    /// The length of the whole text in bytes.
    package var bytes: Int
    /// How many arrays and objects may lie in one another. A text that is a plain value has depth 0.
    package var depth: Int
    /// Values and member names in the whole text.
    package var values: Int
    /// The length of one number in characters.
    package var numberCharacters: Int

    package init(bytes: Int, depth: Int = 16, values: Int = 100_000, numberCharacters: Int = 32) {
        self.bytes = bytes
        self.depth = min(depth, Self.maximumDepth)
        self.values = values
        self.numberCharacters = numberCharacters
    }

    /// The reader calls itself once per level; this keeps it far from the end of any stack.
    package static let maximumDepth = 128

    /// Claims: 16 KiB.
    package static let claims = JSONLimits(bytes: 16 * 1024, depth: 16, values: 4_096)
    /// A token's header: 4 KiB.
    package static let header = JSONLimits(bytes: 4 * 1024, depth: 8, values: 256)
    /// A key set: 1 MiB.
    package static let keySet = JSONLimits(bytes: 1024 * 1024, depth: 8, values: 65_536)
    /// Other documents: 8 MiB.
    package static let document = JSONLimits(bytes: 8 * 1024 * 1024, depth: 64, values: 1_000_000)
}
