import Besturen
import Testing

@testable import Policy

@Suite("An invariant")
struct InvariantTests {
    static func policy(_ invariants: String) -> String { SmallPolicy.text + "invariants:\n" + invariants }

    static func proof(_ text: String, _ kind: Invariant.Kind) throws -> InvariantProof {
        let policy = try SmallPolicy.load()
        let invariant = try Invariant.read(text, kind, of: policy).get()
        return try #require(try InvariantProof.prove([invariant], of: policy).first)
    }

    /// Words of an invariant, and `n cells`, a part of the counterexample's sentence, or why it says nothing.
    static let cases: [(Invariant.Kind, String, String)] = [
        (.never, "path=/old/**", "cells"),
        (.never, "path=/vendor/**", "somebody who is not logged in may GET /vendor: the upstream checks"),
        (.never, "anonymous=true door=authenticated,granted", "cells"),
        (.never, "anonymous=true", "somebody who is not logged in may GET /: the route is public"),
        (.never, "module=bedienaren access=write view-only=true", "cells"),
        (
            .never, "module=toezicht access=write view-only=true",
            "with `LoketGebruiker` and `ToezichtGebruiker` for an active gemeente that has `ToezichtGebruiker`, `wegwijs` as view-only, doelgroep LB, may POST /shared: module `toezicht`"
        ),
        (.never, "state=not-active door=authenticated,granted", "cells"),
        (.never, "login-right=false door!=public,delegated,closed", "cells"),
        (.never, "doelgroepen!=LB,GID module=toezicht", "cells"),
        (.never, "doelgroepen=LB module=toezicht", "may GET /shared: module `toezicht`"),
        (.never, "role=Beheerder path=/submissions access=write", "cells"),
        (
            .never, "role=Beheerder path=/submissions/:id/sent",
            "with `LoketGebruiker` and `Beheerder` for an active provincie"
        ),
        (.never, "host=dashboard path=/reports role!=Beheerder", "cells"),
        (.never, "host=none path=/reports access=write", "cells"),
        // Elsewhere the address is the public page.
        (.never, "host=none path=/reports", "somebody who is not logged in may GET /reports: the route is public"),
        (.only, "module=toezicht bestuurstypes=gemeente,ocmw", "cells"),
        (.only, "module=toezicht bestuurstypes=gemeente", "for an active ocmw, doelgroep LB, may GET /shared"),
        (.only, "path=/lists role=Beheerder", "cells"),
        (.only, "path=/guide,/concepts/** login-right=true", "cells"),
        (.only, "path=/guide,/concepts/** state=active", "cells"),
        (
            .only, "group=reference doelgroepen=LB",
            "somebody with `LoketGebruiker` for an active gemeente, doelgroep GID, may GET /concepts"
        ),
        (
            .only, "path=/vendor/** anonymous=true",
            "somebody without a role for an active gemeente, doelgroep LB, may GET /vendor"
        ),
        (.always, "path=/guide access=read login-right=true doelgroepen=LB,GID state=active door=granted", "cells"),
        (
            .always, "path=/guide access=read login-right=true state=active door=granted",
            "somebody with `LoketGebruiker` for an active gemeente, doelgroep EA, may not GET /guide: doelgroep EA is not admitted here"
        ),
        (.always, "upstream=frontend access=read", "cells"),
        // `other` is a method, too, and PUT; what a route does not admit is refused.
        (.always, "path=/guide anonymous=true", "somebody who is not logged in may not GET /guide: you must log in"),
        // A type also fits when it counts as one that is named.
        (.never, "bestuurstypes=ocmw-vereniging path=/concepts/** access=read", "an active welzijnsvereniging"),
        (
            .never, "group=none door=granted host=dashboard path=/old/x",
            "empty: the policy has no route for what it selects"
        ),
        (.never, "module=toezicht anonymous=true login-right=true", "empty: its selection holds nobody"),
        // The route for everything would make a slip look proved.
        (
            .never, "path=/subsmissions/** access=write",
            "empty: no route but one for everything has the path `/subsmissions/**`"
        ),
        (.never, "path=/submissions/1/x access=write anonymous=true", "cells"),
        (.only, "path=/guide bestuurstypes!=none-of-these", "mistake"),
    ]

    @Test("is proved, broken or empty", arguments: cases.indices)
    func verdict(_ index: Int) throws {
        let (kind, text, expected) = Self.cases[index]
        guard expected != "mistake" else {
            guard case .failure = Invariant.read(text, kind, of: try SmallPolicy.load()) else {
                Issue.record("`\(text)` is read")
                return
            }
            return
        }
        switch try Self.proof(text, kind).verdict {
        case .proved(let cells): #expect(expected == "cells" && cells > 0, "\(text): proved in \(cells) cells")
        case .broken(let counterexample):
            #expect(counterexample.sentence.contains(expected), "\(counterexample.sentence)")
        case .empty(let reason): #expect("empty: " + reason == expected, "\(text)")
        }
    }

    static let mistakes: [FaultyDocument] = [
        FaultyDocument(
            "a module that is no module", policy("  - { name: n, never: { module: ‸toezigt } }\n"),
            "unknown module `toezigt`",
            suggestion: "toezicht"),
        FaultyDocument(
            "a role that is no role", policy("  - { name: n, never: { role: [‸Beheeder] } }\n"),
            "unknown role `Beheeder`",
            suggestion: "Beheerder"),
        FaultyDocument(
            "a retired role", policy("  - { name: n, never: { role: ‸OudeRol } }\n"),
            "role `OudeRol` is retired and grants nothing", hint: "leave it out"),
        FaultyDocument(
            "a dimension that is none", policy("  - { name: n, never: { ‸bestuurstype: [gemeente] } }\n"),
            "unknown key `bestuurstype`", suggestion: "bestuurstypes"),
        FaultyDocument(
            "a type that is none", policy("  - { name: n, never: { bestuurstypes: { not: [‸gemente] } } }\n"),
            "unknown bestuurstype `gemente`", suggestion: "gemeente"),
        FaultyDocument(
            "a path that is none", policy("  - { name: n, never: { path: ‸mock } }\n"),
            "path `mock` does not begin with `/`",
            hint: "write the path from the root"),
        FaultyDocument(
            "a group that no route has", policy("  - { name: n, never: { group: ‸referense } }\n"),
            "unknown group `referense`",
            suggestion: "reference"),
        FaultyDocument(
            "an access that is none", policy("  - { name: n, never: { access: ‸change } }\n"),
            "`access` cannot be `change`", hint: "`read`, `write`"),
        FaultyDocument(
            "a list of accesses", policy("  - { name: n, never: { access: ‸[read] } }\n"),
            "`access` must be a text, not a list"),
        FaultyDocument(
            "a door that is none", policy("  - { name: n, never: { door: [granted, ‸open] } }\n"),
            "`door` cannot be `open`", hint: "`public`"),
        FaultyDocument(
            "a host without a name", policy("  - { name: n, never: { host: ‸loket.example } }\n"),
            "unknown host `loket.example`", hint: "the policy has dashboard"),
        FaultyDocument(
            "an upstream that is none", policy("  - { name: n, never: { upstream: ‸backend } }\n"),
            "unknown upstream `backend`", hint: "the policy has dispatcher, frontend"),
        FaultyDocument(
            "a host where the policy has none",
            PolicyText.more("invariants:\n  - { name: n, never: { host: ‸main } }"), "unknown host `main`",
            hint: "the policy has none"),
        FaultyDocument(
            "a person for a truth value", policy("  - { name: n, never: { anonymous: ‸everybody } }\n"),
            "`anonymous` must be `true` or `false`"),
        FaultyDocument(
            "a state that is none", policy("  - { name: n, never: { state: ‸actief } }\n"),
            "`state` cannot be `actief`", hint: "`active`, `not-active`", suggestion: "active"),
        FaultyDocument(
            "honoured for a truth value", policy("  - { name: n, never: { view-only: ‸honoured } }\n"),
            "`view-only` must be `true` or `false`"),
        FaultyDocument(
            "a login right that nobody asks for",
            PolicyText.more("invariants:\n  - { name: n, never: { path: /a, ‸login-right: false } }"),
            "the policy asks for no login right", hint: "leave it out"),
        FaultyDocument(
            "nothing selected", policy("  - { name: n, never: ‸{} }\n"), "`never` selects everything",
            hint: "name a dimension"),
        FaultyDocument(
            "nothing said", policy("  - ‸{ name: n }\n"), "the invariant says nothing",
            hint: "write one of `never`, `only`, `always`"),
        FaultyDocument(
            "two things said", policy("  - ‸{ name: n, never: { state: active }, always: { state: active } }\n"),
            "the invariant says more than one thing", hint: "write one of"),
        FaultyDocument(
            "only without people", policy("  - { name: n, only: ‸{ path: /a } }\n"),
            "`only` needs requests and the people who alone may make them", hint: "say who"),
        FaultyDocument(
            "two of one name",
            policy("  - { name: n, never: { path: /old/** } }\n  - ‸{ name: n, never: { path: /old } }\n"),
            "two invariants are named `n`, the first on line \(SmallPolicy.text.split(separator: "\n").count + 2)",
            hint: "a name tells"),
        FaultyDocument(
            "broken", policy("  - ‸{ name: n, never: { path: /vendor/** } }\n"),
            "invariant `n` is broken: somebody who is not logged in may GET /vendor: the upstream checks a credential of its own",
            hint: "poort policy explain --policy policy.yaml --anonymous 'GET /vendor'"),
        FaultyDocument(
            "empty", policy("  - ‸{ name: n, never: { path: /old/**, door: granted } }\n"),
            "invariant `n` says nothing: the policy has no route for what it selects",
            hint: "`never: { path: /old/**, door: granted }` would hold of any policy"),
    ]

    @Test("that cannot be read or does not hold keeps the policy from being loaded", arguments: mistakes)
    func refused(_ document: FaultyDocument) {
        document.expect(Given.mistakes(MarkedText(document.text).text), file: "policy.yaml")
    }

    static let related = PolicyText.more(
        """
        login-right: L
        modules:
          a: { label: A, role: ra, bestuurstypes: all }
        """
    ).replacing(
        "  - { path: /a, access: authenticated, upstream: api }",
        with: """
              - { path: /x/**, modules: [a], upstream: api, json-api: { relationships: [status] } }
              - { path: /y/**, modules: [a], upstream: api, json-api: {} }
              - { path: /pub/**, access: public, methods: read, upstream: api, why: so }
            """)

    /// With `json-api` a route does not let through every path below it.
    static let below: [(Invariant.Kind, String, String)] = [
        (.never, "path=/x/:id/vendors role=ra", "proved"), (.never, "path=/x/:id/vendors/** role=ra", "proved"),
        (.never, "path=/x/:id/links/vendors role=ra", "proved"), (.never, "path=/x/:id/a/b/c role=ra", "proved"),
        (.never, "path=/y/:id/:rel role=ra", "proved"), (.never, "path=/y/:id/links/** role=ra", "proved"),
        (.never, "path=/x/:id/status role=ra", "may GET /x/1/status: module `a`"),
        (.never, "path=/x/:id/links/status role=ra", "may GET /x/1/links/status: module `a`"),
        (.never, "path=/x/:id/:rel role=ra", "/status: module `a`"),
        (.never, "path=/x/:id/links/** role=ra", "/links/status: module `a`"),
        (.never, "path=/x/:id role=ra", "may GET /x/1: module `a`"),
        (.never, "path=/x/** role=ra", "may GET /x: module `a`"),
        (
            .always, "path=/x/:id/vendors role=ra login-right=true state=active doelgroepen=LB",
            "this relationship may not"
        ),
        (.always, "path=/x/:id/:rel role=ra login-right=true state=active doelgroepen=LB", "this relationship may not"),
        (.always, "path=/x/:id/status role=ra login-right=true state=active doelgroepen=LB", "proved"),
        // It speaks of the route.
        (.always, "path=/x/** role=ra login-right=true state=active doelgroepen=LB", "proved"),
        // Nothing is implied: holders of the role without the login right are meant, too.
        (.always, "path=/x/** role=ra state=active doelgroepen=LB", "you do not have the right to log in"),
        (.never, "path=/pub/** role=ra login-right=false", "may GET /pub: the route is public"),
    ]

    @Test(
        "about what lies below a route with `json-api`, or about roles without the login right, is answered as it is decided",
        arguments: below.indices)
    func belowRoutes(_ index: Int) throws {
        let (kind, text, expected) = Self.below[index]
        let policy = try PolicyLoader.load(file: "p", text: Self.related).get()
        let invariant = try Invariant.read(text, kind, of: policy).get()
        switch try InvariantProof.prove([invariant], of: policy)[0].verdict {
        case .proved: #expect(expected == "proved", "\(text)")
        case .broken(let counterexample):
            #expect(counterexample.sentence.contains(expected), "\(text): \(counterexample.sentence)")
            #expect(counterexample.explanation.isAllowed == (kind != .always), "\(text)")
        case .empty(let reason): Issue.record("\(text): \(reason)")
        }
    }

    @Test("compares groups by their bytes, which can look the same")
    func groups() throws {
        let text = PolicyText.route(
            "{ path: /x/**, modules: [toezicht], upstream: api, group: caf\u{E9} }",
            "{ path: /y/**, modules: [toezicht], upstream: api, group: cafe\u{301} }")
        let policy = try PolicyLoader.load(file: "p", text: text).get()
        let invariant = try Invariant.read("group!=caf\u{E9} door=granted", .never, of: policy).get()
        guard case .broken = try InvariantProof.prove([invariant], of: policy)[0].verdict else {
            Issue.record("the other group is not seen")
            return
        }
    }

    @Test("is not read where the routes are not, so that the one mistake is seen")
    func withoutRoutes() {
        let text = Self.policy("  - { name: n, never: { group: reference } }\n").replacing(
            "\nroutes:", with: "\nroute:")
        #expect(Given.mistakes(text).map(\.message) == ["a policy needs `routes`", "unknown key `route`"])
    }

    @Test("of the command line that cannot be read is refused with its place")
    func commandLine() throws {
        let policy = try SmallPolicy.load()
        let wrong = [
            "", "acess=write", "access", "access=wrote", "state=active state=active", "view-only=maybe", "role=",
        ]
        for text in wrong {
            guard case .failure(let mistakes) = Invariant.read(text, .never, of: policy) else {
                Issue.record("`\(text)` is read")
                continue
            }
            #expect(mistakes.description.hasPrefix("--never:1:"), "\(mistakes)")
        }
    }

    @Test("that is proved holds for real people with sets of roles, on random policies", arguments: 0..<5)
    func bruteForce(_ part: UInt64) throws {
        var (proved, broken, asked) = (0, 0, 0)
        for seed in 8_000 + part * 20..<8_000 + part * 20 + 20 {
            var random = RandomPolicy(seed: seed)
            let policy = try PolicyLoader.load(file: "p", text: random.policy()).get()
            let texts = [
                "state=not-active access=write", "doelgroepen=EA,none access=read",
                "bestuurstypes=provincie path=/a/**",
                "doelgroepen!=LB path=/:x/b", "anonymous=true access=write", "host=two path=/a,/b,/c access=read",
            ]
            let invariants = try texts.map { try Invariant.read($0, .never, of: policy).get() }
            let proofs = try InvariantProof.prove(invariants, of: policy)
            for proof in proofs {
                if case .proved = proof.verdict { proved += 1 }
                guard case .broken(let counterexample) = proof.verdict else { continue }
                broken += 1
                #expect(counterexample.explanation.isAllowed)
            }
            var detail = AccessDomain.Detail()
            for invariant in invariants { invariant.selection.widen(&detail) }
            let domain = try AccessDomain([policy], detail: detail)
            for _ in 0..<60 {
                let (claims, bestuur) = try random.person()
                let request = random.request(in: domain)
                let principal = policy.principal(from: claims, for: bestuur)
                let cells = domain.cells(of: claims, for: bestuur, request: request)
                for proof in proofs {
                    guard case .proved = proof.verdict else { continue }
                    let selection = proof.invariant.selection
                    let isSelected = cells.contains {
                        selection.admits(domain.profiles[$0.profile], in: domain)
                            && selection.admits(domain.areas[$0.area], in: domain)
                    }
                    guard isSelected else { continue }
                    asked += 1
                    #expect(!policy.decide(principal: principal, request: request).isAllowed)
                }
            }
        }
        #expect(proved > 15 && broken > 20 && asked > 60, "\(proved) \(broken) \(asked)")
    }
}
