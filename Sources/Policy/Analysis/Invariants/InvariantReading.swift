import Besturen

/// Reads invariants, and checks their names against the policy.
struct InvariantReading {
    /// The names that an invariant can use.
    struct Names {
        var modules: [String]
        var roles: [String]
        var retiredRoles: [String]
        var hosts: [String]
        var groups: [String]
        var upstreams: [String]
        var asksForLoginRight: Bool
    }

    let reader: DocumentReader
    let names: Names

    private static let keys = [
        "module", "path", "host", "access", "door", "group", "upstream", "anonymous", "role", "bestuurstypes",
        "doelgroepen", "state", "view-only", "login-right",
    ]

    func invariants(_ nodes: [LocatedNode]) -> [Invariant] {
        var found: [Invariant] = []
        for node in nodes {
            guard let invariant = invariant(node) else { continue }
            if let first = found.first(where: { $0.name == invariant.name }) {
                let message = "two invariants are named `\(invariant.name)`, the first on line \(first.location.line)"
                reader.report(invariant.location, message, hint: "a name tells which one is broken")
            }
            found.append(invariant)
        }
        return found
    }

    private func invariant(_ node: LocatedNode) -> Invariant? {
        let kinds = Invariant.Kind.allCases.map(\.rawValue)
        guard let mapping = reader.mapping(node, "an invariant", keys: ["name", "why"] + kinds) else { return nil }
        let name = mapping.requiredString("name")
        let why = mapping.optionalString("why")
        let named = mapping.pairs.filter { kinds.contains($0.key) }
        guard named.count == 1, let kind = named.first.flatMap({ Invariant.Kind(rawValue: $0.key) }) else {
            let hint = "write one of `never`, `only`, `always`"
            reader.report(
                node.location, named.isEmpty ? "the invariant says nothing" : "the invariant says more than one thing",
                hint: hint)
            return nil
        }
        guard let selection = selection(named[0].value, kind), let name else { return nil }
        return Invariant(name: name, kind: kind, selection: selection, why: why, location: node.location)
    }

    /// Nil after a mistake.
    func selection(_ node: LocatedNode, _ kind: Invariant.Kind) -> InvariantSelection? {
        let before = reader.mistakes.count
        guard let mapping = reader.mapping(node, "`\(kind.rawValue)`", keys: InvariantReading.keys) else { return nil }
        var selection = InvariantSelection()
        for pair in mapping.pairs { read(pair, &selection) }
        selection.words = mapping.pairs.map { "\($0.key): \(InvariantReading.words($0.value))" }.joined(separator: ", ")
        if mapping.pairs.isEmpty {
            reader.report(node.location, "`\(kind.rawValue)` selects everything", hint: "name a dimension")
        }
        if kind == .only, selection.people.isEmpty || selection.requests.isEmpty, reader.mistakes.count == before,
            !mapping.pairs.isEmpty
        {
            let hint =
                selection.people.isEmpty
                ? "say who: role, bestuurstypes, doelgroepen, state, view-only, login-right or anonymous"
                : "say what: module, path, host, access, door, group or upstream"
            reader.report(node.location, "`only` needs requests and the people who alone may make them", hint: hint)
        }
        return reader.mistakes.count == before ? selection : nil
    }

    // MARK: - Dimensions

    private func read(_ pair: LocatedNode.Pair, _ selection: inout InvariantSelection) {
        let node = pair.value
        switch pair.key {
        case "module":
            selection.requests.modules = list(node, "a module") { known($0, $1, "module", names.modules) }
        case "path": selection.requests.paths = choice(node, "a path", pattern)
        case "host":
            selection.requests.hosts = choice(node, "a host") { orNone($0, $1, "host", names.hosts) }
        case "access":
            selection.requests.isWrite = reader.choice(node, "`access`", among: [("read", false), ("write", true)])
        case "door":
            let doors = InvariantSelection.Door.allCases.map { ($0.rawValue, $0) }
            selection.requests.doors = choice(node, "a door") { _, node in
                reader.choice(node, "`door`", among: doors)
            }
        case "group":
            selection.requests.groups = choice(node, "a group") {
                orNone($0, $1, "group", names.groups).map { $0.map(ExactText.init) }
            }
        case "upstream":
            selection.requests.upstreams = choice(node, "an upstream") {
                orNone($0, $1, "upstream", names.upstreams)
            }
        case "anonymous": selection.people.isAnonymous = reader.bool(node, "`anonymous`")
        case "role": selection.people.roles = choice(node, "a role", role)
        case "bestuurstypes":
            selection.people.types = choice(node, "a bestuurstype") { text, node in
                if let type = Bestuurstype(slug: text) { return type }
                reader.reportUnknown(node.location, "bestuurstype", text, among: Bestuurstype.allCases.map(\.slug))
                return nil
            }
        case "doelgroepen":
            let choices = Doelgroep.allCases.map { ($0.rawValue, Optional($0)) } + [("none", nil)]
            selection.people.doelgroepen = choice(node, "a doelgroep") { _, node in
                reader.choice(node, "a doelgroep", among: choices)
            }
        case "state":
            selection.people.isActive = reader.choice(
                node, "`state`", among: [("active", true), ("not-active", false)])
        case "view-only": selection.people.isViewOnly = reader.bool(node, "`view-only`")
        case "login-right":
            selection.people.holdsLoginRight = reader.bool(node, "`login-right`")
            if !names.asksForLoginRight {
                reader.report(pair.keyLocation, "the policy asks for no login right", hint: "leave it out")
            }
        default: break  // Reported as an unknown key.
        }
    }

    private func pattern(_ text: String, _ node: LocatedNode) -> PathPattern? {
        do throws(PathPattern.Invalid) {
            return try PathPattern(text)
        } catch {
            reader.report(node.location, error.message, hint: error.hint)
            return nil
        }
    }

    private func role(_ text: String, _ node: LocatedNode) -> String? {
        if names.retiredRoles.contains(where: { ExactText($0) == ExactText(text) }) {
            reader.report(node.location, "role `\(text)` is retired and grants nothing", hint: "leave it out")
            return nil
        }
        return known(text, node, "role", names.roles)
    }

    private func known(_ text: String, _ node: LocatedNode, _ what: String, _ known: [String]) -> String? {
        if known.contains(where: { ExactText($0) == ExactText(text) }) { return text }
        reader.reportUnknown(
            node.location, what, text, among: known,
            hint: known.isEmpty ? "the policy has none" : "the policy has " + known.joined(separator: ", "))
        return nil
    }

    private func orNone(_ text: String, _ node: LocatedNode, _ what: String, _ names: [String]) -> String?? {
        text == "none" ? .some(nil) : known(text, node, what, names).map { .some($0) }
    }

    // MARK: - Values

    /// One value, a list of them, or `{ not: … }` of either.
    private func choice<Value>(
        _ node: LocatedNode, _ what: String, _ read: (String, LocatedNode) -> Value?
    ) -> InvariantSelection.Choice<Value>? {
        guard case .mapping = node.content else {
            return list(node, what, read).map { InvariantSelection.Choice(values: $0) }
        }
        guard let mapping = reader.mapping(node, what, keys: ["not"]), let inner = mapping.required("not") else {
            return nil
        }
        return list(inner, what, read).map { InvariantSelection.Choice(values: $0, isNegated: true) }
    }

    private func list<Value>(
        _ node: LocatedNode, _ what: String, _ read: (String, LocatedNode) -> Value?
    ) -> [Value]? {
        let items: [LocatedNode]
        if case .list = node.content {
            guard let listed = reader.nonEmptyList(node, what) else { return nil }
            items = listed
        } else {
            items = [node]
        }
        return items.compactMap { item in reader.string(item, what).flatMap { read($0, item) } }
    }

    /// A value in one spelling, so that two invariants can be compared as text.
    private static func words(_ node: LocatedNode) -> String {
        switch node.content {
        case .scalar(let text, _): text
        case .list(let items): "[" + items.map(words).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{ " + pairs.map { "\($0.key): \(words($0.value))" }.joined(separator: ", ") + " }"
        }
    }
}

extension Invariant {
    /// Reads an invariant from the command line: `access=write view-only=true bestuurstypes=gemeente,ocmw group!=frontend`.
    package static func read(
        _ text: String, _ kind: Kind, of policy: PolicySet
    ) -> Result<Invariant, DocumentMistakes> {
        let reader = DocumentReader(file: "--\(kind.rawValue)", text: "{}")
        var pairs: [LocatedNode.Pair] = []
        var column = 1
        for word in text.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
            let place = SourceLocation(file: reader.file, line: 1, column: column)
            column += word.count + 1
            guard !word.isEmpty else { continue }
            guard let equals = word.firstIndex(of: "=") else {
                let hint = "write name=value, name=value,value or name!=value"
                reader.report(place, "`\(String(word))` is no dimension", hint: hint)
                continue
            }
            var name = String(word[..<equals])
            let isNegated = name.unicodeScalars.last == "!"
            if isNegated { name.unicodeScalars.removeLast() }
            let values = String(word[word.index(after: equals)...]).unicodeScalars
                .split(separator: ",", omittingEmptySubsequences: false)
                .map { LocatedNode(location: place, content: .scalar(String($0), plain: true)) }
            var value = values.count == 1 ? values[0] : LocatedNode(location: place, content: .list(values))
            if isNegated {
                let not = LocatedNode.Pair(key: "not", keyLocation: place, value: value)
                value = LocatedNode(location: place, content: .mapping([not]))
            }
            if pairs.contains(where: { $0.key == name }) {
                reader.report(place, "`\(name)` is named twice", hint: "write its values with commas")
            }
            pairs.append(.init(key: name, keyLocation: place, value: value))
        }
        let start = SourceLocation(file: reader.file, line: 1, column: 1)
        let node = LocatedNode(location: start, content: .mapping(pairs))
        let selection = InvariantReading(reader: reader, names: policy.invariantNames).selection(node, kind)
        guard reader.mistakes.isEmpty, let selection else { return .failure(DocumentMistakes(reader.mistakes)) }
        return .success(Invariant(name: text, kind: kind, selection: selection, why: nil, location: start))
    }
}

extension PolicySet {
    fileprivate var invariantNames: InvariantReading.Names {
        .init(
            modules: modules.map(\.id), roles: knownRoles, retiredRoles: retiredRoles.keys.sorted(),
            hosts: hosts.map(\.name), groups: Set(routes.compactMap(\.group)).sorted(),
            upstreams: upstreams.map(\.name),
            asksForLoginRight: loginRight != nil)
    }
}
