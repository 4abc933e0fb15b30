import Besturen

extension PolicyCompiler {
    /// The rules of a route for the JSON:API behind it; nil when the route cannot have any.
    func jsonAPI(_ entry: PolicyDocument.JSONAPIEntry, _ route: PolicyDocument.RouteEntry) -> JSONAPIRules? {
        var modules: [String] = []
        var roles: [String] = []
        switch route.access {
        case .closed:
            reader.report(entry.location, "a closed route has no `json-api`", hint: "nothing is asked behind it")
            return nil
        case .delegated:
            let hint = "whoever checks the credential also judges what is asked for"
            reader.report(entry.location, "a delegated route has no `json-api`", hint: hint)
            return nil
        case .granted(let listedModules, let listedRoles):
            modules = listedModules.map(\.value)
            roles = listedRoles.map(\.value)
        case .everyone, .authenticated:
            break
        }
        if route.path.matchesBelow, route.path.segments.contains(where: \.isParameter) {
            let hint = "write whole paths, or `/**` behind literal segments only"
            reader.report(entry.location, "`json-api` cannot tell what stands below `\(route.path)`", hint: hint)
        }
        if modules.count + roles.count > CandidateSet.capacity {
            let message = "a route with `json-api` has at most \(CandidateSet.capacity) modules and roles"
            reader.report(entry.location, message, hint: "give some of them a route of their own")
            return nil
        }
        let candidates = Candidates(modules: modules, roles: roles)
        return JSONAPIRules(
            include: admitted(entry.include, candidates), relationships: admitted(entry.relationships, candidates),
            filter: admitted(entry.filter, candidates),
            depth: route.path.matchesBelow ? route.path.segments.count : nil)
    }

    private struct Candidates {
        let modules: [String]
        let roles: [String]

        /// Its place among the modules and roles of the route. A name that is both means the module.
        func position(of name: String) -> Int? {
            if let module = modules.firstIndex(where: { ExactText($0) == ExactText(name) }) { return module }
            return roles.firstIndex { ExactText($0) == ExactText(name) }.map { modules.count + $0 }
        }
    }

    private func admitted(_ paths: [PolicyDocument.RelatedPath], _ candidates: Candidates) -> AdmittedPaths {
        var entries: [AdmittedPaths.Entry] = []
        var unknown: [SourceLocation] = []
        for path in paths {
            var admitted = CandidateSet.everyone
            if let subject = path.subject {
                guard let position = candidates.position(of: subject.value) else {
                    // Once for all paths that stand below it.
                    guard !unknown.contains(subject.location) else { continue }
                    unknown.append(subject.location)
                    let known = candidates.modules + candidates.roles
                    let hint =
                        known.isEmpty
                        ? "write a list: the route tells no modules and roles apart"
                        : "name one that the route admits"
                    reader.reportUnknown(
                        subject.location, "module or role of this route", subject.value, among: known, hint: hint)
                    continue
                }
                admitted = CandidateSet([position])
            }
            if let known = entries.firstIndex(where: { $0.path == path.path.value }) {
                entries[known].candidates = entries[known].candidates.union(admitted)
            } else {
                entries.append(AdmittedPaths.Entry(path: path.path.value, candidates: admitted))
            }
        }
        return AdmittedPaths(entries)
    }
}
