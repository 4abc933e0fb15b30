import Foundation
import Testing

@testable import Policy

@Suite("A finding")
struct FindingTests {
    @Test(
        "is given with its place, and keeps nothing from loading",
        arguments: [
            (
                "  toezicht: {", "  toezicht2: { label: T, role: ToezichtGebruikr, bestuurstypes: all }\n  toezicht: {",
                "role_names_alike", "`ToezichtGebruiker` and `ToezichtGebruikr`", 11
            ),
            (
                "  - { path: /guide, modules: [wegwijs], methods: [GET], upstream: dispatcher }\n", "",
                "module_unreachable", "no route opens for module `wegwijs`", 14
            ),
            (
                "  Beheerder: {", "  Nutteloos: { label: n, bestuurstypes: all }\n  Beheerder: {", "role_unreachable",
                "no route opens for role `Nutteloos`", 16
            ),
            (
                "[dispatcher, frontend]", "[dispatcher, frontend, spare]", "upstream_unused",
                "no route uses upstream `spare`", 21
            ),
            (", host: dashboard", "", "host_unused", "no route uses host `dashboard`", 20),
            (
                "path: /**, methods: read, access: public", "path: /**, access: public", "public_write",
                "lets everybody write", 33
            ),
            (", why: the application itself", "", "why_missing", "public route `read /**` has no `why`", 33),
            (", group: reference", "", "why_missing", "has neither `why` nor `group`", 29),
            ("login-right: LoketGebruiker\n", "", "login_right_absent", "asks for no login right", 1),
        ])
    func found(_ fragment: String, _ replacement: String, _ code: String, _ words: String, _ line: Int) throws {
        let findings = try SmallPolicy.load(SmallPolicy.changing(fragment, to: replacement)).findings()
        let matching = findings.filter { $0.code.rawValue == code && $0.message.contains(words) }
        let finding = try #require(matching.first, "\(findings)")
        #expect(finding.location.line == line)
        #expect(finding.description.contains("policy.yaml:\(line):") && finding.description.contains("[\(code)]"))
        #expect(finding.json.text.contains("\"code\": \"\(code)\""))
        #expect(
            !(try SmallPolicy.load()).findings().contains { $0.code.rawValue == code && $0.message.contains(words) })
    }

    @Test("of a sound policy is a note on each door that asks for no module or role, and on what narrows another route")
    func notes() throws {
        let all = try SmallPolicy.load().findings()
        let findings = all.filter { $0.code != .relatedDataUnjudged }
        #expect(findings.map(\.code) == [.routesOverlap, .authenticatedRoute, .delegatedRoute, .publicRoute])
        #expect(findings.map(\.location.line) == [24, 29, 30, 33])
        #expect(all.allSatisfy { $0.severity == .note })
    }

    @Test("of every code is in the documentation")
    func documented() throws {
        let catalog = LoketFiles.packageRoot.appending(path: "Sources/Gateway/Documentation.docc")
        let text = try String(contentsOf: catalog.appending(path: "PolicyTests.md"), encoding: .utf8)
        for code in Finding.Code.allCases { #expect(text.contains("`\(code.rawValue)`"), "\(code.rawValue)") }
    }

    @Test("names each guarded door that leaves path or query to the API behind it")
    func unjudged() throws {
        let findings = try JSONAPIGiven.load().findings().filter { $0.code == .relatedDataUnjudged }
        #expect(
            findings.map(\.message) == [
                "`all methods /free/**` has no `json-api`: the path below it and the query are not judged"
            ])
        let small = try SmallPolicy.load().findings().filter { $0.code == .relatedDataUnjudged }
        #expect(small.map(\.location.line) == [23, 24, 25, 26, 27, 28, 29, 32])
        #expect(small.contains { $0.message == "`GET HEAD /guide` has no `json-api`: the query is not judged" })
    }
}
