import Besturen
import Policy

/// The bytes are a line with a path, then a query.
enum QueryProperties {
    private static let policy: PolicySet? = try? PolicyLoader.load(
        file: "policy.yaml",
        text: """
            version: 1
            claims: { bestuur: org, doelgroep: group, roles: roles }
            doelgroepen: [LB]
            modules:
              a: { label: A, role: Role-A, bestuurstypes: all }
              b: { label: B, role: Role-B, bestuurstypes: all }
            upstreams: [web]
            routes:
              - path: /a/**
                modules: [a, b]
                upstream: web
                json-api:
                  include: { a: [status, form.maker], b: [secret] }
                  relationships: { a: [form], b: [secret] }
                  filter: [sent, form.name]
            """
    ).get()
    private static let bestuur = try? Bestuurseenheid(
        uri: "http://data.example/id/1", name: "Testgem", type: .gemeente, kbo: KBONummer("0999999922"), ovo: nil,
        status: .actief, viewOnlyModules: [])

    static func check(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let policy, let bestuur else {
            check.holds(false, "the policy of this target loads")
            return
        }
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        let path = String(decoding: bytes[..<end], as: UTF8.self)
        let query = String(decoding: bytes[end...].dropFirst(), as: UTF8.self)
        let claims = PrincipalClaims(
            account: "an", bestuur: "0999999922", doelgroep: "LB", roles: ["Role-A"], modules: nil)
        let principal = policy.principal(from: claims, for: bestuur)
        func explain(_ query: String) -> Explanation {
            let request = AccessRequest(method: .get, path: path, query: query)
            let explanation = policy.explain(principal: principal, request: request)
            let decision = policy.decide(principal: principal, request: request)
            check.holds(decision.isAllowed == explanation.isAllowed, "decision and explanation agree")
            check.holds(explanation.isAllowed == explanation.refusals.isEmpty, "a refusal has a reason")
            return explanation
        }
        let without = explain("")
        let with = explain(query)
        check.holds(!with.isAllowed || without.isAllowed, "a query opens nothing")
        check.holds(!with.isAllowed || with.grant == without.grant, "a query changes no grant")
        guard with.isAllowed else { return }
        // Behind the identifier, which may be anything.
        let relationship = path.split(separator: "/").dropFirst(2)
        check.holds(!relationship.contains { $0.contains("secret") }, "no relationship of another module", path)
        for piece in pieces(query) {
            check.holds(!piece.contains("secret"), "nothing of another module is asked for", query)
        }
    }

    /// What the parameters that name related data ask for, to a reader that decodes them once.
    private static func pieces(_ query: String) -> [String] {
        query.split(separator: "&").compactMap { parameter in
            let halves = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = decoded(halves[0]).lowercased()
            if name.hasPrefix("include") || name.hasPrefix("sort") {
                return name + "=" + (halves.count > 1 ? decoded(halves[1]) : "")
            }
            return name.hasPrefix("filter") ? name : nil
        }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
