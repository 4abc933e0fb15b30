import Besturen
import Testing

@testable import Policy

@Suite("A decision, on policies made at random,")
struct BruteForceTests {
    /// A small policy as data, which is written as YAML for the engine and judged by ``allows(_:_:_:)`` without it.
    struct World {
        struct Module {
            var id: String
            var role: String?
            var types: [Bestuurstype]
            var doelgroepen: [Doelgroep]?
            var viewOnly: Bool
        }
        struct Route {
            var path: String
            var methods: [RequestMethod]
            /// `public`, `authenticated`, `closed`, or nil for modules and roles.
            var access: String?
            var modules: [Int]
            var isAdmin: Bool
        }

        static let types: [Bestuurstype] = [.gemeente, .ocmwVereniging, .provincie]
        var loginRight: Bool
        var modules: [Module] = []
        var routes: [Route] = []

        init(seed: UInt64) {
            var random = SeededGenerator(state: seed)
            loginRight = Bool.random(using: &random)
            for index in 0..<3 {
                modules.append(
                    Module(
                        id: "m\(index)", role: random.next() % 4 == 0 ? nil : "R\(random.next() % 3)",
                        types: Self.types.filter { _ in random.next() % 3 > 0 },
                        doelgroepen: random.next() % 3 == 0 ? [.lb] : nil, viewOnly: Bool.random(using: &random)))
                if modules[index].types.isEmpty { modules[index].types = [.gemeente] }
            }
            for (index, path) in ["/a", "/a/b", "/c", "/d", "/e"].enumerated() {
                let access = ["public", "authenticated", "closed", nil, nil, nil][Int(random.next() % 6)]
                var modules = (0..<3).filter { _ in Bool.random(using: &random) }
                let isAdmin = random.next() % 3 == 0
                if modules.isEmpty, !isAdmin { modules = [index % 3] }
                let methods: [RequestMethod] =
                    random.next() % 3 == 0 ? [.get, .head, .options] : MethodSet.all.members
                routes.append(Route(path: path, methods: methods, access: access, modules: modules, isAdmin: isAdmin))
            }
        }

        var yaml: String {
            var lines = ["version: 1", "claims: { bestuur: b, doelgroep: d, roles: r }", "doelgroepen: [LB, GID]"]
            if loginRight { lines.append("login-right: Right") }
            lines.append("modules:")
            for module in modules {
                var parts = ["label: \(module.id)"]
                parts.append(module.role.map { "role: \($0)" } ?? "open-to: authenticated")
                parts.append("bestuurstypes: [\(module.types.map(\.slug).joined(separator: ", "))]")
                if module.viewOnly { parts.append("view-only: honoured") }
                if module.doelgroepen != nil { parts.append("doelgroepen: [LB]") }
                lines.append("  \(module.id): { \(parts.joined(separator: ", ")) }")
            }
            lines.append("administrative-roles:\n  Admin: { label: admin, bestuurstypes: [gemeente] }")
            lines.append("upstreams: [u]\nroutes:")
            for route in routes {
                var parts = ["path: \(route.path)"]
                if route.methods.count == 3 { parts.append("methods: read") }
                if let access = route.access {
                    parts += ["access: \(access)", "why: w"]
                } else {
                    if !route.modules.isEmpty {
                        parts.append("modules: [\(route.modules.map { "m\($0)" }.joined(separator: ", "))]")
                    }
                    if route.isAdmin { parts.append("roles: [Admin]") }
                }
                if route.access != "closed" { parts.append("upstream: u") }
                lines.append("  - { \(parts.joined(separator: ", ")) }")
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    struct Person {
        var roles: Set<String>
        var type: Bestuurstype
        var doelgroep: Doelgroep?
        var isActive: Bool
        var viewOnly: Set<String>
    }

    /// The rules of the design in their plainest form.
    static func allows(_ world: World, _ person: Person?, _ path: String, _ method: RequestMethod) -> Bool {
        guard let route = world.routes.first(where: { $0.path == path }), route.methods.contains(method) else {
            return false
        }
        if route.access == "public" { return true }
        guard route.access != "closed", let person else { return false }
        guard person.isActive, let doelgroep = person.doelgroep, [.lb, .gid].contains(doelgroep) else { return false }
        guard !world.loginRight || person.roles.contains("Right") else { return false }
        if route.access == "authenticated" { return true }
        let isWrite = ![.get, .head, .options].contains(method)
        let byModule = route.modules.contains { position in
            let module = world.modules[position]
            if let role = module.role, !person.roles.contains(role) { return false }
            guard module.types.contains(where: { person.type.counts(as: $0) }) else { return false }
            guard module.doelgroepen?.contains(doelgroep) ?? true else { return false }
            let named = person.viewOnly.contains(module.id) || module.role.map(person.viewOnly.contains) ?? false
            return !(isWrite && module.viewOnly && named)
        }
        return byModule || (route.isAdmin && person.roles.contains("Admin") && person.type == .gemeente)
    }

    @Test("is what the rules say in their plainest form, and its explanation agrees", arguments: 0..<60)
    func differential(_ seed: UInt64) throws {
        let world = World(seed: seed)
        let policy = try PolicyLoader.load(file: "p", text: world.yaml).get()
        var random = SeededGenerator(state: seed ^ 0xFFFF)
        var allowed = 0
        var refused = 0
        for _ in 0..<40 {
            let person = Person(
                roles: Set(["R0", "R1", "R2", "Admin", "Right"].filter { _ in random.next() % 5 < 3 }),
                type: [.gemeente, .welzijnsvereniging, .provincie][Int(random.next() % 3)],
                doelgroep: [.lb, .gid, .ea, nil][Int(random.next() % 4)], isActive: random.next() % 6 > 0,
                viewOnly: Set(["R0", "m1", "R2"].filter { _ in random.next() % 3 == 0 }))
            let bestuur = try SmallPolicy.bestuur(
                person.type, status: person.isActive ? .actief : .nietActief, viewOnly: person.viewOnly)
            let claims = PrincipalClaims(
                account: "a", bestuur: "0999999922", doelgroep: person.doelgroep?.rawValue,
                roles: person.roles.sorted().map { "\($0):0999999922" })
            let principal = policy.principal(from: claims, for: bestuur)
            for path in ["/a", "/a/b", "/c", "/d", "/e", "/f"] {
                for method in [RequestMethod.get, .head, .options, .post, .delete, .trace, .other] {
                    let request = AccessRequest(method: method, path: path)
                    let expected = Self.allows(world, person, path, method)
                    let decision = policy.decide(principal: principal, request: request)
                    #expect(decision.isAllowed == expected, "seed \(seed): \(method) \(path), \(person)\n\(world.yaml)")
                    let explanation = policy.explain(principal: principal, request: request)
                    #expect(explanation.isAllowed == expected)
                    #expect(explanation.refusals.isEmpty == expected)
                    #expect(explanation.refusals == decision.denial?.refusals ?? [])
                    if decision.grant?.isReadOnly == true {
                        // Read-only means that no write of theirs passes on this route.
                        for write in [RequestMethod.post, .delete, .other] {
                            #expect(!Self.allows(world, person, path, write) || method != .get)
                        }
                    }
                    #expect(
                        policy.decide(principal: nil, request: request).isAllowed
                            == Self.allows(world, nil, path, method))
                    if expected { allowed += 1 } else { refused += 1 }
                }
            }
        }
        #expect(refused > 0 && allowed + refused == 40 * 42)
    }
}
