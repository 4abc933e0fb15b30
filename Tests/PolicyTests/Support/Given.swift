import Besturen
import Testing

@testable import Policy

/// Policies and people that tests begin from.
enum Given {
    /// A policy of every kind of part, on which nothing is remarkable. The bottom of it is a list of routes, to which a test
    /// can add.
    static let policy = """
        version: 1
        claims: { bestuur: org, doelgroep: group, roles: roles, modules: modules }
        login-right: Login
        doelgroepen: [LB, GID]
        modules:
          toezicht: { label: Toezicht, role: Toezicht, bestuurstypes: [gemeente, ocmw] }
          bedienaren: { label: Bedienaren, role: Bedienaar, bestuurstypes: all, view-only: honoured }
          mandaten: { label: Mandaten, role: Mandaat, bestuurstypes: [bestuur-van-de-eredienst], doelgroepen: [LB] }
          zoeken: { label: Zoeken, open-to: authenticated }
          elders: { label: Elders, role: Elders, bestuurstypes: all, external: true }
        administrative-roles:
          Beheer: { label: Beheer, bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [GID] }
        retired-roles:
          Oud: moved to another application
        hosts:
          main: [loket.example.org, "dashboard.*"]
        upstreams: [web, api]
        routes:
          - { path: /, methods: read, access: public, upstream: web, why: the frontend }
          - { path: /login, methods: [GET, POST], access: public, upstream: web, why: to log in }
          - { path: /lists/**, methods: read, access: authenticated, upstream: api, group: reference }
          - { path: /submissions/**, modules: [toezicht], upstream: api }
          - { path: /ministers/**, modules: [bedienaren], upstream: api }
          - { path: /persons/**, modules: [toezicht, mandaten], upstream: api, group: shared }
          - { path: /search, modules: [zoeken], upstream: api }
          - { path: /reports/**, roles: [Beheer], upstream: api }
          - { path: /files/**, modules: [toezicht], roles: [Beheer], upstream: api }
          - { path: /vendor/**, access: delegated, delegated-to: vendor-key, upstream: api, why: vendors have keys }
          - { path: /sync/**, access: delegated, delegated-to: sync-key, methods: read, upstream: api, why: a feed }
          - { path: /internal/**, access: closed, why: nobody's business }
          - { path: /submissions/:id/history, methods: read, modules: [toezicht], upstream: api }
          - { path: /host/**, host: main, modules: [toezicht], upstream: api }

        """

    static func load(_ text: String) throws -> PolicySet {
        try PolicyLoader.load(file: "policy.yaml", text: text).get()
    }

    static func mistakes(_ text: String, limits: DocumentLimits = DocumentLimits()) -> [Mistake] {
        switch PolicyLoader.load(file: "policy.yaml", text: text, limits: limits) {
        case .success: []
        case .failure(let failure): failure.mistakes
        }
    }

    static func kbo(_ number: Int) -> String {
        // Invented numbers of one family, with a right check.
        let eight = 9_999_900 + number
        return "0\(eight)" + two(97 - eight % 97)
    }

    private static func two(_ check: Int) -> String { check < 10 ? "0\(check)" : "\(check)" }

    static func bestuur(
        _ type: Bestuurstype = .gemeente, _ code: String = kbo(1), status: BestuurStatus = .actief,
        viewOnly: Set<String> = []
    ) throws -> Bestuurseenheid {
        try Bestuurseenheid(
            uri: "http://data.example/id/\(code)", name: "Testgem", type: type, kbo: KBONummer(code),
            ovo: OVOCode(code), status: status, viewOnlyModules: viewOnly)
    }

    static func claims(
        _ roles: [String], doelgroep: String? = "LB", code: String? = kbo(1), modules: [String]? = nil
    ) -> PrincipalClaims {
        PrincipalClaims(account: "person-1", bestuur: code, doelgroep: doelgroep, roles: roles, modules: modules)
    }

    /// Somebody with these roles for a bestuur.
    static func principal(
        _ policy: PolicySet, _ roles: [String], doelgroep: String? = "LB", for bestuur: Bestuurseenheid? = nil,
        modules: [String]? = nil
    ) throws -> Principal {
        let bestuur = try bestuur ?? Given.bestuur()
        let claims = Given.claims(
            roles, doelgroep: doelgroep, code: bestuur.codes.first?.description, modules: modules)
        return try policy.principal(from: claims, register: BesturenRegister([bestuur])).get()
    }

    /// `GET /path`, or `GET host /path`.
    static func request(_ text: String) -> AccessRequest {
        let parts = text.split(separator: " ").map(String.init)
        return AccessRequest(
            method: RequestMethod(parts[0]), host: parts.count == 3 ? parts[1] : "", path: parts[parts.count - 1])
    }
}
