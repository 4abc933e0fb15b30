import Besturen

/// Tells products of cells in words that the owner of a policy understands.
struct CellWords {
    let domain: AccessDomain
    /// The policy that allows what is told.
    let policy: Int

    /// Reading, writing or both, of one product: areas that are told with one verb.
    struct Part {
        var verb: String
        var titles: [String]
        var areas: [Int]
    }

    /// The areas of a product, by the verb that goes with them.
    func parts(_ areas: [Int]) -> [Part] {
        var order: [String] = []
        var byTitle: [String: [Int]] = [:]
        for area in areas {
            let title = domain.title(of: domain.areas[area])
            if byTitle[title] == nil { order.append(title) }
            byTitle[title, default: []].append(area)
        }
        var parts: [Part] = []
        for title in order {
            let areas = byTitle[title] ?? []
            let verb = verb(areas)
            if let index = parts.firstIndex(where: { $0.verb == verb }) {
                parts[index].titles.append(title)
                parts[index].areas += areas
            } else {
                parts.append(Part(verb: verb, titles: [title], areas: areas))
            }
        }
        return parts
    }

    private func verb(_ areas: [Int]) -> String {
        var verbs: [String] = []
        for (isWrite, verb) in [(false, "READ"), (true, "WRITE")] {
            let concerned = areas.map { domain.areas[$0] }.filter { $0.isWrite == isWrite }
            guard !concerned.isEmpty else { continue }
            let methods = Set(concerned.flatMap(\.methods))
            let all = Set(
                concerned.compactMap { domain.route(of: $0, policy: policy) }.flatMap(\.methods.members)
                    .filter { $0.isRead != isWrite })
            let names = RequestMethod.allCases.filter(methods.contains).map(\.description)
            verbs.append(methods == all ? verb : "\(verb) (\(names.joined(separator: ", ")) only)")
        }
        return verbs.joined(separator: " and ")
    }

    // MARK: - Who

    func who(_ box: CellBox) -> String {
        let credentials = box.holdings.map(\.credential)
        if credentials == [.anonymous] { return "somebody who is not logged in" }
        let rights = rights(box)
        let names = credentials.compactMap(name)
        guard credentials.contains(.none) else { return list(names, "or") + rights }
        let known = domain.credentials.filter { $0 != .none && $0 != .anonymous }
        let others = known.filter { !credentials.contains($0) }.compactMap(name)
        if others.isEmpty || domain.policies.allSatisfy({ unsatisfied($0, box) }) {
            return "whoever is logged in" + rights
        }
        if others.count <= 4 { return "whoever is logged in (\(list(others, "and")) aside)" + rights }
        return names.isEmpty
            ? "whoever is logged in without a role" + rights : "whoever has no role, or \(list(names, "or"))" + rights
    }

    /// Whether nobody of a product has the login right that a policy asks for.
    private func unsatisfied(_ policy: PolicySet, _ box: CellBox) -> Bool {
        guard let right = policy.loginRight else { return false }
        return box.holdings.allSatisfy { !$0.loginRights.contains(right) }
    }

    private func name(_ credential: Credential) -> String? {
        switch credential {
        case .anonymous, .none: nil
        case .role(let role): role
        case .module(let id): "the modules claim with \(id)"
        }
    }

    private func rights(_ box: CellBox) -> String {
        let sets = Set(box.holdings.map(\.loginRights))
        guard !domain.loginRights.isEmpty, sets.count == 1, let rights = sets.first else { return "" }
        let missing = domain.loginRights.filter { !rights.contains($0) }
        return missing.isEmpty ? "" : " without the login right \(list(missing, "and"))"
    }

    // MARK: - For whom

    /// With its leading space; empty when everything is as usual: an active bestuur of any type, an admitted doelgroep.
    func conditions(_ box: CellBox) -> String {
        guard !box.types.isEmpty else { return "" }
        var text = " for " + types(box.types)
        switch (box.states.contains(true), box.states.contains(false)) {
        case (true, true): text += ", active or not"
        case (false, true): text += ", not active"
        default: break
        }
        let admitted = domain.policies[policy].doelgroepen
        if Set(box.doelgroepen) != Set(admitted.map(Optional.some)) {
            text += ", doelgroep " + list(box.doelgroepen.map { $0?.rawValue ?? "none" }, "or")
        }
        if !box.viewOnly.isEmpty {
            let words = box.viewOnly.map { value in
                switch value.extent {
                case .nothing: "that has nothing as view-only"
                case .everything: "that has it as view-only"
                case .some: "that has \(list(value.names, "and")) as view-only"
                }
            }
            text += ", " + list(words, "or")
        }
        return text
    }

    func types(_ types: [Bestuurstype]) -> String {
        let missing = Bestuurstype.allCases.filter { !types.contains($0) }
        if missing.isEmpty { return "every type of bestuur" }
        if missing.count <= 3 { return "every type but " + list(missing.map(\.slug), "and") }
        return types.map(\.slug).joined(separator: ", ")
    }

    // MARK: - What

    /// Paths, those of a whole module or group told as one.
    func what(_ part: Part) -> [String] {
        var left = part.titles
        var words: [String] = []
        var collections: [(words: String, titles: Set<String>)] = []
        let areas = domain.areas.filter { area in part.areas.contains { domain.areas[$0].isWrite == area.isWrite } }
        for (position, module) in domain.policies[policy].modules.enumerated() {
            let titles = Set(areas.filter { names(position, $0) }.map { domain.title(of: $0) })
            collections.append(("all \(titles.count) routes of module \(module.label)", titles))
        }
        let groups = domain.policies[policy].routes.compactMap(\.group)
        for group in Set(groups).sorted() {
            let titles = Set(
                areas.filter { domain.route(of: $0, policy: policy)?.group == group }.map { domain.title(of: $0) })
            collections.append(("all \(titles.count) routes of group \(group)", titles))
        }
        // The largest first; a tie goes to the first named.
        for collection in collections.enumerated().sorted(by: {
            ($1.element.titles.count, $0.offset) < ($0.element.titles.count, $1.offset)
        }).map(\.element) where collection.titles.count > 1 && collection.titles.isSubset(of: left) {
            words.append(collection.words)
            left.removeAll(where: collection.titles.contains)
        }
        return words + left
    }

    private func names(_ module: Int, _ area: Area) -> Bool {
        guard case .granted(let modules, _) = domain.route(of: area, policy: policy)?.access else { return false }
        return modules.contains(module)
    }

    func list(_ items: [String], _ word: String) -> String {
        guard items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(word) " + items[items.count - 1]
    }
}
