import Besturen

/// Whom a module or an administrative role admits, in a form that is cheap to weigh: every module is weighed for every new
/// token.
struct Admission: Sendable {
    let bestuurstypes: BestuurstypeSet
    let doelgroepen: DoelgroepSet
    /// Whether a role must be held; otherwise every authenticated bestuur is admitted.
    let asksForRole: Bool
    let honoursViewOnly: Bool

    /// The standing of somebody who has `held`, with the conditions that fail besides.
    func standing(_ held: Standing, eligibleAs types: BestuurstypeSet, _ doelgroep: Doelgroep?) -> Standing {
        var standing: Standing = asksForRole ? held : []
        if bestuurstypes.isDisjoint(with: types) { standing.insert(.typeNotEligible) }
        if !doelgroepen.contains(doelgroep) { standing.insert(.doelgroepNotAdmitted) }
        return standing
    }
}

/// A set of doelgroepen as bits.
struct DoelgroepSet: Sendable {
    private var bits: UInt8 = 0

    init(_ members: Set<Doelgroep>) {
        for member in members { bits |= Self.bit(member) }
    }

    /// Nobody is admitted without a doelgroep.
    func contains(_ doelgroep: Doelgroep?) -> Bool {
        doelgroep.map { bits & Self.bit($0) != 0 } ?? false
    }

    private static func bit(_ doelgroep: Doelgroep) -> UInt8 {
        switch doelgroep {
        case .gid: 1
        case .ea: 2
        case .lb: 4
        case .ov: 8
        case .bur: 16
        case .ver: 32
        }
    }
}
