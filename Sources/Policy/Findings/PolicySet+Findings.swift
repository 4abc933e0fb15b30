import Besturen

extension PolicySet {
    /// What the owner of this policy should look at, in the order of the document.
    package func findings() -> [Finding] {
        let reach = RouteReach(self)
        let all =
            roleNameFindings() + nameFindings() + shadowFindings(reach) + overlapFindings() + relationshipFindings()
            + reachFindings(reach)
            + eligibilityFindings() + unusedFindings() + routes.flatMap(findings) + loginRightFindings()
        return all.sorted {
            ($0.location.line, $0.location.column, $0.code.rawValue, $0.message) < (
                $1.location.line, $1.location.column, $1.code.rawValue, $1.message
            )
        }
    }

    private func roleNameFindings() -> [Finding] {
        let names = knownRoles
        var findings: [Finding] = []
        for (index, name) in names.enumerated() {
            for other in names.dropFirst(index + 1) where NearMiss.distance(name, other, limit: 2) <= 2 {
                findings.append(
                    Finding(
                        code: .roleNamesAlike, location: place(ofRole: other),
                        message: "roles `\(name)` and `\(other)` are easily taken for each other",
                        hint: "check that both exist in Gebruikersbeheer; names are compared to the letter"))
            }
        }
        return findings
    }

    private func place(ofRole name: String) -> SourceLocation {
        modules.first { $0.role == name }?.location ?? administrativeRoles.first { $0.name == name }?.location
            ?? SourceLocation(file: file, line: 1, column: 1)
    }

    private func reachFindings(_ reach: RouteReach) -> [Finding] {
        var reachedModules: Set<Int> = []
        var reachedRoles: Set<Int> = []
        for route in routes where reach.arrives(at: route) {
            guard case .granted(let modules, let roles) = route.access else { continue }
            reachedModules.formUnion(modules)
            reachedRoles.formUnion(roles)
        }
        var findings: [Finding] = []
        for (position, module) in modules.enumerated() where !module.isExternal && !reachedModules.contains(position) {
            findings.append(
                Finding(
                    code: .moduleUnreachable, location: module.location,
                    message: "no route opens for module `\(module.id)`",
                    hint: "add a route, or write `external: true` when it is served elsewhere"))
        }
        for (position, role) in administrativeRoles.enumerated() where !reachedRoles.contains(position) {
            findings.append(
                Finding(
                    code: .roleUnreachable, location: role.location, message: "no route opens for role `\(role.name)`",
                    hint: "add a route, or move it to `retired-roles`"))
        }
        return findings
    }

    private func unusedFindings() -> [Finding] {
        let usedUpstreams = Set(routes.compactMap(\.upstream))
        let usedHosts = Set(routes.compactMap(\.host))
        let upstreamFindings = upstreams.filter { !usedUpstreams.contains($0.name) }.map {
            Finding(
                code: .upstreamUnused, location: $0.location, message: "no route uses upstream `\($0.name)`", hint: nil)
        }
        let hostFindings = hosts.filter { !usedHosts.contains($0.name) }.map {
            Finding(
                code: .hostUnused, location: $0.location, message: "no route uses host `\($0.name)`", hint: nil)
        }
        return upstreamFindings + hostFindings
    }

    private func findings(_ route: Route) -> [Finding] {
        var findings: [Finding] = []
        func add(_ code: Finding.Code, _ message: String, _ hint: String? = nil) {
            findings.append(Finding(code: code, location: route.location, message: message, hint: hint))
        }
        switch route.access {
        case .everyone:
            add(.publicRoute, "`\(route.title)` is open to everybody")
            if route.methods.admitsWrite {
                add(
                    .publicWrite, "`\(route.title)` lets everybody write",
                    "write `methods: read` unless writing is meant")
            }
            if route.why == nil { add(.whyMissing, "public route `\(route.title)` has no `why`") }
        case .authenticated:
            add(.authenticatedRoute, "`\(route.title)` is open to every authenticated bestuur")
            if route.why == nil, route.group == nil {
                add(.whyMissing, "authenticated route `\(route.title)` has neither `why` nor `group`")
            }
        case .delegated(let credential):
            add(.delegatedRoute, "`\(route.title)` is guarded by its upstream (\(credential)), not by Poort")
        case .closed, .granted:
            break
        }
        if route.needsPrincipal, route.jsonAPI == nil {
            add(
                .relatedDataUnjudged, "`\(route.title)` has no `json-api`: \(unjudged(route))",
                "write `json-api: {}` for a JSON:API of which no related data are asked; leave it out for anything else"
            )
        }
        return findings
    }

    private func unjudged(_ route: Route) -> String {
        route.path.matchesBelow ? "the path below it and the query are not judged" : "the query is not judged"
    }

    private func loginRightFindings() -> [Finding] {
        guard loginRight == nil else { return [] }
        return [
            Finding(
                code: .loginRightAbsent, location: SourceLocation(file: file, line: 1, column: 1),
                message:
                    "the policy asks for no login right: whoever logs in for an active bestuur passes `authenticated`",
                hint: nil)
        ]
    }
}
