package import Besturen

/// A policy that was loaded without mistakes: immutable, shared by every event loop, swapped whole on reload.
///
/// The only way to make one is `PolicyLoader`.
package final class PolicySet: Sendable {
    /// The file it was read from.
    package let file: String
    package let claimNames: ClaimNames
    /// The role without which nothing but public routes opens; nil when the policy asks for none.
    package let loginRight: String?
    package let doelgroepen: Set<Doelgroep>
    package let modules: [Module]
    package let administrativeRoles: [AdministrativeRole]
    /// Role names that are known and grant nothing, with the reason.
    package let retiredRoles: [String: String]
    package let hosts: [(name: String, patterns: [HostPattern], location: SourceLocation)]
    package let upstreams: [(name: String, location: SourceLocation)]
    package let routes: [Route]
    package let invariants: [Invariant]
    package let fingerprint: PolicyFingerprint

    let table: RouteTable
    /// What each known role name opens.
    let roleNames: RoleNames
    /// By position of the module, and of the administrative role: whom it admits.
    let moduleAdmissions: [Admission]
    let roleAdmissions: [Admission]
    let moduleIDs: [ExactText: Int]

    init(
        file: String, claimNames: ClaimNames, loginRight: String?, doelgroepen: Set<Doelgroep>, modules: [Module],
        administrativeRoles: [AdministrativeRole], retiredRoles: [String: String],
        hosts: [(name: String, patterns: [HostPattern], location: SourceLocation)],
        upstreams: [(name: String, location: SourceLocation)], routes: [Route], fingerprint: PolicyFingerprint,
        table: RouteTable, invariants: [Invariant]
    ) {
        self.file = file
        self.claimNames = claimNames
        self.loginRight = loginRight
        self.doelgroepen = doelgroepen
        self.modules = modules
        self.administrativeRoles = administrativeRoles
        self.retiredRoles = retiredRoles
        self.hosts = hosts
        self.upstreams = upstreams
        self.routes = routes
        self.invariants = invariants
        self.fingerprint = fingerprint
        self.table = table
        var meanings: [ExactText: RoleMeaning] = [:]
        for (position, module) in modules.enumerated() {
            if let role = module.role { meanings[ExactText(role), default: RoleMeaning()].modules.append(position) }
        }
        for (position, role) in administrativeRoles.enumerated() {
            meanings[ExactText(role.name), default: RoleMeaning()].role = position
        }
        for role in retiredRoles.keys {
            meanings[ExactText(role), default: RoleMeaning()].isRetired = true
        }
        if let loginRight {
            meanings[ExactText(loginRight), default: RoleMeaning()].isLoginRight = true
        }
        roleNames = RoleNames(meanings)
        moduleAdmissions = modules.map {
            Admission(
                bestuurstypes: $0.bestuurstypes, doelgroepen: DoelgroepSet($0.doelgroepen),
                asksForRole: $0.opening != .authenticated, honoursViewOnly: $0.honoursViewOnly)
        }
        roleAdmissions = administrativeRoles.map {
            Admission(
                bestuurstypes: $0.bestuurstypes, doelgroepen: DoelgroepSet($0.doelgroepen), asksForRole: true,
                honoursViewOnly: false)
        }
        moduleIDs = Dictionary(uniqueKeysWithValues: modules.enumerated().map { (ExactText($1.id), $0) })
    }

    /// Every role name that the policy knows, in alphabetical order.
    package var knownRoles: [String] {
        roleNames.names
    }

    package func module(_ id: String) -> Module? {
        moduleIDs[ExactText(id)].map { modules[$0] }
    }
}
