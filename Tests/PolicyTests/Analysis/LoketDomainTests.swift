import Besturen
import Testing

@testable import Policy

@Suite("The domain of the Loket's policy")
struct LoketDomainTests {
    let policy: PolicySet
    let domain: AccessDomain

    init() throws {
        policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
        domain = try AccessDomain([policy])
    }

    @Test("has an area for reading and one for writing of every route, and two for what no route takes")
    func areas() {
        let kinds = policy.routes.map { ($0.methods.overlaps(.read) ? 1 : 0) + ($0.methods.overlaps(.write) ? 1 : 0) }
        #expect(domain.areas.count == kinds.reduce(0, +) + 2)
        #expect(Set(domain.areas.compactMap { $0.routes[0] }) == Set(policy.routes.indices))
        for area in domain.areas where area.isRouted {
            #expect(area.methods.allSatisfy { $0.isRead == !area.isWrite })
        }
    }

    @Test("has a profile for every role, type, doelgroep, state and kind of view-only, and one for nobody")
    func profiles() {
        let roles = Set(policy.modules.compactMap(\.role)).count + policy.administrativeRoles.count
        let honoured = policy.modules.filter(\.honoursViewOnly).count
        // No login right is asked for; six doelgroepen and none.
        #expect(domain.profiles.count == 1 + (1 + roles + honoured) * Bestuurstype.allCases.count * 7 * 2)
        #expect(Set(domain.profiles).count == domain.profiles.count)
        #expect(domain.cellCount == domain.profiles.count * domain.areas.count)
    }

    @Test("needs few classes of people: that is what keeps it fast")
    func classes() {
        #expect(domain.classCount < 60)
    }
}
