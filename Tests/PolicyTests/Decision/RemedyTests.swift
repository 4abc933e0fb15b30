import Besturen
import Testing

@testable import Policy

@Suite("What it takes for a refused request to pass")
struct RemedyTests {
    /// Somebody, a request, and what is needed in the order to go about it.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var roles: [String] = ["Login"]
        var doelgroep: String? = "LB"
        var type: Bestuurstype = .gemeente
        var status: BestuurStatus = .actief
        var viewOnly: Set<String> = []
        let request: String
        let needed: [String]

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "a module that was not given", request: "GET /submissions/1",
            needed: ["the role `Toezicht` (module Toezicht) for 0999990123"]),
        Case(
            name: "a module before an administrative role that lacks more", request: "GET /files/1",
            needed: ["the role `Toezicht` (module Toezicht) for 0999990123"]),
        Case(
            name: "the module that lacks least", roles: ["Login"], type: .bestuurVanDeEredienst,
            request: "GET /persons/1", needed: ["the role `Mandaat` (module Mandaten) for 0999990123"]),
        Case(
            name: "a type that is not eligible", roles: ["Login", "Toezicht"], type: .provincie,
            request: "GET /submissions/1", needed: ["the type Provincie among the `bestuurstypes` of `toezicht`"]),
        Case(
            name: "both", type: .provincie, request: "GET /submissions/1",
            needed: [
                "the role `Toezicht` (module Toezicht) for 0999990123",
                "the type Provincie among the `bestuurstypes` of `toezicht`",
            ]),
        Case(
            name: "writing where only reading is allowed", roles: ["Login", "Bedienaar"], viewOnly: ["Bedienaar"],
            request: "PATCH /ministers/1",
            needed: ["Testgem without the mark of view-only for `bedienaren`; reading is allowed as it is"]),
        Case(
            name: "a role for another organisation", roles: ["Login", "Toezicht:0000000097"],
            request: "GET /submissions/1",
            needed: ["a login for the organisation that `Toezicht` is held for, or that role for 0999990123"]),
        Case(
            name: "an administrative role", roles: ["Login"], doelgroep: "GID", type: .agentschapBinnenlandsBestuur,
            request: "GET /reports/1", needed: ["the role `Beheer` for 0999990123"]),
        Case(
            name: "the right to log in first", roles: [], request: "GET /submissions/1",
            needed: ["the role `Login` for 0999990123", "the role `Toezicht` (module Toezicht) for 0999990123"]),
        Case(
            name: "a doelgroep of the policy", roles: ["Login", "Toezicht"], doelgroep: "EA",
            request: "GET /submissions/1", needed: ["a login for the doelgroep GID or LB"]),
        Case(
            name: "a doelgroep of the module", roles: ["Login", "Mandaat"], doelgroep: "GID",
            type: .bestuurVanDeEredienst,
            request: "GET /persons/1", needed: ["a login for the doelgroep LB"]),
        Case(
            name: "an active bestuur", roles: ["Login", "Toezicht"], status: .inOprichting,
            request: "GET /submissions/1",
            needed: ["the status Actief for Testgem in the register, in place of In oprichting"]),
        Case(
            name: "another method", request: "POST /lists/1", needed: ["another method: GET, HEAD or OPTIONS"]),
        Case(
            name: "another address", request: "GET /nowhere",
            needed: ["another address: the policy has no route to this one"]),
        Case(
            name: "another address than a closed one", request: "GET /internal/x",
            needed: ["another address: the policy keeps this one closed, because nobody's business"]),
        Case(name: "nothing when it passes", roles: ["Login", "Toezicht"], request: "GET /submissions/1", needed: []),
    ]

    private func principal(_ policy: PolicySet, _ test: Case) throws -> Principal {
        try Given.principal(
            policy, test.roles, doelgroep: test.doelgroep,
            for: Given.bestuur(test.type, status: test.status, viewOnly: test.viewOnly))
    }

    @Test("is said in the order to go about it", arguments: cases)
    func needed(_ test: Case) throws {
        let policy = try Given.load(Given.policy)
        let asker = Asker.principal(try principal(policy, test))
        let explanation = policy.explain(asker, request: Given.request(test.request))
        let remedies = policy.remedies(for: explanation, asker: asker)
        #expect(remedies.map(\.needed) == test.needed)
        #expect(remedies.isEmpty == explanation.isAllowed)
        #expect(remedies.first?.code == explanation.code)
        #expect(remedies.allSatisfy { $0.mendedBy == $0.code.mendedBy })
    }

    @Test("is true: with every change made the request passes", arguments: cases)
    func true_(_ test: Case) throws {
        let policy = try Given.load(Given.policy)
        let asker = Asker.principal(try principal(policy, test))
        let request = Given.request(test.request)
        let remedies = policy.remedies(for: policy.explain(asker, request: request), asker: asker)
        var mended = test
        for remedy in remedies {
            switch remedy.code {
            case .loginRightMissing, .moduleNotGranted, .roleMissing, .roleForOtherBestuur:
                // The one role that the sentence names.
                let role = try #require(remedy.needed.firstMatch(of: /`([A-Za-z]+)`/)?.1)
                mended.roles.append(String(role))
            case .doelgroepNotAdmitted: mended.doelgroep = "LB"
            case .bestuurNotActive: mended.status = .actief
            case .moduleReadOnly: mended.viewOnly = []
            case .bestuurstypeNotEligible: mended.type = .gemeente
            default: return
            }
        }
        let after = policy.explain(.principal(try principal(policy, mended)), request: request)
        #expect(after.isAllowed, "\(after.text)")
    }

    @Test("names every role that would do as well as another")
    func alike() throws {
        let policy = try Given.load(
            Given.policy + "  - { path: /both/**, modules: [toezicht, bedienaren], upstream: api }\n")
        let asker = Asker.principal(try Given.principal(policy, ["Login"]))
        let explanation = policy.explain(asker, request: Given.request("GET /both/1"))
        #expect(
            policy.remedies(for: explanation, asker: asker).map(\.needed) == [
                "one of the roles `Toezicht` (module Toezicht) or `Bedienaar` (module Bedienaren) for 0999990123"
            ])
    }

    @Test("names the organisation code when no principal could be made")
    func organisation() throws {
        let policy = try Given.load(Given.policy)
        let register = try BesturenRegister([Given.bestuur()])
        let cases: [(String?, String)] = [
            (nil, "the claim `org` with the KBO number or OVO code of the bestuur"),
            ("x", "a KBO number or OVO code in the claim `org`, which holds something else"),
            (Given.kbo(7), "the bestuur \(Given.kbo(7)) in the register"),
        ]
        for (code, needed) in cases {
            let asker = Asker(policy.principal(from: Given.claims(["Login"], code: code), register: register))
            let explanation = policy.explain(asker, request: Given.request("GET /submissions/1"))
            #expect(policy.remedies(for: explanation, asker: asker).map(\.needed) == [needed])
        }
        let nobody = policy.explain(.anonymous, request: Given.request("GET /submissions/1"))
        #expect(
            policy.remedies(for: nobody, asker: .anonymous).map(\.needed) == ["a token: somebody who is logged in"])
        let twice = try BesturenRegister([
            Given.bestuur(),
            Bestuurseenheid(
                uri: "http://data.example/id/other", name: "Other", type: .ocmw, kbo: KBONummer(Given.kbo(1)),
                status: .actief),
        ])
        let asker = Asker(policy.principal(from: Given.claims(["Login"]), register: twice))
        let explanation = policy.explain(asker, request: Given.request("GET /submissions/1"))
        #expect(
            policy.remedies(for: explanation, asker: asker).map(\.needed) == [
                "one active bestuur with the number \(Given.kbo(1)) in the register, not several"
            ])
    }
}
