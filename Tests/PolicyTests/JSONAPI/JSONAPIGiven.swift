import Testing

@testable import Policy

/// A policy whose routes say how far the JSON:API behind them may be asked.
enum JSONAPIGiven {
    static let text = """
        version: 1
        claims: { bestuur: org, doelgroep: group, roles: roles }
        doelgroepen: [LB, GID]
        modules:
          toezicht: { label: Toezicht, role: Toezicht, bestuurstypes: all }
          berichten: { label: Berichten, role: Berichten, bestuurstypes: all, view-only: honoured }
        administrative-roles:
          Beheer: { label: Beheer, bestuurstypes: all }
        upstreams: [api]
        routes:
          - path: /submissions/**
            modules: [toezicht]
            upstream: api
            json-api:
              include: [status, form-data.passed-by, form-data.decision-type]
              relationships: [form-data, documents]
              filter: [sent-date, status.label, documents.name]
          - path: /files/**
            modules: [toezicht, berichten]
            roles: [Beheer]
            upstream: api
            json-api:
              include: { toezicht: [submission, owner], berichten: [message, owner] }
              relationships: { Beheer: [jobs], toezicht: [submission] }
              filter: { berichten: [name] }
          - { path: /concepts/**, methods: read, access: authenticated, upstream: api, group: reference, json-api: {} }
          - { path: /units/:id, methods: read, access: authenticated, upstream: api, group: reference, json-api: { include: [kind] } }
          - { path: /units/:id/kind, methods: read, access: authenticated, upstream: api, group: reference, json-api: {} }
          - { path: /pages/**, methods: read, access: public, upstream: api, why: open, json-api: { include: [author] } }
          - { path: /free/**, modules: [toezicht], upstream: api }

        """

    static func load() throws -> PolicySet {
        try PolicyLoader.load(file: "policy.yaml", text: text).get()
    }

    /// `GET /path?query` by somebody with all roles, or with these.
    static func explain(
        _ policy: PolicySet, _ request: String, roles: [String] = ["Toezicht", "Berichten", "Beheer"],
        viewOnly: Set<String> = []
    ) throws -> Explanation {
        let principal = try Given.principal(policy, roles, for: Given.bestuur(viewOnly: viewOnly))
        let request = read(request)
        let explanation = policy.explain(principal: principal, request: request)
        let decision = policy.decide(principal: principal, request: request)
        #expect(decision.isAllowed == explanation.isAllowed)
        #expect(decision.grant == explanation.grant)
        #expect(decision.denial.map(\.refusals) ?? [] == explanation.refusals)
        return explanation
    }

    static func read(_ text: String) -> AccessRequest {
        let space = text.firstIndex(of: " ") ?? text.startIndex
        let target = text[text.index(after: space)...]
        let mark = target.firstIndex(of: "?")
        return AccessRequest(
            method: RequestMethod(String(text[..<space])), path: String(target[..<(mark ?? target.endIndex)]),
            query: mark.map { String(target[target.index(after: $0)...]) } ?? "")
    }
}
