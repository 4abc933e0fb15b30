extension PathPattern {
    /// A path that falls under both patterns; nil when none does. Where both leave a segment open, `filler` stands.
    func commonPath(with other: PathPattern, filler: String) -> String? {
        var parts: [String] = []
        let count = max(segments.count, other.segments.count)
        for index in 0..<count {
            let mine = index < segments.count ? segments[index] : nil
            let theirs = index < other.segments.count ? other.segments[index] : nil
            if mine == nil, !matchesBelow { return nil }
            if theirs == nil, !other.matchesBelow { return nil }
            switch (mine, theirs) {
            case (.literal(let left)?, .literal(let right)?):
                guard left.utf8.elementsEqual(right.utf8) else { return nil }
                parts.append(left)
            case (.literal(let text)?, _), (_, .literal(let text)?): parts.append(text)
            default: parts.append(filler)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Whether every path of the other pattern is also one of this.
    func covers(_ other: PathPattern) -> Bool {
        guard matchesBelow || !other.matchesBelow else { return false }
        guard matchesBelow ? other.segments.count >= segments.count : other.segments.count == segments.count else {
            return false
        }
        return zip(segments, other.segments).allSatisfy { mine, theirs in
            switch (mine, theirs) {
            case (.parameter, _): true
            case (.literal(let left), .literal(let right)): left.utf8.elementsEqual(right.utf8)
            case (.literal, .parameter): false
            }
        }
    }

    /// Whether this is the one that counts on a path that falls under both: at the first segment where they differ a literal
    /// counts before a parameter, a parameter before `**`, and at the end the end itself before `**`.
    func isMoreSpecific(than other: PathPattern) -> Bool {
        for index in 0..<max(segments.count, other.segments.count) {
            let (mine, theirs) = (rank(at: index), other.rank(at: index))
            if mine != theirs { return mine > theirs }
        }
        return !matchesBelow && other.matchesBelow
    }

    /// Whether both have the same paths.
    func hasShape(of other: PathPattern) -> Bool { covers(other) && other.covers(self) }

    private func rank(at index: Int) -> Int {
        guard index < segments.count else { return 0 }
        if case .literal = segments[index] { return 2 }
        return 1
    }
}
