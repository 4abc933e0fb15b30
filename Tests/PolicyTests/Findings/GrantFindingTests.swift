import Foundation
import Testing

@testable import Policy

@Suite("A finding about who is admitted")
struct GrantFindingTests {
    @Test(
        "is given where nobody is eligible, where a grant is for nothing, and where names are alike",
        arguments: [
            (
                "bestuurstypes: [gemeente, ocmw] }", "bestuurstypes: [gemeente, ocmw], doelgroepen: [GID] }",
                "eligibility_empty: nobody is eligible for module `toezicht`: no bestuur of its types logs in under doelgroep GID",
                11
            ),
            (
                "bestuurstypes: [provincie]", "bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [LB]",
                "eligibility_empty: nobody is eligible for role `Beheerder`: no bestuur of its types logs in under doelgroep LB",
                16
            ),
            (
                "modules: [toezicht, bedienaren]", "modules: [toezicht, wegwijs]",
                "grant_redundant: `all methods /shared/**` names toezicht for nothing: module `wegwijs` is open to every authenticated bestuur",
                26
            ),
            (
                "roles: [Beheerder], upstream: dispatcher }\n  - { path: /concepts",
                "roles: [Beheerder], modules: [wegwijs], upstream: dispatcher }\n  - { path: /concepts",
                "grant_redundant: `all methods /lists` names Beheerder for nothing", 28
            ),
            (
                "  wegwijs: {", "  toezichd: { label: T, open-to: authenticated }\n  wegwijs: {",
                "names_alike: modules `toezicht` and `toezichd` are easily taken for each other", 14
            ),
            (
                "upstreams: [dispatcher, frontend]", "upstreams: [dispatcher, frontend, frontends]",
                "names_alike: upstreams `frontend` and `frontends`", 21
            ),
            (
                "  dashboard: [dashboard.example, dashboard.*]",
                "  dashboard: [dashboard.example, dashboard.*]\n  dashbord: [x.example]",
                "names_alike: hosts `dashboard` and `dashbord`", 21
            ),
        ])
    func found(_ fragment: String, _ replacement: String, _ words: String, _ line: Int) throws {
        let findings = try SmallPolicy.load(SmallPolicy.changing(fragment, to: replacement)).findings()
        let finding = findings.first { "\($0.code.rawValue): \($0.message)".hasPrefix(words) }
        #expect(finding?.location.line == line, "\(findings)")
        #expect(finding?.severity == .warning)
    }

    @Test(
        "is not given where somebody is eligible, and where each name adds somebody",
        arguments: [
            (
                "bestuurstypes: [gemeente, ocmw] }",
                "bestuurstypes: [gemeente, agentschap-binnenlands-bestuur], doelgroepen: [GID] }"
            ),
            (
                "bestuurstypes: [gemeente, ocmw] }",
                "bestuurstypes: [vlaamse-gemeenschapscommissie], doelgroepen: [GID] }"
            ),
            ("label: Wegwijs, open-to: authenticated", "label: Wegwijs, open-to: authenticated, bestuurstypes: [ocmw]"),
            ("upstreams: [dispatcher, frontend]", "upstreams: [dispatcher, frontend, api, apo]"),
        ])
    func silent(_ fragment: String, _ replacement: String) throws {
        var text = SmallPolicy.changing(fragment, to: replacement)
        text = text.replacingOccurrences(of: "modules: [toezicht, bedienaren]", with: "modules: [toezicht, wegwijs]")
        let codes = try SmallPolicy.load(text).findings().map(\.code)
        #expect(!codes.contains(.eligibilityEmpty) && !codes.contains(.namesAlike))
        #expect(codes.contains(.grantRedundant) == !replacement.contains("Wegwijs"))
    }
}
