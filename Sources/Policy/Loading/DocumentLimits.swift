/// What a document may cost before it is refused.
package struct DocumentLimits: Hashable, Sendable {
    /// Size of the text. Default 1 MiB; the whole Loket policy is under 64 KiB.
    package var bytes: Int
    /// Nodes after every alias was replaced by what it stands for. Default 100,000.
    package var nodes: Int
    /// Lists and mappings within each other. Default 32.
    package var depth: Int

    package init(bytes: Int = 1 << 20, nodes: Int = 100_000, depth: Int = 32) {
        self.bytes = bytes
        self.nodes = nodes
        self.depth = depth
    }
}
