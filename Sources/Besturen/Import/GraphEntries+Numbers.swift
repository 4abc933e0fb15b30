extension GraphEntries {
    /// The Loket gives a bestuur its numbers as values, the Organization Portal as nodes with a notation that says of which
    /// kind each is, and an OVO code also as the organisation that Wegwijs knows.
    func readNumbers(_ node: RDFTerm, into entry: inout BestuurEntry) {
        entry.kbos = index.texts(node, Vocabulary.kbonummer)
        for text in index.texts(node, Vocabulary.dctermsIdentifier) {
            if text.utf8.starts(with: "OVO".utf8) { entry.ovos.append(text) } else { entry.kbos.append(text) }
        }
        for same in index.texts(node, Vocabulary.sameAs) {
            let code = Bestuurseenheid.lastSegment(of: same)
            if code.utf8.starts(with: "OVO".utf8) { entry.ovos.append(code) }
        }
        for identifier in index.values(node, Vocabulary.admsIdentifier) {
            // A number whose kind nobody can tell is read as each kind that is named, and cannot be all of them.
            for notation in index.texts(identifier, Vocabulary.notation) {
                let values = localValues(identifier)
                switch ExactText(notation) {
                case ExactText("KBO nummer"), ExactText("KBO-nummer"): entry.kbos += values
                case ExactText("OVO-nummer"), ExactText("OVO nummer"): entry.ovos += values
                case ExactText("NIS code"), ExactText("NIS-code"): entry.nisCodes += values
                default: break
                }
            }
        }
        entry.kbos = TripleIndex.different(entry.kbos)
        entry.ovos = TripleIndex.different(entry.ovos)
        entry.nisCodes = TripleIndex.different(entry.nisCodes)
    }

    /// Empty for the places that the Organization Portal keeps for numbers to come.
    private func localValues(_ identifier: RDFTerm) -> [String] {
        index.values(identifier, Vocabulary.structured).flatMap { index.texts($0, Vocabulary.local) }
            .filter { !$0.isEmpty }
    }
}
