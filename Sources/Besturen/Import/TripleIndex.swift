/// The statements of a graph by subject and property, as far as they say something about besturen.
struct TripleIndex {
    private struct Key: Hashable {
        let subject: RDFTerm
        let property: ExactText
    }

    private var objects: [Key: [RDFTerm]] = [:]
    private var subjects: [Key: [RDFTerm]] = [:]
    /// What is declared a bestuur, in the order of the sources, with the place of the declaration.
    private(set) var declared: [(subject: RDFTerm, place: RegisterPlace)] = []
    private var isDeclared: Set<RDFTerm> = []
    /// What is called something that only a bestuur is, in the order of the sources.
    private(set) var suspected: [(subject: RDFTerm, place: RegisterPlace)] = []
    /// What has organisations before or after it, in the order of the sources, repeated.
    private(set) var events: [RDFTerm] = []
    private var isSuspected: Set<RDFTerm> = []

    private var isOverfull: Set<Key> = []
    /// The properties that have more values than are looked at, in the order of the sources, each once.
    private(set) var overfull: [(subject: RDFTerm, property: ExactText, place: RegisterPlace)] = []

    /// Values of one property of one node. Nothing real comes near; without it, a node with a million values that a million
    /// others point to would keep the reading busy for days.
    static let limit = 200

    mutating func add(_ triples: [RDFTriple], source: String) {
        for triple in triples where Vocabulary.properties.contains(triple.predicate) {
            let place = RegisterPlace(source: source, line: triple.line)
            let key = Key(subject: triple.subject, property: triple.predicate)
            if !TripleIndex.append(triple.object, to: &objects[key, default: []]), isOverfull.insert(key).inserted {
                overfull.append((triple.subject, triple.predicate, place))
            }
            switch triple.predicate {
            case Vocabulary.type where Vocabulary.classes.contains(triple.object):
                if isDeclared.insert(triple.subject).inserted { declared.append((triple.subject, place)) }
            case Vocabulary.kbonummer:
                suspect(triple.subject, place)
            case Vocabulary.classificatie, Vocabulary.classification:
                if Bestuurstype(conceptURI: triple.object.text) != nil { suspect(triple.subject, place) }
            case Vocabulary.original, Vocabulary.resulting:
                events.append(triple.subject)
            case Vocabulary.changedBy, Vocabulary.resultedFrom, Vocabulary.exactMatch:
                let key = Key(subject: triple.object, property: triple.predicate)
                if !TripleIndex.append(triple.subject, to: &subjects[key, default: []]), isOverfull.insert(key).inserted
                {
                    overfull.append((triple.object, triple.predicate, place))
                }
            default:
                break
            }
        }
    }

    /// False when there is no place for another one.
    private static func append(_ term: RDFTerm, to terms: inout [RDFTerm]) -> Bool {
        guard terms.count < limit else { return false }
        terms.append(term)
        return true
    }

    private mutating func suspect(_ subject: RDFTerm, _ place: RegisterPlace) {
        if isSuspected.insert(subject).inserted { suspected.append((subject, place)) }
    }

    func isBestuur(_ term: RDFTerm) -> Bool { isDeclared.contains(term) }

    /// The different values of a property, in the order of the sources.
    func values(_ subject: RDFTerm, _ properties: ExactText...) -> [RDFTerm] {
        different(properties.flatMap { objects[Key(subject: subject, property: $0)] ?? [] })
    }

    func values(_ subject: RDFTerm, _ properties: [ExactText]) -> [RDFTerm] {
        different(properties.flatMap { objects[Key(subject: subject, property: $0)] ?? [] })
    }

    /// The different subjects that have this value of a property.
    func subjects(_ property: ExactText, of object: RDFTerm) -> [RDFTerm] {
        different(subjects[Key(subject: object, property: property)] ?? [])
    }

    /// The texts of the values, each once whatever its language or datatype.
    func texts(_ subject: RDFTerm, _ properties: ExactText...) -> [String] {
        TripleIndex.different(properties.flatMap { objects[Key(subject: subject, property: $0)] ?? [] }.map(\.text))
    }

    func texts(_ subject: RDFTerm, _ properties: [ExactText]) -> [String] {
        TripleIndex.different(properties.flatMap { objects[Key(subject: subject, property: $0)] ?? [] }.map(\.text))
    }

    static func different(_ texts: [String]) -> [String] {
        guard texts.count > 1 else { return texts }
        var seen: Set<ExactText> = []
        return texts.filter { seen.insert(ExactText($0)).inserted }
    }

    private func different(_ terms: [RDFTerm]) -> [RDFTerm] {
        guard terms.count > 1 else { return terms }
        var seen: Set<RDFTerm> = []
        return terms.filter { seen.insert($0).inserted }
    }
}
