extension RegisterReading {
    mutating func readAlternativeNames(_ entry: BestuurEntry, beside name: String) -> [String] {
        var seen: Set<ExactText> = [ExactText(name)]
        return entry.alternativeNames.filter { other in
            other.utf8.contains { $0 != UInt8(ascii: " ") } && seen.insert(ExactText(other)).inserted
        }
    }

    mutating func readWerkingsgebied(_ entry: BestuurEntry) -> Werkingsgebied? {
        guard let gebied = entry.werkingsgebieden.first else { return nil }
        guard entry.werkingsgebieden.count == 1 else {
            reportDouble(
                entry, entry.werkingsgebieden.map { $0.uri ?? $0.label ?? "" }, "werkingsgebied", .valueDropped)
            return nil
        }
        guard let uri = gebied.uri, !Bestuurseenheid.isValid(uri: uri) else { return gebied }
        report(
            entry.place, .werkingsgebiedInvalid, .valueDropped, "`\(uri)` is not the URI of a werkingsgebied",
            BesturenError.uriInvalid(uri).hint, uri: entry.uri)
        return Werkingsgebied(label: gebied.label)
    }

    mutating func readRelation(_ entry: BestuurEntry, _ uris: [String], _ what: String) -> [String] {
        var seen: Set<ExactText> = []
        return uris.filter { uri in
            if ExactText(uri) == ExactText(entry.uri) {
                report(
                    entry.place, .relationInvalid, .valueDropped, "the bestuur `\(uri)` is named as its own \(what)",
                    "name the other bestuur of the merger", uri: entry.uri)
                return false
            }
            guard Bestuurseenheid.isValid(uri: uri) else {
                report(
                    entry.place, .relationInvalid, .valueDropped, "`\(uri)` is not the URI of a \(what)",
                    BesturenError.uriInvalid(uri).hint, uri: entry.uri)
                return false
            }
            return seen.insert(ExactText(uri)).inserted
        }
    }
}
