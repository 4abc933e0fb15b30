import Besturen

/// Checks the parts of a policy document against each other and makes the policy.
///
/// Everything is checked even after a mistake; the policy that comes out is used only when there was none.
struct PolicyCompiler {
    private let document: PolicyDocument
    let reader: DocumentReader
    private let doelgroepen: Set<Doelgroep>
    private var moduleAt: [ExactText: Int] = [:]
    private var roleAt: [ExactText: Int] = [:]
    private var hostAt: [ExactText: Int] = [:]

    init(_ document: PolicyDocument, _ reader: DocumentReader) {
        self.document = document
        self.reader = reader
        doelgroepen = Set(document.doelgroepen.map(\.value))
        for (position, module) in document.modules.enumerated() { moduleAt[ExactText(module.id.value)] = position }
        for (position, role) in document.roles.enumerated() { roleAt[ExactText(role.name.value)] = position }
        for (position, host) in document.hosts.enumerated() { hostAt[ExactText(host.name.value)] = position }
    }

    mutating func compile(_ fingerprint: PolicyFingerprint) -> PolicySet? {
        checkRoleNames()
        checkHosts()
        let modules = document.modules.map(module)
        let roles = document.roles.map(role)
        let routes = document.routes.enumerated().map { route($1, $0, fingerprint) }
        let entries = document.routes.map { entry in
            RouteTable.Entry(
                path: entry.path, host: entry.host.flatMap { hostAt[ExactText($0.value)] }, methods: entry.methods)
        }
        let table = RouteTable(routes: entries, hosts: document.hosts.map { $0.patterns.map(\.value) })
        report(table.clashes)
        // Without routes each would be about groups that nobody has, and hide the one mistake there is.
        let invariants = InvariantReading(reader: reader, names: names)
            .invariants(document.routes.isEmpty ? [] : document.invariants)
        guard let claims = document.claims else { return nil }
        return PolicySet(
            file: reader.file, claimNames: claims, loginRight: document.loginRight?.value, doelgroepen: doelgroepen,
            modules: modules, administrativeRoles: roles,
            retiredRoles: Dictionary(
                document.retired.map { ($0.name.value, $0.why) }, uniquingKeysWith: { first, _ in first }),
            hosts: document.hosts.map { ($0.name.value, $0.patterns.map(\.value), $0.name.location) },
            upstreams: document.upstreams.map { ($0.value, $0.location) }, routes: routes, fingerprint: fingerprint,
            table: table, invariants: invariants)
    }

    private var names: InvariantReading.Names {
        let roles =
            document.modules.compactMap { $0.role?.value } + document.roles.map(\.name.value)
            + (document.loginRight.map { [$0.value] } ?? [])
        return InvariantReading.Names(
            modules: document.modules.map(\.id.value), roles: Set(roles).sorted(),
            retiredRoles: document.retired.map(\.name.value), hosts: document.hosts.map(\.name.value),
            groups: Set(document.routes.compactMap(\.group)).sorted(), upstreams: document.upstreams.map(\.value),
            asksForLoginRight: document.loginRight != nil)
    }

    // MARK: - Parts

    private func module(_ entry: PolicyDocument.ModuleEntry) -> Module {
        Module(
            id: entry.id.value, label: entry.label, opening: entry.role.map { .role($0.value) } ?? .authenticated,
            bestuurstypes: entry.bestuurstypes, honoursViewOnly: entry.honoursViewOnly, isExternal: entry.isExternal,
            doelgroepen: admitted(entry.doelgroepen), why: entry.why, location: entry.id.location)
    }

    private func role(_ entry: PolicyDocument.RoleEntry) -> AdministrativeRole {
        AdministrativeRole(
            name: entry.name.value, label: entry.label, bestuurstypes: entry.bestuurstypes,
            doelgroepen: admitted(entry.doelgroepen), why: entry.why, location: entry.name.location)
    }

    /// A narrowing of the policy's doelgroepen.
    private func admitted(_ listed: [Located<Doelgroep>]?) -> Set<Doelgroep> {
        guard let listed else { return doelgroepen }
        for item in listed where !doelgroepen.contains(item.value) {
            let hint = "add it to `doelgroepen` of the policy, or remove it here"
            reader.report(item.location, "the policy does not admit doelgroep `\(item.value.rawValue)`", hint: hint)
        }
        return doelgroepen.intersection(listed.map(\.value))
    }

    private func route(
        _ entry: PolicyDocument.RouteEntry, _ position: Int, _ fingerprint: PolicyFingerprint
    ) -> Route {
        if let host = entry.host, hostAt[ExactText(host.value)] == nil {
            let known = document.hosts.map(\.name.value)
            reader.reportUnknown(host.location, "host", host.value, among: known, hint: "name it under `hosts`")
        }
        if let upstream = entry.upstream, !document.upstreams.contains(where: { $0.value == upstream.value }) {
            let known = document.upstreams.map(\.value)
            reader.reportUnknown(
                upstream.location, "upstream", upstream.value, among: known, hint: "list it under `upstreams`")
        }
        let access: RouteAccess =
            switch entry.access {
            case .everyone: .everyone
            case .authenticated: .authenticated
            case .closed: .closed
            case .delegated(let credential): .delegated(credential)
            case .granted(let modules, let roles):
                .granted(modules: modules.compactMap(modulePosition), roles: roles.compactMap(rolePosition))
            }
        return Route(
            path: entry.path, host: entry.host?.value, methods: entry.methods, access: access,
            upstream: entry.upstream?.value, why: entry.why, group: entry.group,
            jsonAPI: entry.jsonAPI.flatMap { jsonAPI($0, entry) }, location: entry.location, position: position,
            fingerprint: fingerprint)
    }

    private func modulePosition(_ name: Located<String>) -> Int? {
        guard let position = moduleAt[ExactText(name.value)] else {
            if roleAt[ExactText(name.value)] != nil {
                let hint = "write it under `roles`"
                reader.report(name.location, "`\(name.value)` is an administrative role, not a module", hint: hint)
            } else if let owner = document.modules.first(where: { $0.role?.value == name.value }) {
                let hint = "write `\(owner.id.value)`, the module that this role opens"
                reader.report(name.location, "`\(name.value)` is a role, not a module", hint: hint)
            } else {
                let known = document.modules.map(\.id.value)
                reader.reportUnknown(name.location, "module", name.value, among: known, hint: "name it under `modules`")
            }
            return nil
        }
        if document.modules[position].isExternal {
            let hint = "an external module is served elsewhere and reached through no route"
            reader.report(name.location, "module `\(name.value)` is external", hint: hint)
        }
        return position
    }

    private func rolePosition(_ name: Located<String>) -> Int? {
        if let position = roleAt[ExactText(name.value)] { return position }
        if let retired = document.retired.first(where: { $0.name.value == name.value }) {
            let message = "role `\(name.value)` is retired since line \(retired.name.location.line) and grants nothing"
            reader.report(name.location, message, hint: "remove it from the route")
        } else if let module = document.modules.first(where: { $0.role?.value == name.value }) {
            let hint = "write `modules: [\(module.id.value)]`, so that the bestuur is weighed too"
            reader.report(name.location, "role `\(name.value)` belongs to module `\(module.id.value)`", hint: hint)
        } else if document.loginRight?.value == name.value {
            let hint = "write `access: authenticated`"
            reader.report(name.location, "role `\(name.value)` is the login right", hint: hint)
        } else if moduleAt[ExactText(name.value)] != nil {
            let hint = "write `modules: [\(name.value)]`"
            reader.report(name.location, "`\(name.value)` is a module, not a role", hint: hint)
        } else {
            let known = document.roles.map(\.name.value)
            let hint = "name it under `administrative-roles`"
            reader.reportUnknown(name.location, "role", name.value, among: known, hint: hint)
        }
        return nil
    }

    // MARK: - Across parts

    /// One role name has one meaning. Modules may share a role: it then opens all of them.
    private func checkRoleNames() {
        var meanings: [ExactText: (kind: String, line: Int)] = [:]
        func claim(_ name: Located<String>, _ kind: String) {
            if let known = meanings[ExactText(name.value)] {
                guard known.kind != "the role of a module" || kind != known.kind else { return }
                let message =
                    "role `\(name.value)` is already \(known.kind) (line \(known.line)) and cannot be \(kind) too"
                reader.report(name.location, message, hint: "give one name one meaning")
            } else {
                meanings[ExactText(name.value)] = (kind, name.location.line)
            }
        }
        if let right = document.loginRight { claim(right, "the login right") }
        for module in document.modules {
            if let role = module.role { claim(role, "the role of a module") }
        }
        for role in document.roles { claim(role.name, "an administrative role") }
        for role in document.retired { claim(role.name, "a retired role") }
    }

    private func checkHosts() {
        var seen: [String: Located<HostPattern>] = [:]
        for host in document.hosts {
            for pattern in host.patterns {
                let text = pattern.value.description
                if let first = seen[text] {
                    let message = "host `\(text)` is already named on line \(first.location.line)"
                    reader.report(pattern.location, message, hint: "a host belongs to one name")
                } else {
                    seen[text] = pattern
                }
            }
        }
    }

    private func report(_ clashes: [RouteTable.Clash]) {
        for clash in clashes {
            let first = document.routes[clash.first]
            let second = document.routes[clash.second]
            let methods = clash.methods.filter { $0 != .other }.map(\.description).joined(separator: ", ")
            let message =
                "two routes admit \(methods.isEmpty ? "other methods" : methods) on `\(second.path)`: "
                + "this one and `\(first.path)` on line \(first.location.line)"
            reader.report(second.location, message, hint: "join them, or give each its own methods")
        }
    }
}
