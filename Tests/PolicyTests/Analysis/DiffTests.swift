import Besturen
import Testing

@testable import Policy

@Suite("The difference of two policies")
struct DiffTests {
    static func diff(_ change: (String, String)...) throws -> PolicyComparison {
        var text = SmallPolicy.text
        for (fragment, replacement) in change {
            let parts = text.split(separator: fragment, maxSplits: 1, omittingEmptySubsequences: false)
            #expect(parts.count == 2, "`\(fragment)` does not occur")
            text = parts.joined(separator: replacement)
        }
        return try PolicyComparison(from: SmallPolicy.load(), to: SmallPolicy.load(text))
    }

    @Test("is nothing between a policy and itself, or one whose comments and labels differ")
    func same() throws {
        let same = try Self.diff(("label: Toezicht", "label: Supervision"))
        #expect(same.changes.isEmpty && same.notes.isEmpty)
        #expect(
            same.text(files: ("a", "b")) == "no decision differs, of \(same.cellCount) cells")
    }

    /// A change of one line, and all that is said about it.
    static let cases: [(what: String, from: String, to: String, sentences: [String])] = [
        (
            "a type joins a module", "bestuurstypes: [gemeente, ocmw] }", "bestuurstypes: [gemeente, ocmw, district] }",
            [
                // Role and modules claim, two doelgroepen; submissions and shared, both read and written, and what was sent.
                "+ ToezichtGebruiker or the modules claim with toezicht may now READ and WRITE /shared/**, /submissions/** for district: 16 cells",
                "+ ToezichtGebruiker or the modules claim with toezicht may now READ /submissions/:id/sent for district: 4 cells",
            ]
        ),
        (
            "a module joins a route", "path: /ministers/**, modules: [bedienaren]",
            "path: /ministers/**, modules: [bedienaren, toezicht]",
            [
                "+ ToezichtGebruiker or the modules claim with toezicht may now READ and WRITE /ministers/** for gemeente, ocmw: 16 cells"
            ]
        ),
        (
            "a module no longer honours view-only", "view-only: honoured, ", "",
            [
                "+ BedienaarGebruiker or the modules claim with bedienaren may now WRITE all 2 routes of module Bedienaren for every type of bestuur, doelgroep LB, that has it as view-only: 108 cells"
            ]
        ),
        (
            "writing is taken from a route", "path: /ministers/**, modules",
            "path: /ministers/**, methods: read, modules",
            [
                "- BedienaarGebruiker or the modules claim with bedienaren may no longer WRITE /ministers/** for every type of bestuur, doelgroep LB, that has nothing as view-only: 54 cells"
            ]
        ),
        (
            "one method is taken from a route", "path: /ministers/**, modules",
            "path: /ministers/**, methods: [GET, OPTIONS, POST, PUT, PATCH], modules",
            [
                "- BedienaarGebruiker or the modules claim with bedienaren may no longer WRITE (DELETE, (other) only) /ministers/** for every type of bestuur, doelgroep LB, that has nothing as view-only: 54 cells"
            ]
        ),
        (
            "a doelgroep is admitted", "doelgroepen: [LB, GID]", "doelgroepen: [LB, GID, EA]",
            [
                "+ ToezichtGebruiker or the modules claim with toezicht may now READ and WRITE /shared/**, /submissions/** for gemeente, ocmw, doelgroep EA: 16 cells",
                "+ ToezichtGebruiker or the modules claim with toezicht may now READ /submissions/:id/sent for gemeente, ocmw, doelgroep EA: 4 cells",
            ]
        ),
    ]

    @Test("is told in few sentences", arguments: cases.indices)
    func sentences(_ index: Int) throws {
        let (what, from, to, expected) = Self.cases[index]
        let diff = try Self.diff((from, to))
        let sentences = diff.changes.map { ($0.direction == .gained ? "+ " : "- ") + $0.sentence() }
        for sentence in expected { #expect(sentences.contains(sentence), "\(what): \(sentences)") }
        if what != "a doelgroep is admitted" { #expect(sentences.count == expected.count, "\(what): \(sentences)") }
    }

    @Test("says what changed beside access")
    func notes() throws {
        let diff = try Self.diff(
            (
                "path: /concepts/**, methods: read, access: authenticated, upstream: dispatcher",
                "path: /concepts/**, methods: read, access: authenticated, upstream: frontend"
            ),
            ("access: delegated, delegated-to: vendor key", "access: public"),
            ("roles: abb_roles", "roles: other_roles"))
        #expect(diff.changes.isEmpty)
        #expect(
            diff.notes.map { "\($0.kind.rawValue): \($0.text) \($0.paths)" } == [
                "claims: the claim of the roles is `other_roles`, before: `abb_roles` []",
                "upstream: requests go to upstream `frontend`, before to `dispatcher` [\"/concepts/**\"]",
                "door: nothing is checked and no identity is added, before: the upstream checks `vendor key` itself and no identity is added [\"/vendor/**\"]",
            ])
    }

    @Test("puts every changed cell in exactly one sentence, and no other", arguments: 0..<6)
    func partition(_ part: UInt64) throws {
        var changed = 0
        for seed in 5_000 + part * 6..<5_000 + part * 6 + 6 {
            var random = RandomPolicy(seed: seed)
            let policies = try (0..<2).map { try PolicyLoader.load(file: "p\($0)", text: random.policy()).get() }
            let diff = try PolicyComparison(from: policies[0], to: policies[1])
            for direction in AccessChange.Direction.allCases {
                let winner = direction == .gained ? 1 : 0
                var expected: Set<AccessDomain.Cell> = []
                for (area, people) in PolicyComparison.changed(diff.domain, winner: winner) {
                    expected.formUnion(people.map { AccessDomain.Cell(profile: $0, area: area) })
                }
                let changes = diff.changes.filter { $0.direction == direction }
                var told: Set<AccessDomain.Cell> = []
                var count = 0
                for change in changes {
                    for area in change.box.areas {
                        for profile in change.box.profiles { told.insert(.init(profile: profile, area: area)) }
                    }
                    count += change.cellCount
                }
                #expect(told == expected && count == expected.count)
                #expect(diff.count(direction) == count)
                for cell in expected.prefix(50) {
                    #expect(diff.domain.isAllowed(cell, policy: winner))
                    #expect(!diff.domain.isAllowed(cell, policy: 1 - winner))
                    #expect(changes.filter { $0.box.contains(cell) }.count == 1)
                }
                changed += count
            }
        }
        #expect(changed > 10_000)
    }

    @Test("gives with each sentence a test that the one policy passes and the other fails")
    func examples() throws {
        var seen = 0
        for seed in UInt64(6_000)..<6_012 {
            var random = RandomPolicy(seed: seed)
            let policies = try (0..<2).map { try PolicyLoader.load(file: "p\($0)", text: random.policy()).get() }
            let diff = try PolicyComparison(from: policies[0], to: policies[1])
            for change in diff.changes {
                let text = change.example.suite(named: "gained 'access'")
                let suite = try PolicyTestSuite.load(file: "s", text: text).get()
                let (allowing, refusing) = change.direction == .gained ? (1, 0) : (0, 1)
                #expect(suite.run(policy: policies[allowing]).passed, "\(text)")
                let failed = suite.run(policy: policies[refusing])
                #expect(!failed.passed, "\(text)")
                #expect(failed.cells.first?.explanation.code == change.refusal)
                seen += 1
            }
        }
        #expect(seen > 100)
    }

    @Test("says which invariants were removed, changed or broken, and what the new policy does without them")
    func invariants() throws {
        let head = SmallPolicy.text + "invariants:\n  - { name: guide, only: { path: /guide, login-right: true } }\n"
        func notes(_ from: String, _ to: String) throws -> [String] {
            let policies = try [from, to].map {
                try PolicyLoader.load(file: "policy.yaml", text: $0, proving: false).get()
            }
            return try PolicyComparison(from: policies[0], to: policies[1]).notes.map(\.text)
        }
        let closed = head + "  - { name: old, never: { path: /old/** } }\n"
        #expect(try notes(head, closed) == ["invariant `old` (`never: { path: /old/** }`) is new"])
        #expect(
            try notes(closed, head) == [
                "invariant `old` (`never: { path: /old/** }`) was removed; the new policy keeps the old one all the same"
            ])
        let wider = head + "  - { name: old, never: { path: /old/**, access: write } }\n"
        let open = wider.replacing(
            "access: closed, why: nobody needs it", with: "access: public, methods: read, upstream: frontend, why: w")
        #expect(
            try notes(closed, open) == [
                "invariant `old` is `never: { path: /old/**, access: write }`, before `never: { path: /old/** }`; the new policy breaks the old one: somebody who is not logged in may GET /old: the route is public"
            ])
        let broken = closed.replacing(
            "access: closed, why: nobody needs it", with: "access: public, upstream: frontend, why: w")
        #expect(
            try notes(closed, broken).last
                == "the new policy breaks its invariant `old` and would not be loaded: somebody who is not logged in may GET /old: the route is public"
        )
    }

    @Test("tells a whole module and a whole group as one")
    func collections() throws {
        let loket = try LoketFiles.policyText()
        let before = try PolicyLoader.load(file: "a", text: loket).get()
        let changed = loket.replacing(
            "bestuurstypes: [gemeente, ocmw, provincie]\n    why: staff",
            with:
                "bestuurstypes: [gemeente, ocmw, provincie, district]\n    why: staff")
        let diff = try PolicyComparison(
            from: before, to: PolicyLoader.load(file: "b", text: changed, proving: false).get())
        #expect(
            diff.changes.map { $0.sentence() } == [
                "LoketLB-personeelsbeheer may now READ and WRITE all 3 routes of module Personeelsbeheer for district: 12 cells"
            ])
        let closed = loket.replacing("doelgroepen: [LB, GID]\n", with: "doelgroepen: [LB, GID, EA]\n")
        let wider = try PolicyComparison(
            from: before, to: PolicyLoader.load(file: "b", text: closed, proving: false).get())
        #expect(wider.changes.contains { $0.sentence().contains("routes of group reference") })
        #expect(wider.changes.count < 30, "\(wider.changes.map { $0.sentence() })")
    }
}
