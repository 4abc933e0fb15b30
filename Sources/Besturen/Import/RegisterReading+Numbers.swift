extension RegisterReading {
    /// Tells of every number that several besturen hold, active or not, at the last of them.
    mutating func reportSharedNumbers() {
        var holders: [OrganisationCode: [Int]] = [:]
        for (position, bestuur) in besturen.enumerated() {
            for code in bestuur.codes { holders[code, default: []].append(position) }
        }
        let shared = holders.filter { $0.value.count > 1 }.sorted { $0.key.description < $1.key.description }
        for (code, positions) in shared {
            let active = positions.filter { besturen[$0].status == .actief }
            let place = places[positions[positions.count - 1]]
            let names = positions.map { "`\(besturen[$0].name)` (\(RegisterReading.relative(places[$0], to: place)))" }
            let outcome: String
            if active.count == 1 {
                outcome = "only `\(besturen[active[0]].name)` is active, so it is meant"
            } else {
                outcome = "\(active.isEmpty ? "none" : "more than one") of them is active, so the number opens nothing"
            }
            let hint = active.count == 1 ? nil : "give the number to the one bestuur it belongs to, or close the other"
            let message = "\(code) is held by \(names.joined(separator: " and ")): \(outcome)"
            report(place, .numberShared, .noted, message, hint, uri: besturen[positions[positions.count - 1]].uri)
        }
    }
}
