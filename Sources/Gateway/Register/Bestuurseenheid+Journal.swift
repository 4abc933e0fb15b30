import Besturen
import JOSE

extension Bestuurseenheid {
    /// As it stands in the journal. The members and their order never change: the hash of an entry is over these bytes.
    var journalJSON: JSONValue {
        let place: JSONValue =
            werkingsgebied.map { .object([("label", .optional($0.label)), ("uri", .optional($0.uri))]) } ?? .null
        let roles = viewOnlyModules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let members: [(String, JSONValue)] = [
            ("uri", .string(uri)), ("name", .string(name)), ("type", .string(type.slug)),
            ("status", .string(status.rawValue)), ("kbo", .optional(kbo?.description)),
            ("ovo", .optional(ovo?.description)), ("nis", .optional(nis?.description)), ("view_only", .strings(roles)),
            ("alternative_names", .strings(alternativeNames)), ("werkingsgebied", place),
            ("predecessors", .strings(predecessors)), ("successors", .strings(successors)),
        ]
        return .object(members)
    }

    /// Nil for what ``journalJSON`` does not write; ``RegisterAction`` compares what it would write again.
    init?(journal json: JSONValue) {
        func text(_ name: String) -> String? { json[name]?.stringValue }
        func texts(_ name: String) -> [String] { json[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
        guard let uri = text("uri"), let name = text("name"), let type = text("type").flatMap(Bestuurstype.init(slug:)),
            let status = text("status").flatMap(BestuurStatus.init(rawValue:))
        else { return nil }
        let place = json["werkingsgebied"]
        let made = try? Bestuurseenheid(
            uri: uri, name: name, type: type, kbo: text("kbo").flatMap { KBONummer($0) },
            ovo: text("ovo").flatMap { OVOCode($0) }, nis: text("nis").flatMap { NISCode($0) }, status: status,
            viewOnlyModules: Set(texts("view_only")), alternativeNames: texts("alternative_names"),
            werkingsgebied: Werkingsgebied(label: place?["label"]?.stringValue, uri: place?["uri"]?.stringValue),
            predecessors: texts("predecessors"), successors: texts("successors"))
        guard let made else { return nil }
        self = made
    }
}
