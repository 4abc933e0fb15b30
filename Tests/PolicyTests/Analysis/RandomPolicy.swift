import Besturen

@testable import Policy

/// Small policies and real requests, made at random: few names, so that everything meets everything.
struct RandomPolicy {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
    }

    private mutating func chance(_ of: Int, in whole: Int) -> Bool { Int(random.next() % UInt64(whole)) < of }

    private mutating func one<Value>(_ values: [Value]) -> Value { values[Int(random.next() % UInt64(values.count))] }

    private mutating func some<Value>(_ values: [Value], _ of: Int = 1, in whole: Int = 2) -> [Value] {
        let chosen = values.filter { _ in chance(of, in: whole) }
        return chosen.isEmpty ? [one(values)] : chosen
    }

    static let types: [Bestuurstype] = [.gemeente, .ocmwVereniging, .welzijnsvereniging, .provincie]
    static let roles = ["R0", "R1", "R2", "Admin", "Right", "Right2", "Old"]

    mutating func policy() -> String {
        var lines = ["version: 1"]
        let hasModules = chance(1, in: 2)
        lines.append("claims: { bestuur: b, doelgroep: d, roles: r\(hasModules ? ", modules: m" : "") }")
        let right = one([nil, "Right", "Right2"] as [String?])
        if let right { lines.append("login-right: \(right)") }
        let doelgroepen = some(["LB", "GID", "EA"])
        lines.append("doelgroepen: [\(doelgroepen.joined(separator: ", "))]")
        lines.append("modules:")
        // In some policies another policy's login right opens a module.
        let roles: [String] = ["R0", "R1", "R2", "Right", "Right2"].filter { $0 != right }
        for index in 0..<4 {
            let open = chance(1, in: 5)
            var parts = ["label: m\(index)", open ? "open-to: authenticated" : "role: \(one(roles))"]
            let types = chance(1, in: 3) ? "all" : "[\(some(Self.types).map(\.slug).joined(separator: ", "))]"
            parts.append("bestuurstypes: \(types)")
            if chance(1, in: 2) { parts.append("view-only: honoured") }
            if chance(1, in: 3) { parts.append("doelgroepen: [\(one(doelgroepen))]") }
            lines.append("  m\(index): { \(parts.joined(separator: ", ")) }")
        }
        lines.append("administrative-roles:\n  Admin: { label: admin, bestuurstypes: [gemeente, provincie] }")
        if chance(1, in: 2) { lines.append("retired-roles: { Old: gone }") }
        lines.append("hosts: { one: [a.example, b.*], two: [b.c.*] }")
        lines.append("upstreams: [u, v]\nroutes:")
        lines += routes()
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func routes() -> [String] {
        var lines: [String] = []
        var taken: Set<String> = []
        for _ in 0..<(2 + Int(random.next() % 7)) {
            var segments: [String] = []
            for index in 0..<Int(random.next() % 4) { segments.append(one(["a", "b", "c", ":x\(index)"])) }
            if chance(1, in: 3) { segments.append("**") }
            let host = one([nil, nil, "one", "two"] as [String?])
            let methods = one(["read", "write", "all", "[GET, POST]", "[PUT, DELETE]"])
            let shape = segments.map { $0.hasPrefix(":") ? ":" : $0 }.joined(separator: "/") + (host ?? "")
            // One route for each shape and host, so that none clash.
            guard taken.insert(shape).inserted else { continue }
            var parts = ["path: /\(segments.joined(separator: "/"))", "methods: \(methods)"]
            if let host { parts.append("host: \(host)") }
            switch Int(random.next() % 8) {
            case 0: parts += ["access: public", "upstream: u"]
            case 1: parts += ["access: authenticated", "upstream: v"]
            case 2: parts += ["access: closed", "why: w"]
            case 3: parts += ["access: delegated", "delegated-to: key", "upstream: u", "why: w"]
            default:
                if chance(4, in: 5) {
                    parts.append("modules: [\(some((0..<4).map { "m\($0)" }).joined(separator: ", "))]")
                    if chance(1, in: 4) { parts.append("roles: [Admin]") }
                } else {
                    parts.append("roles: [Admin]")
                }
                parts.append("upstream: \(one(["u", "v"]))")
            }
            lines.append("  - { \(parts.joined(separator: ", ")) }")
        }
        return lines
    }

    /// Somebody with any set of roles, some of them held for another organisation, and their bestuur.
    mutating func person() throws -> (claims: PrincipalClaims, bestuur: Bestuurseenheid) {
        let number = AccessDomain.bestuurNumber
        var roles: [String] = []
        for role in Self.roles where chance(3, in: 5) {
            roles.append(
                one(["\(role):\(number)", "\(role):\(number)", role, "\(role):0999999823", "\(role):1, \(number)"]))
        }
        if chance(1, in: 6) { roles.append("Unknown:\(number)") }
        let modules = chance(1, in: 2) ? some(["m0", "m1", "m2", "m3", "m9"], 1, in: 3) : nil
        let doelgroep = one(["LB", "LB", "LB", "GID", "GID", "EA", "EA", "OV", "BUR", "VER", "lb", nil] as [String?])
        let viewOnly =
            chance(1, in: 2) ? some(["R0", "R1", "R2", "m0", "m1", "m2", "m3", "Right", "zz"], 1, in: 3) : []
        let bestuur = try Bestuurseenheid(
            uri: "http://data.example/1", name: "Testgem",
            type: chance(1, in: 5) ? one(Bestuurstype.allCases) : one(Self.types), kbo: KBONummer(number),
            status: chance(3, in: 4) ? .actief : one(BestuurStatus.allCases), viewOnlyModules: Set(viewOnly))
        let claims = PrincipalClaims(
            account: "a", bestuur: number, doelgroep: doelgroep, roles: roles, modules: modules)
        return (claims, bestuur)
    }

    /// Half of the requests go where a route is.
    mutating func request(in domain: AccessDomain) -> AccessRequest {
        let routed = domain.areas.filter(\.isRouted)
        return routed.isEmpty || chance(1, in: 2) ? request() : one(one(routed).requests)
    }

    mutating func request() -> AccessRequest {
        var segments: [String] = []
        for _ in 0..<Int(random.next() % 5) { segments.append(one(["a", "b", "c", "d", "1", "elsewhere", "x%20y"])) }
        let host = one(["", "", "a.example", "A.example:80", "b.x", "b.c.d", "b.c.", "b", "other.example"])
        return AccessRequest(
            method: one(RequestMethod.allCases), host: host, path: "/" + segments.joined(separator: "/"))
    }
}
