/// What a bestuur has besides, kept apart behind one reference: the gateway copies besturen and looks at none of this.
final class BestuurDetails: Hashable, Sendable {
    let alternativeNames: [String]
    let werkingsgebied: Werkingsgebied?
    let predecessors: [String]
    let successors: [String]
    let awaited: [Milestone]

    /// Nil when there is nothing to keep.
    init?(
        alternativeNames: [String], werkingsgebied: Werkingsgebied?, predecessors: [String], successors: [String],
        awaited: [Milestone]
    ) {
        if alternativeNames.isEmpty, werkingsgebied == nil, predecessors.isEmpty, successors.isEmpty, awaited.isEmpty {
            return nil
        }
        self.alternativeNames = alternativeNames
        self.werkingsgebied = werkingsgebied
        self.predecessors = predecessors
        self.successors = successors
        self.awaited = awaited
    }

    static func == (left: BestuurDetails, right: BestuurDetails) -> Bool {
        left === right
            || left.alternativeNames == right.alternativeNames && left.werkingsgebied == right.werkingsgebied
                && left.predecessors == right.predecessors && left.successors == right.successors
                && left.awaited == right.awaited
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(alternativeNames)
        hasher.combine(werkingsgebied)
        hasher.combine(predecessors)
        hasher.combine(successors)
        hasher.combine(awaited)
    }
}
