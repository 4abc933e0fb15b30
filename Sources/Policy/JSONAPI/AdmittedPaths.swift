/// The paths of relationships that a route admits, and for whom.
struct AdmittedPaths: Sendable {
    struct Entry: Hashable, Sendable {
        let path: String
        /// The modules and roles of the route that admit it.
        var candidates: CandidateSet
    }

    private struct Place {
        var start: Int
        var count: Int
        var head: UInt64
        var candidates: CandidateSet
    }

    let entries: [Entry]
    /// The text of all paths behind one another: one array is read without counting references.
    private let bytes: [UInt8]
    private let places: [Place]

    init(_ entries: [Entry] = []) {
        self.entries = entries
        var bytes: [UInt8] = []
        var places: [Place] = []
        for entry in entries {
            places.append(
                Place(
                    start: bytes.count, count: entry.path.utf8.count, head: RelationPath.head(entry.path.utf8),
                    candidates: entry.candidates))
            bytes += entry.path.utf8
        }
        self.bytes = bytes
        self.places = places
    }

    /// Whether a path is named for one of `granted`: itself, or as the beginning of a longer one.
    func admit(_ path: borrowing RelationPath, asBeginning: Bool, for granted: CandidateSet) -> Bool {
        for place in places
        where place.candidates.overlaps(granted) && equals(place, path, asBeginning: asBeginning) {
            return true
        }
        return false
    }

    private func equals(_ place: Place, _ path: borrowing RelationPath, asBeginning: Bool) -> Bool {
        guard path.count > 0, path.count <= RelationPath.capacity else { return false }
        guard place.count == path.count || asBeginning && place.count > path.count else { return false }
        guard path.equals(bytes.span, at: place.start, head: place.head) else { return false }
        return place.count == path.count || bytes[place.start + path.count] == UInt8(ascii: ".")
    }
}
