import Besturen
import Testing

@testable import Policy

/// The reductions of the enumeration against the engine: real people with sets of roles ask for real requests.
@Suite("The cells of a domain")
struct DomainBruteForceTests {
    /// Asks the engine, and the cells, about many people and requests.
    static func compare(
        _ domain: AccessDomain, _ random: inout RandomPolicy, people: Int, requests: Int
    ) throws -> (
        allowed: Int, refused: Int
    ) {
        var allowed = 0
        var refused = 0
        for number in 0..<people {
            let (claims, bestuur) = try random.person()
            let isAnonymous = number % 10 == 0
            for _ in 0..<requests {
                let request = random.request(in: domain)
                let cells =
                    isAnonymous
                    ? domain.cells(of: nil, for: nil, request: request)
                    : domain.cells(of: claims, for: bestuur, request: request)
                #expect(!cells.isEmpty, "\(request) falls in no cell")
                for (position, policy) in domain.policies.enumerated() {
                    let principal = isAnonymous ? nil : policy.principal(from: claims, for: bestuur)
                    let expected = policy.decide(principal: principal, request: request).isAllowed
                    let found = cells.contains { domain.isAllowed($0, policy: position) }
                    #expect(found == expected, "policy \(position): \(request) by \(claims) for \(bestuur)")
                    if expected { allowed += 1 } else { refused += 1 }
                }
            }
        }
        return (allowed, refused)
    }

    @Test("say of every set of roles what the engine says, on hundreds of policies", arguments: 0..<6)
    func single(_ part: UInt64) throws {
        var (allowed, refused) = (0, 0)
        for seed in part * 50..<part * 50 + 50 {
            var random = RandomPolicy(seed: seed)
            let policy = try PolicyLoader.load(file: "p", text: random.policy()).get()
            let domain = try AccessDomain([policy])
            let counts = try Self.compare(domain, &random, people: 25, requests: 12)
            allowed += counts.allowed
            refused += counts.refused
        }
        // Both answers must have been compared often.
        #expect(allowed > 1_200 && refused > 7_000, "\(allowed) \(refused)")
    }

    @Test("say it of two policies at once", arguments: 1_000..<1_150)
    func pair(_ seed: UInt64) throws {
        var random = RandomPolicy(seed: seed)
        let policies = try (0..<2).map { try PolicyLoader.load(file: "p\($0)", text: random.policy()).get() }
        let domain = try AccessDomain(policies)
        _ = try Self.compare(domain, &random, people: 25, requests: 10)
    }

    @Test("are each answered as the engine answers their own example", arguments: 2_000..<2_020)
    func examples(_ seed: UInt64) throws {
        var random = RandomPolicy(seed: seed)
        let policy = try PolicyLoader.load(file: "p", text: random.policy()).get()
        let domain = try AccessDomain([policy], detail: .init(tellsEveryViewOnly: seed % 2 == 0))
        for (position, profile) in domain.profiles.enumerated() where position % 7 == 0 {
            let principal = policy.principal(of: profile)
            for (area, value) in domain.areas.enumerated() {
                let request = value.requests[position % value.requests.count]
                let cell = AccessDomain.Cell(profile: position, area: area)
                #expect(policy.decide(principal: principal, request: request).isAllowed == domain.isAllowed(cell))
            }
        }
    }

    @Test("hold every request in exactly one area")
    func partition() throws {
        for seed in UInt64(3_000)..<3_060 {
            var random = RandomPolicy(seed: seed)
            let policy = try PolicyLoader.load(file: "p", text: random.policy()).get()
            let domain = try AccessDomain([policy], detail: .init(patterns: [try PathPattern("/a/:id/**")]))
            let all = domain.areas.flatMap(\.requests)
            #expect(Set(all).count == all.count)
            for (position, area) in domain.areas.enumerated() {
                for request in area.requests {
                    let cells = domain.cells(of: nil, for: nil, request: request)
                    #expect(cells == [AccessDomain.Cell(profile: 0, area: position)])
                }
            }
        }
    }

    @Test("are what this table says: gained and lost access is found with single roles")
    func gainedBySets() throws {
        for seed in UInt64(4_000)..<4_060 {
            var random = RandomPolicy(seed: seed)
            let policies = try (0..<2).map { try PolicyLoader.load(file: "p\($0)", text: random.policy()).get() }
            let domain = try AccessDomain(policies)
            for _ in 0..<40 {
                let (claims, bestuur) = try random.person()
                let request = random.request()
                let answers = policies.map {
                    $0.decide(principal: $0.principal(from: claims, for: bestuur), request: request).isAllowed
                }
                guard answers[0] != answers[1] else { continue }
                let cells = domain.cells(of: claims, for: bestuur, request: request)
                let (winner, loser) = answers[1] ? (1, 0) : (0, 1)
                #expect(
                    cells.contains { domain.isAllowed($0, policy: winner) && !domain.isAllowed($0, policy: loser) },
                    "a difference for a set of roles is one for a member of it")
            }
        }
    }
}
