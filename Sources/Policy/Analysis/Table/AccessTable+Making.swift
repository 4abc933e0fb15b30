import Besturen

extension AccessTable {
    /// The table of a policy, every entry answered by the engine.
    package init(_ policy: PolicySet) throws(AnalysisError) {
        let making = try TableMaking(policy)
        sections = [
            making.matrix, making.openings, making.everyLogin, making.everybody, making.delegated, making.closed,
            making.related, making.elsewhere,
        ].filter { !$0.rows.isEmpty }.map(\.plain)
    }
}

/// The parts of a table from the cells of one policy.
private struct TableMaking {
    private let policy: PolicySet
    private let domain: AccessDomain
    /// By class: what each basis reads and writes.
    private let reach: [[Grant.Basis: Reach]]

    private struct Reach: Hashable {
        var reads = false
        var writes = false

        var text: String {
            switch (reads, writes) {
            case (true, true): "RW"
            case (true, false): "R"
            case (false, true): "W"
            case (false, false): AccessTable.none
            }
        }
    }

    init(_ policy: PolicySet) throws(AnalysisError) {
        let domain = try AccessDomain([policy])
        self.policy = policy
        self.domain = domain
        reach = (0..<domain.classCount).map { position in
            var reach: [Grant.Basis: Reach] = [:]
            for (area, value) in domain.areas.enumerated() {
                for basis in domain.grants(class: position, area: area, policy: 0) {
                    if value.isWrite {
                        reach[basis, default: Reach()].writes = true
                    } else {
                        reach[basis, default: Reach()].reads = true
                    }
                }
            }
            return reach
        }
    }

    // MARK: - Types of bestuur

    /// Somebody whose row stands in the matrix.
    private struct Subject {
        var name: String
        var role: String
        var credential: Credential
        var basis: Grant.Basis
    }

    private var subjects: [Subject] {
        var subjects = [
            Subject(name: "every login", role: AccessTable.none, credential: .none, basis: .authenticated)
        ]
        for (position, module) in policy.modules.enumerated() where !module.isExternal {
            subjects.append(
                Subject(
                    name: module.label, role: module.role ?? AccessTable.none,
                    credential: module.role.map(Credential.role) ?? .none, basis: .module(position)))
        }
        for (position, role) in policy.administrativeRoles.enumerated() {
            subjects.append(
                Subject(name: role.label, role: role.name, credential: .role(role.name), basis: .role(position)))
        }
        return subjects
    }

    var matrix: AccessTable.Section {
        var rows: [(key: [[String]], values: [String])] = []
        for subject in subjects {
            // A role that is the login right, too, is held beside none.
            let credential = domain.credentials.contains(subject.credential) ? subject.credential : .none
            let values = domain.viewOnlyValues(of: credential)
            func reach(_ type: Bestuurstype, _ doelgroep: Doelgroep?, _ viewOnly: Profile.ViewOnly) -> Reach {
                let holding = CellBox.Holding(credential: credential, loginRights: domain.loginRights)
                let position = domain.positions(
                    holding, viewOnly, types: [type], doelgroepen: [doelgroep], states: [true]
                ).first
                return position.flatMap { self.reach[domain.classes[$0]][subject.basis] } ?? Reach()
            }
            let usual = values.first { $0.extent == .nothing } ?? .init(extent: .nothing, names: [])
            let admitted = domain.doelgroepen.filter { doelgroep in
                Bestuurstype.allCases.contains { reach($0, doelgroep, usual) != Reach() }
            }
            let text = Bestuurstype.allCases.map { type in
                admitted.map { reach(type, $0, usual) }.max { $0.text.utf8.count < $1.text.utf8.count }?.text
                    ?? AccessTable.none
            }
            let isLimited = values.contains { value in
                admitted.contains { doelgroep in
                    Bestuurstype.allCases.contains { reach($0, doelgroep, value) != reach($0, doelgroep, usual) }
                }
            }
            let names = admitted.map { $0?.rawValue ?? "none" }.joined(separator: ", ")
            rows.append(
                (
                    [
                        [subject.name], [subject.role], [names.isEmpty ? AccessTable.none : names],
                        [isLimited ? "R only" : "ignored"],
                    ], text
                ))
        }
        // Types that no row tells apart share a column.
        var columns: [(types: [Bestuurstype], values: [String])] = []
        for (position, type) in Bestuurstype.allCases.enumerated() {
            let values = rows.map { $0.values[position] }
            if let index = columns.firstIndex(where: { $0.values == values }) {
                columns[index].types.append(type)
            } else {
                columns.append(([type], values))
            }
        }
        // What is told as all others stands last.
        let longest = columns.indices.max { columns[$0].types.count < columns[$1].types.count }
        if let longest { columns.append(columns.remove(at: longest)) }
        let right = policy.loginRight.map { " All of it asks for the login right \($0) as well." } ?? ""
        return AccessTable.Section(
            title: "Modules and roles by type of bestuur",
            explanation: """
                R reads, W writes. Who holds the role for an active bestuur of the type, logged in with one of the \
                doelgroepen, reaches some route that way; which ones, the next table says. The column view-only says what is \
                left where the bestuur has the module as view-only, or that the module does not look at it.\(right)
                """,
            columns: [
                .init(titles: ["who"], kind: .text), .init(titles: ["role"], kind: .text),
                .init(titles: ["doelgroepen"], kind: .text), .init(titles: ["view-only"], kind: .text),
            ] + columns.map { .init(titles: $0.types.map(\.slug), kind: .access) },
            keyCount: 2,
            rows: rows.enumerated().map { index, row in row.key + columns.map { [$0.values[index]] } })
    }

    // MARK: - Routes

    /// The routes that somebody reaches by a basis that is told, grouped by texts that tell the rows apart.
    private func grouped(_ text: (Route) -> [String]?) -> [[[String]]] {
        var order: [[String]] = []
        var paths: [[String]: [String]] = [:]
        for route in policy.routes {
            guard let key = text(route) else { continue }
            if paths[key] == nil { order.append(key) }
            paths[key, default: []].append((route.host.map { "\($0):" } ?? "") + route.path.description)
        }
        return order.map { key in key.map { [$0] } + [paths[key] ?? []] }
    }

    /// What grants anybody anything on a route.
    private func bases(_ route: Route) -> [Grant.Basis] {
        var found: [Grant.Basis] = []
        for (area, value) in domain.areas.enumerated() where value.routes[0] == route.position {
            for position in 0..<domain.classCount {
                for basis in domain.grants(class: position, area: area, policy: 0) where !found.contains(basis) {
                    found.append(basis)
                }
            }
        }
        return found
    }

    var openings: AccessTable.Section {
        let names = policy.modules.map(\.label)
        let roles = policy.administrativeRoles.map(\.name)
        let rows = grouped { route in
            guard case .granted(let modules, let positions) = route.access else { return nil }
            let bases = bases(route)
            let opening =
                modules.filter { bases.contains(.module($0)) }.map { names[$0] }
                + positions.filter { bases.contains(.role($0)) }.map { roles[$0] }
            let text = opening.isEmpty ? "nobody" : opening.joined(separator: " or ")
            return [text, route.methods.description]
        }
        // Module by module: first what one alone opens.
        let sorted = rows.enumerated().sorted { left, right in
            func rank(_ row: (offset: Int, element: [[String]])) -> (Int, Int, Int) {
                let opening = row.element[0][0].split(separator: " or ").map(String.init)
                let position = opening.first.flatMap { (names + roles).firstIndex(of: $0) } ?? names.count + roles.count
                return (min(opening.count, 2), position, row.offset)
            }
            return rank(left) < rank(right)
        }.map(\.element)
        return AccessTable.Section(
            title: "What modules and roles open",
            explanation: "Any one of those named opens the paths, for the types of bestuur in the table above.",
            columns: [
                .init(titles: ["opened by"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["paths"], kind: .paths),
            ], keyCount: 2, rows: sorted)
    }

    var everyLogin: AccessTable.Section {
        AccessTable.Section(
            title: "What every login opens",
            explanation: "Whoever is logged in for an active bestuur, with no role at all.",
            columns: [
                .init(titles: ["group"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["paths"], kind: .paths),
            ], keyCount: 2,
            rows: grouped { route in
                route.access == .authenticated ? [route.group ?? AccessTable.none, route.methods.description] : nil
            })
    }

    var everybody: AccessTable.Section {
        AccessTable.Section(
            title: AccessTable.openToEverybody,
            explanation: "No login is asked for, and no identity is added; so it matters where it leads.",
            columns: [
                .init(titles: ["why"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["upstream"], kind: .text), .init(titles: ["paths"], kind: .paths),
            ], keyCount: AccessTable.keyCount(ofSection: AccessTable.openToEverybody),
            rows: grouped { route in
                guard route.access == .everyone else { return nil }
                return [route.why ?? AccessTable.none, route.methods.description, route.upstream ?? AccessTable.none]
            })
    }

    var delegated: AccessTable.Section {
        AccessTable.Section(
            title: "Left to the service behind",
            explanation: "The service checks a credential of its own; Poort checks nothing and adds no identity.",
            columns: [
                .init(titles: ["credential"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["paths"], kind: .paths),
            ], keyCount: 2,
            rows: grouped { route in
                guard case .delegated(let credential) = route.access else { return nil }
                return [credential, route.methods.description]
            })
    }

    var closed: AccessTable.Section {
        AccessTable.Section(
            title: "Closed", explanation: "Refused to everybody, as is everything that no route names.",
            columns: [
                .init(titles: ["why"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["paths"], kind: .paths),
            ], keyCount: 2,
            rows: grouped { route in
                route.access == .closed ? [route.why ?? AccessTable.none, route.methods.description] : nil
            })
    }

    /// How far the API behind a guarded door may be asked; and of the public ones that say it.
    var related: AccessTable.Section {
        AccessTable.Section(
            title: "What may be asked besides",
            explanation: """
                Of the JSON:API behind a route: related data that come along (include), relationships that are followed, \
                and what is filtered or sorted by. An include brings its beginnings along.
                """,
            columns: [
                .init(titles: ["path"], kind: .text), .init(titles: ["methods"], kind: .text),
                .init(titles: ["may be asked"], kind: .paths),
            ], keyCount: 2,
            rows: policy.routes.filter { $0.needsPrincipal || $0.jsonAPI != nil }.map { route in
                let path = (route.host.map { "\($0):" } ?? "") + route.path.description
                return [[path], [route.methods.description], RelatedData(route, policy).items]
            })
    }

    var elsewhere: AccessTable.Section {
        AccessTable.Section(
            title: AccessTable.elsewhere, explanation: "A tile on the start page; no path of this policy.",
            columns: [
                .init(titles: ["module"], kind: .text), .init(titles: ["role"], kind: .text),
                .init(titles: ["types of bestuur"], kind: .text),
            ], keyCount: 1,
            rows: policy.modules.filter(\.isExternal).map { module in
                let types =
                    module.bestuurstypes == .all
                    ? "all" : module.bestuurstypes.members.map(\.slug).joined(separator: ", ")
                return [[module.label], [module.role ?? AccessTable.none], [types]]
            })
    }
}
