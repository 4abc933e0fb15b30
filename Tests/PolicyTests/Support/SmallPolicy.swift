import Besturen
import Foundation
import Testing

@testable import Policy

/// A policy that has one of everything, for tests that change a word of it.
enum SmallPolicy {
    static let text = """
        version: 1
        claims:
          account: vo_id
          bestuur: vo_orgcode
          doelgroep: vo_doelgroepcode
          roles: abb_roles
          modules: module_ids
        login-right: LoketGebruiker
        doelgroepen: [LB, GID]
        modules:
          toezicht: { label: Toezicht, role: ToezichtGebruiker, bestuurstypes: [gemeente, ocmw] }
          bedienaren: { label: Bedienaren, role: BedienaarGebruiker, bestuurstypes: all, view-only: honoured, doelgroepen: [LB] }
          subsidies: { label: Subsidies, open-to: authenticated, external: true, why: its own site }
          wegwijs: { label: Wegwijs, open-to: authenticated }
        administrative-roles:
          Beheerder: { label: beheerder, bestuurstypes: [provincie], why: keeps the lists }
        retired-roles:
          OudeRol: replaced in 2024
        hosts:
          dashboard: [dashboard.example, dashboard.*]
        upstreams: [dispatcher, frontend]
        routes:
          - { path: /submissions/**, modules: [toezicht], upstream: dispatcher }
          - { path: /submissions/:id/sent, methods: read, modules: [toezicht], roles: [Beheerder], upstream: dispatcher }
          - { path: /ministers/**, modules: [bedienaren], upstream: dispatcher }
          - { path: /shared/**, modules: [toezicht, bedienaren], upstream: dispatcher }
          - { path: /guide, modules: [wegwijs], methods: [GET], upstream: dispatcher }
          - { path: /lists, roles: [Beheerder], upstream: dispatcher }
          - { path: /concepts/**, methods: read, access: authenticated, upstream: dispatcher, group: reference }
          - { path: /vendor/**, access: delegated, delegated-to: vendor key, upstream: dispatcher, why: checked there }
          - { path: /old/**, access: closed, why: nobody needs it }
          - { path: /reports, host: dashboard, roles: [Beheerder], upstream: dispatcher }
          - { path: /**, methods: read, access: public, upstream: frontend, why: the application itself }

        """

    static func load(_ text: String = text) throws -> PolicySet {
        try PolicyLoader.load(file: "policy.yaml", text: text).get()
    }

    static func mistakes(in text: String) -> [Mistake] {
        switch PolicyLoader.load(file: "policy.yaml", text: text) {
        case .success: []
        case .failure(let failure): failure.mistakes
        }
    }

    /// The text with one fragment changed, which must occur.
    static func changing(_ fragment: String, to replacement: String) -> String {
        guard let range = text.range(of: fragment) else { return "" }
        return text.replacingCharacters(in: range, with: replacement)
    }

    static func bestuur(
        _ type: Bestuurstype = .gemeente, status: BestuurStatus = .actief, viewOnly: Set<String> = []
    ) throws -> Bestuurseenheid {
        try Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/1", name: "Testgem", type: type,
            kbo: KBONummer("0999999922"), status: status, viewOnlyModules: viewOnly)
    }

    static func claims(
        _ roles: [String], doelgroep: String? = "LB", bestuur: String? = "0999999922", modules: [String]? = nil,
        loginRight: Bool = true
    ) -> PrincipalClaims {
        PrincipalClaims(
            account: "an", bestuur: bestuur, doelgroep: doelgroep,
            roles: roles + (loginRight ? ["LoketGebruiker"] : []), modules: modules)
    }

    /// Where a fragment begins, as a location says it.
    static func place(of fragment: String, in text: String) -> (line: Int, column: Int)? {
        guard let range = text.range(of: fragment) else { return nil }
        let before = text[..<range.lowerBound]
        let line = before.count { $0 == "\n" } + 1
        let start = before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex
        return (line, before[start...].unicodeScalars.count + 1)
    }
}
