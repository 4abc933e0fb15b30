import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("A policy test suite")
struct SuiteTests {
    static let text = """
        suite: Small
        policy: policy.yaml
        people:
          an: { bestuur: { type: gemeente }, doelgroep: LB, roles: [ToezichtGebruiker] }
          bo: { bestuur: { type: ocmw, kbo: "0999999823", name: "O'Neil & <Zn>" }, doelgroep: LB, roles: ["Beheerder:0999999823"] }
          none: { bestuur: none, doelgroep: LB }
          nobody: anonymous
        requests:
          read: GET /submissions/1?page=2
          write: POST /submissions
          lists: GET https://dashboard.example/lists
        tests:
          - name: who may read
            people: [an, nobody]
            requests: [read]
            expect:
              - { person: an, decision: allow, by: toezicht, route: /submissions/** }
              - { person: nobody, request: read, decision: deny, reason: token_missing }
          - name: everything
            expect:
              - { people: [an], requests: [read, write], decision: allow }

        """

    static func load(_ text: String = text) -> Result<PolicyTestSuite, DocumentMistakes> {
        PolicyTestSuite.load(file: "suite.yaml", text: text) { $0.contains("..") ? "dots" : nil }
    }

    @Test("asks about every pair of people and requests, and expects a denial of those that it does not list")
    func run() throws {
        let result = try Self.load().get().run(policy: try SmallPolicy.load())
        #expect(result.cells.count == 2 + 12)
        #expect(result.passed && result.failures.isEmpty)
        #expect(result.cells.map(\.title).first == "an, read (GET /submissions/1?page=2)")
    }

    @Test(
        "fails with the difference in words",
        arguments: [
            ("decision: allow, by: toezicht", "decision: deny, reason: token_missing", "expected deny, got allow"),
            (
                "requests: [read, write], decision: allow", "requests: [read], decision: allow",
                "expected deny (not listed), got allow"
            ),
            ("by: toezicht", "by: Beheerder", "expected grant by Beheerder, got toezicht"),
            ("route: /submissions/**", "route: /**", "expected route /**, got /submissions/**"),
            ("reason: token_missing", "reason: route_closed", "expected reason route_closed, got token_missing"),
            ("roles: [ToezichtGebruiker]", "roles: []", "expected allow, got deny (module_not_granted)"),
            (
                "doelgroep: LB, roles: [ToezichtGebruiker]",
                "doelgroep: LB, roles: [ToezichtGebruiker], login-right: false",
                "expected allow, got deny (login_right_missing)"
            ),
        ])
    func fails(_ fragment: String, _ replacement: String, _ words: String) throws {
        let text = Self.text.replacingOccurrences(of: fragment, with: replacement)
        let result = try Self.load(text).get().run(policy: try SmallPolicy.load())
        #expect(!result.passed)
        #expect(result.failures.contains { $0.failure == words }, "\(result.failures.map(\.failure))")
    }

    @Test("warns of a role that the policy does not know, with the nearest")
    func warns() throws {
        let text = Self.text.replacingOccurrences(of: "[ToezichtGebruiker]", with: "[ToezichtGebruiker, Beheerdr]")
        let result = try Self.load(text).get().run(policy: try SmallPolicy.load())
        #expect(
            result.warnings == [
                "suite.yaml:4:3: warning: `an` has role `Beheerdr`, which the policy does not know; did you mean `Beheerder`?"
            ])
    }

    @Test(
        "is not run when it holds a mistake, which is named with its place",
        arguments: [
            ("suite: Small\n", "", "a suite needs `suite`", 1), ("people:\n", "peoples:\n", "unknown key `peoples`", 3),
            ("nobody: anonymous", "nobody: somebody", "`somebody` is not a person", 7),
            ("type: gemeente", "type: gemeent", "unknown bestuurstype `gemeent`", 4),
            ("\"0999999823\", name", "\"0999999824\", name", "`0999999824` is not valid as `kbo`", 5),
            ("bestuur: { type: gemeente }, ", "", "a person needs `bestuur`", 4),
            ("type: gemeente }", "type: gemeente, status: dood }", "`status` cannot be `dood`", 4),
            ("type: gemeente }", "type: gemeente, uri: \"urn:x\" }", "urn:x", 4),
            ("GET /submissions/1?page=2", "get /submissions", "`get` is not a method", 9),
            ("GET /submissions/1?page=2", "GTE /submissions", "no such method as `GTE`", 9),
            ("GET /submissions/1?page=2", "DELET /submissions", "no such method as `DELET`", 9),
            ("GET /submissions/1?page=2", "/submissions", "`/submissions` is not a request", 9),
            ("GET /submissions/1?page=2", "GET submissions", "`submissions` is not a target", 9),
            ("GET /submissions/1?page=2", "GET https:///x", "`https:///x` is not a target", 9),
            ("GET /submissions/1?page=2", "GET /a/../b", "target `/a/../b` is not canonical: dots", 9),
            ("people: [an, nobody]", "people: [anna, nobody]", "unknown person `anna`", 14),
            ("people: [an, nobody]", "people: [an, an, nobody]", "person `an` is listed twice", 14),
            ("requests: [read]\n", "requests: []\n", "`requests` must not be empty", 15),
            (
                "person: an, decision: allow", "person: bo, decision: allow",
                "person `bo` is not in this test, so this is never checked", 17
            ),
            (
                "person: an, decision: allow", "person: an, people: [an], decision: allow",
                "has either `person` or `people`", 17
            ),
            ("person: an, decision: allow, by", "person: an, by", "an expectation needs `decision`", 17),
            (
                "decision: allow, by: toezicht", "decision: allow, reason: token_missing",
                "an allowed request has no `reason`", 17
            ),
            (
                "decision: deny, reason: token_missing", "decision: deny, by: toezicht",
                "nothing grants a denied request", 18
            ),
            ("reason: token_missing", "reason: token_mising", "`reason` cannot be `token_mising`", 18),
            (
                "person: nobody, request: read", "person: an, request: read",
                "`an` with `read` is already expected on line 17", 18
            ),
            ("person: nobody, request: read", "person: nobody, request: red", "unknown request `red`", 18),
            ("name: everything", "name: who may read", "two tests are named `who may read`, the first on line 13", 19),
            ("tests:\n", "tests: []\nnotes:\n", "`tests` must not be empty", 12),
        ])
    func mistakes(_ fragment: String, _ replacement: String, _ words: String, _ line: Int) throws {
        let text = Self.text.replacingOccurrences(of: fragment, with: replacement)
        guard case .failure(let failure) = Self.load(text) else {
            Issue.record("the suite loads")
            return
        }
        let found = try #require(failure.mistakes.first { $0.message.contains(words) }, "\(failure)")
        #expect(found.location.line == line, "\(found)")
        #expect(failure.description.contains("suite.yaml:\(line):"))
    }

    @Test("of an OVO code, a status, view-only modules and a name is that bestuur")
    func bestuur() throws {
        let text = Self.text.replacingOccurrences(
            of: "bestuur: { type: gemeente }",
            with: "bestuur: { type: gemeente, ovo: OVO000001, status: actief, view-only: [ToezichtGebruiker], name: X }"
        )
        let suite = try Self.load(text).get()
        guard case .known(let claims, let bestuur, _) = suite.people[0].kind else {
            Issue.record("an is nobody")
            return
        }
        #expect(claims.bestuur == "OVO000001")
        #expect(bestuur?.name == "X" && bestuur?.viewOnlyModules == ["ToezichtGebruiker"])
        #expect(suite.run(policy: try SmallPolicy.load()).passed)
    }
}
