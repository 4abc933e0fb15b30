import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("An explanation")
struct ExplanationTests {
    static func explain(
        _ method: RequestMethod, _ path: String, _ roles: [String], viewOnly: Set<String> = [], host: String = "",
        type: Bestuurstype = .gemeente
    ) throws -> Explanation {
        let policy = try SmallPolicy.load()
        let bestuur = try SmallPolicy.bestuur(type, viewOnly: viewOnly)
        let principal = policy.principal(from: SmallPolicy.claims(roles), for: bestuur)
        return policy.explain(principal: principal, request: AccessRequest(method: method, host: host, path: path))
    }

    @Test("of a refusal says who, where, what was weighed and what is nearly right")
    func refused() throws {
        let roles = ["BedienaarGebruiker", "ToezichtGebruikr:0999999922", "Beheerder:OVO000001"]
        let explanation = try Self.explain(.post, "/shared/1", roles, viewOnly: ["BedienaarGebruiker"])
        #expect(
            explanation.text == """
                REFUSED  module_read_only: Testgem may only read in the module Bedienaren, not change anything
                  also   module_not_granted: you have no access to the module Toezicht for Testgem
                  mended by the Agency for Home Affairs (ABB)
                  route  /shared/** (all methods), policy.yaml:26:5
                  admits any of the modules toezicht, bedienaren
                  for    Testgem (Gemeente, Actief), doelgroep LB
                  module toezicht: module_not_granted
                  module bedienaren: module_read_only
                  held for another organisation: `Beheerder`
                  ignored role `ToezichtGebruikr`; did you mean `ToezichtGebruiker`?
                """)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(explanation.json.text.utf8)) as? [String: Any])
        #expect(json["decision"] as? String == "deny")
        #expect(json["code"] as? String == "module_read_only")
        #expect((json["refusals"] as? [[String: Any]])?.count == 2)
        #expect((json["route"] as? [String: Any])?["line"] as? Int == 26)
        #expect((json["considered"] as? [[String: Any]])?.map { $0["id"] as? String } == ["toezicht", "bedienaren"])
        #expect(json["roles_for_other_bestuur"] as? [String] == ["Beheerder"])
        #expect((json["ignored_roles"] as? [[String: Any]])?.first?["nearest"] as? String == "ToezichtGebruiker")
    }

    @Test(
        "of a permission names its ground",
        arguments: [
            (
                "GET", "/submissions/1", ["ToezichtGebruiker"],
                "ALLOWED  by module `toezicht` (role `ToezichtGebruiker`)", "toezicht"
            ),
            ("GET", "/guide", [], "ALLOWED  by module `wegwijs` (open to every authenticated bestuur)", "wegwijs"),
            (
                "GET", "/ministers/1", ["BedienaarGebruiker"],
                "ALLOWED  by module `bedienaren` (role `BedienaarGebruiker`), read-only", "bedienaren"
            ),
            ("GET", "/concepts/1", [], "ALLOWED  because the route is open to every authenticated bestuur", nil),
            ("GET", "/x", [], "ALLOWED  because the route is public", nil),
            ("PUT", "/vendor/1", [], "ALLOWED  because the upstream checks a credential of its own", nil),
        ] as [(String, String, [String], String, String?)])
    func allowed(_ method: String, _ path: String, _ roles: [String], _ line: String, _ by: String?) throws {
        let explanation = try Self.explain(
            RequestMethod(method), path, roles, viewOnly: ["BedienaarGebruiker"])
        #expect(explanation.isAllowed)
        #expect(explanation.text.split(separator: "\n").first.map(String.init) == line)
        #expect(explanation.grantedByID == by)
        #expect(explanation.json.text.contains("\"decision\": \"allow\""))
    }

    @Test("of an administrative role names it, and the host that the route is bound to")
    func role() throws {
        let explanation = try Self.explain(
            .get, "/reports", ["Beheerder"], host: "dashboard.example", type: .provincie)
        #expect(
            explanation.text.hasPrefix(
                "ALLOWED  by administrative role `Beheerder`\n  route  dashboard:/reports (all methods)"))
        #expect(explanation.grantedByID == "Beheerder")
    }

    @Test("of an address without a route says so, and escapes what could move a terminal")
    func noRoute() throws {
        let policy = try SmallPolicy.load(
            SmallPolicy.changing(
                "  - { path: /**, methods: read, access: public, upstream: frontend, why: the application itself }\n",
                to: ""
            ).replacingOccurrences(of: "[dispatcher, frontend]", with: "[dispatcher]"))
        let principal = policy.principal(
            from: SmallPolicy.claims(["\u{1B}[2J\u{202E}\n"]), for: try SmallPolicy.bestuur())
        let explanation = policy.explain(principal: principal, request: AccessRequest(method: .get, path: "/nothing"))
        #expect(explanation.code == .routeUnknown)
        #expect(explanation.text.contains("  route  none\n"))
        #expect(explanation.text.contains("ignored role `\\u{1B}[2J\\u{202E}\\n`"))
        #expect(!explanation.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(
            policy.decide(principal: nil, request: AccessRequest(method: .get, path: "/nothing")).denial?.primary.code
                == .routeUnknown)
        #expect(policy.explain(principal: nil, request: AccessRequest(method: .get, path: "/nothing")).route == nil)
    }
}

@Suite("JSON that the policy writes")
struct JSONTextTests {
    @Test("is read back by Foundation with the same values")
    func roundTrip() throws {
        let text = "q\"b\\s/n\n\t\u{1}\u{7F}\u{85}\u{2028}é😀"
        let value = JSONText.object([
            ("a", .array([.null, .bool(true), .bool(false), .number(-7), .string(text)])), ("", .object([])),
            ("e", .array([])), ("n", .optional(nil)), ("s", .strings(["x", "y"])),
        ])
        let read = try #require(try JSONSerialization.jsonObject(with: Data(value.text.utf8)) as? [String: Any])
        let items = try #require(read["a"] as? [Any])
        #expect(items.count == 5)
        #expect(items[4] as? String == text)
        #expect(items[3] as? Int == -7)
        #expect((read[""] as? [String: Any])?.isEmpty == true)
        #expect((read["e"] as? [Any])?.isEmpty == true)
        #expect(read["s"] as? [String] == ["x", "y"])
    }
}
