import Besturen

/// The people and requests that an invariant speaks of: those that fit every dimension that it names.
package struct InvariantSelection: Hashable, Sendable {
    /// Some values of a dimension, or all but some.
    struct Choice<Value: Hashable & Sendable>: Hashable, Sendable {
        var values: [Value]
        var isNegated = false

        func admits(_ value: Value) -> Bool { values.contains(value) != isNegated }

        /// Whether it admits one of several, or all when it excludes.
        func admits(anyOf values: [Value]) -> Bool {
            isNegated ? values.allSatisfy(admits) : values.contains(where: admits)
        }
    }

    /// What stands before the upstream of a route.
    enum Door: String, CaseIterable, Hashable, Sendable {
        case everyone = "public"
        case delegated, authenticated, granted, closed
        /// No route at all.
        case none

        init(_ route: Route?) {
            self =
                switch route?.access {
                case .everyone: .everyone
                case .delegated: .delegated
                case .authenticated: .authenticated
                case .granted: .granted
                case .closed: .closed
                case nil: .none
                }
        }
    }

    /// What the people are asked. Every dimension but `anonymous` speaks of people who are logged in; nobody fits none.
    struct People: Hashable, Sendable {
        /// `anonymous`: whether nobody is logged in.
        var isAnonymous: Bool?
        /// `role`: somebody who holds one of these, and no other role. What a role opens, it opens beside others, too.
        var roles: Choice<String>?
        /// `bestuurstypes`: as in a module; a type also fits when it counts as one of these.
        var types: Choice<Bestuurstype>?
        /// `doelgroepen`: of the login; `none` for a login without one.
        var doelgroepen: Choice<Doelgroep?>?
        /// `state`: `active`, or `not-active` for every other.
        var isActive: Bool?
        /// `view-only`: whether the bestuur has every module that the role opens as view-only, or none. Modules that do not
        /// honour view-only are asked as well. What opens no module, such as an administrative role, is never view-only.
        var isViewOnly: Bool?
        /// `login-right`: whether the login right of the policy is held.
        var holdsLoginRight: Bool?

        var isEmpty: Bool { self == People() }
    }

    /// What the requests are asked. `module`, `group` and `upstream` speak of the route; where a path has none for the method,
    /// of those that it has for other methods: a write to reference data is one, although no route takes it.
    struct Requests: Hashable, Sendable {
        /// `module`: the route names one of these, and *reached* means reached through it.
        var modules: [String]?
        /// `path`: the path falls under one of these patterns, whatever the routes are.
        var paths: Choice<PathPattern>?
        /// `host`: the Host falls under one of these names of `hosts`; `none` for any other.
        var hosts: Choice<String?>?
        /// `access`: `read` (GET, HEAD, OPTIONS) or `write` (all else).
        var isWrite: Bool?
        /// `door`: what the route asks for: `public`, `delegated`, `authenticated`, `granted` (modules and roles),
        /// `closed`; `none` where there is no route.
        var doors: Choice<Door>?
        /// `group`: of the route; `none` where it has none.
        var groups: Choice<ExactText?>?
        /// `upstream`: of the route; `none` where it has none.
        var upstreams: Choice<String?>?

        var isEmpty: Bool { self == Requests() }
    }

    var people = People()
    var requests = Requests()
    /// As it was written, in a fixed order and spelling.
    package var words = ""

    /// What a domain must tell apart for the selection to be exact.
    func widen(_ detail: inout AccessDomain.Detail) {
        detail.tellsOtherMethods = true
        detail.patterns += requests.paths?.values.filter { !detail.patterns.contains($0) } ?? []
        if requests.hosts != nil { detail.tellsHosts = true }
        if people.isViewOnly != nil { detail.tellsEveryViewOnly = true }
        if people.roles != nil { detail.tellsRolesWithoutLoginRight = true }
    }

    func admits(_ profile: Profile, in domain: AccessDomain) -> Bool {
        guard !people.isEmpty else { return true }
        if profile.isAnonymous { return people == People(isAnonymous: true) }
        if people.isAnonymous == true { return false }
        if let roles = people.roles {
            let role = if case .role(let name) = profile.credential { name } else { "" }
            // A login right is a role, too.
            guard roles.admits(role) || (!roles.isNegated && profile.loginRights.contains(where: roles.admits)) else {
                return false
            }
        }
        if let types = people.types, let type = profile.type {
            guard BestuurstypeSet(types.values).admits(type) != types.isNegated else { return false }
        }
        if let doelgroepen = people.doelgroepen, !doelgroepen.admits(profile.doelgroep) { return false }
        if let isActive = people.isActive, isActive != profile.isActive { return false }
        if let isViewOnly = people.isViewOnly {
            guard profile.viewOnly.extent == (isViewOnly ? .everything : .nothing) else { return false }
        }
        if let holds = people.holdsLoginRight {
            guard holds == domain.policies[0].loginRight.map(profile.loginRights.contains) ?? true else { return false }
        }
        return true
    }

    func admits(_ area: Area, in domain: AccessDomain) -> Bool {
        let policy = domain.policies[0]
        let route = domain.route(of: area)
        let routes = route.map { [$0] } ?? area.otherMethods.map { policy.routes[$0] }
        if let modules = requests.modules {
            let isNamed = routes.contains { route in
                guard case .granted(let positions, _) = route.access else { return false }
                return positions.contains { modules.contains(policy.modules[$0].id) }
            }
            guard isNamed else { return false }
        }
        if let paths = requests.paths {
            let covered = zip(domain.patterns, area.patterns).contains { $1 && paths.values.contains($0) }
            guard covered != paths.isNegated else { return false }
        }
        if let hosts = requests.hosts, !hosts.admits(area.host) { return false }
        if let isWrite = requests.isWrite, isWrite != area.isWrite { return false }
        if let doors = requests.doors, !doors.admits(Door(route)) { return false }
        let groups = routes.isEmpty ? [nil] : routes.map { $0.group.map(ExactText.init) }
        if let choice = requests.groups, !choice.admits(anyOf: groups) { return false }
        let upstreams = routes.isEmpty ? [nil] : routes.map(\.upstream)
        if let choice = requests.upstreams, !choice.admits(anyOf: upstreams) { return false }
        return true
    }
}
