import Besturen
import Foundation
import Policy
import Testing

/// What must hold for the real policy wherever it is built, with nothing but the package at hand.
@Suite("The Loket's policy")
struct LoketPolicyTests {
    let policy: PolicySet

    init() throws {
        policy = try PolicyLoader.load(file: "policy.yaml", text: LoketFiles.policyText()).get()
    }

    @Test("reads no identity from anything but the token's documented claims")
    func claims() {
        #expect(policy.claimNames.account == "vo_id")
        #expect(policy.claimNames.bestuur == "vo_orgcode")
        #expect(policy.claimNames.doelgroep == "vo_doelgroepcode")
        #expect(policy.claimNames.roles == "abb_loketLB_rol_3d")
        #expect(policy.claimNames.modules == nil)
        #expect(policy.loginRight == nil)
        #expect(policy.doelgroepen == [.lb, .gid])
    }

    @Test("opens to the public only the frontends, for reading, and the login")
    func publicRoutes() {
        for route in policy.routes where route.access == .everyone {
            if "\(route.path)" == "/sessions/**" {
                #expect(route.upstream == "dispatcher")
            } else {
                #expect(route.methods == .read, "line \(route.location.line)")
                #expect(route.upstream?.hasPrefix("frontend-") == true, "line \(route.location.line)")
            }
        }
    }

    @Test("never lets a catch-all reach the dispatcher, so a rule that was forgotten is not reachable")
    func catchAll() {
        let catchAlls = policy.routes.filter { $0.path.segments.isEmpty }
        #expect(!catchAlls.isEmpty)
        #expect(catchAlls.allSatisfy { $0.upstream != "dispatcher" })
    }

    @Test("passes on without identity only what vendors and data consumers use")
    func delegated() {
        var names: Set<String> = []
        for route in policy.routes {
            guard case .delegated(let name) = route.access else { continue }
            names.insert(name)
            #expect(["vendor", "sync"].contains(route.group), "line \(route.location.line)")
        }
        #expect(names == ["vendor-key", "vendor-session", "sync-key", "sync-session"])
    }

    @Test("keeps the administrative roles to ABB")
    func administrativeRoles() {
        for role in policy.administrativeRoles {
            #expect(role.bestuurstypes.members == [.agentschapBinnenlandsBestuur], "\(role.name)")
            #expect(role.doelgroepen == [.gid], "\(role.name)")
        }
    }

    @Test("gives every route a group")
    func groups() {
        for route in policy.routes {
            #expect(route.group != nil, "line \(route.location.line)")
        }
    }

    // MARK: - Suites

    @Test("has a suite for each module it serves, and for each kind of door")
    func suitesAreThere() throws {
        let names = Set(try LoketFiles.suites().map { $0.deletingPathExtension().lastPathComponent })
        for module in policy.modules where !module.isExternal && module.role != nil {
            #expect(names.contains(module.id), "no suite for \(module.id)")
        }
        let others: Set = [
            "shared", "reference", "sessions-and-frontends", "vendors-and-sync", "staff-of-abb", "closed",
        ]
        #expect(others.isSubset(of: names))
    }

    @Test("passes every suite", arguments: (try? LoketFiles.suites()) ?? [])
    func suites(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let suite = try PolicyTestSuite.load(file: file.lastPathComponent, text: text).get()
        #expect(suite.policy == "../policy.yaml")
        let result = suite.run(policy: policy)
        #expect(result.passed, "\(SuiteReport([result]).render(.text))")
    }

    @Test("opens each of its routes to somebody in the suites, or refuses it as closed")
    func everyRouteIsTested() throws {
        var decisive: Set<String> = []
        for file in try LoketFiles.suites() {
            let text = try String(contentsOf: file, encoding: .utf8)
            let suite = try PolicyTestSuite.load(file: file.lastPathComponent, text: text).get()
            for request in suite.requests {
                if case .matched(let route) = policy.route(request.request) { decisive.insert(route.title) }
            }
        }
        let untested = policy.routes.filter { !decisive.contains($0.title) }.map(\.title)
        #expect(untested == [], "\(untested.count) of \(policy.routes.count) routes occur in no suite")
    }

    // MARK: - The demo's besturen

    @Test("the besturen of the demo load without a problem that matters, each with a number that is its own")
    func demoBesturen() throws {
        let url = LoketFiles.packageRoot.appending(path: "Examples/demo/besturen.csv")
        let (register, problems) = BesturenRegister.read(
            csv: try String(contentsOf: url, encoding: .utf8), source: "besturen.csv")
        #expect(problems.isEmpty, "\(problems)")
        #expect(register.count == 12)
        let statuses = Set(register.besturen.map(\.status))
        #expect(statuses == [.actief, .inOprichting, .nietActief])
        let limited = register.besturen.filter { !$0.viewOnlyModules.isEmpty }
        #expect(limited.map(\.type) == [.bestuurVanDeEredienst])
        #expect(limited.first?.viewOnlyModules == ["LoketLB-eredienstBedienaarGebruiker"])
    }
}
