/// Makes entries of a graph, in the vocabulary of the Loket, in that of the Organization Portal, or in both at once.
struct GraphEntries {
    let index: TripleIndex
    private let mergers: Mergers

    init(_ index: TripleIndex) {
        self.index = index
        mergers = Mergers(index)
    }

    /// One for each node that is declared a bestuur, in the order of the sources.
    var entries: [BestuurEntry] { index.declared.map { entry($0.subject, $0.place) } }

    /// The nodes that are called what only a bestuur is, and not declared one.
    var undeclared: [(uri: String, place: RegisterPlace)] {
        index.suspected.filter { !index.isBestuur($0.subject) }.map { ($0.subject.text, $0.place) }
    }

    private func entry(_ node: RDFTerm, _ place: RegisterPlace) -> BestuurEntry {
        var entry = BestuurEntry(place: place, uri: node.text)
        entry.uuids = index.texts(node, Vocabulary.uuid)
        (entry.names, entry.alternativeNames) = names(node)
        entry.types = types(node)
        entry.statuses = index.texts(node, Vocabulary.status)
        entry.viewOnlyModules = index.texts(node, Vocabulary.viewOnlyModules).sorted()
        readNumbers(node, into: &entry)
        readWerkingsgebied(node, into: &entry)
        entry.predecessors = TripleIndex.different(
            index.texts(node, Vocabulary.replaces) + mergers.predecessors(of: node))
        entry.successors = TripleIndex.different(
            index.texts(node, Vocabulary.isReplacedBy) + mergers.successors(of: node))
        return entry
    }

    /// The Dutch label is the name, and text without a language counts as Dutch; one in another language only where there is
    /// no Dutch one. What remains are alternative names, the legal name among them unless it is all there is.
    private func names(_ node: RDFTerm) -> (names: [String], alternatives: [String]) {
        func isDutch(_ term: RDFTerm) -> Bool {
            guard case .literal(let literal) = term, let language = literal.language?.text else { return true }
            return language == "nl" || language.hasPrefix("nl-")
        }
        let labels = index.values(node, Vocabulary.prefLabel)
        let legal = index.texts(node, Vocabulary.legalName)
        let dutch = TripleIndex.different(labels.filter(isDutch).map(\.text))
        let foreign = TripleIndex.different(labels.filter { !isDutch($0) }.map(\.text))
        let names = !dutch.isEmpty ? dutch : !foreign.isEmpty ? foreign : legal
        return (names, index.texts(node, Vocabulary.altLabel) + (dutch.isEmpty ? [] : foreign) + legal)
    }

    /// Two codes of one type are one type.
    private func types(_ node: RDFTerm) -> [String] {
        var seen: Set<Bestuurstype> = []
        return index.texts(node, Vocabulary.classificatie, Vocabulary.classification).filter { text in
            guard let type = Bestuurstype(conceptURI: text) else { return true }
            return seen.insert(type).inserted
        }
    }

    private func readWerkingsgebied(_ node: RDFTerm, into entry: inout BestuurEntry) {
        for gebied in index.values(node, Vocabulary.werkingsgebied) {
            if case .literal(let literal) = gebied {
                entry.werkingsgebieden += [Werkingsgebied(label: literal.text.text)].compactMap(\.self)
                continue
            }
            let labels = index.texts(gebied, Vocabulary.label, Vocabulary.prefLabel).joined(separator: "|")
            var uri: String?
            if case .iri(let iri) = gebied { uri = iri.text }
            entry.werkingsgebieden += [Werkingsgebied(label: labels.isEmpty ? nil : labels, uri: uri)].compactMap(
                \.self)
            let matches =
                index.values(gebied, Vocabulary.exactMatch) + index.subjects(Vocabulary.exactMatch, of: gebied)
            entry.nisCodes += matches.compactMap { GraphEntries.nisCode($0.text) }
        }
    }

    /// The code in a URI such as `http://vocab.belgif.be/auth/refnis2019/24045`, of any edition.
    private static func nisCode(_ uri: String) -> String? {
        let start = "http://vocab.belgif.be/auth/refnis"
        guard uri.utf8.starts(with: start.utf8) else { return nil }
        return Bestuurseenheid.lastSegment(of: uri)
    }
}
