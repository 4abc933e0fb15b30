import Besturen

/// The smallest person and request that break an invariant: the fewest roles, then the first in the order of the domain.
package struct Counterexample: Sendable {
    package let example: CellExample
    /// What the policy says to it.
    package let explanation: Explanation

    init(_ cell: AccessDomain.Cell, in domain: AccessDomain, path: String? = nil) {
        example = CellExample(cell, in: domain, policy: 0, path: path)
        explanation = domain.policies[0].explain(
            principal: domain.policies[0].principal(of: example.profile), request: example.request)
    }

    /// `role R of an active gemeente, doelgroep LB, may POST /reports: administrative role …`, without a final stop.
    package var sentence: String {
        let request = "\(example.request.method) \(example.request.host)\(example.request.path)"
        let verdict =
            explanation.grantedBy.map { "may \(request): \($0)" }
            ?? "may not \(request): \(explanation.refusals.first?.english ?? "")"
        return "\(who) \(verdict)"
    }

    private var who: String {
        let profile = example.profile
        guard let type = profile.type else { return "somebody who is not logged in" }
        var held = profile.loginRights.map { "`\($0)`" }
        switch profile.credential {
        case .role(let name): held.append("`\(name)`")
        case .module(let id): held.append("module `\(id)` of the claim")
        case .anonymous, .none: break
        }
        var text = held.isEmpty ? "somebody without a role" : "somebody with " + held.joined(separator: " and ")
        text += " for \(profile.isActive ? "an active" : "a not active") \(type.slug)"
        if !example.viewOnly.isEmpty {
            text += " that has \(example.viewOnly.map { "`\($0)`" }.joined(separator: ", ")) as view-only"
        }
        return text + ", doelgroep \(profile.doelgroep?.rawValue ?? "none"),"
    }
}
