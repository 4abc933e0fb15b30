extension RegisterReading {
    /// The organisation graph is named by the identifier, and Kalliope derives it from the URI: they must be one.
    mutating func readIdentifier(_ entry: BestuurEntry) -> Bool {
        let segment = ExactText(Bestuurseenheid.lastSegment(of: entry.uri))
        for uuid in entry.uuids where ExactText(uuid) != segment {
            report(
                entry.place, .uuidDiffers, .rowRefused,
                "the identifier `\(uuid)` is not the last segment of the URI `\(entry.uri)`",
                "find out which of the two is the bestuur; a URI is never minted anew", uri: entry.uri)
            return false
        }
        return true
    }

    /// Empty when the source has none, which the bestuur itself refuses; nil when it has several.
    mutating func readName(_ entry: BestuurEntry) -> String? {
        guard entry.names.count > 1 else { return entry.names.first ?? "" }
        reportDouble(entry, entry.names, "name", .rowRefused)
        return nil
    }

    /// A few besturen carry two classifications. `Intercommunale` is an older and wider one, and `OCMW vereniging` what the
    /// Loket makes of two kinds that the Organization Portal tells apart: beside a narrower one, that is meant.
    mutating func readType(_ entry: BestuurEntry) -> Bestuurstype? {
        let text = entry.types.joined(separator: "|")
        let types = entry.types.compactMap {
            Bestuurstype(label: $0) ?? Bestuurstype(slug: $0) ?? Bestuurstype(conceptURI: $0)
        }
        guard types.count == entry.types.count, let first = types.first else {
            report(
                entry.place, .typeUnknown, .rowRefused, "`\(text)` is not a type of bestuur",
                "use a label of the code list", uri: entry.uri)
            return nil
        }
        if types.count == 1 { return first }
        let narrower = types.filter { type in
            type != .intercommunale && !types.contains { $0 != type && $0.counts(as: type) }
        }
        guard narrower.count == 1 else {
            report(
                entry.place, .typeDouble, .rowRefused, "`\(text)` names more than one type of bestuur",
                "keep the one that decides what the bestuur may use", uri: entry.uri)
            return nil
        }
        report(
            entry.place, .typeDouble, .noted, "`\(text)` names two types of bestuur; `\(narrower[0].label)` is used",
            nil,
            uri: entry.uri)
        return narrower[0]
    }

    mutating func readStatus(_ entry: BestuurEntry) -> BestuurStatus {
        guard let text = entry.statuses.first else {
            report(
                entry.place, .statusMissing, .noted,
                "`\(entry.names.first ?? entry.uri)` has no status and counts as not active", nil, uri: entry.uri)
            return .onbekend
        }
        guard entry.statuses.count == 1 else {
            reportDouble(entry, entry.statuses, "status", .valueDropped)
            return .onbekend
        }
        guard let status = BestuurStatus(text) else {
            report(
                entry.place, .statusUnknown, .valueDropped,
                "`\(text)` is not a status; the bestuur counts as not active",
                "use `Actief`, `Niet Actief` or `In oprichting`", uri: entry.uri)
            return .onbekend
        }
        return status
    }

    mutating func readKBO(_ entry: BestuurEntry) -> KBONummer? {
        let padded = entry.kbos.filter { KBONummer($0) == nil && KBONummer(padding: $0) != nil }
        for text in padded {
            report(
                entry.place, .kboPadded, .noted, "the KBO number `\(text)` has nine digits and is read as `0\(text)`",
                "write it with its zero", uri: entry.uri)
        }
        return readNumber(
            entry, entry.kbos, .kboInvalid, "a KBO number", "ten digits of which the last two are a check"
        ) {
            KBONummer($0) ?? KBONummer(padding: $0)
        }
    }

    /// The one number that is meant; one that cannot be right is dropped, and so are two.
    mutating func readNumber<Number: Hashable & CustomStringConvertible>(
        _ entry: BestuurEntry, _ texts: [String], _ kind: RegisterProblem.Kind, _ what: String, _ rule: String,
        _ read: (String) -> Number?
    ) -> Number? {
        var numbers: [Number] = []
        for text in texts {
            if let number = read(text) {
                if !numbers.contains(number) { numbers.append(number) }
            } else {
                report(
                    entry.place, kind, .valueDropped, "`\(text)` is not \(what)", "\(what) is \(rule)", uri: entry.uri)
            }
            guard numbers.count <= 1 else {
                reportDouble(entry, numbers.map(\.description), what, .valueDropped)
                return nil
            }
        }
        return numbers.first
    }

    /// Tells that a source gives several values of what a bestuur has one of.
    mutating func reportDouble(
        _ entry: BestuurEntry, _ values: [String], _ what: String, _ effect: RegisterProblem.Effect
    ) {
        let shown = values.prefix(3).map { "`\($0)`" }.joined(separator: " and ")
        let article = what.contains(" ") ? what : "a \(what)"
        report(
            entry.place, .valueDouble, effect, "\(shown) are each given as \(article) of the bestuur",
            "keep the right one", uri: entry.uri)
    }
}
