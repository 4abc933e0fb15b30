extension BesturenRegister {
    /// Reads a list of besturen.
    ///
    /// The first row names the columns: `uri`, `name`, `classification_label` or `bestuurstype` (a label of the code list or
    /// the name used in policy files) and `status` are required, `kbo`, `ovo`, `nis` and `view_only_modules` (role names
    /// separated by `|`) are optional; other columns are left alone, so the public list loads as it is.
    ///
    /// A row whose URI, name or type cannot be trusted is left out; a number that cannot be right is dropped and the bestuur
    /// kept, which then cannot be found by that number. Everything left out, dropped or remarkable is in `problems`.
    package static func read(
        csv bytes: [UInt8], source: String
    ) -> (register: BesturenRegister, problems: [RegisterProblem]) {
        var reading = RegisterReading(source: source)
        reading.read(CSVTable(bytes))
        // `RegisterReading` has refused every repeated URI, which is the only thing the initialiser can refuse.
        let register = (try? BesturenRegister(reading.besturen)) ?? .empty
        return (register, reading.problems.sorted { $0.line < $1.line })
    }

    /// The same, for text that is already in a string.
    package static func read(
        csv text: String, source: String
    ) -> (register: BesturenRegister, problems: [RegisterProblem]) {
        read(csv: Array(text.utf8), source: source)
    }
}

/// One pass over a table, collecting besturen and problems.
private struct RegisterReading {
    let source: String
    var besturen: [Bestuurseenheid] = []
    var problems: [RegisterProblem] = []
    private var lineOfURI: [String: Int] = [:]
    private var holders: [OrganisationCode: [(line: Int, position: Int)]] = [:]

    init(source: String) {
        self.source = source
    }

    mutating func read(_ table: CSVTable) {
        for row in table.malformed {
            report(
                row.line, .rowMalformed, .rowRefused, row.message,
                "write the field between quotes, and a quote in it twice")
        }
        guard let header = table.records.first else {
            report(1, .headerInvalid, .sourceRefused, "the list is empty", "begin it with a row of column names")
            return
        }
        guard let columns = readHeader(header) else { return }
        for record in table.records.dropFirst() {
            read(record, columns, width: header.fields.count)
        }
        reportSharedNumbers()
    }

    private struct Columns {
        var uri: Int
        var name: Int
        var type: Int
        var status: Int
        var kbo: Int?
        var ovo: Int?
        var nis: Int?
        var viewOnly: Int?
    }

    private mutating func readHeader(_ header: CSVTable.Record) -> Columns? {
        var positions: [String: Int] = [:]
        for (position, name) in header.fields.enumerated() {
            guard positions.updateValue(position, forKey: name) == nil else {
                let hint = "give each column its own name"
                report(header.line, .headerInvalid, .sourceRefused, "column `\(name)` is named twice", hint)
                return nil
            }
        }
        let type = positions["bestuurstype"] ?? positions["classification_label"]
        guard let uri = positions["uri"], let name = positions["name"], let type, let status = positions["status"]
        else {
            var missing = ["uri", "name", "status"].filter { positions[$0] == nil }
            if type == nil { missing.append("bestuurstype") }
            let names = missing.map { "`\($0)`" }.joined(separator: ", ")
            let hint = "the first row must name `uri`, `name`, `bestuurstype` (or `classification_label`) and `status`"
            report(header.line, .headerInvalid, .sourceRefused, "the list has no column \(names)", hint)
            return nil
        }
        return Columns(
            uri: uri, name: name, type: type, status: status, kbo: positions["kbo"], ovo: positions["ovo"],
            nis: positions["nis"], viewOnly: positions["view_only_modules"])
    }

    private mutating func read(_ record: CSVTable.Record, _ columns: Columns, width: Int) {
        let line = record.line
        guard record.fields.count == width else {
            let message = "the row has \(record.fields.count) fields and the header \(width)"
            report(line, .rowMalformed, .rowRefused, message, "write every field, empty ones too")
            return
        }
        func field(_ column: Int?) -> String { column.map { record.fields[$0] } ?? "" }

        let uri = field(columns.uri)
        if let first = lineOfURI[uri] {
            let message = "the URI `\(uri)` is already on line \(first)"
            report(line, .uriTwice, .rowRefused, message, BesturenError.uriTwice(uri).hint)
            return
        }
        guard let type = readType(field(columns.type), line) else { return }
        let status = readStatus(field(columns.status), line)
        let kbo = number(
            field(columns.kbo), line, .kboInvalid, "a KBO number", "ten digits of which the last two are a check"
        ) {
            KBONummer($0)
        }
        let ovo = number(field(columns.ovo), line, .ovoInvalid, "an OVO code", "`OVO` and six digits") { OVOCode($0) }
        let nis = number(field(columns.nis), line, .nisInvalid, "a NIS code", "five digits") { NISCode($0) }
        let viewOnly = Set(field(columns.viewOnly).split(separator: "|").map(String.init))

        do throws(BesturenError) {
            let bestuur = try Bestuurseenheid(
                uri: uri, name: field(columns.name), type: type, kbo: kbo, ovo: ovo, nis: nis, status: status,
                viewOnlyModules: viewOnly)
            lineOfURI[uri] = line
            for code in bestuur.codes {
                holders[code, default: []].append((line, besturen.count))
            }
            if bestuur.codes.isEmpty {
                let message = "`\(bestuur.name)` has neither a KBO number nor an OVO code, so nobody can log in for it"
                report(line, .numberMissing, .noted, message, nil)
            }
            besturen.append(bestuur)
        } catch {
            let kind: RegisterProblem.Kind =
                switch error {
                case .uriInvalid: .uriInvalid
                case .nameEmpty: .nameEmpty
                case .uriTwice: .uriTwice
                }
            report(line, kind, .rowRefused, error.description, error.hint)
        }
    }

    /// A few besturen carry two classifications, of which `Intercommunale` is the older and wider one: the other is meant.
    private mutating func readType(_ text: String, _ line: Int) -> Bestuurstype? {
        let names = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let types = names.compactMap { Bestuurstype(label: $0) ?? Bestuurstype(slug: $0) }
        guard types.count == names.count else {
            report(
                line, .typeUnknown, .rowRefused, "`\(text)` is not a type of bestuur", "use a label of the code list")
            return nil
        }
        if types.count == 1 { return types[0] }
        let narrower = types.filter { $0 != .intercommunale }
        guard narrower.count == 1 else {
            let message = "`\(text)` names more than one type of bestuur"
            report(line, .typeDouble, .rowRefused, message, "keep the one that decides what the bestuur may use")
            return nil
        }
        let message = "`\(text)` names two types of bestuur; `\(narrower[0].label)` is used"
        report(line, .typeDouble, .noted, message, nil)
        return narrower[0]
    }

    private mutating func readStatus(_ text: String, _ line: Int) -> BestuurStatus {
        if text.isEmpty {
            report(line, .statusMissing, .noted, "the bestuur has no status and counts as not active", nil)
            return .onbekend
        }
        guard let status = BestuurStatus(text) else {
            let hint = "use `Actief`, `Niet Actief` or `In oprichting`"
            let message = "`\(text)` is not a status; the bestuur counts as not active"
            report(line, .statusUnknown, .valueDropped, message, hint)
            return .onbekend
        }
        return status
    }

    private mutating func number<Number>(
        _ text: String, _ line: Int, _ kind: RegisterProblem.Kind, _ what: String, _ rule: String,
        _ read: (String) -> Number?
    ) -> Number? {
        guard !text.isEmpty else { return nil }
        guard let number = read(text) else {
            report(line, kind, .valueDropped, "`\(text)` is not \(what)", "\(what) is \(rule)")
            return nil
        }
        return number
    }

    private mutating func reportSharedNumbers() {
        for (code, places) in holders where places.count > 1 {
            let active = places.filter { besturen[$0.position].status == .actief }
            let names = places.map { "`\(besturen[$0.position].name)` (line \($0.line))" }.joined(separator: " and ")
            let outcome: String
            if active.count == 1 {
                outcome = "only `\(besturen[active[0].position].name)` is active, so it is meant"
            } else {
                outcome = "\(active.isEmpty ? "none" : "more than one") of them is active, so the number opens nothing"
            }
            let hint = active.count == 1 ? nil : "give the number to the one bestuur it belongs to, or close the other"
            report(places.last?.line ?? 1, .numberShared, .noted, "\(code) is held by \(names): \(outcome)", hint)
        }
    }

    private mutating func report(
        _ line: Int, _ kind: RegisterProblem.Kind, _ effect: RegisterProblem.Effect, _ message: String, _ hint: String?
    ) {
        problems.append(
            RegisterProblem(source: source, line: line, kind: kind, effect: effect, message: message, hint: hint))
    }
}
