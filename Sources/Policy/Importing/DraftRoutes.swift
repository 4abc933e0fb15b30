/// The routes of a draft: the rules of the dispatcher by path and host, since a policy chooses by the most specific path where
/// the dispatcher chose by order. Wherever the two differ, the route says so and stays closed.
struct DraftRoutes: Sendable {
    struct Route: Sendable {
        let path: PathPattern
        /// The name in `hosts:`.
        let host: String?
        let methods: MethodSet
        /// The modules and roles that the list of roles names for this path; none when it is closed.
        let modules: [String]
        let roles: [String]
        /// Why it is closed; nil when it is open to somebody.
        let why: String?
        let isUnclear: Bool
        /// The line of its rule; nil for methods that the dispatcher passes on to a wider rule.
        let line: Int?
        /// What else there is to know of the rule.
        let remarks: [String]
        let section: String?
    }

    private(set) var routes: [Route] = []
    private(set) var notes: [ImportNote] = []
    /// Name and patterns.
    private(set) var hosts: [(name: String, patterns: [String])] = []

    private let file: DispatcherFile
    private let parts: DraftRoles
    /// A segment that no rule names.
    private let filler: String
    /// Positions of rules by the first segment of their path, and of those that leave it open.
    private var byFirst: [String: [Int]] = [:]
    private var general: [Int] = []

    /// The rules with one address, in the order in which they are tried.
    private struct Address {
        let path: PathPattern
        let host: DispatcherRule.Host
        var rules: [DispatcherRule]
    }

    init(_ file: DispatcherFile, _ parts: DraftRoles) {
        self.file = file
        self.parts = parts
        var used: Set<String> = []
        for segment in file.rules.flatMap(\.pattern.segments) {
            if case .literal(let text) = segment { used.insert(text) }
        }
        var filler = "x"
        while used.contains(filler) { filler += "x" }
        self.filler = filler
        for (position, rule) in file.rules.enumerated() {
            if case .literal(let text)? = rule.pattern.segments.first {
                byFirst[text, default: []].append(position)
            } else {
                general.append(position)
            }
        }
        nameHosts()
        for address in addresses() { add(address) }
    }

    // MARK: - Addresses

    private func addresses() -> [Address] {
        var order: [AddressKey] = []
        var found: [AddressKey: Address] = [:]
        for rule in file.rules.sorted(by: { $0.line < $1.line }) {
            let key = AddressKey(rule)
            if found[key] == nil {
                order.append(key)
                found[key] = Address(path: rule.pattern, host: rule.host, rules: [])
            }
            found[key]?.rules.append(rule)
        }
        return order.compactMap { key in
            guard var address = found[key] else { return nil }
            address.rules.sort { ($0.order, $0.line) < ($1.order, $1.line) }
            return address
        }
    }

    /// The shape of a path, in which parameters have no names, and a host.
    private struct AddressKey: Hashable {
        let shape: [String?]
        let matchesBelow: Bool
        let host: DispatcherRule.Host

        init(_ rule: DispatcherRule) {
            shape = rule.pattern.segments.map { if case .literal(let text) = $0 { text } else { nil } }
            matchesBelow = rule.pattern.matchesBelow
            host = rule.host
        }
    }

    /// A host that may go on may also end there, unless a host that ends there has rules of its own.
    private mutating func nameHosts() {
        for mayGoOn in [false, true] {
            for rule in file.rules {
                guard case .labels(let labels, mayGoOn) = rule.host, names[rule.host] == nil else { continue }
                let whole = labels.joined(separator: ".")
                let wanted = String(whole.map { $0 == "." ? "-" : $0 })
                let base = PolicyDocument.isID(wanted) ? wanted : "host"
                var free = base
                var number = 2
                while hosts.contains(where: { $0.name == free }) {
                    free = "\(base.prefix(90))-\(number)"
                    number += 1
                }
                let taken = Set(hosts.flatMap(\.patterns))
                hosts.append((free, ([whole] + (mayGoOn ? ["\(whole).*"] : [])).filter { !taken.contains($0) }))
                names[rule.host] = free
            }
        }
    }

    private var names: [DispatcherRule.Host: String] = [:]

    private func name(of host: DispatcherRule.Host) -> String? { names[host] }

    private mutating func note(_ rule: DispatcherRule, _ message: String) {
        let location = SourceLocation(file: file.file, line: rule.line, column: 1)
        notes.append(ImportNote(location: location, message: message))
    }

    // MARK: - Routes of one address

    private mutating func add(_ address: Address) {
        var claimed = MethodSet([])
        var claims: [(rule: DispatcherRule, methods: MethodSet)] = []
        var others: [DispatcherRule] = []
        for rule in address.rules {
            let mine = rule.methods.members.filter { !claimed.contains($0) }
            // Whoever may GET may ask for the head alone, so HEAD has no rule of its own.
            if mine == [.head] {
                note(rule, "a rule for HEAD alone cannot be written in a policy; HEAD is judged as GET")
            } else if mine.isEmpty {
                others.append(rule)
            } else {
                let methods = MethodSet(mine)
                claims.append((rule, methods))
                claimed = claimed.union(methods)
            }
        }
        for (index, claim) in claims.enumerated() {
            let also = index == claims.count - 1 ? others : []
            routes.append(route(claim.rule, claim.methods, address, also))
        }
        addRemaining(address, claimed, after: claims.last?.rule)
    }

    private func route(
        _ rule: DispatcherRule, _ methods: MethodSet, _ address: Address, _ others: [DispatcherRule]
    ) -> Route {
        var remarks: [String] = []
        if !rule.accepts.isEmpty {
            remarks.append("for Accept \(rule.accepts.map(VisibleText.of).joined(separator: ", "))")
        }
        for other in others {
            let accepts =
                other.accepts.isEmpty ? "" : " for Accept \(other.accepts.map(VisibleText.of).joined(separator: ", "))"
            remarks.append("also line \(other.line)\(accepts)")
        }
        if case .forward(let service) = rule.action { remarks.insert(service, at: 0) }
        func made(_ why: String?, unclear: Bool, modules: [String] = [], roles: [String] = []) -> Route {
            Route(
                path: address.path, host: name(of: address.host), methods: methods, modules: modules, roles: roles,
                why: why, isUnclear: unclear, line: rule.line, remarks: remarks, section: rule.section)
        }
        if let before = firstBefore(rule, methods, address) {
            let shown = before.pattern.description
            return made(
                "unclear: line \(before.line) of the dispatcher (\(shown)) comes first and takes these requests; here the most "
                    + "specific path would", unclear: true)
        }
        switch rule.action {
        case .respond(let status):
            return made("the dispatcher answers \(status) by itself", unclear: false)
        case .unclear:
            return made("unclear: what the dispatcher does here is more than to forward", unclear: true)
        case .forward:
            let modules = parts.modules.filter { $0.paths.contains { $0.covers(address.path) } }.map(\.id)
            let roles = parts.rolePaths.filter { $0.paths.contains { $0.covers(address.path) } }.map(\.role)
            guard modules.isEmpty, roles.isEmpty else {
                return made(nil, unclear: false, modules: modules, roles: roles)
            }
            return made("unclear: the dispatcher does not say who may come here", unclear: true)
        }
    }

    /// Methods that no rule of an address has go on to a wider rule in the dispatcher. In a policy they would be refused.
    private mutating func addRemaining(_ address: Address, _ claimed: MethodSet, after rule: DispatcherRule?) {
        var byRule: [(rule: DispatcherRule, methods: [RequestMethod])] = []
        for method in MethodSet.nameable where !claimed.contains(method) && method != .head {
            guard let taker = taker(of: witness(address.path), method, address.host) else { continue }
            if let index = byRule.firstIndex(where: { $0.rule == taker }) {
                byRule[index].methods.append(method)
            } else {
                byRule.append((taker, [method]))
            }
        }
        for (taker, methods) in byRule {
            if case .respond = taker.action { continue }
            routes.append(
                Route(
                    path: address.path, host: name(of: address.host), methods: MethodSet(methods), modules: [],
                    roles: [],
                    why: "unclear: the dispatcher hands these methods to line \(taker.line) (\(taker.pattern))",
                    isUnclear: true, line: nil, remarks: [], section: rule?.section))
        }
    }

    // MARK: - The order of the dispatcher

    /// The rule of another address that takes all that this rule seems to take; nil when it has some request of its own.
    private func firstBefore(
        _ rule: DispatcherRule, _ methods: MethodSet, _ address: Address
    ) -> DispatcherRule? {
        guard let method = methods.members.first else { return nil }
        let taker = taker(of: witness(address.path), method, address.host)
        guard let taker, (taker.order, taker.line) < (rule.order, rule.line), AddressKey(taker) != AddressKey(rule)
        else {
            return nil
        }
        return taker
    }

    private func witness(_ path: PathPattern) -> String {
        let parts = path.segments.map { if case .literal(let text) = $0 { text } else { filler } }
        return "/" + (parts + (path.matchesBelow ? [filler] : [])).joined(separator: "/")
    }

    /// The first rule that takes a request from every client.
    private func taker(of path: String, _ method: RequestMethod, _ host: DispatcherRule.Host) -> DispatcherRule? {
        let first = path.utf8.split(separator: UInt8(ascii: "/")).first.map { String(Substring($0)) } ?? ""
        func found(in positions: [Int]) -> Int? {
            positions.first { position in
                let rule = file.rules[position]
                return (rule.host == .any || rule.host == host) && rule.methods.contains(method)
                    && (rule.accepts.isEmpty || rule.accepts.contains("any")) && rule.pattern.covers(path)
            }
        }
        return [found(in: byFirst[first] ?? []), found(in: general)].compactMap { $0 }.min().map { file.rules[$0] }
    }
}
