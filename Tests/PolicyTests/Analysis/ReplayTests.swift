import Besturen
import Testing

@testable import Policy

@Suite("Real requests held against a policy")
struct ReplayTests {
    /// What the audit log would hold of a request that one policy decided.
    static func logged(
        _ policy: PolicySet, _ claims: PrincipalClaims?, _ bestuur: Bestuurseenheid, _ request: AccessRequest
    ) -> LoggedRequest {
        var route: Route?
        if case .matched(let match) = policy.route(request) { route = match }
        let asks = route?.needsPrincipal ?? false
        let principal = claims.map { policy.principal(from: $0, for: bestuur) }
        var person = LoggedRequest.Person.nobody
        if asks, let principal {
            person = .known(
                .init(
                    uri: bestuur.uri, type: bestuur.type, status: bestuur.status,
                    viewOnly: bestuur.viewOnlyModules.sorted(), doelgroep: principal.doelgroep,
                    roles: principal.heldRoles + principal.ignoredRolesHeld, modules: principal.claims.modules))
        }
        let decision = policy.decide(principal: principal, request: request)
        return LoggedRequest(
            request: request, person: person, subject: person == .nobody ? nil : claims?.account,
            wasAllowed: decision.isAllowed, code: decision.denial?.primary.code.rawValue,
            route: route.map { $0.path.description }, basis: "module m0")
    }

    @Test("are decided as the policy decides them, on hundreds of random policies", arguments: 0..<6)
    func random(_ part: UInt64) throws {
        var (gained, lost, unknown, same) = (0, 0, 0, 0)
        for seed in 5_000 + part * 50..<5_050 + part * 50 {
            var random = RandomPolicy(seed: seed)
            let policies = try (0..<2).map { try PolicyLoader.load(file: "p\($0)", text: random.policy()).get() }
            let domain = try AccessDomain(policies)
            for number in 0..<20 {
                var (claims, bestuur) = try random.person()
                // The live policy must read the modules that the other is to decide by.
                if policies[0].claimNames.modules == nil { claims.modules = nil }
                for _ in 0..<8 {
                    let request = random.request(in: domain)
                    let person = number % 10 == 0 ? nil : claims
                    let entry = Self.logged(policies[0], person, bestuur, request)
                    var replay = Replay(policy: policies[1], file: "new.yaml")
                    replay.take(entry, place: "log:1")
                    let principal = entry.person == .nobody ? nil : policies[1].principal(from: claims, for: bestuur)
                    let isAllowed = policies[1].decide(principal: principal, request: request).isAllowed
                    var needs = false
                    if case .matched(let route) = policies[1].route(request) { needs = route.needsPrincipal }
                    let expected =
                        if entry.person == .nobody, entry.wasAllowed, needs {
                            (0, 0, 1, 0)
                        } else if isAllowed == entry.wasAllowed {
                            (0, 0, 0, 1)
                        } else {
                            isAllowed ? (1, 0, 0, 0) : (0, 1, 0, 0)
                        }
                    let found = (replay.count(.gained), replay.count(.lost), replay.count(.unknown), replay.same)
                    #expect(found == expected, "seed \(seed): \(request) by \(claims) for \(bestuur)")
                    gained += found.0
                    lost += found.1
                    unknown += found.2
                    same += found.3
                }
            }
        }
        // Every answer must have been compared often.
        #expect(gained > 300 && lost > 300 && unknown > 30 && same > 3_000, "\(gained) \(lost) \(unknown) \(same)")
    }

    private static func entry(
        _ number: Int, wasAllowed: Bool = true, code: String? = nil, subject: String = "someone",
        path: String = "/submissions/1",
        type: Bestuurstype? = .gemeente, status: BestuurStatus = .actief, roles: [String] = ["Login", "Toezicht"],
        basis: String? = "module toezicht"
    ) -> LoggedRequest {
        LoggedRequest(
            request: AccessRequest(method: .get, path: path),
            person: .known(
                .init(
                    uri: "http://data.example/\(number)", type: type, status: status, viewOnly: [], doelgroep: .lb,
                    roles: roles, modules: nil)),
            subject: subject, wasAllowed: wasAllowed, code: code, route: "/submissions/**", basis: basis)
    }

    @Test("are told in one sentence where they differ in their routes alone, with requests and people")
    func groups() throws {
        let text = Given.policy.replacing("bestuurstypes: [gemeente, ocmw] }", with: "bestuurstypes: [ocmw] }")
        var replay = Replay(policy: try Given.load(text), file: "new.yaml")
        for number in 1...5 { replay.take(Self.entry(1, subject: "p\(number % 2)"), place: "log:\(number)") }
        var other = Self.entry(1, subject: "p9")
        other.request = AccessRequest(method: .get, path: "/files/1")
        other.route = "/files/**"
        replay.take(other, place: "log:6")
        replay.take(Self.entry(2, type: .ocmw), place: "log:7")
        #expect(
            replay.changes.map { $0.sentence() } == [
                "Toezicht may no longer READ /submissions/**, /files/** for gemeente: 6 requests of 3 people"
            ])
        #expect(replay.changes.first?.code == "bestuurstype_not_eligible")
        #expect(replay.changes.first?.place == "log:1")
        #expect(
            replay.text == """
                - Toezicht may no longer READ /submissions/**, /files/** for gemeente: 6 requests of 3 people
                    refused by new.yaml: bestuurstype_not_eligible
                    first at log:1: poort policy explain --policy new.yaml --type gemeente --doelgroep LB --role Login --role Toezicht 'GET /submissions/1'
                of 7 requests 0 gained, 6 lost, 0 would be asked to log in, 1 the same
                """)
    }

    @Test("that the log says too little of are counted apart, and nothing is made up")
    func unjudged() throws {
        let text = Given.policy.replacing(
            "- { path: /submissions/**, modules: [toezicht], upstream: api }",
            with: "- { path: /submissions/**, modules: [toezicht], upstream: api, json-api: { include: [status] } }")
        var replay = Replay(policy: try Given.load(text), file: "new.yaml")
        replay.take(Self.entry(1, type: nil), place: "log:1")
        replay.take(Self.entry(1, wasAllowed: false, code: "include_not_admitted"), place: "log:2")
        replay.take(
            Self.entry(1, wasAllowed: false, code: "relationship_not_admitted", path: "/submissions/1/x"),
            place: "log:3")
        replay.take(Self.entry(1), place: "log:4")
        replay.take(Self.entry(1, path: "/submissions/1/secret"), place: "log:5")
        replay.skip(.form)
        replay.skip(.undecided)
        replay.skip(.own)
        #expect(replay.unjudged == [.bestuur: 1, .query: 1, .form: 1, .undecided: 1, .own: 1])
        #expect(replay.same == 2 && replay.withoutQuery == 1 && replay.count(.lost) == 1 && replay.total == 8)
        #expect(replay.changes.first?.code == "relationship_not_admitted")
    }

    @Test("are decided for besturen as they are now when a list is given")
    func register() throws {
        let now = try BesturenRegister([
            Bestuurseenheid(uri: "http://data.example/1", name: "Eén", type: .gemeente, status: .nietActief),
            Bestuurseenheid(uri: "http://data.example/2", name: "Twee", type: .gemeente, status: .actief),
        ])
        var replay = Replay(policy: try Given.load(Given.policy), file: "new.yaml", register: now)
        replay.take(Self.entry(1), place: "log:1")
        // What the log says of it does not count, nor does what it leaves out.
        replay.take(Self.entry(2, wasAllowed: false, code: "bestuur_not_active", status: .inOprichting), place: "log:2")
        replay.take(Self.entry(2, type: nil), place: "log:3")
        replay.take(Self.entry(3), place: "log:4")
        #expect(
            replay.changes.map { "\($0.direction) \($0.code ?? "")" } == [
                "gained bestuur_not_active", "lost bestuur_not_active", "lost bestuur_unknown",
            ])
        #expect(replay.same == 1 && replay.unjudged.isEmpty)
    }

    @Test("keep no more than a bounded number of groups, people and principals")
    func bounds() throws {
        let text = Given.policy.replacing("bestuurstypes: [gemeente, ocmw] }", with: "bestuurstypes: [ocmw] }")
        var replay = Replay(policy: try Given.load(text), file: "new.yaml")
        for number in 0..<6_000 {
            var entry = Self.entry(number, subject: "p\(number)")
            entry.route = "/submissions/\(number % 1_500)"
            replay.take(entry, place: "log:\(number)")
        }
        #expect(replay.count(.lost) == 6_000 && replay.total == 6_000)
        #expect(replay.ungrouped == [.lost: 2_000])
        let changes = replay.changes
        #expect(changes.count == 1)
        let people = try #require(changes.first?.peopleCount)
        #expect(people == (ReplayGroup.maximumPeople, false))
        #expect(changes[0].sentence().hasSuffix("4000 requests of more than 500 people"))
        #expect(replay.text.contains("2000 more lost, in more groups than are told"))
    }
}
