package import Besturen

/// Everybody who can ask and everything that can be asked for, as far as one or more policies tell it apart: a finite table
/// of cells, each a profile and an area, each answered by the engine.
///
/// With several policies the same cells are exact for all of them, so that their answers can be compared cell by cell.
package struct AccessDomain: Sendable {
    /// One place in the table: positions in ``profiles`` and ``areas``.
    package struct Cell: Hashable, Sendable {
        package let profile: Int
        package let area: Int

        package init(profile: Int, area: Int) {
            self.profile = profile
            self.area = area
        }
    }

    /// What is to be told apart although no policy does.
    package struct Detail: Sendable {
        package var patterns: [PathPattern]
        /// View-only of modules that do not honour it.
        package var tellsEveryViewOnly: Bool

        /// The names of `hosts` that no route is bound to, and requests that no bound route takes.
        package var tellsHosts: Bool
        /// For a method that is not allowed, which routes its path has for others.
        package var tellsOtherMethods: Bool

        /// What people hold beside a login right that they lack: it opens nothing, and an invariant may ask for it.
        package var tellsRolesWithoutLoginRight = false

        package init(
            patterns: [PathPattern] = [], tellsEveryViewOnly: Bool = false, tellsHosts: Bool = false,
            tellsOtherMethods: Bool = false
        ) {
            self.tellsOtherMethods = tellsOtherMethods
            self.patterns = patterns
            self.tellsHosts = tellsHosts
            self.tellsEveryViewOnly = tellsEveryViewOnly
        }
    }

    package let policies: [PolicySet]
    /// The login rights that the policies ask for.
    package let loginRights: [String]
    package let credentials: [Credential]
    package let profiles: [Profile]
    package let areas: [Area]
    /// The patterns that are told apart beside those of routes.
    let patterns: [PathPattern]

    /// By profile: the position of its class. Profiles of one class have the same standing in every policy.
    let classes: [Int]
    let classCount: Int
    /// By policy, class and area: what grants; empty means refused.
    private let grants: [[[Grant.Basis]]]
    let people: ProfileEnumeration
    private let areaEnumeration: AreaEnumeration

    package init(_ policies: [PolicySet], detail: Detail = Detail()) throws(AnalysisError) {
        let people = ProfileEnumeration(policies, detail)
        let areaEnumeration = try AreaEnumeration(policies, detail)
        self.policies = policies
        patterns = detail.patterns
        self.areaEnumeration = areaEnumeration
        loginRights = people.rights
        credentials = people.credentials
        self.people = people
        profiles = people.profiles
        areas = areaEnumeration.areas
        let classification = ProfileClassification(people, policies)
        classes = classification.classes
        classCount = classification.principals.count
        let areas = areaEnumeration.areas
        grants = policies.enumerated().map { position, policy in
            classification.principals.flatMap { principals in
                areas.map { area in
                    area.routes[position].map { route in
                        policy.grants(to: principals[position], route: policy.routes[route], method: area.methods[0])
                    } ?? []
                }
            }
        }
    }

    package var cellCount: Int { profiles.count * areas.count }

    /// What grants a cell under one policy: everything that does, not only the first; empty when it is refused.
    package func grants(_ cell: Cell, policy: Int = 0) -> [Grant.Basis] {
        grants(class: classes[cell.profile], area: cell.area, policy: policy)
    }

    package func isAllowed(_ cell: Cell, policy: Int = 0) -> Bool {
        !grants(cell, policy: policy).isEmpty
    }

    func grants(class position: Int, area: Int, policy: Int) -> [Grant.Basis] {
        grants[policy][position * areas.count + area]
    }

    // MARK: - Where a real request falls

    /// The cells in which a real person asks for something: one for each of the roles and modules that they bring, or the one
    /// for none. Each policy allows the request exactly when it allows one of them.
    ///
    /// Nil for `claims` and `bestuur` is nobody. `request` has a canonical path.
    package func cells(
        of claims: PrincipalClaims?, for bestuur: Bestuurseenheid?, request: AccessRequest
    ) -> [Cell] {
        guard let area = areaEnumeration.position(of: request) else { return [] }
        return profiles(of: claims, for: bestuur).map { Cell(profile: $0, area: area) }
    }

    /// The positions of the profiles under which a real person is weighed.
    package func profiles(of claims: PrincipalClaims?, for bestuur: Bestuurseenheid?) -> [Int] {
        guard let claims, let bestuur else { return [0] }
        let organisation = claims.bestuur ?? ""
        var held: Set<ExactText> = []
        for value in claims.roles {
            let role = RoleValue(value.utf8Span.span, organisation: organisation.utf8Span.span)
            guard role.holds else { continue }
            held.insert(ExactText(String(decoding: value.utf8.prefix(role.nameLength), as: UTF8.self)))
        }
        let rights = loginRights.filter { held.contains(ExactText($0)) }
        let listed = Set((claims.modules ?? []).map(ExactText.init))
        let doelgroep = claims.doelgroep.flatMap(Doelgroep.init(exactly:))
        func position(_ credential: Credential, _ viewOnly: Profile.ViewOnly) -> Int? {
            people.position(
                .init(credential: credential, loginRights: rights, viewOnly: viewOnly), type: bestuur.type,
                doelgroep: doelgroep, isActive: bestuur.status == .actief)
        }
        func positions(_ credential: Credential) -> [Int] {
            viewOnlyValues(credential, bestuur.viewOnlyModules).compactMap { position(credential, $0) }
        }
        let brought = credentials.filter { credential in
            switch credential {
            case .anonymous, .none: false
            case .role(let name): held.contains(ExactText(name))
            case .module(let id): listed.contains(ExactText(id))
            }
        }
        for attempt in [brought.flatMap(positions), positions(.none)] where !attempt.isEmpty { return attempt }
        // Without a login right that any policy asks for, nothing else is told apart.
        return position(.none, Profile.ViewOnly(extent: .nothing, names: [])).map { [$0] } ?? []
    }

    /// The kinds of view-only that together stand for a real one: itself, or all that contain it.
    private func viewOnlyValues(_ credential: Credential, _ names: Set<String>) -> [Profile.ViewOnly] {
        let values = people.viewOnly[credential] ?? []
        let known = Set(values.flatMap(\.names).map(ExactText.init))
        let real = known.intersection(names.map(ExactText.init))
        guard !real.isEmpty else { return values.filter { $0.extent == .nothing } }
        return values.filter { real.isSubset(of: $0.names.map(ExactText.init)) }
    }
}
