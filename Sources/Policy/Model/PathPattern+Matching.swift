extension PathPattern {
    /// Whether a canonical path falls under the pattern by itself, whatever other patterns there are.
    func matches(_ path: String) -> Bool {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        guard matchesBelow ? parts.count >= segments.count : parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let text): text.utf8.elementsEqual(part)
            case .parameter: true
            }
        }
    }
}
