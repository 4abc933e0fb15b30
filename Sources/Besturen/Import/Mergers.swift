/// What became of besturen that merged, from the change events of the Organization Portal (`org:ChangeEvent`).
///
/// A bestuur that an event names on both sides goes on: it has predecessors, the others, and no successor.
struct Mergers {
    private var before: [RDFTerm: [RDFTerm]] = [:]
    private var after: [RDFTerm: [RDFTerm]] = [:]

    init(_ index: TripleIndex) {
        for event in Mergers.events(index) {
            let originals =
                index.values(event, Vocabulary.original) + index.subjects(Vocabulary.changedBy, of: event)
            let results =
                index.values(event, Vocabulary.resulting) + index.subjects(Vocabulary.resultedFrom, of: event)
            for result in results { before[result, default: []] += originals.filter { $0 != result } }
            for original in originals where !results.contains(original) { after[original, default: []] += results }
        }
    }

    /// The events that a bestuur or an event itself names, in the order of the sources.
    private static func events(_ index: TripleIndex) -> [RDFTerm] {
        var seen: Set<RDFTerm> = []
        var events = index.events
        for (bestuur, _) in index.declared {
            events += index.values(bestuur, Vocabulary.changedBy, Vocabulary.resultedFrom)
        }
        return events.filter { seen.insert($0).inserted }
    }

    func predecessors(of node: RDFTerm) -> [String] { before[node]?.map(\.text) ?? [] }

    func successors(of node: RDFTerm) -> [String] { after[node]?.map(\.text) ?? [] }
}
