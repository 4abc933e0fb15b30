import Testing

@testable import Policy

@Suite("The invariants of the Loket's policy")
struct LoketInvariantTests {
    /// For each invariant a change of one line that breaks it.
    static let breaking: [(invariant: String, from: String, to: String)] = [
        (
            "nobody writes in a worship module that is view-only for the board",
            "bestuurstypes: [bestuur-van-de-eredienst]\n    view-only: honoured\n    why: a board",
            "bestuurstypes: [bestuur-van-de-eredienst]\n    why: a board"
        ),
        (
            "personeelsbeheer is for gemeente, ocmw and provincie",
            "bestuurstypes: [gemeente, ocmw, provincie]\n    why: staff numbers",
            "bestuurstypes: [gemeente, ocmw, provincie, district]\n    why: staff numbers"
        ),
        (
            "without a login there are frontends, the login itself, and doors with a key of their own",
            "path: /concepts/**, methods: read, access: authenticated",
            "path: /concepts/**, methods: read, access: public"
        ),
        (
            "accounts and impersonation ask for a login", "path: /accounts/**, methods: read, access: authenticated",
            "path: /accounts/**, methods: read, access: public"
        ),
        (
            "a bestuur that is not active reaches no more than somebody without a login",
            "path: /reports/**, roles: [LoketAdmin]", "path: /reports/**, access: public"
        ),
        (
            "companies, schools, citizens and associations reach no more than somebody without a login",
            "\ndoelgroepen: [LB, GID]\n", "\ndoelgroepen: [LB, GID, EA]\n"
        ),
        (
            "the passwordless login is closed to everybody", "path: /mock/sessions/**, access: closed, group",
            "path: /mock/sessions/**, access: public, upstream: dispatcher, group"
        ),
        (
            "a rijksregisternummer is looked up with three roles only",
            "path: /rrn/**, modules: [leidinggevendenbeheer, ",
            "path: /rrn/**, modules: [leidinggevendenbeheer, toezicht, "
        ),
        (
            "nobody writes reference data, the preferences of a bestuur aside",
            "path: /concepts/**, methods: read, access: authenticated", "path: /concepts/**, access: authenticated"
        ),
        (
            "only ABB changes what is behind the doors of its staff",
            "path: /impersonations/**, roles: [LoketLB-admin]", "path: /impersonations/**, access: authenticated"
        ),
        (
            "without a login nothing of the dispatcher is reached but the login and doors with a key of their own",
            "{ path: /**, methods: read, access: public, upstream: frontend-loket,",
            "{ path: /**, methods: read, access: public, upstream: dispatcher,"
        ),
        (
            "a frontend takes no writes", "path: /assets/**, methods: read, access: public, upstream: frontend-loket",
            "path: /assets/**, access: public, upstream: frontend-loket"
        ),
        (
            "gemeenten, OCMW's and provincies reach all of toezicht",
            "role: LoketLB-toezichtGebruiker\n    bestuurstypes: [\n      gemeente, ocmw, provincie, district,",
            "role: LoketLB-toezichtGebruiker\n    bestuurstypes: [\n      gemeente, ocmw, district,"
        ),
    ]

    @Test("are all proved, each over many cells")
    func proved() throws {
        let policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        let proofs = try InvariantProof.prove(policy.invariants, of: policy)
        #expect(proofs.map(\.invariant.name) == Self.breaking.map(\.invariant))
        for proof in proofs {
            guard case .proved(let cells) = proof.verdict else {
                Issue.record("\(proof)")
                continue
            }
            #expect(cells > 0)
        }
    }

    @Test("are each broken by a change of one line, which is then refused", arguments: breaking.indices)
    func broken(_ index: Int) throws {
        let (name, from, to) = Self.breaking[index]
        let text = try LoketFiles.policyText()
        let parts = text.split(separator: from, omittingEmptySubsequences: false)
        #expect(parts.count == 2, "`\(from)` stands once")
        let changed = parts.joined(separator: to)
        guard case .failure(let mistakes) = PolicyLoader.load(file: "policy.yaml", text: changed) else {
            Issue.record("the policy is loaded although `\(name)` is broken")
            return
        }
        #expect(
            mistakes.mistakes.contains { $0.message.hasPrefix("invariant `\(name)` is broken: ") }, "\(mistakes)")
        // The counterexample is a test that the broken policy fails and the whole one passes, where it is about a decision.
        let broken = try PolicyLoader.load(file: "policy.yaml", text: changed, proving: false).get()
        let whole = try PolicyLoader.load(file: "policy.yaml", text: text).get()
        for proof in try InvariantProof.prove(broken.invariants, of: broken) {
            guard case .broken(let counterexample) = proof.verdict else { continue }
            let suite = try PolicyTestSuite.load(
                file: "s", text: counterexample.example.suite(named: name, expecting: !counterexample.example.isAllowed)
            ).get()
            #expect(!suite.run(policy: broken).passed)
            // Where a route leads is no decision: the whole policy may let the same request through, to another place.
            let isOfUpstream = proof.invariant.name.hasPrefix("without a login nothing of the dispatcher")
            #expect(
                suite.run(policy: whole).passed || isOfUpstream,
                "\(SuiteReport([suite.run(policy: whole)]).render(.text))")
        }
    }
}
