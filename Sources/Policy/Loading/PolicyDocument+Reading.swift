import Besturen

extension PolicyDocument {
    static let keys = [
        "version", "claims", "login-right", "doelgroepen", "modules", "administrative-roles", "retired-roles", "hosts",
        "upstreams", "routes", "invariants",
    ]

    /// Reads what can be read; the reader keeps the mistakes.
    init(_ reader: DocumentReader) {
        guard let root = reader.root, let top = reader.mapping(root, "a policy", keys: PolicyDocument.keys) else {
            return
        }
        if let version = top.required("version"), let number = reader.integer(version, "`version`", in: 0...1_000_000),
            number != 1
        {
            reader.report(version.location, "policy version \(number) is not known", hint: "this is version 1")
        }
        claims = top.required("claims").flatMap { ClaimNames.read($0, reader) }
        if let right = top.optional("login-right") {
            loginRight = PolicyDocument.roleName(right, "`login-right`", reader).map {
                Located(value: $0, location: right.location)
            }
        }
        doelgroepen = top.required("doelgroepen").flatMap { PolicyDocument.doelgroepen($0, reader) } ?? []
        for pair in top.optional("modules").flatMap({ reader.entries($0, "`modules`") }) ?? [] {
            if let module = PolicyDocument.module(pair, reader) { modules.append(module) }
        }
        for pair in top.optional("administrative-roles").flatMap({ reader.entries($0, "`administrative-roles`") }) ?? []
        {
            if let role = PolicyDocument.administrativeRole(pair, reader) { roles.append(role) }
        }
        for pair in top.optional("retired-roles").flatMap({ reader.entries($0, "`retired-roles`") }) ?? [] {
            if let role = PolicyDocument.retired(pair, reader) { retired.append(role) }
        }
        for pair in top.optional("hosts").flatMap({ reader.entries($0, "`hosts`") }) ?? [] {
            if let host = PolicyDocument.host(pair, reader) { hosts.append(host) }
        }
        upstreams = PolicyDocument.upstreams(top, reader)
        for node in top.required("routes").flatMap({ reader.nonEmptyList($0, "`routes`") }) ?? [] {
            if let route = PolicyDocument.route(node, reader) { routes.append(route) }
        }
        invariants = top.optional("invariants").flatMap { reader.nonEmptyList($0, "`invariants`") } ?? []
    }

    static func doelgroepen(_ node: LocatedNode, _ reader: DocumentReader) -> [Located<Doelgroep>]? {
        guard let items = reader.nonEmptyList(node, "`doelgroepen`") else { return nil }
        let choices = Doelgroep.allCases.map { ($0.rawValue, $0) }
        var found: [Located<Doelgroep>] = []
        for item in items {
            guard let value = reader.choice(item, "a doelgroep", among: choices) else { continue }
            if found.contains(where: { $0.value == value }) {
                reader.report(item.location, "doelgroep `\(value.rawValue)` is listed twice")
            } else {
                found.append(Located(value: value, location: item.location))
            }
        }
        return found
    }

    /// A list of types, or the word `all`.
    static func bestuurstypes(_ node: LocatedNode, _ reader: DocumentReader) -> BestuurstypeSet? {
        if case .scalar("all", _) = node.content { return .all }
        guard case .list = node.content else {
            reader.report(node.location, "`bestuurstypes` must be a list or `all`, not \(node.kind)")
            return nil
        }
        guard let items = reader.nonEmptyList(node, "`bestuurstypes`") else { return nil }
        var types = BestuurstypeSet()
        for item in items {
            guard let slug = reader.string(item, "a bestuurstype") else { continue }
            guard let type = Bestuurstype(slug: slug) else {
                let known = Bestuurstype.allCases.map(\.slug)
                let hint = "the types are " + known.joined(separator: ", ")
                reader.reportUnknown(item.location, "bestuurstype", slug, among: known, hint: hint)
                continue
            }
            if types.contains(type) {
                reader.report(item.location, "bestuurstype `\(slug)` is listed twice")
            }
            types.insert(type)
        }
        return types
    }

    private static func module(_ pair: LocatedNode.Pair, _ reader: DocumentReader) -> ModuleEntry? {
        let keys = ["label", "role", "open-to", "bestuurstypes", "view-only", "external", "doelgroepen", "why"]
        checkID(pair.key, "module", pair.keyLocation, reader)
        guard let mapping = reader.mapping(pair.value, "module `\(pair.key)`", keys: keys) else { return nil }
        let label = mapping.requiredString("label")
        let role = mapping.optional("role").flatMap { node in
            roleName(node, "`role`", reader).map { Located(value: $0, location: node.location) }
        }
        if let open = mapping.optional("open-to") {
            _ = reader.choice(open, "`open-to`", among: [("authenticated", true)])
        }
        switch (mapping.has("role"), mapping.has("open-to")) {
        case (true, true):
            let hint = "keep `role` to ask for a role, `open-to` to ask for none"
            reader.report(mapping.place(of: "open-to"), "\(mapping.what) has both `role` and `open-to`", hint: hint)
        case (false, false):
            let hint = "write the role that opens it, or `open-to: authenticated` for every authenticated bestuur"
            reader.report(pair.keyLocation, "\(mapping.what) has neither `role` nor `open-to`", hint: hint)
        default:
            break
        }
        var types: BestuurstypeSet? = .all
        if let node = mapping.optional("bestuurstypes") {
            types = bestuurstypes(node, reader)
        } else if mapping.has("role") {
            reader.report(
                pair.keyLocation, "\(mapping.what) needs `bestuurstypes`",
                hint: "write `bestuurstypes: all` for every type")
        }
        let viewOnly = mapping.optional("view-only").flatMap {
            reader.choice($0, "`view-only`", among: [("honoured", true), ("ignored", false)])
        }
        let external = mapping.optionalBool("external")
        let groups = mapping.optional("doelgroepen").flatMap { doelgroepen($0, reader) }
        let why = mapping.optionalString("why")
        return ModuleEntry(
            id: Located(value: pair.key, location: pair.keyLocation), label: label ?? pair.key, role: role,
            bestuurstypes: types ?? [], doelgroepen: groups, honoursViewOnly: viewOnly ?? false,
            isExternal: external ?? false, why: why)
    }

    private static func administrativeRole(_ pair: LocatedNode.Pair, _ reader: DocumentReader) -> RoleEntry? {
        checkRoleName(pair.key, pair.keyLocation, reader)
        let keys = ["label", "bestuurstypes", "doelgroepen", "why"]
        let what = "administrative role `\(pair.key)`"
        guard let mapping = reader.mapping(pair.value, what, keys: keys) else { return nil }
        let label = mapping.requiredString("label")
        let types = mapping.required("bestuurstypes").flatMap { bestuurstypes($0, reader) }
        let groups = mapping.optional("doelgroepen").flatMap { doelgroepen($0, reader) }
        let why = mapping.optionalString("why")
        return RoleEntry(
            name: Located(value: pair.key, location: pair.keyLocation), label: label ?? pair.key,
            bestuurstypes: types ?? [], doelgroepen: groups, why: why)
    }

    private static func retired(_ pair: LocatedNode.Pair, _ reader: DocumentReader) -> RetiredEntry? {
        checkRoleName(pair.key, pair.keyLocation, reader)
        let why = reader.string(pair.value, "the reason why `\(pair.key)` is retired")
        return RetiredEntry(name: Located(value: pair.key, location: pair.keyLocation), why: why ?? "")
    }

    private static func host(_ pair: LocatedNode.Pair, _ reader: DocumentReader) -> HostEntry? {
        checkID(pair.key, "host name", pair.keyLocation, reader)
        checkReserved(pair.key, "a host", pair.keyLocation, reader)
        guard let items = reader.nonEmptyList(pair.value, "host `\(pair.key)`") else { return nil }
        var patterns: [Located<HostPattern>] = []
        for item in items {
            guard let text = reader.string(item, "a host") else { continue }
            guard let pattern = HostPattern(text) else {
                let hint =
                    "write a whole host such as `loket.example.org`, or first labels and `*` such as `dashboard.*`"
                reader.report(item.location, "`\(text)` is not a host", hint: hint)
                continue
            }
            patterns.append(Located(value: pattern, location: item.location))
        }
        return HostEntry(name: Located(value: pair.key, location: pair.keyLocation), patterns: patterns)
    }

    private static func upstreams(_ top: MappingReader, _ reader: DocumentReader) -> [Located<String>] {
        guard let node = top.required("upstreams"), let items = reader.nonEmptyList(node, "`upstreams`") else {
            return []
        }
        var found: [Located<String>] = []
        for item in items {
            guard let name = reader.string(item, "an upstream") else { continue }
            checkID(name, "upstream", item.location, reader)
            checkReserved(name, "an upstream", item.location, reader)
            if let first = found.first(where: { $0.value == name }) {
                reader.report(item.location, "upstream `\(name)` is listed twice, first on line \(first.location.line)")
            } else {
                found.append(Located(value: name, location: item.location))
            }
        }
        return found
    }

    // MARK: - Names

    static func isID(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 100
            && id.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Invariants write it for what has no host, group or upstream.
    static let reservedName = "none"

    static func checkReserved(_ name: String, _ what: String, _ location: SourceLocation, _ reader: DocumentReader) {
        if name == reservedName {
            reader.report(
                location, "`none` cannot be the name of \(what)", hint: "invariants mean by it that there is none")
        }
    }

    static func checkID(_ id: String, _ what: String, _ location: SourceLocation, _ reader: DocumentReader) {
        if !isID(id) {
            reader.report(location, "`\(id)` cannot be the name of a \(what)", hint: "use `a`-`z`, `0`-`9` and `-`")
        }
    }

    static func roleName(_ node: LocatedNode, _ what: String, _ reader: DocumentReader) -> String? {
        guard let name = reader.string(node, what) else { return nil }
        checkRoleName(name, node.location, reader)
        return name
    }

    /// A name that a token can carry before its colon, in visible ASCII, so that no two look alike.
    static func isRoleName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 200
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    static func checkRoleName(_ name: String, _ location: SourceLocation, _ reader: DocumentReader) {
        if !isRoleName(name) {
            let hint =
                "a role name is made of letters, digits, `-`, `_` and `.`, without the organisation after the colon"
            reader.report(location, "`\(name)` cannot be the name of a role", hint: hint)
        }
    }
}
