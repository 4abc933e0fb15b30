package import Besturen

/// Somebody who acts for a bestuur, as one policy sees them.
///
/// Everything the decision needs was worked out when the principal was made, so deciding a request only reads it. A principal
/// belongs to the policy that made it; given to another (after a reload), it is made anew from its claims.
package final class Principal: Sendable {
    package let claims: PrincipalClaims
    package let bestuur: Bestuurseenheid
    /// Nil when the token has none, or one that is not a doelgroep.
    package let doelgroep: Doelgroep?
    /// Role names that the policy does not know, as they came, without repeats.
    package let ignoredRoles: [String]
    /// Known role names that are held for another organisation only.
    package let rolesForOtherBestuur: [String]
    /// Known role names that are held for this bestuur, in the order of the token.
    package let heldRoles: [String]

    let general: GeneralStanding
    /// By position of the module in the policy.
    let modules: [Standing]
    /// By position of the administrative role in the policy.
    let roles: [Standing]
    let fingerprint: PolicyFingerprint

    package var account: String { claims.account }

    package var hasLoginRight: Bool { !general.contains(.loginRightMissing) }

    init(
        claims: PrincipalClaims, bestuur: Bestuurseenheid, doelgroep: Doelgroep?, ignoredRoles: [String],
        rolesForOtherBestuur: [String], heldRoles: [String], general: GeneralStanding, modules: [Standing],
        roles: [Standing], fingerprint: PolicyFingerprint
    ) {
        self.claims = claims
        self.bestuur = bestuur
        self.doelgroep = doelgroep
        self.ignoredRoles = ignoredRoles
        self.rolesForOtherBestuur = rolesForOtherBestuur
        self.heldRoles = heldRoles
        self.general = general
        self.modules = modules
        self.roles = roles
        self.fingerprint = fingerprint
    }
}

extension PolicySet {
    /// The names by which a bestuur has a module as view-only: its role, or its id.
    package var viewOnlyNames: [String] { modules.compactMap(\.role) + modules.map(\.id) }
}

extension Principal {
    /// Role names that the policy does not know and that are held for this bestuur, as they came, without repeats.
    package var ignoredRolesHeld: [String] {
        guard !ignoredRoles.isEmpty else { return [] }
        let organisation = claims.bestuur ?? ""
        var held: Set<ExactText> = []
        for value in claims.roles {
            let role = RoleValue(value.utf8Span.span, organisation: organisation.utf8Span.span)
            guard role.holds else { continue }
            held.insert(ExactText(String(decoding: value.utf8.prefix(role.nameLength), as: UTF8.self)))
        }
        return ignoredRoles.filter { held.contains(ExactText($0)) }
    }

    /// What the bestuur has as view-only and the policy does not know, in alphabetical order.
    func unknownViewOnly(_ policy: PolicySet) -> [String] {
        let known = Set(policy.viewOnlyNames.map(ExactText.init))
        return bestuur.viewOnlyModules.filter { !known.contains(ExactText($0)) }.sorted()
    }
}
