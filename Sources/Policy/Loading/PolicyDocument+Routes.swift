extension PolicyDocument {
    private static let routeKeys = [
        "path", "methods", "host", "access", "delegated-to", "modules", "roles", "upstream", "why", "group",
        "json-api",
    ]

    static func route(_ node: LocatedNode, _ reader: DocumentReader) -> RouteEntry? {
        guard let mapping = reader.mapping(node, "a route", keys: routeKeys) else { return nil }
        let path = mapping.required("path").flatMap { pathPattern($0, reader) }
        let methods = mapping.has("methods") ? mapping.optional("methods").flatMap { self.methods($0, reader) } : .all
        let host = located(mapping, "host")
        let access = self.access(mapping)
        let upstream = located(mapping, "upstream")
        let why = mapping.optionalString("why")
        let group = mapping.optionalString("group")
        if let group { checkReserved(group, "a group", mapping.optional("group")?.location ?? node.location, reader) }
        let jsonAPI = mapping.optional("json-api").flatMap { self.jsonAPI($0, mapping.place(of: "json-api"), reader) }
        checkUpstream(mapping, access)
        checkWhy(mapping, access)
        guard let path, let methods, let access else { return nil }
        return RouteEntry(
            location: node.location, path: path, host: host, methods: methods, access: access, upstream: upstream,
            why: why, group: group, jsonAPI: jsonAPI)
    }

    private static func located(_ mapping: MappingReader, _ key: String) -> Located<String>? {
        guard let node = mapping.optional(key), let text = mapping.reader.string(node, "`\(key)`") else { return nil }
        return Located(value: text, location: node.location)
    }

    private static func pathPattern(_ node: LocatedNode, _ reader: DocumentReader) -> PathPattern? {
        guard let text = reader.string(node, "`path`") else { return nil }
        do throws(PathPattern.Invalid) {
            return try PathPattern(text)
        } catch {
            reader.report(node.location, error.message, hint: error.hint)
            return nil
        }
    }

    private static func methods(_ node: LocatedNode, _ reader: DocumentReader) -> MethodSet? {
        if case .scalar = node.content {
            return reader.choice(node, "`methods`", among: [("read", .read), ("write", .write), ("all", .all)])
        }
        guard let items = reader.nonEmptyList(node, "`methods`") else { return nil }
        let choices = MethodSet.nameable.map { ($0.description, $0) }
        var found: [RequestMethod] = []
        for item in items {
            guard let method = reader.choice(item, "a method", among: choices) else { continue }
            if found.contains(method) {
                reader.report(item.location, "method `\(method)` is listed twice")
            }
            found.append(method)
        }
        return found.isEmpty ? nil : MethodSet(found)
    }

    private static func access(_ mapping: MappingReader) -> Access? {
        let reader = mapping.reader
        let named = mapping.has("modules") || mapping.has("roles")
        guard let node = mapping.optional("access") else {
            if mapping.has("delegated-to") {
                reader.report(mapping.place(of: "delegated-to"), "`delegated-to` goes with `access: delegated`")
            }
            guard named else {
                let hint =
                    "write `modules: […]`, `roles: […]`, or `access:` with public, authenticated, delegated or closed"
                reader.report(mapping.location, "the route does not say who may come", hint: hint)
                return nil
            }
            let modules = names(mapping, "modules", "a module")
            let roles = names(mapping, "roles", "a role")
            guard let modules, let roles else { return nil }
            return .granted(modules: modules, roles: roles)
        }
        if named {
            let key = mapping.has("modules") ? "modules" : "roles"
            let hint = "keep `access` for a door without modules and roles"
            reader.report(mapping.place(of: key), "a route has either `access` or `\(key)`", hint: hint)
        }
        let words = ["public", "authenticated", "closed", "delegated"]
        guard let word = reader.choice(node, "`access`", among: words.map { ($0, $0) }) else { return nil }
        if word == "delegated" {
            return mapping.requiredString("delegated-to").map(Access.delegated)
        }
        if mapping.has("delegated-to") {
            reader.report(mapping.place(of: "delegated-to"), "`delegated-to` goes with `access: delegated`")
        }
        switch word {
        case "public": return .everyone
        case "authenticated": return .authenticated
        default: return .closed
        }
    }

    /// The names under a key, none when it is absent; nil after a mistake.
    private static func names(_ mapping: MappingReader, _ key: String, _ what: String) -> [Located<String>]? {
        guard let node = mapping.optional(key) else { return [] }
        guard let items = mapping.reader.nonEmptyList(node, "`\(key)`") else { return nil }
        var found: [Located<String>] = []
        for item in items {
            guard let name = mapping.reader.string(item, what) else { continue }
            if found.contains(where: { $0.value == name }) {
                mapping.reader.report(item.location, "`\(name)` is listed twice")
            } else {
                found.append(Located(value: name, location: item.location))
            }
        }
        return found
    }

    private static func checkUpstream(_ mapping: MappingReader, _ access: Access?) {
        guard let access else { return }
        if case .closed = access {
            if mapping.has("upstream") {
                let hint = "nothing is forwarded from a closed route"
                mapping.reader.report(mapping.place(of: "upstream"), "a closed route has no `upstream`", hint: hint)
            }
        } else if !mapping.has("upstream") {
            mapping.reader.report(mapping.location, "the route needs `upstream`")
        }
    }

    /// A door that is shut, or that somebody else guards, is explained to whoever reads the policy next.
    private static func checkWhy(_ mapping: MappingReader, _ access: Access?) {
        guard let access, !mapping.has("why") else { return }
        switch access {
        case .closed: mapping.reader.report(mapping.location, "a closed route needs `why`")
        case .delegated: mapping.reader.report(mapping.location, "a delegated route needs `why`")
        case .everyone, .authenticated, .granted: break
        }
    }
}
