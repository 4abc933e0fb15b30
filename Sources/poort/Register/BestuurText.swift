import Besturen
import Gateway

/// A bestuur as people read it.
enum BestuurText {
    static func whole(_ bestuur: Bestuurseenheid, in state: RegisterState) -> [String] {
        var lines = ["\(bestuur.name)  (\(bestuur.status.rawValue))"]
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { lines.append("  \(DossierText.padded(name, 14))\(value)") }
        }
        add("URI", bestuur.uri)
        add("type", bestuur.type.slug)
        add("KBO", bestuur.kbo.map { "\($0)\(meaning(.kbo($0), bestuur, state))" })
        add("OVO", bestuur.ovo.map { "\($0)\(meaning(.ovo($0), bestuur, state))" })
        add("NIS", bestuur.nis?.description)
        add("also named", bestuur.alternativeNames.joined(separator: ", "))
        add("werkingsgebied", bestuur.werkingsgebied?.label ?? bestuur.werkingsgebied?.uri)
        add("view-only", bestuur.viewOnlyModules.sorted().joined(separator: ", "))
        for uri in bestuur.predecessors { add("was", named(uri, state)) }
        for uri in bestuur.successors { add("became", named(uri, state)) }
        for amendment in state.amendments(uri: bestuur.uri) { add("amended", EntryText.amendment(amendment)) }
        return lines
    }

    /// What a login with a number of the bestuur means, where that is not the bestuur.
    private static func meaning(_ code: OrganisationCode, _ bestuur: Bestuurseenheid, _ state: RegisterState) -> String
    {
        switch state.register.lookup(code) {
        case .found(let found) where found.uri.utf8.elementsEqual(bestuur.uri.utf8): ""
        case .found(let other): "  (a login with it is one for \(other.name))"
        case .conflict(let holders): "  (CONFLICT of \(holders.count) besturen: a login with it is refused)"
        case .unknown, .pending: ""
        }
    }

    private static func named(_ uri: String, _ state: RegisterState) -> String {
        state.bestuur(uri: uri).map { "\($0.name)  \(uri)" } ?? uri
    }
}
