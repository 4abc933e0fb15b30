/// An immutable snapshot of the besturen, looked up by the number that a token carries.
///
/// A number means one bestuur or none. Where several besturen hold it, the only active one is meant (a number outlives the
/// closed bestuur that held it); two active ones, or several of which none is active, are a conflict that an operator
/// resolves. The first row never wins.
package struct BesturenRegister: Sendable {
    /// What a number means.
    package enum Answer: Hashable, Sendable {
        case found(Bestuurseenheid)
        case unknown
        case conflict([Bestuurseenheid])
        /// No bestuur has the number yet; one that is being onboarded will.
        case pending(PendingBestuur)
    }

    /// In the order of the source.
    package let besturen: [Bestuurseenheid]
    /// The position of the one bestuur that a number means.
    private let single: [UInt64: UInt32]
    /// The positions of the besturen between which a number does not decide.
    private let contested: [UInt64: [UInt32]]
    private let byURI: [String: UInt32]
    private let pending: [UInt64: PendingBestuur]

    package static let empty = BesturenRegister(unique: [], byURI: [:], pending: [])

    package init(_ besturen: [Bestuurseenheid]) throws(BesturenError) {
        var byURI: [String: UInt32] = [:]
        byURI.reserveCapacity(besturen.count)
        for (position, bestuur) in besturen.enumerated() {
            guard byURI.updateValue(UInt32(position), forKey: bestuur.uri) == nil else { throw .uriTwice(bestuur.uri) }
        }
        self.init(unique: besturen, byURI: byURI, pending: [])
    }

    /// With besturen whose URIs are known to differ, and those that are being onboarded.
    init(distinct besturen: [Bestuurseenheid], pending: [PendingBestuur]) {
        var byURI: [String: UInt32] = [:]
        byURI.reserveCapacity(besturen.count)
        for (position, bestuur) in besturen.enumerated() { byURI[bestuur.uri] = UInt32(position) }
        self.init(unique: besturen, byURI: byURI, pending: pending)
    }

    private init(unique besturen: [Bestuurseenheid], byURI: [String: UInt32], pending: [PendingBestuur]) {
        var holders: [UInt64: [UInt32]] = [:]
        holders.reserveCapacity(besturen.count * 2)
        for (position, bestuur) in besturen.enumerated() {
            for code in bestuur.codes {
                holders[BesturenRegister.key(code), default: []].append(UInt32(position))
            }
        }
        var single: [UInt64: UInt32] = [:]
        single.reserveCapacity(holders.count)
        var contested: [UInt64: [UInt32]] = [:]
        for (key, positions) in holders {
            let active = positions.filter { besturen[Int($0)].status == .actief }
            if active.count == 1 {
                single[key] = active[0]
            } else if positions.count == 1 {
                single[key] = positions[0]
            } else {
                contested[key] = positions
            }
        }
        self.besturen = besturen
        self.byURI = byURI
        self.single = single
        self.contested = contested
        var waiting: [UInt64: PendingBestuur] = [:]
        for each in pending { for code in each.codes { waiting[BesturenRegister.key(code)] = each } }
        self.pending = waiting
    }

    package var count: Int { besturen.count }

    package func lookup(_ code: OrganisationCode) -> Answer {
        let key = BesturenRegister.key(code)
        if let position = single[key] {
            let bestuur = besturen[Int(position)]
            // Of one that is not active, and that a dossier is about to make so, the steps are told.
            if bestuur.status != .actief, bestuur.awaited.isEmpty, let waiting = pending[key] {
                return .pending(waiting)
            }
            return .found(bestuur)
        }
        if let positions = contested[key] {
            return .conflict(positions.map { besturen[Int($0)] })
        }
        return pending[key].map { .pending($0) } ?? .unknown
    }

    /// The numbers that mean no bestuur because several have them, in the order of their first holders.
    package var conflicts: [NumberConflict] {
        var conflicts: [NumberConflict] = []
        var seen: Set<UInt64> = []
        for bestuur in besturen {
            for code in bestuur.codes {
                let key = BesturenRegister.key(code)
                guard let positions = contested[key], seen.insert(key).inserted else { continue }
                conflicts.append(NumberConflict(code: code, holders: positions.map { besturen[Int($0)] }))
            }
        }
        return conflicts
    }

    /// The bestuur with this URI, compared byte for byte.
    package func bestuur(uri: String) -> Bestuurseenheid? {
        guard let position = byURI[uri] else { return nil }
        let bestuur = besturen[Int(position)]
        return bestuur.uri.utf8.elementsEqual(uri.utf8) ? bestuur : nil
    }

    /// Both kinds of number in one key space: KBO numbers stay below 2^34.
    private static func key(_ code: OrganisationCode) -> UInt64 {
        switch code {
        case .kbo(let kbo): kbo.number
        case .ovo(let ovo): 1 << 40 | UInt64(ovo.number)
        }
    }
}
