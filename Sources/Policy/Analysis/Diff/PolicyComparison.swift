/// Every decision that differs between two policies.
package struct PolicyComparison: Sendable {
    /// The old policy and the new one.
    package let domain: AccessDomain
    /// Grouped, gained before lost.
    package let changes: [AccessChange]
    /// What changed and is no access.
    package let notes: [DiffNote]

    package var gained: Int { count(.gained) }
    package var lost: Int { count(.lost) }

    /// Whether somebody is let in who was not, or may see related data that they might not.
    package var gains: Bool { gained > 0 || notes.contains(where: \.gains) }
    /// Whether somebody is no longer let in, or may no longer see related data.
    package var loses: Bool { lost > 0 || notes.contains(where: \.loses) }
    /// Whether anything differs that a request can meet: a decision, or where a request goes and in whose name.
    package var differs: Bool { !changes.isEmpty || notes.contains { $0.kind != .invariant } }
    package var cellCount: Int { domain.cellCount }

    package func count(_ direction: AccessChange.Direction) -> Int {
        changes.filter { $0.direction == direction }.reduce(0) { $0 + $1.cellCount }
    }

    package init(from old: PolicySet, to new: PolicySet) throws(AnalysisError) {
        let domain = try AccessDomain([old, new])
        let grouping = CellGrouping(domain)
        self.domain = domain
        changes = AccessChange.Direction.allCases.flatMap { direction in
            let cells = PolicyComparison.changed(domain, winner: direction == .gained ? 1 : 0)
            return AccessChange.group(grouping.boxes(of: cells), direction, in: domain)
        }
        notes = try DiffNote.notes(domain)
    }

    /// By area: the people whom one policy of two allows and the other does not.
    ///
    /// People of one class are allowed alike, so that classes are compared, and areas with the same classes share one list.
    static func changed(_ domain: AccessDomain, winner: Int) -> [Int: [Int]] {
        var people: [[Int]: [Int]] = [:]
        var found: [Int: [Int]] = [:]
        for area in domain.areas.indices {
            let classes = (0..<domain.classCount).filter { position in
                !domain.grants(class: position, area: area, policy: winner).isEmpty
                    && domain.grants(class: position, area: area, policy: 1 - winner).isEmpty
            }
            guard !classes.isEmpty else { continue }
            let known = people[classes] ?? domain.profiles(ofClasses: classes)
            people[classes] = known
            found[area] = known
        }
        return found
    }
}

extension AccessDomain {
    /// The positions of everybody of some classes, ascending.
    func profiles(ofClasses wanted: [Int]) -> [Int] {
        var isWanted = [Bool](repeating: false, count: classCount)
        for position in wanted { isWanted[position] = true }
        return profiles.indices.filter { isWanted[classes[$0]] }
    }
}
