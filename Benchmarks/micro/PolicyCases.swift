import Besturen
import Foundation
import Policy

/// Finding the route, and deciding, with the Loket's policy.
enum PolicyCases {
    /// A gemeente's civil servant of six modules.
    private static let claims = PrincipalClaims(
        account: "a", bestuur: "0999999922", doelgroep: "LB",
        roles: ["bbcdr", "toezicht", "berichten", "leidinggevenden", "mandaat", "LPDC"].map {
            "LoketLB-\($0)Gebruiker:0999999922"
        })

    private static func load(_ policyFile: String) throws -> (PolicySet, Bestuurseenheid) {
        let text = try String(contentsOfFile: policyFile, encoding: .utf8)
        let set: PolicySet
        switch PolicyLoader.load(file: policyFile, text: text) {
        case .success(let loaded): set = loaded
        case .failure(let mistakes): throw BenchmarkProblem(description: "\(mistakes)")
        }
        let bestuur = try Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-000000000001", name: "Testgem",
            type: .gemeente, status: .actief)
        return (set, bestuur)
    }

    /// What is decided for that person on the shortest address of every route, read and written: `METHOD`, the position of the
    /// route, and the answer, separated by tabs. Another engine must say the same before it is timed.
    static func answers(policyFile: String) throws -> [String] {
        let (set, bestuur) = try load(policyFile)
        let principal = set.principal(from: claims, for: bestuur)
        return set.routes.flatMap { route in
            [RequestMethod.get, .patch].map { method in
                let decision = set.decide(principal: principal, route: route, method: method)
                return "\(method)\t\(route.position)\t\(decision.isAllowed ? "allow" : "deny")"
            }
        }
    }

    static func all(policyFile: String) throws -> [Measurement] {
        let (set, bestuur) = try load(policyFile)
        let principal = set.principal(from: claims, for: bestuur)
        let host = Array("loket.example".utf8)
        let path = Array("/bbcdr-reports/8f1a2b3c".utf8)
        guard case .matched(let route) = set.route(method: .get, host: host.span, path: path.span),
            case .matched(let closed) = set.route(method: .get, host: host.span, path: Array("/ministers/1".utf8).span)
        else { throw BenchmarkProblem(description: "the policy lacks the benchmark's routes") }
        let plain = Array("".utf8)
        let target = Array("/submissions".utf8)
        let query = Array(
            "include=status,last-modifier,form-data.decision-type&filter[status][label]=Verstuurd&sort=-modified&page[number]=2&page[size]=20"
                .utf8)
        let leak = Array("include=status,form-data.passed-by.bestuurseenheid".utf8)
        guard case .matched(let api) = set.route(method: .get, host: host.span, path: target.span),
            case .allow = set.decide(
                principal: principal, route: api, method: .get, path: target.span, query: query.span),
            case .deny = set.decide(principal: principal, route: api, method: .get, path: target.span, query: leak.span)
        else { throw BenchmarkProblem(description: "the policy answers the benchmark's queries otherwise") }
        return [
            Measurement("find one of \(set.routes.count) routes") { count in
                var found = 0
                for _ in 0..<count {
                    if case .matched = set.route(method: .get, host: host.span, path: path.span) { found += 1 }
                }
                return found
            },
            Measurement("weigh a new principal (6 roles, \(set.modules.count) modules)") { count in
                var held = 0
                for _ in 0..<count { held += set.principal(from: claims, for: bestuur).heldRoles.count }
                return held
            },
            Measurement("decide: allowed") { count in
                var allowed = 0
                for _ in 0..<count {
                    if case .allow = set.decide(principal: principal, route: route, method: .get) { allowed += 1 }
                }
                return allowed
            },
            Measurement("decide: allowed, path and query judged") { count in
                var allowed = 0
                for _ in 0..<count {
                    let decision = set.decide(
                        principal: principal, route: route, method: .get, path: path.span, query: plain.span)
                    if case .allow = decision { allowed += 1 }
                }
                return allowed
            },
            Measurement("decide: allowed, \(query.count) bytes of query judged") { count in
                var allowed = 0
                for _ in 0..<count {
                    let decision = set.decide(
                        principal: principal, route: api, method: .get, path: target.span, query: query.span)
                    if case .allow = decision { allowed += 1 }
                }
                return allowed
            },
            Measurement("decide: as a shadow, route found") { count in
                var allowed = 0
                for _ in 0..<count {
                    if case .matched(let route) = set.route(method: .get, host: host.span, path: path.span),
                        set.allows(
                            .principal(principal), route: route, method: .get, path: path.span, query: plain.span)
                    {
                        allowed += 1
                    }
                }
                return allowed
            },
            Measurement("decide: refused, with every reason") { count in
                var refused = 0
                for _ in 0..<count {
                    if case .deny(let denial) = set.decide(principal: principal, route: closed, method: .get) {
                        refused += denial.refusals.count
                    }
                }
                return refused
            },
        ]
    }
}
