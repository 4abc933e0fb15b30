/// A mapping whose keys were checked, read key by key.
package struct MappingReader {
    package let reader: DocumentReader
    package let what: String
    package let location: SourceLocation
    package let pairs: [LocatedNode.Pair]

    /// The value of `key`; nil when it was not written.
    package func optional(_ key: String) -> LocatedNode? {
        pairs.first { $0.key == key }?.value
    }

    /// The value of `key`, whose absence is a mistake.
    package func required(_ key: String) -> LocatedNode? {
        guard let value = optional(key) else {
            reader.report(location, "\(what) needs `\(key)`")
            return nil
        }
        return value
    }

    package func has(_ key: String) -> Bool {
        pairs.contains { $0.key == key }
    }

    /// Where `key` stands, or the mapping itself when it does not.
    package func place(of key: String) -> SourceLocation {
        pairs.first { $0.key == key }?.keyLocation ?? location
    }

    package func requiredString(_ key: String) -> String? {
        required(key).flatMap { reader.string($0, "`\(key)`") }
    }

    package func optionalString(_ key: String) -> String? {
        optional(key).flatMap { reader.string($0, "`\(key)`") }
    }

    package func optionalBool(_ key: String) -> Bool? {
        optional(key).flatMap { reader.bool($0, "`\(key)`") }
    }

    package func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? {
        optional(key).flatMap { reader.integer($0, "`\(key)`", in: range) }
    }

    /// Milliseconds.
    package func optionalDuration(_ key: String, in range: ClosedRange<Int>) -> Int? {
        optional(key).flatMap { reader.duration($0, "`\(key)`", in: range) }
    }

    package func optionalByteSize(_ key: String, in range: ClosedRange<Int>) -> Int? {
        optional(key).flatMap { reader.byteSize($0, "`\(key)`", in: range) }
    }
}
