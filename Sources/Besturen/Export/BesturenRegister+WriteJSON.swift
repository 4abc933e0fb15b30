extension BesturenRegister {
    /// The besturen with all that is known of them, in the order of the register. A value that there is not is `null`, so that
    /// every bestuur has the same members; the same register gives the same bytes.
    package func json() -> String {
        JSONText.object([("besturen", .array(besturen.map(\.json)))]).text
    }
}

extension Bestuurseenheid {
    fileprivate var json: JSONText {
        .object([
            ("uri", .string(uri)), ("uuid", .string(uuid)), ("name", .string(name)),
            ("alternative_names", .strings(alternativeNames)), ("bestuurstype", .string(type.slug)),
            ("classification", .string(type.conceptURIs[0])),
            ("status", .string(status == .onbekend ? nil : status.rawValue)), ("kbo", .string(kbo?.description)),
            ("ovo", .string(ovo?.description)), ("nis", .string(nis?.description)),
            (
                "werkingsgebied",
                werkingsgebied.map { .object([("label", .string($0.label)), ("uri", .string($0.uri))]) } ?? .null
            ),
            ("predecessors", .strings(predecessors)), ("successors", .strings(successors)),
            (
                "view_only_modules",
                .strings(viewOnlyModules.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            ),
        ])
    }
}
