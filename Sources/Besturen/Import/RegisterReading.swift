/// Judges entries one by one, collecting besturen and problems. Whatever a source was written in, this is the one judge.
struct RegisterReading {
    private(set) var besturen: [Bestuurseenheid] = []
    /// Where each of `besturen` comes from.
    private(set) var places: [RegisterPlace] = []
    /// How many besturen the sources told of.
    private(set) var entryCount = 0
    private var problems: [RegisterProblem] = []
    private var placeOfURI: [ExactText: RegisterPlace] = [:]
    /// The sources in the order in which they were read, to sort by.
    private var orderOfSource: [ExactText: Int] = [:]

    init(order sources: [String] = []) {
        for source in sources where orderOfSource[ExactText(source)] == nil {
            orderOfSource[ExactText(source)] = orderOfSource.count
        }
    }

    mutating func report(
        _ place: RegisterPlace, _ kind: RegisterProblem.Kind, _ effect: RegisterProblem.Effect, _ message: String,
        _ hint: String?, uri: String? = nil
    ) {
        let source = ExactText(place.source)
        if orderOfSource[source] == nil { orderOfSource[source] = orderOfSource.count }
        problems.append(
            RegisterProblem(
                source: place.source, line: place.line, kind: kind, effect: effect, uri: uri, message: message,
                hint: hint))
    }

    /// By source and line, and within a line as they were found.
    var sortedProblems: [RegisterProblem] {
        func key(_ item: (offset: Int, element: RegisterProblem)) -> (Int, Int, Int) {
            (orderOfSource[ExactText(item.element.source)] ?? 0, item.element.line, item.offset)
        }
        return problems.enumerated().sorted { key($0) < key($1) }.map(\.element)
    }

    mutating func add(_ entry: BestuurEntry) {
        let place = entry.place
        entryCount += 1
        if let first = placeOfURI[ExactText(entry.uri)] {
            let first = RegisterReading.relative(first, to: place)
            report(
                place, .uriTwice, .rowRefused, "the URI `\(entry.uri)` is already on \(first)",
                BesturenError.uriTwice(entry.uri).hint, uri: entry.uri)
            return
        }
        guard readIdentifier(entry), let type = readType(entry), let name = readName(entry) else { return }
        let status = readStatus(entry)
        let kbo = readKBO(entry)
        let ovo = readNumber(entry, entry.ovos, .ovoInvalid, "an OVO code", "`OVO` and six digits") { OVOCode($0) }
        let nis = readNumber(entry, entry.nisCodes, .nisInvalid, "a NIS code", "five digits") { NISCode($0) }
        do throws(BesturenError) {
            let bestuur = try Bestuurseenheid(
                uri: entry.uri, name: name, type: type, kbo: kbo, ovo: ovo, nis: nis, status: status,
                viewOnlyModules: Set(entry.viewOnlyModules.filter { !$0.isEmpty }),
                alternativeNames: readAlternativeNames(entry, beside: name), werkingsgebied: readWerkingsgebied(entry),
                predecessors: readRelation(entry, entry.predecessors, "predecessor"),
                successors: readRelation(entry, entry.successors, "successor"))
            placeOfURI[ExactText(entry.uri)] = place
            // Not quoted: it may be a national number.
            if let fault = RegisterText.fault(in: bestuur) {
                report(
                    place, .textInvalid, .rowRefused,
                    "\(fault) is too long, or holds control characters or a national number",
                    "mend it in the source: a register keeps what it is told for good", uri: entry.uri)
                return
            }
            if bestuur.codes.isEmpty {
                report(
                    place, .numberMissing, .noted,
                    "`\(bestuur.name)` has neither a KBO number nor an OVO code, so nobody can log in for it", nil,
                    uri: entry.uri)
            }
            besturen.append(bestuur)
            places.append(place)
        } catch {
            let kind: RegisterProblem.Kind =
                switch error {
                case .uriInvalid: .uriInvalid
                case .nameEmpty: .nameEmpty
                case .uriTwice: .uriTwice
                }
            report(place, kind, .rowRefused, error.description, error.hint, uri: entry.uri)
        }
    }

    /// A place as a message at another place names it.
    static func relative(_ place: RegisterPlace, to other: RegisterPlace) -> String {
        ExactText(place.source) == ExactText(other.source)
            ? "line \(place.line)" : "line \(place.line) of `\(place.source)`"
    }
}
