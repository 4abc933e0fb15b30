import Besturen
import Foundation
import Policy

/// Finding the route, and deciding, with the Loket's policy.
enum PolicyCases {
    static func all(policyFile: String) throws -> [Measurement] {
        let text = try String(contentsOfFile: policyFile, encoding: .utf8)
        let set: PolicySet
        switch PolicyLoader.load(file: policyFile, text: text) {
        case .success(let loaded): set = loaded
        case .failure(let mistakes): throw BenchmarkProblem(description: "\(mistakes)")
        }
        let bestuur = try Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-000000000001", name: "Testgem",
            type: .gemeente, status: .actief)
        let claims = PrincipalClaims(
            account: "a", bestuur: "0999999922", doelgroep: "LB",
            roles: ["bbcdr", "toezicht", "berichten", "leidinggevenden", "mandaat", "LPDC"].map {
                "LoketLB-\($0)Gebruiker:0999999922"
            })
        let principal = set.principal(from: claims, for: bestuur)
        let host = Array("loket.example".utf8)
        let path = Array("/bbcdr-reports/8f1a2b3c".utf8)
        guard case .matched(let route) = set.route(method: .get, host: host.span, path: path.span),
            case .matched(let closed) = set.route(method: .get, host: host.span, path: Array("/ministers/1".utf8).span)
        else { throw BenchmarkProblem(description: "the policy lacks the benchmark's routes") }
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
