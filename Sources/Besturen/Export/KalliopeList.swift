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

    /// Every bestuur, or those of which something that a row says is other than before.
    package init(_ state: RegisterState, since before: RegisterState? = nil) {
        let old = before.map { Dictionary(Self.rows(of: $0).map { ($0.uri, $0) }) { $1 } } ?? [:]
        rows = Self.rows(of: state).filter { old[$0.uri] != $0 }
    }

    private static func rows(of state: RegisterState) -> [Row] {
        state.knownURIs.compactMap { uri in
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
