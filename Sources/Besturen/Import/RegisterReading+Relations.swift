extension RegisterReading {
    /// Tells what only the whole import shows: URIs minted elsewhere, and mergers that are not finished.
    mutating func reportRelations() {
        var positions: [ExactText: Int] = [:]
        for (position, bestuur) in besturen.enumerated() { positions[ExactText(bestuur.uri)] = position }
        var mergers: Set<[Int]> = []
        for (position, bestuur) in besturen.enumerated() {
            if !RegisterReading.knownPaths.contains(where: { bestuur.uri.utf8.starts(with: $0.utf8) }) {
                report(
                    places[position], .uriPathUnknown, .noted,
                    "the URI `\(bestuur.uri)` is minted under a path that no bestuur is known to have", nil,
                    uri: bestuur.uri)
            }
            for uri in bestuur.successors {
                if let other = positions[ExactText(uri)] {
                    mergers.insert([position, other])
                } else {
                    reportUnknown(position, .successorUnknown, "successor", uri)
                }
            }
            for uri in bestuur.predecessors {
                if let other = positions[ExactText(uri)] {
                    mergers.insert([other, position])
                } else {
                    reportUnknown(position, .predecessorUnknown, "predecessor", uri)
                }
            }
        }
        let order = mergers.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
        for merger in order where merger.allSatisfy({ besturen[$0].status == .actief }) {
            let (old, new) = (besturen[merger[0]], besturen[merger[1]])
            let place = places[merger[0]]
            report(
                place, .mergedActive, .noted,
                "`\(old.name)` is still active beside its successor `\(new.name)` "
                    + "(\(RegisterReading.relative(places[merger[1]], to: place)))",
                "close it if the merger is done", uri: old.uri)
        }
    }

    private mutating func reportUnknown(
        _ position: Int, _ kind: RegisterProblem.Kind, _ what: String, _ uri: String
    ) {
        let bestuur = besturen[position]
        report(
            places[position], kind, .noted, "the \(what) `\(uri)` of `\(bestuur.name)` is not among the besturen",
            "import it too, or correct the URI", uri: bestuur.uri)
    }

    /// Under these the Loket and the Organization Portal have minted.
    static let knownPaths = [
        "bestuurseenheden", "besturenVanDeEredienst", "centraleBesturenVanDeEredienst", "representatieveOrganen",
    ].map { "http://data.lblod.info/id/\($0)/" }
}
