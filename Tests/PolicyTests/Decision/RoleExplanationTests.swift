import Besturen
import Testing

@testable import Policy

@Suite("What the roles of a token mean")
struct RoleExplanationTests {
    private func explain(
        _ roles: [String], for bestuur: Bestuurseenheid? = nil, doelgroep: String? = "LB", weighed: Bool = true
    ) throws -> [RoleExplanation] {
        let policy = try Given.load(Given.policy)
        let bestuur = try bestuur ?? Given.bestuur()
        let claims = Given.claims(roles, doelgroep: doelgroep, code: bestuur.codes.first?.description)
        return policy.explainRoles(of: claims, as: weighed ? policy.principal(from: claims, for: bestuur) : nil)
    }

    private func access(
        _ roles: [String], for bestuur: Bestuurseenheid? = nil
    ) throws -> [RoleExplanation.Opening.Access] {
        try explain(roles, for: bestuur).flatMap(\.openings).map(\.access)
    }

    @Test("is told for every value in the order of the token, with the modules that it opens")
    func modules() throws {
        let roles = try explain(["Login", "Toezicht:\(Given.kbo(1))", "Elders", "Oud", "Beheer"])
        #expect(roles.map(\.name) == ["Login", "Toezicht", "Elders", "Oud", "Beheer"])
        #expect(roles.map(\.value)[1] == "Toezicht:\(Given.kbo(1))")
        #expect(roles.allSatisfy { $0.isKnown && $0.holds && $0.nearest == nil })
        #expect(roles.map { $0.openings.map(\.id) } == [["Login"], ["toezicht"], ["elders"], [], ["Beheer"]])
        #expect(roles.map { $0.openings.map(\.kind) }[4] == [.administrativeRole])
        #expect(roles[1].openings[0].access == .granted(isReadOnly: false) && !roles[1].openings[0].isExternal)
        #expect(roles[2].openings[0].isExternal)
        #expect(roles[3].retired == "moved to another application")
    }

    @Test("is the access that the decision gives, with every condition that fails")
    func conditions() throws {
        let closed = RoleExplanation.Opening.Access.refused
        #expect(
            try access(["Login", "Toezicht"], for: Given.bestuur(.provincie))[1] == closed([.bestuurstypeNotEligible]))
        #expect(
            try access(["Login", "Toezicht"], for: Given.bestuur(status: .inOprichting))[1]
                == closed([.bestuurNotActive]))
        #expect(try access(["Toezicht"]) == [closed([.loginRightMissing])])
        #expect(try access(["Login", "Toezicht:x"])[1] == closed([.roleForOtherBestuur]))
        #expect(
            try access(["Login", "Bedienaar"], for: Given.bestuur(viewOnly: ["Bedienaar"]))[1]
                == .granted(isReadOnly: true))
        let foreign = try explain(["Login", "Mandaat"], for: Given.bestuur(.bestuurVanDeEredienst), doelgroep: "EA")
        #expect(foreign[1].openings[0].access == closed([.doelgroepNotAdmitted]))
    }

    @Test("names the nearest known role for one that is not known, however strange it is")
    func unknown() throws {
        let roles = try explain(["Toezich", "toezicht:\(Given.kbo(1))", "something-else", "", ":x", "\u{202E}"])
        #expect(roles.allSatisfy { !$0.isKnown && $0.openings.isEmpty })
        #expect(roles.map(\.nearest) == ["Toezicht", "Toezicht", nil, nil, nil, nil])
    }

    @Test("is told without a bestuur, too, but not weighed")
    func unweighed() throws {
        let roles = try explain(["Toezicht", "Toezicht:x"], weighed: false)
        #expect(roles.map { $0.openings.map(\.access) } == [[.unknown], [.refused([.roleForOtherBestuur])]])
    }

    @Test("agrees with the modules that are granted, for every subset of the roles")
    func agreement() throws {
        let policy = try Given.load(Given.policy)
        let names = ["Login", "Toezicht", "Bedienaar", "Mandaat", "Elders"]
        for bits in 0..<(1 << names.count) {
            for type in [Bestuurstype.gemeente, .bestuurVanDeEredienst, .provincie] {
                let roles = names.indices.filter { bits & 1 << $0 != 0 }.map { names[$0] }
                let bestuur = try Given.bestuur(type, viewOnly: ["Bedienaar"])
                let claims = Given.claims(roles)
                let principal = policy.principal(from: claims, for: bestuur)
                let open = policy.explainRoles(of: claims, as: principal).flatMap(\.openings)
                    .filter { if case .granted = $0.access { $0.kind == .module } else { false } }
                let byRole = policy.grantedModules(of: principal)
                    .filter { granted in policy.module(granted.id)?.role != nil }
                #expect(Set(open.map(\.id)) == Set(byRole.map(\.id)), "\(roles) \(type)")
                for opening in open {
                    let granted = byRole.first { $0.id == opening.id }
                    #expect(opening.access == .granted(isReadOnly: granted?.isReadOnly ?? false))
                }
            }
        }
    }
}
