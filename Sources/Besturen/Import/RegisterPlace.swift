/// Where a source says something.
package struct RegisterPlace: Hashable, Sendable, CustomStringConvertible {
    /// The name of the file.
    package let source: String
    /// Counted from 1.
    package let line: Int

    package init(source: String, line: Int) {
        self.source = source
        self.line = line
    }

    package var description: String { "\(source):\(line)" }
}
