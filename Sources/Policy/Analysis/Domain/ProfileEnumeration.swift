import Besturen

/// Every profile that some policy could tell from another, in a fixed order: nobody, then the fewest roles first.
///
/// What is left out, and why that loses nothing (a test compares all of it with the engine on real sets of roles):
/// - *Sets of roles.* A route grants when any one of its modules or roles does (`PolicySet.weigh`), so a set opens exactly
///   what its members open. For two policies at once: what a set gained, a member of it gained, for that member is granted
///   by the new policy, and the old one refuses a part of what it refuses.
/// - *Roles for another organisation, retired and unknown roles* count as not held, for modules and for the login right.
/// - *Logins without a bestuur that is known* have no principal, as nobody has.
/// - *Without the login right* every door that asks for a login stays shut whatever the role: one credential, none, stands
///   for all, unless an invariant speaks of roles. Where two policies ask for different rights, every combination is kept in which one of them is satisfied.
/// - *States* other than active are refused alike.
/// - *View-only* makes a module read-only and touches nothing else, and each module on its own. What a bestuur with some
///   set of view-only modules may write is what it may write through one module that is not in the set; so beside nothing
///   and everything, everything but one module is enough.
struct ProfileEnumeration {
    private let policies: [PolicySet]
    /// Whether view-only is told apart for modules on which it has no effect, too.
    private let tellsEveryViewOnly: Bool
    private let tellsRolesWithoutLoginRight: Bool

    private(set) var credentials: [Credential] = [.anonymous, .none]
    private(set) var profiles: [Profile] = []
    /// What a profile is beside its bestuur's type and state, and its doelgroep.
    struct Block: Hashable {
        var credential: Credential
        var loginRights: [String]
        var viewOnly: Profile.ViewOnly
    }

    /// Where the profiles of a block begin: first active ones, each doelgroep in turn, each with every type.
    private(set) var blocks: [Block: Int] = [:]
    private(set) var doelgroepen: [Doelgroep?] = []
    /// Nobody first, then what blocks have without view-only, in the order of the blocks.
    private(set) var holdings = [CellBox.Holding(credential: .anonymous, loginRights: [])]
    /// By block in their order: its position in ``holdings``.
    private var holdingOfBlock: [Int] = []

    func holdingOfProfile(_ profile: Int) -> Int {
        profile == 0 ? 0 : holdingOfBlock[(profile - 1) / (2 * doelgroepen.count * Bestuurstype.allCases.count)]
    }
    /// The login rights that policies ask for.
    private(set) var rights: [String] = []
    /// By credential: what a bestuur can have as view-only.
    private(set) var viewOnly: [Credential: [Profile.ViewOnly]] = [:]

    init(_ policies: [PolicySet], _ detail: AccessDomain.Detail) {
        self.policies = policies
        tellsEveryViewOnly = detail.tellsEveryViewOnly
        tellsRolesWithoutLoginRight = detail.tellsRolesWithoutLoginRight
        for policy in policies {
            if let right = policy.loginRight, !rights.contains(where: { ExactText($0) == ExactText(right) }) {
                rights.append(right)
            }
        }
        addCredentials()
        for credential in credentials { viewOnly[credential] = viewOnlyValues(credential) }
        addProfiles()
    }

    private mutating func addCredentials() {
        // A login right is held or not in every combination already.
        var seen = Set(rights.map(ExactText.init))
        for policy in policies {
            for role in policy.modules.compactMap(\.role) + policy.administrativeRoles.map(\.name)
            where seen.insert(ExactText(role)).inserted {
                credentials.append(.role(role))
            }
        }
        seen = []
        for policy in policies where policy.claimNames.modules != nil {
            for module in policy.modules where seen.insert(ExactText(module.id)).inserted {
                credentials.append(.module(module.id))
            }
        }
    }

    // MARK: - View-only

    /// The modules that somebody with a credential has in a policy, types and doelgroepen aside.
    private func modules(_ credential: Credential, _ policy: PolicySet) -> [Module] {
        policy.modules.filter { module in
            guard let role = module.role else { return true }
            // A login right may be the role of a module in another policy.
            if rights.contains(where: { ExactText($0) == ExactText(role) }) { return true }
            return switch credential {
            case .role(let name): ExactText(name) == ExactText(role)
            case .module(let id): policy.claimNames.modules != nil && ExactText(id) == ExactText(module.id)
            case .anonymous, .none: false
            }
        }
    }

    private func viewOnlyValues(_ credential: Credential) -> [Profile.ViewOnly] {
        let nothing = Profile.ViewOnly(extent: .nothing, names: [])
        guard credential != .anonymous else { return [nothing] }
        // A module that honours view-only in one policy is told apart in all of them.
        let honoured = Set(policies.flatMap { $0.modules.filter(\.honoursViewOnly).map { ExactText($0.id) } })
        let opened = policies.flatMap { policy in
            // No route names an external module.
            modules(credential, policy).filter {
                !$0.isExternal && (tellsEveryViewOnly || honoured.contains(ExactText($0.id)))
            }
        }
        let everything = Set(opened.flatMap(ProfileEnumeration.names))
        guard !everything.isEmpty else { return [nothing] }
        var values = [nothing, Profile.ViewOnly(extent: .everything, names: everything.map(\.text).sorted())]
        var seen: Set<Set<ExactText>> = [[], everything]
        for module in opened {
            let rest = everything.subtracting(ProfileEnumeration.names(module))
            guard seen.insert(rest).inserted else { continue }
            values.append(Profile.ViewOnly(extent: .some, names: rest.map(\.text).sorted()))
        }
        return values
    }

    /// The names under which a bestuur lists a module.
    private static func names(_ module: Module) -> [ExactText] {
        [ExactText(module.id)] + (module.role.map { [ExactText($0)] } ?? [])
    }

    // MARK: - The product

    private mutating func addProfiles() {
        let nothing = Profile.ViewOnly(extent: .nothing, names: [])
        profiles.append(
            Profile(
                credential: .anonymous, loginRights: [], type: nil, doelgroep: nil, isActive: false, viewOnly: nothing))
        // The policy's own doelgroepen first, so that the first example is the ordinary one.
        let admitted = Doelgroep.allCases.filter { doelgroep in
            policies.contains { $0.doelgroepen.contains(doelgroep) }
        }.sorted { ($0 == .lb ? 0 : 1) < ($1 == .lb ? 0 : 1) }
        doelgroepen = admitted + Doelgroep.allCases.filter { !admitted.contains($0) } + [nil]
        for held in combinations {
            let satisfies = policies.contains { policy in
                policy.loginRight.map { right in held.contains { ExactText($0) == ExactText(right) } } ?? true
            }
            let isTold = satisfies || tellsRolesWithoutLoginRight
            for credential in isTold ? Array(credentials.dropFirst()) : [.none] {
                for viewOnly in isTold ? viewOnly[credential] ?? [nothing] : [nothing] {
                    add(Block(credential: credential, loginRights: held, viewOnly: viewOnly))
                }
            }
        }
    }

    private mutating func add(_ block: Block) {
        blocks[block] = profiles.count
        let holding = CellBox.Holding(credential: block.credential, loginRights: block.loginRights)
        if holdings.last != holding { holdings.append(holding) }
        holdingOfBlock.append(holdings.count - 1)
        for isActive in [true, false] {
            for doelgroep in doelgroepen {
                for type in Bestuurstype.allCases {
                    profiles.append(
                        Profile(
                            credential: block.credential, loginRights: block.loginRights, type: type,
                            doelgroep: doelgroep, isActive: isActive, viewOnly: block.viewOnly))
                }
            }
        }
    }

    /// The position of a profile; nil when the enumeration has none like it.
    func position(_ block: Block, type: Bestuurstype, doelgroep: Doelgroep?, isActive: Bool) -> Int? {
        guard let base = blocks[block], let place = doelgroepen.firstIndex(of: doelgroep) else { return nil }
        return base + ((isActive ? 0 : doelgroepen.count) + place) * Bestuurstype.allCases.count + Int(type.rawValue)
    }

    /// Every set of login rights: all of them first.
    private var combinations: [[String]] {
        var sets: [[String]] = [[]]
        for right in rights { sets = sets.map { $0 + [right] } + sets }
        return sets
    }
}
