import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("A request is refused")
struct ReasonTests {
    /// Somebody, a request, and every code that is given, the deciding one first.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let request: String
        let roles: [String]
        var doelgroep: String? = "LB"
        var code: String? = "0999999922"
        var type = Bestuurstype.gemeente
        var status = BestuurStatus.actief
        var viewOnly: Set<String> = []
        var loginRight = true
        let codes: [AccessReasonCode]
        let sentence: String
        let dutch: String

        var testDescription: String { name }
    }

    static let held = ["ToezichtGebruiker:0999999922"]

    static let cases: [Case] = [
        Case(
            name: "where nothing is", request: "POST /nowhere", roles: held, codes: [.methodNotAllowed],
            sentence: "the method POST is not allowed at this address, which admits GET, HEAD and OPTIONS",
            dutch: "de methode POST is niet toegelaten op dit adres; wel toegelaten: GET, HEAD en OPTIONS"),
        Case(
            name: "with a method that nobody knows", request: "FETCH /guide", roles: held, codes: [.methodNotAllowed],
            sentence: "this method is not allowed at this address, which admits GET and HEAD",
            dutch: "deze methode is niet toegelaten op dit adres; wel toegelaten: GET en HEAD"),
        Case(
            name: "on a closed route", request: "GET /old/x", roles: held, codes: [.routeClosed],
            sentence: "this address is closed", dutch: "dit adres is afgesloten"),
        Case(
            name: "without the role", request: "GET /submissions", roles: [], codes: [.moduleNotGranted],
            sentence: "you have no access to the module Toezicht for Testgem",
            dutch: "u hebt geen toegang tot de module Toezicht voor Testgem"),
        Case(
            name: "with the role of another organisation", request: "GET /submissions",
            roles: ["ToezichtGebruiker:OVO000001"], codes: [.roleForOtherBestuur],
            sentence: "your role for the module Toezicht holds for another organisation than Testgem",
            dutch: "uw rol voor de module Toezicht geldt voor een andere organisatie dan Testgem"),
        Case(
            name: "for a type that the module is not for", request: "GET /submissions", roles: held, type: .provincie,
            codes: [.bestuurstypeNotEligible],
            sentence: "the module Toezicht is not meant for a bestuur of type Provincie",
            dutch: "de module Toezicht is niet bedoeld voor een bestuur van het type Provincie"),
        Case(
            name: "for a doelgroep that the module does not admit", request: "GET /ministers/1",
            roles: ["BedienaarGebruiker"], doelgroep: "GID", codes: [.doelgroepNotAdmitted],
            sentence: "doelgroep GID is not admitted here", dutch: "doelgroep GID wordt hier niet toegelaten"),
        Case(
            name: "when it writes where the bestuur may look", request: "PATCH /ministers/1",
            roles: ["BedienaarGebruiker"],
            viewOnly: ["BedienaarGebruiker"], codes: [.moduleReadOnly],
            sentence: "Testgem may only read in the module Bedienaren, not change anything",
            dutch: "Testgem kan in de module Bedienaren alleen lezen en niets wijzigen"),
        Case(
            name: "when it writes where the bestuur may look, the module named by its id",
            request: "DELETE /ministers/1",
            roles: ["BedienaarGebruiker"], viewOnly: ["bedienaren"], codes: [.moduleReadOnly],
            sentence: "Testgem may only read in the module Bedienaren, not change anything",
            dutch: "Testgem kan in de module Bedienaren alleen lezen en niets wijzigen"),
        Case(
            name: "without the administrative role", request: "GET /lists", roles: held, type: .provincie,
            codes: [.roleMissing], sentence: "you do not have the administrative role beheerder for Testgem",
            dutch: "u hebt de beheerrol beheerder niet voor Testgem"),
        Case(
            name: "with the administrative role for another organisation", request: "GET /lists",
            roles: ["Beheerder:0999999823"], type: .provincie, codes: [.roleForOtherBestuur],
            sentence: "your role for beheerder holds for another organisation than Testgem",
            dutch: "uw rol voor beheerder geldt voor een andere organisatie dan Testgem"),
        Case(
            name: "without login right", request: "GET /concepts", roles: [], loginRight: false,
            codes: [.loginRightMissing],
            sentence: "you do not have the right to log in to the Loket for Testgem",
            dutch: "u hebt geen recht om u aan te melden bij het Loket voor Testgem"),
        Case(
            name: "of a doelgroep that the policy does not admit", request: "GET /concepts", roles: [], doelgroep: "EA",
            codes: [.doelgroepNotAdmitted], sentence: "doelgroep EA is not admitted here",
            dutch: "doelgroep EA wordt hier niet toegelaten"),
        Case(
            name: "of no doelgroep", request: "GET /concepts", roles: [], doelgroep: nil,
            codes: [.doelgroepNotAdmitted],
            sentence: "your login names no doelgroep that is admitted",
            dutch: "uw aanmelding noemt geen doelgroep die toegelaten wordt"),
        Case(
            name: "of a doelgroep in lower case", request: "GET /concepts", roles: [], doelgroep: "lb",
            codes: [.doelgroepNotAdmitted], sentence: "your login names no doelgroep that is admitted",
            dutch: "uw aanmelding noemt geen doelgroep die toegelaten wordt"),
        Case(
            name: "for a bestuur that is not active", request: "GET /concepts", roles: [], status: .nietActief,
            codes: [.bestuurNotActive], sentence: "Testgem is not active in the Loket (status: Niet Actief)",
            dutch: "Testgem is niet actief in het Loket (status: Niet Actief)"),
        Case(
            name: "for an unknown bestuur", request: "GET /concepts", roles: [], code: "OVO999999",
            codes: [.bestuurUnknown],
            sentence: "the organisation OVO999999 of your login is not a known bestuur",
            dutch: "de organisatie OVO999999 van uw aanmelding is geen gekend bestuur"),
        Case(
            name: "for a bestuur that is no code, without saying it again", request: "GET /concepts", roles: [],
            code: "<script>", codes: [.bestuurUnknown],
            sentence: "the organisation of your login is not a known bestuur",
            dutch: "de organisatie van uw aanmelding is geen gekend bestuur"),
        Case(
            name: "for no bestuur", request: "GET /submissions", roles: held, code: nil, codes: [.bestuurMissing],
            sentence: "your login does not say for which bestuur you act",
            dutch: "uw aanmelding vermeldt niet voor welk bestuur u werkt"),
        Case(
            name: "for several reasons, the nearest to mending first", request: "GET /shared/x",
            roles: ["BedienaarGebruiker:OVO000001"], doelgroep: "EA", status: .inOprichting, loginRight: false,
            codes: [
                .loginRightMissing, .doelgroepNotAdmitted, .bestuurNotActive, .moduleNotGranted, .roleForOtherBestuur,
            ],
            sentence: "you do not have the right to log in to the Loket for Testgem",
            dutch: "u hebt geen recht om u aan te melden bij het Loket voor Testgem"),
        Case(
            name: "from a route of two modules", request: "GET /shared/x", roles: [], codes: [.moduleNotGranted],
            sentence: "you have no access to the modules Toezicht or Bedienaren for Testgem",
            dutch: "u hebt geen toegang tot de modules Toezicht of Bedienaren voor Testgem"),
    ]

    @Test("with every code and sentence", arguments: cases)
    func refused(_ item: Case) throws {
        let policy = try SmallPolicy.load()
        let bestuur = try SmallPolicy.bestuur(item.type, status: item.status, viewOnly: item.viewOnly)
        let claims = SmallPolicy.claims(
            item.roles, doelgroep: item.doelgroep, bestuur: item.code, loginRight: item.loginRight)
        let asker = Asker(policy.principal(from: claims, register: try BesturenRegister([bestuur])))
        let parts = item.request.split(separator: " ").map(String.init)
        let request = AccessRequest(method: RequestMethod(parts[0]), path: parts[1])
        let denial = try #require(policy.decide(asker, request: request).denial)
        #expect(Set(denial.refusals.map(\.code)) == Set(item.codes), "\(denial.refusals)")
        #expect(denial.primary.code == item.codes[0])
        #expect(denial.primary.english == item.sentence)
        #expect(denial.primary.dutch == item.dutch)
        #expect(policy.explain(asker, request: request).refusals == denial.refusals)
        #expect(denial.primary.description == "\(item.codes[0].rawValue): \(item.sentence)")
    }

    @Test("for want of a token, and never on a public route")
    func anonymous() throws {
        let policy = try SmallPolicy.load()
        for path in ["/submissions", "/concepts/1", "/lists"] {
            let denial = try #require(
                policy.decide(.anonymous, request: AccessRequest(method: .get, path: path)).denial)
            #expect(denial.refusals.map(\.code) == [.tokenMissing])
        }
        #expect(policy.decide(.anonymous, request: AccessRequest(method: .get, path: "/index.html")).isAllowed)
        #expect(policy.decide(.anonymous, request: AccessRequest(method: .post, path: "/vendor/x")).isAllowed)
    }

    @Test("when two active besturen hold the number of the login")
    func conflict() throws {
        let policy = try SmallPolicy.load()
        let first = try SmallPolicy.bestuur()
        let second = try Bestuurseenheid(
            uri: "http://data.lblod.info/id/bestuurseenheden/2", name: "Tweede", type: .gemeente,
            kbo: KBONummer("0999999922"), status: .actief)
        let asker = Asker(
            policy.principal(from: SmallPolicy.claims([]), register: try BesturenRegister([first, second])))
        let decision = policy.decide(asker, request: AccessRequest(method: .get, path: "/concepts"))
        #expect(decision.denial?.refusals.map(\.code) == [.bestuurConflict])
        #expect(
            decision.denial?.primary.dutch
                == "het nummer 0999999922 van uw aanmelding is van meer dan een bestuur gekend")
    }

    @Test("with a status, a mender and both sentences for each code", arguments: AccessReasonCode.allCases)
    func complete(_ code: AccessReasonCode) {
        #expect((400...599).contains(code.httpStatus))
        #expect(!code.mendedBy.english.isEmpty && !code.mendedBy.dutch.isEmpty)
        #expect(!code.english.isEmpty && !code.dutch.isEmpty && code.english != code.dutch)
        #expect(code.rawValue.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (97...122).contains($0) })
        for sentence in [code.english, code.dutch] {
            #expect(!sentence.hasSuffix(".") && sentence.first?.isLowercase == true)
        }
    }
}

@Suite("A role value")
struct RoleValueTests {
    @Test(
        "that is not written to the letter grants nothing, and is named with what it may mean",
        arguments: [
            "toezichtGebruiker", "ToezichtGebruiker ", "ToezichtGebruikеr", "Toezicht\u{212A}", " ToezichtGebruiker",
        ])
    func lookAlike(_ role: String) throws {
        let policy = try SmallPolicy.load()
        let principal = policy.principal(
            from: SmallPolicy.claims(["\(role):0999999922", role]), for: try SmallPolicy.bestuur())
        #expect(principal.ignoredRoles == [role])
        #expect(principal.heldRoles == ["LoketGebruiker"])
        #expect(policy.grantedModules(of: principal).map(\.id) == ["subsidies", "wegwijs"])
    }

    @Test("is told apart when it is held here, elsewhere, twice, retired or unknown")
    func reading() throws {
        let policy = try SmallPolicy.load()
        let claims = SmallPolicy.claims([
            "Beheerder:OVO000001", "ToezichtGebruiker:OVO000001", "ToezichtGebruiker:0999999922", "OudeRol:0999999922",
            "ToezichtGebruiker", "Onbekend:0999999922", "Onbekend", "Beheerder:OVO000002",
        ])
        let principal = policy.principal(from: claims, for: try SmallPolicy.bestuur())
        #expect(principal.heldRoles == ["ToezichtGebruiker", "OudeRol", "LoketGebruiker"])
        #expect(principal.rolesForOtherBestuur == ["Beheerder"])
        #expect(principal.ignoredRoles == ["Onbekend"])
        #expect(policy.grantedModuleIDs(of: principal) == ["toezicht", "subsidies", "wegwijs"])
        #expect(policy.grantedRoles(of: principal) == [])
        #expect(principal.hasLoginRight && principal.account == "an")
    }

    @Test("can be replaced by the modules claim, where the policy names one")
    func modulesClaim() throws {
        let policy = try SmallPolicy.load()
        let bestuur = try SmallPolicy.bestuur()
        let principal = policy.principal(
            from: SmallPolicy.claims([], modules: ["toezicht", "Toezicht", "nothing"]), for: bestuur)
        #expect(policy.grantedModuleIDs(of: principal) == ["toezicht", "subsidies", "wegwijs"])
        let without = try SmallPolicy.load(SmallPolicy.changing("  modules: module_ids\n", to: ""))
        let other = without.principal(from: SmallPolicy.claims([], modules: ["toezicht"]), for: bestuur)
        #expect(without.grantedModuleIDs(of: other) == ["subsidies", "wegwijs"])
    }

    @Test("of a principal of another policy is weighed again")
    func reload() throws {
        let old = try SmallPolicy.load()
        let new = try SmallPolicy.load(SmallPolicy.changing("[gemeente, ocmw]", to: "[provincie]"))
        let principal = old.principal(from: SmallPolicy.claims(["ToezichtGebruiker"]), for: try SmallPolicy.bestuur())
        let request = AccessRequest(method: .get, path: "/submissions")
        #expect(old.decide(principal: principal, request: request).isAllowed)
        #expect(!new.decide(principal: principal, request: request).isAllowed)
        #expect(new.grantedModuleIDs(of: principal) == ["subsidies", "wegwijs"])
        #expect(old.fingerprint != new.fingerprint && old.fingerprint.description != new.fingerprint.description)
        guard case .matched(let route) = old.route(request) else {
            Issue.record("the route is gone")
            return
        }
        #expect(new.decide(principal: principal, route: route, method: .get).denial?.primary.code == .routeUnknown)
        #expect(new.words(for: route) == "unknown")
    }
}
