import Besturen
import Policy

/// Compares the engine's decisions on the real policy with the oracle's, cell by cell.
struct LoketComparison: Sendable {
    let policy: PolicySet
    let oracle: LoketOracle
    let comments: LoketRouteComments

    static let mainHost = "loket.example"
    static let otherHosts = ["dashboard.example", "vendor-management.example", "new-loket.example"]
    static let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]

    struct Request: Hashable, Sendable, CustomStringConvertible {
        let method: String
        let host: String
        let path: String

        var description: String { "\(method) \(host)\(path)" }
    }

    /// Somebody, as the oracle and as the engine see them.
    struct Person: Sendable {
        let asker: LoketAsker
        let principal: Principal?
    }

    struct Outcome: Sendable {
        var cells = 0
        var differences: [String] = []
        /// Which entries of the table changed at least one decision.
        var deviations: Set<Int> = []

        mutating func add(_ other: Outcome) {
            cells += other.cells
            differences += other.differences
            deviations.formUnion(other.deviations)
        }
    }

    // MARK: - The cells

    /// Each method on each path that some rule is meant for, on each host.
    func requests() -> [Request] {
        let rules = oracle.dispatcher.rules
        let paths = Set(rules.flatMap(\.samplePaths)).union(["/impersonations/current", "/bestuurseenheden/a1/type"])
        let hosts = [Self.mainHost] + Self.otherHosts
        return paths.sorted().flatMap { path in
            hosts.flatMap { host in
                Self.methods.map { Request(method: $0, host: host, path: path) }
            }
        }
    }

    /// Each role alone, none, all at once, and the view-only besturen; on every type of bestuur, or on three that together
    /// open everything. And somebody who is not logged in.
    func askers(ofEveryType: Bool) throws -> [Person] {
        let roles = policy.knownRoles
        let types: [Bestuurstype] =
            ofEveryType ? Bestuurstype.allCases : [.gemeente, .bestuurVanDeEredienst, .agentschapBinnenlandsBestuur]
        let limits = oracle.rolesThatCanBeViewOnly
        var people = [Person(asker: .anonymous, principal: nil)]
        for type in types {
            var sets = [[], Set(roles)] + roles.map { [$0] }
            sets.append(limits)
            for set in sets {
                people.append(try person(LoketAsker(bestuurstype: type.slug, roles: set)))
            }
            for set in [Set(roles), limits] + limits.map({ [$0] }) {
                for viewOnly in [limits] + limits.map({ [$0] }) {
                    people.append(try person(LoketAsker(bestuurstype: type.slug, roles: set, viewOnly: viewOnly)))
                }
            }
        }
        return people
    }

    /// Holders of every role whose bestuur is not active or whose doelgroep is not admitted: to the oracle they are nobody.
    /// And those whose roles are all for another organisation: to the oracle they have none.
    func strangers() throws -> [Person] {
        let roles = Set(policy.knownRoles)
        return try [Bestuurstype.gemeente, .bestuurVanDeEredienst, .agentschapBinnenlandsBestuur].flatMap { type in
            let none = LoketAsker(bestuurstype: type.slug, roles: [])
            let closed: [BestuurStatus] = [.inOprichting, .nietActief, .onbekend]
            let inactive = try closed.map { try principal(type, roles, status: $0) }
            let outside = try ["EA", "OV", "BUR", "lb", nil].map { try principal(type, roles, doelgroep: .some($0)) }
            return (inactive + outside).map { Person(asker: .anonymous, principal: $0) }
                + [Person(asker: none, principal: try principal(type, roles, organisation: "0999999823"))]
        }
    }

    private func person(_ asker: LoketAsker) throws -> Person {
        guard let type = asker.bestuurstype.flatMap({ Bestuurstype(slug: $0) }) else {
            return Person(asker: asker, principal: nil)
        }
        return Person(asker: asker, principal: try principal(type, asker.roles, viewOnly: asker.viewOnly))
    }

    private func principal(
        _ type: Bestuurstype, _ roles: Set<String>, viewOnly: Set<String> = [], status: BestuurStatus = .actief,
        doelgroep: String?? = nil, organisation: String = "0999999922"
    ) throws -> Principal {
        let bestuur = try Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/1", name: "Testgem", type: type,
            kbo: KBONummer("0999999922"), status: status, viewOnlyModules: viewOnly)
        let usual = type == .agentschapBinnenlandsBestuur ? "GID" : "LB"
        let claims = PrincipalClaims(
            account: "an", bestuur: "0999999922", doelgroep: doelgroep ?? usual,
            roles: roles.sorted().map { "\($0):\(organisation)" })
        return policy.principal(from: claims, for: bestuur)
    }

    // MARK: - Comparing

    /// Everybody on every request, on as many cores as there are.
    func compare(_ requests: [Request], _ people: @escaping @Sendable (Request) -> [Person]) async -> Outcome {
        await withTaskGroup(of: Outcome.self) { group in
            for request in requests {
                group.addTask { compare(request, people(request)) }
            }
            return await group.reduce(into: Outcome()) { $0.add($1) }
        }
    }

    func compare(_ request: Request, _ people: [Person]) -> Outcome {
        var outcome = Outcome()
        guard
            let rule = oracle.dispatcher.rule(method: request.method, host: request.host, path: request.path)
        else {
            outcome.differences.append("\(request): the dispatcher has no rule")
            return outcome
        }
        let plain = oracle.admission(by: rule, method: request.method)
        let deviation = LoketDeviation.all.firstIndex {
            $0.covers(
                rule: rule, method: request.method, host: request.host, path: request.path,
                dispatcher: oracle.dispatcher)
        }
        let admission = deviation.map { LoketDeviation.all[$0].admission } ?? plain
        let answer = Answer(policy, request)
        if let route = answer.route, admission != .nobody,
            !comments.rules(atLine: route.location.line).contains(rule.line)
        {
            outcome.differences.append("\(request): line \(route.location.line) decides and does not name \(rule.line)")
        }
        var wrong: [String] = []
        for person in people {
            outcome.cells += 1
            let expected = oracle.verdict(on: admission, asker: person.asker, method: request.method)
            let decided = answer.verdict(for: person.principal)
            if decided != expected {
                wrong.append("\(decided) and not \(expected) for \(person.asker)")
            }
            if let deviation, expected != oracle.verdict(on: plain, asker: person.asker, method: request.method) {
                outcome.deviations.insert(deviation)
            }
        }
        if let first = wrong.first {
            outcome.differences.append("\(request), dispatcher \(rule.line): \(wrong.count) people, such as \(first)")
        }
        return outcome
    }

    /// What the engine has at an address: the route is looked up once, the decision made for each person.
    private struct Answer {
        let policy: PolicySet
        let method: RequestMethod
        let route: Route?

        init(_ policy: PolicySet, _ request: Request) {
            self.policy = policy
            let access = AccessRequest(
                method: RequestMethod(request.method), host: request.host, path: request.path)
            method = access.method
            if case .matched(let route) = policy.route(access) {
                self.route = route
            } else {
                route = nil
            }
        }

        func verdict(for principal: Principal?) -> LoketVerdict {
            guard let route, policy.decide(principal: principal, route: route, method: method).isAllowed else {
                return .refused
            }
            if case .delegated(let name) = route.access { return .delegated(name) }
            return .allowed
        }
    }
}
