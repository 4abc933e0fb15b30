internal import JOSE

extension Organisatie {
    var json: JSONValue {
        .object([
            ("id", .integer(id)), ("doelgroep", .string(hoedanigheid.code)), ("sleutel", .string(sleutel)),
            ("naam", .string(naam)),
        ])
    }
}

extension Gebruiker {
    /// Without the national number, which nobody here needs.
    var json: JSONValue { .object([("id", .string(id)), ("naam", .string(name))]) }
}

extension Toekenning {
    func json(today: Dag) -> JSONValue {
        .object([
            ("id", .integer(id)), ("recht", .string(recht)), ("context", context.map { .string($0) } ?? .null),
            ("naam", .string(naam)), ("begindatum", .string(begindatum.description)),
            ("einddatum", einddatum.map { .string($0.description) } ?? .null), ("reden", .string(reden)),
            ("door", door.map { .string($0) } ?? .null),
            ("ingetrokken", ingetrokken.map { .string($0.description) } ?? .null), ("geldt", .bool(geldt(op: today))),
        ])
    }
}

extension Wijziging {
    var json: JSONValue {
        .object([
            ("tijdstip", .string(tijdstip.description)), ("door", .string(door)), ("soort", .string(soort.rawValue)),
            ("gebruiker", .string(gebruiker)), ("naam", .string(naam)), ("reden", .string(reden)),
        ])
    }
}

extension Aanvraag {
    /// Members that are absent count as empty, which the store then refuses by name; a member of another kind is no request.
    init?(_ json: JSONValue) {
        func text(_ name: String) -> String?? {
            switch json[name] {
            case nil, .null: .some(nil)
            case .string(let text): .some(text)
            default: nil
            }
        }
        guard let recht = text("recht"), let context = text("context"), let begin = text("begindatum"),
            let einde = text("einddatum"), let reden = text("reden")
        else { return nil }
        self.init(
            recht: recht ?? Recht.loket.code, context: context, begindatum: begin ?? "", einddatum: einde,
            reden: reden ?? "")
    }
}
