import Besturen
import Policy
import Testing

/// The real policy against the recorded facts about the Loket.
@Suite(
    "The Loket's policy is complete",
    // The record is kept beside the package; without it there is nothing to compare with.
    .enabled(if: LoketFiles.factsArePresent, "skipped: ../shared/data with the recorded facts is absent"))
struct LoketCompletenessTests {
    let policy: PolicySet
    let oracle: LoketOracle
    let comments: LoketRouteComments

    init() throws {
        let text = try LoketFiles.policyText()
        policy = try PolicyLoader.load(file: "policy.yaml", text: text).get()
        oracle = try LoketOracle.recorded()
        comments = LoketRouteComments(text: text)
    }

    @Test("the record itself is whole")
    func record() throws {
        #expect(oracle.dispatcher.rules.count == 166)
        #expect(oracle.dispatcher.rules.map(\.line) == oracle.dispatcher.rules.map(\.line).sorted())
        #expect(Set(LoketOracle.slugs.values) == Set(Bestuurstype.allCases.map(\.slug)))
        #expect(
            oracle.rolesThatCanBeViewOnly
                == ["LoketLB-eredienstBedienaarGebruiker", "LoketLB-eredienstMandaatGebruiker"])
    }

    // MARK: - Every row is represented

    @Test("every role is known, under its module, its label and its kind")
    func roles() throws {
        for row in try LoketFiles.facts("roles.csv") {
            let role = try #require(row["role"])
            let key = try #require(row["module_key"])
            let kind = try #require(row["kind"])
            switch kind {
            case "module", "external-module":
                let module = try #require(policy.module(key), "no module \(key)")
                #expect(module.role == role)
                #expect(module.label == row["name_nl"])
                #expect(module.isExternal == (kind == "external-module"))
                #expect(module.honoursViewOnly == oracle.rolesThatCanBeViewOnly.contains(role))
            case "external-ungated", "built-in-ungated":
                let module = try #require(policy.module(key), "no module \(key)")
                #expect(module.opening == .authenticated)
                #expect(module.label == row["name_nl"])
                #expect(module.isExternal == (kind == "external-ungated"))
            case "admin":
                #expect(policy.administrativeRoles.contains { $0.name == role }, "no administrative role \(role)")
            case "retired":
                #expect(policy.retiredRoles[role] != nil, "\(role) is not retired")
            default:
                Issue.record("unknown kind of role: \(kind)")
            }
        }
    }

    /// The Loket has no board of the register: its roles come with Poort. They open no route, and are kept to ABB.
    private static let boardRoles = [
        "LoketRegisterABB", "LoketRegisterLoket", "LoketRegisterGebruikersbeheer", "LoketRegisterLezer",
    ]

    @Test("the policy knows no role and no module that the record does not, but those of the board")
    func noOtherRoles() throws {
        let rows = try LoketFiles.facts("roles.csv")
        let mentioned = rows.map { ($0["role"] ?? "") + " " + ($0["note"] ?? "") }.joined(separator: " ")
        for role in policy.knownRoles where !Self.boardRoles.contains(role) {
            #expect(mentioned.contains(role), "\(role) is not in the record")
        }
        #expect(Set(policy.modules.map(\.id)).isSubset(of: Set(rows.compactMap { $0["module_key"] })))
    }

    @Test("each role is for exactly the types of bestuur that are recorded")
    func eligibility() throws {
        var seen: Set<String> = []
        for module in policy.modules {
            guard let role = module.role else { continue }
            expectTypes(module.bestuurstypes, of: role)
            seen.insert(role)
        }
        for role in policy.administrativeRoles {
            seen.insert(role.name)
            // The dashboard's role is in no list; it opens nothing, and is kept to ABB like the others.
            guard role.name != "LoketLB-AdminDashboardLoket" else {
                #expect(oracle.eligibility[role.name] == nil)
                continue
            }
            guard !Self.boardRoles.contains(role.name) else {
                #expect(
                    oracle.eligibility[role.name] == nil
                        && role.bestuurstypes.members == [.agentschapBinnenlandsBestuur])
                continue
            }
            expectTypes(role.bestuurstypes, of: role.name)
        }
        #expect(Set(oracle.eligibility.keys).isSubset(of: seen))
    }

    private func expectTypes(_ types: BestuurstypeSet, of role: String) {
        guard let recorded = oracle.eligibility[role] else {
            Issue.record("no types are recorded for \(role)")
            return
        }
        let expected = recorded ?? Set(Bestuurstype.allCases.map(\.slug))
        #expect(Set(types.members.map(\.slug)) == expected, "\(role)")
    }

    @Test(
        "every dispatcher rule has a route on its own path, host and method, to the right upstream, in the right group")
    func rules() throws {
        for rule in oracle.dispatcher.rules {
            let routes = policy.routes.filter { comments.rules(atLine: $0.location.line).contains(rule.line) }
            // On its own path at least; further ones stand where a more specific pattern needs it again.
            #expect(
                routes.contains { "\($0.path)" == rule.policyPattern },
                "no route on \(rule.policyPattern) for \(rule.line)")
            for route in routes {
                #expect(route.host == rule.host, "dispatcher \(rule.line)")
                #expect(rule.matches(path: "\(route.path)"), "\(route.path) is not under dispatcher \(rule.line)")
                #expect(
                    groups(of: rule).contains(route.group ?? ""), "dispatcher \(rule.line) in \(route.group ?? "-")")
                #expect(route.access == .closed || route.upstream == upstream(of: rule), "dispatcher \(rule.line)")
                if let method = rule.method {
                    #expect(route.methods.contains(RequestMethod(method)), "dispatcher \(rule.line)")
                }
            }
        }
    }

    @Test("every route names the dispatcher rules it stands for, and no other")
    func routes() {
        let lines = Set(oracle.dispatcher.rules.map(\.line))
        for route in policy.routes {
            let named = comments.rules(atLine: route.location.line)
            #expect(!named.isEmpty, "line \(route.location.line) names no dispatcher rule")
            #expect(Set(named).isSubset(of: lines), "line \(route.location.line) names a rule that does not exist")
        }
    }

    private func upstream(of rule: LoketRule) -> String {
        guard rule.servesFrontend else { return "dispatcher" }
        return "frontend-\(rule.host ?? "loket")"
    }

    /// What the policy calls the groups of the record.
    private func groups(of rule: LoketRule) -> Set<String> {
        switch rule.module {
        case "reference": ["reference"]
        case "session": ["session"]
        case "impersonation": ["session", "admin"]
        case "hoofdloket-ipdc": ["hoofdloket"]
        case "admin-dashboard", "vendor-management": ["admin"]
        case "vendor-api": ["vendor"]
        case "delta-sync": ["sync"]
        case "frontend": ["frontend"]
        case "dev-only", "fallback", "health": ["closed"]
        case let name where name.hasPrefix("legacy-"): ["closed"]
        case let name where name.hasPrefix("shared-"): ["shared"]
        default: ["module"]
        }
    }

    // MARK: - Every decision

    @Test("every decision is the recorded one: roles, types of bestuur, paths, hosts, reading and writing")
    func decisions() async throws {
        let comparison = LoketComparison(policy: policy, oracle: oracle, comments: comments)
        let everyone = try comparison.askers(ofEveryType: true)
        let some = try comparison.askers(ofEveryType: false)
        let requests = comparison.requests()
        let outcome = await comparison.compare(requests) { request in
            request.host == LoketComparison.mainHost ? everyone : some
        }
        record(outcome.differences)
        print("Loket policy: \(outcome.cells) decisions compared on \(requests.count) requests")
        // So that a table that shrank by accident is noticed.
        #expect(outcome.cells > 1_000_000)

        for deviation in LoketDeviation.all.indices where !outcome.deviations.contains(deviation) {
            Issue.record("this deviation no longer occurs: \(LoketDeviation.all[deviation])")
        }
    }

    @Test("an inactive bestuur and another doelgroep are nobody, and a role for another organisation is none")
    func strangers() async throws {
        let comparison = LoketComparison(policy: policy, oracle: oracle, comments: comments)
        let people = try comparison.strangers()
        let outcome = await comparison.compare(comparison.requests()) { _ in people }
        record(outcome.differences)
        #expect(outcome.cells > 10_000)
    }

    /// The comparison itself must be able to fail: each of these slips of the pen is noticed.
    @Test(
        "a policy that differs is noticed",
        arguments: [
            Slip(
                "/submissions", "PUT, PATCH, DELETE], modules: [toezicht]", "PUT, PATCH, DELETE], access: authenticated"
            ),
            Slip("/bbcdr-reports", "[GET, POST, PATCH, DELETE], modules: [bbcdr]", "[GET], modules: [bbcdr]"),
            Slip("/concepts", "path: /concepts/**, methods: read", "path: /concepts/**"),
            Slip(
                "/employee-datasets", "bestuurstypes: [gemeente, ocmw, provincie]\n    why: staff",
                "bestuurstypes: all\n    why: staff"),
            Slip("/ministers", "    view-only: honoured\n", ""),
            Slip(
                "/fracties", "/fracties/**, access: closed, group",
                "/fracties/**, access: public, upstream: dispatcher, group"),
            Slip("/vendor/sparql", "delegated-to: vendor-session", "delegated-to: vendor-key"),
            Slip("/impersonations", "roles: [LoketLB-admin]", "roles: [LoketAdmin]"),
        ])
    func slips(_ slip: Slip) async throws {
        let text = try LoketFiles.policyText()
        let changed = text.replacing(slip.old, with: slip.new)
        try #require(changed != text)
        let other = try PolicyLoader.load(file: "policy.yaml", text: changed, proving: false).get()
        let comparison = LoketComparison(
            policy: other, oracle: oracle, comments: LoketRouteComments(text: changed))
        let people = try comparison.askers(ofEveryType: true)
        let requests = comparison.requests().filter {
            $0.path == slip.path && $0.host == LoketComparison.mainHost
        }
        let outcome = await comparison.compare(requests) { _ in people }
        #expect(!outcome.differences.isEmpty)
    }

    struct Slip: Sendable, CustomTestStringConvertible {
        let path: String
        let old: String
        let new: String

        init(_ path: String, _ old: String, _ new: String) {
            self.path = path
            self.old = old
            self.new = new
        }

        var testDescription: String { path }
    }

    /// Reports the first of what may be thousands.
    private func record(_ differences: [String]) {
        for difference in differences.sorted().prefix(20) {
            Issue.record("\(difference)")
        }
        if differences.count > 20 { Issue.record("and \(differences.count - 20) more") }
    }
}
