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
        case .pending(let pending):
            let facts = AccessRefusal.Facts(
                bestuur: pending.name, status: BestuurStatus.inOprichting.label, code: code.description,
                awaited: pending.awaited)
            return .failure(PrincipalRefusal(AccessRefusal(.bestuurNotActive, facts)))
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
        if !(doelgroep.map(doelgroepen.contains) ?? false) { general.insert(.doelgroepNotAdmitted) }
        if bestuur.status != .actief { general.insert(.bestuurNotActive) }

        let types = bestuur.type.eligibleAs
        var moduleStandings = reading.modules
        for position in moduleStandings.indices {
            moduleStandings[position] = moduleAdmissions[position]
                .standing(moduleStandings[position], eligibleAs: types, doelgroep)
        }
        if !bestuur.viewOnlyModules.isEmpty {
            let viewOnly = Set(bestuur.viewOnlyModules.map(ExactText.init))
            for position in moduleStandings.indices where moduleAdmissions[position].honoursViewOnly {
                if PolicySet.names(viewOnly, modules[position]) { moduleStandings[position].insert(.readOnly) }
            }
        }
        var roleStandings = reading.roles
        for position in roleStandings.indices {
            roleStandings[position] = roleAdmissions[position]
                .standing(roleStandings[position], eligibleAs: types, doelgroep)
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

    /// The ids of the modules that are granted to somebody.
    package func grantedModuleIDs(of principal: Principal) -> [String] {
        let principal = current(principal)
        guard principal.general.isEmpty else { return [] }
        var ids: [String] = []
        for position in modules.indices where principal.modules[position].grantsRead {
            ids.append(modules[position].id)
        }
        return ids
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

    /// A bestuur lists roles; a module without a role is listed by its id.
    private static func names(_ viewOnly: Set<ExactText>, _ module: Module) -> Bool {
        viewOnly.contains(ExactText(module.id)) || module.role.map { viewOnly.contains(ExactText($0)) } ?? false
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
        let known = policy.roleNames
        modules = Array(repeating: .notHeld, count: policy.modules.count)
        roles = Array(repeating: .notHeld, count: policy.administrativeRoles.count)
        // By position of the name.
        var isHeld = [Bool](repeating: false, count: known.count)
        var isHeldForOther = isHeld
        var othersInOrder: [Int] = []
        var seenIgnored: Set<ExactText> = []
        let organisation = claims.bestuur ?? ""
        for value in claims.roles {
            let role = RoleValue(value.utf8Span.span, organisation: organisation.utf8Span.span)
            guard let name = known.position(of: value.utf8Span.span.extracting(first: role.nameLength)) else {
                let name = String(decoding: value.utf8.prefix(role.nameLength), as: UTF8.self)
                if seenIgnored.insert(ExactText(name)).inserted { ignored.append(name) }
                continue
            }
            guard role.holds else {
                if !isHeldForOther[name] {
                    isHeldForOther[name] = true
                    othersInOrder.append(name)
                }
                continue
            }
            if isHeld[name] { continue }
            isHeld[name] = true
            held.append(known.names[name])
            open(known.meanings[name], with: [])
        }
        for name in othersInOrder where !isHeld[name] {
            forOther.append(known.names[name])
            open(known.meanings[name], with: .heldForOther)
        }
        guard policy.claimNames.modules != nil else { return }
        for id in claims.modules ?? [] {
            if let position = policy.moduleIDs[ExactText(id)] { modules[position] = [] }
        }
    }

    /// What a role opens when it is held, or is marked as held elsewhere; what is open stays open.
    private mutating func open(_ meaning: RoleMeaning, with standing: Standing) {
        for position in meaning.modules where !modules[position].isEmpty { modules[position] = standing }
        if let position = meaning.role, !roles[position].isEmpty { roles[position] = standing }
        if meaning.isLoginRight, standing.isEmpty { hasLoginRight = true }
    }
}
