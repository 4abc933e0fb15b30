package import Besturen

/// A module that is granted to somebody.
package struct GrantedModule: Hashable, Sendable {
    package let id: String
    package let label: String
    package let isReadOnly: Bool
}

extension PolicySet {
    /// Makes a principal of verified claims: finds the bestuur and weighs every module and administrative role for it.
    ///
    /// Refused are a missing, an unknown and a contested bestuur; everything else is weighed and left to the decision.
    package func principal(
        from claims: PrincipalClaims, register: BesturenRegister
    ) -> Result<Principal, PrincipalRefusal> {
        guard let text = claims.bestuur, !text.isEmpty else {
            return .failure(PrincipalRefusal(AccessRefusal(.bestuurMissing)))
        }
        // Only what is a code is echoed: anything else came from outside and was not understood.
        guard let code = OrganisationCode(text) else {
            return .failure(PrincipalRefusal(AccessRefusal(.bestuurUnknown)))
        }
        switch register.lookup(code) {
        case .found(let bestuur):
            return .success(principal(from: claims, for: bestuur))
        case .unknown:
            return .failure(PrincipalRefusal(AccessRefusal(.bestuurUnknown, .init(code: code.description))))
        case .conflict:
            return .failure(PrincipalRefusal(AccessRefusal(.bestuurConflict, .init(code: code.description))))
        }
    }

    /// Makes a principal for a bestuur that was already found.
    package func principal(from claims: PrincipalClaims, for bestuur: Bestuurseenheid) -> Principal {
        let reading = RoleReading(claims, policy: self)
        let doelgroep = claims.doelgroep.flatMap(Doelgroep.init(exactly:))

        var general: GeneralStanding = []
        if loginRight != nil, !reading.hasLoginRight { general.insert(.loginRightMissing) }
        if !PolicySet.admits(doelgroep, doelgroepen) { general.insert(.doelgroepNotAdmitted) }
        if bestuur.status != .actief { general.insert(.bestuurNotActive) }

        let viewOnly = Set(bestuur.viewOnlyModules.map(ExactText.init))
        let moduleStandings = modules.enumerated().map { position, module in
            var standing = module.opening == .authenticated ? [] : reading.modules[position]
            if !module.bestuurstypes.admits(bestuur.type) { standing.insert(.typeNotEligible) }
            if !PolicySet.admits(doelgroep, module.doelgroepen) { standing.insert(.doelgroepNotAdmitted) }
            if module.honoursViewOnly, PolicySet.names(viewOnly, module) { standing.insert(.readOnly) }
            return standing
        }
        let roleStandings = administrativeRoles.enumerated().map { position, role in
            var standing = reading.roles[position]
            if !role.bestuurstypes.admits(bestuur.type) { standing.insert(.typeNotEligible) }
            if !PolicySet.admits(doelgroep, role.doelgroepen) { standing.insert(.doelgroepNotAdmitted) }
            return standing
        }
        return Principal(
            claims: claims, bestuur: bestuur, doelgroep: doelgroep, ignoredRoles: reading.ignored,
            rolesForOtherBestuur: reading.forOther, heldRoles: reading.held, general: general,
            modules: moduleStandings, roles: roleStandings, fingerprint: fingerprint)
    }

    /// The modules that are granted to somebody; none while a general condition fails.
    package func grantedModules(of principal: Principal) -> [GrantedModule] {
        let principal = current(principal)
        guard principal.general.isEmpty else { return [] }
        return zip(modules, principal.modules).compactMap { module, standing in
            guard standing.grantsRead else { return nil }
            return GrantedModule(id: module.id, label: module.label, isReadOnly: standing.contains(.readOnly))
        }
    }

    /// The administrative roles that are granted to somebody; none while a general condition fails.
    package func grantedRoles(of principal: Principal) -> [String] {
        let principal = current(principal)
        guard principal.general.isEmpty else { return [] }
        return zip(administrativeRoles, principal.roles).compactMap { $1.isEmpty ? $0.name : nil }
    }

    /// The principal as this policy sees them.
    func current(_ principal: Principal) -> Principal {
        principal.fingerprint == fingerprint
            ? principal : self.principal(from: principal.claims, for: principal.bestuur)
    }

    private static func admits(_ doelgroep: Doelgroep?, _ admitted: Set<Doelgroep>) -> Bool {
        doelgroep.map(admitted.contains) ?? false
    }

    /// A bestuur lists roles; a module without a role is listed by its id.
    private static func names(_ viewOnly: Set<ExactText>, _ module: Module) -> Bool {
        guard !viewOnly.isEmpty else { return false }
        return viewOnly.contains(ExactText(module.id)) || module.role.map { viewOnly.contains(ExactText($0)) } ?? false
    }
}

/// Why no principal could be made. It stands for one refusal, as an error so that `Result` can carry it.
package struct PrincipalRefusal: Error, Hashable, Sendable {
    package let refusal: AccessRefusal

    package init(_ refusal: AccessRefusal) {
        self.refusal = refusal
    }
}

/// One pass over the role values of a token.
private struct RoleReading {
    var modules: [Standing]
    var roles: [Standing]
    var hasLoginRight = false
    var held: [String] = []
    var forOther: [String] = []
    var ignored: [String] = []

    init(_ claims: PrincipalClaims, policy: PolicySet) {
        modules = Array(repeating: .notHeld, count: policy.modules.count)
        roles = Array(repeating: .notHeld, count: policy.administrativeRoles.count)
        var seenHeld: Set<ExactText> = []
        var seenOther: [ExactText] = []
        var seenIgnored: Set<ExactText> = []
        for value in claims.roles {
            let role = RoleValue(value, organisation: claims.bestuur ?? "")
            guard let meaning = policy.roleMeanings[role.name] else {
                if seenIgnored.insert(role.name).inserted { ignored.append(role.name.text) }
                continue
            }
            guard role.holds else {
                seenOther.append(role.name)
                for position in meaning.modules where modules[position] == .notHeld {
                    modules[position] = .heldForOther
                }
                if let position = meaning.role, roles[position] == .notHeld { roles[position] = .heldForOther }
                continue
            }
            for position in meaning.modules { modules[position] = [] }
            if let position = meaning.role { roles[position] = [] }
            if meaning.isLoginRight { hasLoginRight = true }
            if seenHeld.insert(role.name).inserted { held.append(role.name.text) }
        }
        for role in seenOther where !seenHeld.contains(role) && !forOther.contains(role.text) {
            forOther.append(role.text)
        }
        guard policy.claimNames.modules != nil else { return }
        for id in claims.modules ?? [] {
            if let position = policy.moduleIDs[ExactText(id)] { modules[position] = [] }
        }
    }
}
