import Besturen

/// Puts profiles that are treated alike together, in every policy.
///
/// The engine looks at a principal only for whether a general condition fails, and for whether each module and role grants
/// reading and writing. Whoever fails a general condition is refused wherever a login is asked for, as nobody is.
///
/// Not every profile is made a principal. A principal's standing is put together from what is held, from the type, from the
/// doelgroep, from the state and from view-only, each by itself (`PolicySet.principal(from:for:)`). So two types that leave
/// the same marks on a principal without roles leave the same on every principal, and two doelgroepen likewise: one of them
/// stands for both.
struct ProfileClassification {
    private(set) var classes: [Int]
    /// By class and policy: somebody of it.
    private(set) var principals: [[Principal?]] = []
    private var positions: [[UInt8]: Int] = [:]

    init(_ people: ProfileEnumeration, _ policies: [PolicySet]) {
        classes = Array(repeating: 0, count: people.profiles.count)
        classes[0] = position(of: policies.map { _ in nil }, policies)
        let types = ProfileClassification.alike(Bestuurstype.allCases) { type in
            policies.map { ProfileClassification.marks(type: type, doelgroep: nil, $0) }
        }
        let doelgroepen = ProfileClassification.alike(people.doelgroepen) { doelgroep in
            policies.map { ProfileClassification.marks(type: .gemeente, doelgroep: doelgroep, $0) }
        }
        let perDoelgroep = Bestuurstype.allCases.count
        let perState = doelgroepen.count * perDoelgroep
        for base in people.blocks.values.sorted() {
            for state in 0..<2 {
                for doelgroep in doelgroepen.indices {
                    let start = base + state * perState + doelgroep * perDoelgroep
                    let first = base + state * perState + doelgroepen[doelgroep] * perDoelgroep
                    for type in types.indices {
                        let example = first + types[type]
                        classes[start + type] =
                            example < start + type
                            ? classes[example]
                            : position(of: policies.map { $0.principal(of: people.profiles[example]) }, policies)
                    }
                }
            }
        }
    }

    private mutating func position(of made: [Principal?], _ policies: [PolicySet]) -> Int {
        let signature = made.flatMap(ProfileClassification.signature)
        if let known = positions[signature] { return known }
        positions[signature] = principals.count
        principals.append(made)
        return principals.count - 1
    }

    /// What the engine can see of a principal.
    private static func signature(_ principal: Principal?) -> [UInt8] {
        guard let principal, principal.general.isEmpty else { return [0xFF] }
        return (principal.modules + principal.roles).map { $0.grants(write: true) ? 2 : $0.grantsRead ? 1 : 0 } + [0xFE]
    }

    /// By value: the position of the first that is like it.
    private static func alike<Value, Mark: Hashable>(_ values: [Value], _ mark: (Value) -> Mark) -> [Int] {
        var first: [Mark: Int] = [:]
        return values.enumerated().map { position, value in
            let mark = mark(value)
            let known = first[mark] ?? position
            first[mark] = known
            return known
        }
    }

    /// What a type and a doelgroep leave on a principal without roles.
    private static func marks(type: Bestuurstype, doelgroep: Doelgroep?, _ policy: PolicySet) -> [UInt8] {
        let profile = Profile(
            credential: .none, loginRights: [], type: type, doelgroep: doelgroep, isActive: true,
            viewOnly: Profile.ViewOnly(extent: .nothing, names: []))
        guard let principal = policy.principal(of: profile) else { return [] }
        return [principal.general.rawValue] + (principal.modules + principal.roles).map(\.rawValue)
    }
}
