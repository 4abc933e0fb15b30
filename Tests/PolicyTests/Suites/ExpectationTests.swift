import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("An expectation")
struct ExpectationTests {
    /// A suite with one person, one request and one expectation.
    static func suite(
        _ request: String, _ expectation: String, person: String = "{ bestuur: { type: gemeente }, doelgroep: LB }"
    ) throws -> PolicyTestSuite {
        let text = """
            suite: S
            people: { an: \(person) }
            requests: { it: \(request) }
            tests:
              - name: t
                expect:
                  - { \(expectation) }

            """
        return try PolicyTestSuite.load(file: "suite.yaml", text: text).get()
    }

    static let policy = SmallPolicy.text.replacingOccurrences(
        of: "label: Wegwijs, open-to", with: "label: Wegwijs, bestuurstypes: all, open-to")

    @Test(
        "that the policy can never meet is told with its place, before anything is run",
        arguments: [
            (
                "GET /submissions/1", "decision: allow, route: /submission/**", "7:35",
                "no route of the policy has the path `/submission/**`", "did you mean `/submissions/**`?"
            ),
            (
                "GET /submissions/1", "decision: allow, route: /old/**", "7:35",
                "route `/old/**` never takes `it` (GET /submissions/1)", "the policy takes it to `/submissions/**`"
            ),
            (
                "GET /submissions/1/x/y", "decision: deny, route: /submissions/:id/sent", "7:34", "never takes `it`",
                "hint"
            ),
            (
                "GET /submissions/1", "decision: allow, by: toezigt", "7:32",
                "`toezigt` is neither a module nor an administrative role", "did you mean `toezicht`?"
            ),
            (
                "GET /submissions/1", "decision: allow, by: bedienaren", "7:32", "`bedienaren` cannot grant `it`",
                "it admits any of the modules toezicht"
            ),
            (
                "GET /concepts/1", "decision: allow, by: toezicht", "7:32", "does not name it",
                "any authenticated bestuur"
            ),
            ("GET /anything", "decision: allow, by: Beheerder", "7:32", "does not name it", "it admits public"),
            (
                "POST /submissions/1", "decision: deny, reason: module_read_only", "7:35",
                "nobody is refused `it` (POST /submissions/1) with `module_read_only`",
                "possible there: token_missing, "
            ),
            ("GET /shared/1", "decision: deny, reason: module_read_only", "7:35", "with `module_read_only`", "hint"),
            ("GET /submissions/1", "decision: deny, reason: role_missing", "7:35", "with `role_missing`", "hint"),
            (
                "GET /lists", "decision: deny, reason: module_not_granted", "7:35", "with `module_not_granted`",
                "role_missing"
            ),
            (
                "GET /concepts/1", "decision: deny, reasons: [token_missing, bestuurstype_not_eligible]", "7:36",
                "with `bestuurstype_not_eligible`", "hint"
            ),
            ("GET /guide", "decision: deny, reason: module_not_granted", "7:35", "with `module_not_granted`", "hint"),
        ])
    func unreachable(_ request: String, _ expectation: String, _ place: String, _ words: String, _ hint: String) throws
    {
        let policy = try SmallPolicy.load()
        let mistakes = try Self.suite(request, expectation).unreachableExpectations(under: policy)
        #expect(mistakes.count == 1, "\(mistakes)")
        let text = mistakes.first?.description ?? ""
        #expect(
            text.hasPrefix("suite.yaml:\(place): error: ") && text.contains(words) && text.contains(hint), "\(text)")
    }

    @Test(
        "that fails because of the policy's other rules is run and shown, not called unreachable",
        arguments: [
            (
                "GET /submissions/1/sent", "decision: allow, route: /submissions/**",
                "expected allow, got deny (module_not_granted)"
            ),
            ("GET /old/1", "decision: allow, by: toezicht", "expected allow, got deny (route_closed)"),
            (
                "DELETE /concepts/1", "decision: deny, reason: token_missing",
                "expected reason token_missing, got method_not_allowed"
            ),
            ("GET /anything", "decision: deny, reason: token_missing", "expected deny, got allow"),
            (
                "GET /submissions/1", "decision: deny, reasons: [module_not_granted, doelgroep_not_admitted]",
                "expected reasons doelgroep_not_admitted, module_not_granted; got module_not_granted"
            ),
        ])
    func failing(_ request: String, _ expectation: String, _ words: String) throws {
        let policy = try SmallPolicy.load()
        let suite = try Self.suite(request, expectation)
        #expect(suite.unreachableExpectations(under: policy).isEmpty)
        #expect(suite.run(policy: policy).failures.map(\.failure) == [words])
    }

    @Test(
        "of all reasons, or of a read-only grant, holds exactly then",
        arguments: [
            (
                "GET /submissions/1", "[]", "decision: deny, reasons: [module_not_granted], reason: module_not_granted",
                true
            ),
            (
                "POST /shared/1", "[BedienaarGebruiker]",
                "decision: deny, reasons: [module_read_only, module_not_granted]", true
            ),
            ("POST /shared/1", "[BedienaarGebruiker]", "decision: deny, reasons: [module_read_only]", false),
            ("GET /shared/1", "[BedienaarGebruiker]", "decision: allow, read-only: true", true),
            ("GET /shared/1", "[BedienaarGebruiker]", "decision: allow, read-only: false", false),
            ("POST /shared/1", "[ToezichtGebruiker]", "decision: allow, read-only: false", true),
        ])
    func exact(_ request: String, _ roles: String, _ expectation: String, _ holds: Bool) throws {
        let person =
            "{ bestuur: { type: gemeente, view-only: [BedienaarGebruiker] }, doelgroep: LB, roles: \(roles) }"
        let policy = try SmallPolicy.load()
        let suite = try Self.suite(request, expectation, person: person)
        #expect(suite.unreachableExpectations(under: policy).isEmpty)
        #expect(suite.run(policy: policy).passed == holds)
    }

    @Test(
        "is refused for what no decision can have",
        arguments: [
            ("decision: deny, reason: upstream_timeout", "`reason` cannot be `upstream_timeout`"),
            ("decision: deny, reason: bestuur_conflict", "`reason` cannot be `bestuur_conflict`"),
            ("decision: deny, reasons: []", "`reasons` must not be empty"),
            ("decision: deny, reasons: [token_missing, token_missing]", "reason `token_missing` is listed twice"),
            ("decision: deny, reason: route_closed, reasons: [token_missing]", "which `reasons` does not list"),
            ("decision: allow, reasons: [token_missing]", "an allowed request has no `reasons`"),
            ("decision: deny, read-only: true", "nothing grants a denied request"),
        ])
    func refused(_ expectation: String, _ words: String) {
        #expect { try Self.suite("GET /submissions/1", expectation) } throws: { error in
            "\(error)".contains(words)
        }
    }

    @Test("can have every reason that the engine gives, and the engine gives only those")
    func everyReason() throws {
        let policy = try SmallPolicy.load()
        let roles = ["ToezichtGebruiker", "BedienaarGebruiker", "Beheerder", "BedienaarGebruiker:0999999130"]
        for route in policy.routes where route.needsPrincipal {
            for method in RequestMethod.allCases where route.methods.contains(method) {
                let possible = policy.possibleReasons(on: route, isWrite: !method.isRead)
                for role in roles {
                    for doelgroep in ["LB", "GID", "OV"] {
                        for right in [true, false] {
                            let bestuur = try SmallPolicy.bestuur(.politiezone, viewOnly: ["BedienaarGebruiker"])
                            let claims = SmallPolicy.claims([role], doelgroep: doelgroep, loginRight: right)
                            let principal = policy.principal(from: claims, for: bestuur)
                            let codes = policy.explain(principal: principal, route: route, method: method).refusals
                            #expect(codes.allSatisfy { possible.contains(.access($0.code)) }, "\(route.title) \(codes)")
                        }
                    }
                }
            }
        }
    }
}
