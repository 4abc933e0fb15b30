import Besturen
import Testing

@testable import Policy

@Suite("The coverage of policy tests")
struct CoverageTests {
    static let policyText = PolicyText(
        more: """
            modules:
              toezicht: { label: T, role: Toezichter, bestuurstypes: [gemeente] }
              berichten: { label: B, role: Berichter, bestuurstypes: all, view-only: honoured }
            """,
        routes: [
            "{ path: /a/**, modules: [toezicht, berichten], upstream: api }",
            "{ path: /b, access: authenticated, methods: read, upstream: api }",
            "{ path: /c, access: closed, why: w }",
        ]
    ).text

    static func policy() throws -> PolicySet { try PolicyLoader.load(file: "policy.yaml", text: policyText).get() }

    /// A suite that asks as these people for these requests, and expects what the policy answers.
    static func suite(
        _ people: [(claims: PrincipalClaims, bestuur: Bestuurseenheid)?], _ requests: [AccessRequest],
        _ policy: PolicySet
    ) -> PolicyTestSuite {
        let place = SourceLocation(file: "s.yaml", line: 1, column: 1)
        func expectation(_ person: Int, _ request: Int) -> PolicyTestSuite.Expectation {
            let asker = people[person].map { policy.principal(from: $0.claims, for: $0.bestuur) }
            let allowed = policy.explain(principal: asker, request: requests[request]).isAllowed
            return .init(
                isAllowed: allowed, reason: nil, reasons: nil, route: nil, by: nil, isReadOnly: nil, location: place,
                places: [:])
        }
        let cells = people.indices.flatMap { person in
            requests.indices.map {
                PolicyTestSuite.Cell(person: person, request: $0, expectation: expectation(person, $0))
            }
        }
        return PolicyTestSuite(
            name: "S", file: "s.yaml", policy: nil,
            people: people.enumerated().map { index, person in
                .init(
                    name: "p\(index)",
                    kind: person.map { .known(claims: $0.claims, bestuur: $0.bestuur, holdsLoginRight: false) }
                        ?? .anonymous,
                    location: place)
            },
            requests: requests.enumerated().map { .init(name: "r\($0)", text: "", request: $1, location: place) },
            tests: [.init(name: "t", cells: cells, location: place)])
    }

    static func person(
        _ roles: [String], _ type: Bestuurstype = .gemeente, viewOnly: Set<String> = []
    ) throws -> (claims: PrincipalClaims, bestuur: Bestuurseenheid) {
        let bestuur = try SmallPolicy.bestuur(type, viewOnly: viewOnly)
        return (SmallPolicy.claims(roles, loginRight: false), bestuur)
    }

    static func coverage(
        _ people: [(claims: PrincipalClaims, bestuur: Bestuurseenheid)?], _ requests: [String]
    ) throws -> SuiteCoverage {
        let policy = try policy()
        let suite = suite(people, requests.map(Given.request), policy)
        return try SuiteCoverage(policy, [suite.run(policy: policy)])
    }

    @Test("is all of it when every cell is asked, and not when one is left out")
    func whole() throws {
        let policy = try Self.policy()
        let domain = try AccessDomain([policy])
        let people = domain.profiles.map { profile in
            profile.claims.flatMap { claims in profile.bestuur.map { (claims: claims, bestuur: $0) } }
        }
        let result = Self.suite(people, domain.areas.map(\.example), policy).run(policy: policy)
        #expect(result.cells.count == domain.cellCount)
        let all = try SuiteCoverage(policy, [result])
        #expect(all.cells == .init(part: domain.cellCount, whole: domain.cellCount))
        #expect(
            all.decisions.part == all.decisions.whole && all.routes.part == 3 && all.rules == .init(part: 4, whole: 4))
        #expect(all.untestedRoutes.isEmpty && all.idleRules.isEmpty && all.gaps.isEmpty)
        let most = SuiteResult(suite: "S", file: "s", cells: Array(result.cells.dropLast()), warnings: [])
        let almost = try SuiteCoverage(policy, [most])
        #expect(almost.cells.part == domain.cellCount - 1 && !almost.cells.reaches(1_000_000))
        #expect(almost.cells.percent != "100.00 %")
    }

    @Test("counts the cell that lets somebody in, every cell that may not, and none where two would do")
    func asserted() throws {
        let allowed = try Self.coverage([Self.person(["Toezichter"])], ["GET /a"])
        #expect(allowed.cells.part == 1)
        let denied = try Self.coverage([Self.person(["Toezichter", "Berichter"])], ["GET /c"])
        #expect(denied.cells.part == 2, "neither role may open a closed route")
        let either = try Self.coverage([Self.person(["Toezichter", "Berichter"])], ["GET /a"])
        #expect(either.cells.part == 0, "if one of them no longer opened it, the test would still pass")
        let one = try Self.coverage([Self.person(["Toezichter", "Berichter"], .ocmw)], ["GET /a"])
        #expect(one.cells.part == 1, "only one of them opens it for an ocmw")
        let twice = try Self.coverage(
            [Self.person(["Toezichter"]), Self.person(["Toezichter"])], ["GET /a/1", "GET /a/2"])
        #expect(twice.cells.part == 1)
        let nobody = try Self.coverage([nil], ["GET /a", "POST /a", "GET /nowhere"])
        #expect(nobody.cells.part == 3)
    }

    @Test("names routes that no test is about, and rules that let nobody in")
    func rules() throws {
        let coverage = try Self.coverage([Self.person(["Toezichter"]), nil], ["GET /a"])
        #expect(coverage.untestedRoutes.map(\.title) == ["read /b", "all methods /c"])
        #expect(coverage.routes == .init(part: 1, whole: 3) && coverage.rules == .init(part: 1, whole: 4))
        #expect(coverage.idleRules == ["`berichten` on `all methods /a/**` (line 9)"])
        let closed = try Self.coverage([nil], ["GET /b", "GET /c"])
        #expect(closed.idleRules == ["`read /b` (line 10)"])
        #expect(coverage.text.contains("    never tested: `read /b` (line 10)"))
        #expect(coverage.text.contains("    never decisive: `berichten` on"))
    }

    @Test("tells the largest gaps first, with their cells")
    func gaps() throws {
        let coverage = try Self.coverage([Self.person(["Toezichter"]), nil], ["GET /a", "POST /a"])
        let domain = try AccessDomain([Self.policy()])
        #expect(coverage.gaps.map(\.cells) == coverage.gaps.map(\.cells).sorted(by: >))
        let inactive = domain.profiles.count { !$0.isActive && $0.type != nil } * domain.areas.count
        #expect(coverage.gaps.contains(.init(text: "nobody asks for a bestuur that is not active", cells: inactive)))
        let held = domain.profiles.count { $0.credential == .role("Berichter") } * domain.areas.count
        #expect(coverage.gaps.contains(.init(text: "nobody holds `Berichter`", cells: held)))
        #expect(!coverage.gaps.contains { $0.text.contains("`Toezichter`") })
        #expect(coverage.json.text.contains("\"part\": "))
    }

    @Test(
        "is never rounded up",
        arguments: [
            (11_999, 12_000, "99.99 %", false), (12_000, 12_000, "100.00 %", true), (0, 12_000, "0.00 %", false),
            (1, 3, "33.33 %", false), (1_802_152, 1_802_153, "99.99 %", false), (1, 1_802_153, "0.00 %", false),
            (0, 0, "100.00 %", true),
        ])
    func share(_ part: Int, _ whole: Int, _ percent: String, _ isAll: Bool) {
        let share = SuiteCoverage.Share(part: part, whole: whole)
        #expect(share.percent == percent && share.reaches(1_000_000) == isAll && share.reaches(0))
    }
}
