/// What Kalliope must know of besturen to bring their mail to them: the URI and the numbers.
package struct KalliopeList: Sendable {
    package struct Row: Hashable, Sendable {
        package let uri: String
        package let name: String
        /// Nil while the typering is not reported back.
        package let type: Bestuurstype?
        package let kbo: KBONummer?
        package let ovo: OVOCode?
        package let status: BestuurStatus
    }

    /// In the order in which the URIs became known.
    package let rows: [Row]

    /// Every bestuur.
    package init(_ state: RegisterState) { rows = Self.rows(of: state) }

    /// Those of which a row said something else than before, whatever it says now: what was changed and changed back was perhaps told in
    /// between.
    package init(_ changes: Changes, _ state: RegisterState) {
        rows = Self.rows(of: state).filter { changes.touched.contains($0.uri) }
    }

    /// Goes along with a journal, and notes of whom a row changes.
    package struct Changes {
        fileprivate var touched: Set<String> = []
        private let before: RegisterState

        /// - Parameter before: as it was at the time since which changes count.
        package init(since before: RegisterState) { self.before = before }

        /// - Parameter state: after the entry.
        package mutating func note(_ entry: RegisterEntry, _ state: RegisterState) {
            let uri = state.dossier(entry.subject)?.uri ?? entry.subject
            if KalliopeList.row(of: uri, state) != KalliopeList.row(of: uri, before) { touched.insert(uri) }
        }
    }

    private static func rows(of state: RegisterState) -> [Row] { state.knownURIs.compactMap { row(of: $0, state) } }

    private static func row(of uri: String, _ state: RegisterState) -> Row? {
        if let bestuur = state.bestuur(uri: uri) {
            return Row(
                uri: uri, name: bestuur.name, type: bestuur.type, kbo: bestuur.kbo, ovo: bestuur.ovo,
                status: bestuur.status)
        }
        // The URI is minted before the typering comes, and Kalliope is told of it at once.
        return state.dossier(ofURI: uri).map { dossier in
            Row(
                uri: uri, name: dossier.name, type: dossier.type, kbo: dossier.kbo, ovo: dossier.ovo,
                status: .inOprichting)
        }
    }

    /// RFC 4180 with a header; the same rows give the same bytes.
    package func csv() -> String {
        var text = "uri,uuid,name,bestuurstype,kbo,ovo,status\n"
        for row in rows {
            let fields = [
                row.uri, Bestuurseenheid.lastSegment(of: row.uri), row.name, row.type?.slug ?? "",
                row.kbo?.description ?? "", row.ovo?.description ?? "",
                row.status == .onbekend ? "" : row.status.label,
            ]
            text += fields.map(CSVText.field).joined(separator: ",") + "\n"
        }
        return text
    }
}
