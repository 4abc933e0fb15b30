/// Finds the name that was probably meant.
package enum NearMiss {
    /// The nearest of `candidates`, when it is near enough to be a slip: another case, or about one slip in three letters
    /// and three at most: long names that share their beginning and end are near each other without being mistaken.
    /// Ties go to the first in alphabetical order, so that messages are stable.
    package static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        var best: (distance: Int, name: String)?
        for candidate in candidates where candidate != word {
            let allowed = min(3, max(1, max(candidate.utf8.count, word.utf8.count) / 3))
            let limit = min(allowed, best?.distance ?? allowed)
            let distance = distance(word, candidate, limit: limit)
            guard distance <= limit else { continue }
            if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// The number of insertions, deletions, replacements and swaps of neighbours between two words, case aside;
    /// `limit + 1` for everything beyond the limit.
    package static func distance(_ left: String, _ right: String, limit: Int) -> Int {
        let left = Array(left.lowercased().unicodeScalars.prefix(200))
        let right = Array(right.lowercased().unicodeScalars.prefix(200))
        if abs(left.count - right.count) > limit { return limit + 1 }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforePrevious = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        var current = previous
        for row in 1...left.count {
            current[0] = row
            for column in 1...right.count {
                let replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                var distance = min(replaced, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    distance = min(distance, beforePrevious[column - 2] + 1)
                }
                current[column] = distance
            }
            (beforePrevious, previous, current) = (previous, current, beforePrevious)
        }
        return previous[right.count]
    }
}
