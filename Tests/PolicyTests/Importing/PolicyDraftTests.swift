import Besturen
import Foundation
import Testing

@testable import Policy

@Suite("A draft of a policy")
struct PolicyDraftTests {
    static let prefix = "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/"

    static let rules = """
        { "rules": [
          { "sessionRole": "LoketLB-brievenGebruiker", "restrictToClassifications": [
            "\(prefix)5ab0e9b8a3b2ca7c5e000001", "\(prefix)5ab0e9b8a3b2ca7c5e000002" ] },
        \t{ "sessionRole": "LoketLB-postGebruiker" },
          { "sessionRole": "LoketBeheer", "restrictToClassifications": [ "\(prefix)52cc9d8d-1c9a-4d92-9936-da9d4a622ec4" ] },
          { "sessionRole": "LoketLB-nieuweTegelGebruiker", "restrictToClassifications": [ "\(prefix)5ab0e9b8a3b2ca7c5e000000" ] }
        ] }
        """

    static let roles = """
        role,module_key,name_nl,kind,paths,note
        LoketLB-brievenGebruiker,brieven,"Brieven, inkomend",module,/letters/*path /stamps,
        LoketLB-postGebruiker,post,Post,external-module,,
        LoketBeheer,,Beheer,admin,/drawers/*path,
        LoketLB-oud,,,retired,,
        LoketLB-onbekend,onbekend,Onbekend,module,/letters/:id/print,not in the rules
        ,tegel,Tegel,external-ungated,,

        """

    static func make(
        _ dispatcher: String = DispatcherFileTests.text, rules: String? = rules, roles: String? = roles
    ) -> Result<PolicyDraft, DocumentMistakes> {
        PolicyDraft.make(
            dispatcher: .init(file: "dispatcher.ex", text: dispatcher),
            rules: rules.map { .init(file: "rules.json", text: $0) },
            roles: roles.map { .init(file: "roles.csv", text: $0) })
    }

    static func policy(_ draft: PolicyDraft) throws -> PolicySet {
        try PolicyLoader.load(file: "draft", text: draft.text).get()
    }

    /// A draft of these rules alone.
    static func draft(_ rules: String) throws -> PolicyDraft {
        try make("defmodule D do\n\(rules)\nend\n", rules: nil, roles: nil).get()
    }

    @Test("loads without mistakes, and has the modules, roles, hosts and routes of its sources")
    func whole() throws {
        let draft = try Self.make().get()
        let policy = try Self.policy(draft)
        #expect(
            policy.modules.map { "\($0.id) \($0.label) \($0.role ?? "") \($0.isExternal)" } == [
                "brieven Brieven, inkomend LoketLB-brievenGebruiker false", "post Post LoketLB-postGebruiker true",
                "nieuwe-tegel nieuwe-tegel LoketLB-nieuweTegelGebruiker false",
            ])
        #expect(policy.modules[0].bestuurstypes == [.gemeente, .ocmw] && policy.modules[1].bestuurstypes == .all)
        #expect(policy.administrativeRoles.map(\.name) == ["LoketBeheer"])
        #expect(policy.retiredRoles.keys.sorted() == ["LoketLB-onbekend", "LoketLB-oud"])
        #expect(policy.doelgroepen == [.lb, .gid])
        #expect(
            policy.hosts.map { "\($0.name) \($0.patterns)" } == [
                "api-example-org [api.example.org]", "dashboard [dashboard, dashboard.*]",
            ])
        #expect(
            draft.counts
                == .init(
                    rules: 8, routes: policy.routes.count, unclearRoutes: 7, modules: 3, administrativeRoles: 1,
                    retiredRoles: 2))
        #expect(
            draft.notes.map(\.description).contains {
                $0.hasPrefix("roles.csv:7:1: note: this line has no role (`tegel`)")
            })
        #expect(
            draft.notes.map(\.message).contains {
                $0.contains("for which besturen `LoketLB-onbekend` is, is not known")
            })
    }

    @Test("opens only what the list of roles names, and closes everything else as unclear")
    func closed() throws {
        let policy = try Self.policy(try Self.make().get())
        let shown = policy.routes.map { "\($0.title): \(policy.words(for: $0))" + ($0.why.map { ", \($0)" } ?? "") }
        #expect(
            shown == [
                "OPTIONS /**: closed, unclear: what the dispatcher does here is more than to forward",
                "GET HEAD POST PUT PATCH DELETE /**: closed, the dispatcher answers 404 by itself",
                "all methods /letters/**: any of the modules brieven",
                "GET HEAD /letters/:id/print: any of the modules brieven",
                "OPTIONS /letters/:id/print: closed, unclear: the dispatcher hands these methods to line 19 (/**)",
                "POST /stamps: any of the modules brieven",
                "OPTIONS /stamps: closed, unclear: the dispatcher hands these methods to line 19 (/**)",
                "all methods dashboard:/sessions/**: closed, unclear: the dispatcher does not say who may come here",
                "DELETE api-example-org:/drawers/**: closed, unclear: what the dispatcher does here is more than to forward",
                "OPTIONS api-example-org:/drawers/**: closed, unclear: the dispatcher hands these methods to line 19 (/**)",
                "all methods dashboard:/**: closed, unclear: the dispatcher does not say who may come here",
            ], "\(shown.joined(separator: "\n"))")
    }

    @Test("is the same for the same sources, and names the lines of the dispatcher")
    func deterministic() throws {
        let text = try Self.make().get().text
        #expect(try Self.make().get().text == text)
        #expect(text.contains("  # dispatcher 28: cache; for Accept json\n"))
        #expect(text.contains("\n  # -- Letters\n"))
        #expect(
            text.contains(
                "# A draft of a policy, made by `poort policy import` from dispatcher.ex, rules.json, roles.csv."))
        let bare = try Self.make(rules: nil, roles: nil).get()
        #expect(try Self.policy(bare).modules.isEmpty && bare.counts.unclearRoutes > 5)
    }

    @Test(
        "marks what the order of the dispatcher decided and the most specific path would decide otherwise",
        arguments: [
            (
                """
                match "/files/*path" do forward conn, path, "http://a/" end
                get "/files/:id/download" do forward conn, [], "http://b/" end
                """, "GET HEAD /files/:id/download",
                "unclear: line 2 of the dispatcher (/files/**) comes first and takes these requests; here the most specific path would"
            ),
            (
                """
                delete "/people/:id" do forward conn, [], "http://a/" end
                match "/people/*path" do forward conn, path, "http://b/" end
                """, "GET HEAD OPTIONS POST PUT PATCH /people/:id",
                "unclear: the dispatcher hands these methods to line 3 (/people/**)"
            ),
            (
                """
                get "/people/:id" do forward conn, [], "http://a/" end
                match "/people/*path" do forward conn, path, "http://b/" end
                """, "OPTIONS POST PUT PATCH DELETE /people/:id",
                "unclear: the dispatcher hands these methods to line 3 (/people/**)"
            ),
            (
                """
                define_layers [:late, :early]
                match "/a/b", %{ layer: :early } do forward conn, [], "http://a/" end
                match "/a/*path", %{ layer: :late } do forward conn, path, "http://b/" end
                """, "all methods /a/b",
                "unclear: line 4 of the dispatcher (/a/**) comes first and takes these requests; here the most specific path would"
            ),
        ])
    func order(_ rules: String, _ title: String, _ why: String) throws {
        let policy = try Self.policy(try Self.draft(rules))
        let route = try #require(policy.routes.first { $0.title == title }, "\(policy.routes.map(\.title))")
        #expect(route.why == why && route.access == .closed)
    }

    @Test("does not take a rule for browsers alone for one that comes first")
    func accept() throws {
        let policy = try Self.policy(
            try Self.draft(
                """
                match "/*_", %{ accept: %{ html: true } } do forward conn, [], "http://front/" end
                match "/a/*path", %{ accept: %{ json: true } } do forward conn, path, "http://a/" end
                match "/*_", %{ last_call: true } do send_resp(conn, 404, "no") end
                """))
        #expect(policy.routes.map(\.title) == ["all methods /**", "all methods /a/**"])
        #expect(policy.routes.allSatisfy { $0.why == "unclear: the dispatcher does not say who may come here" })
    }

    @Test(
        "says what is wrong with its sources, each in its own file",
        arguments: [
            (
                "{ \"rules\": [ { \"role\": \"x\" } ] }", "role\nx\n",
                "rules.json:1:14: error: a rule needs `sessionRole`"
            ),
            ("{ \"rule\": [] }", "role\nx\n", "this is no rules.json: it has no `rules`"),
            ("{", "role\nx\n", "rules.json:"),
            ("[]", "role\nx\n", "the rules must be a mapping"),
            ("{ \"rules\": [] }", "role\nx\n", "`rules` must not be empty"),
            (
                "{ \"rules\": [ { \"sessionRole\": \"x\", \"restrictToClassifications\": \"y\" } ] }", "role\nx\n",
                "must be a list"
            ),
            ("{ \"rules\": [ { \"sessionRole\": \"x\" } ] }", "", "roles.csv:1:1: error: the list has no roles"),
            ("{ \"rules\": [ { \"sessionRole\": \"x\" } ] }", "name,kind\nx,y\n", "the table has no column `role`"),
            (
                "{ \"rules\": [ { \"sessionRole\": \"x\" } ] }", "role\n\"x\n",
                "roles.csv:2:1: error: a quoted field is never closed"
            ),
        ])
    func mistakes(_ rules: String, _ roles: String, _ words: String) {
        #expect { try Self.make(rules: rules, roles: roles).get() } throws: { "\($0)".contains(words) }
    }

    @Test("is not made of a dispatcher whose only rule is one that a policy cannot have")
    func nothing() {
        #expect { try Self.draft("head \"/a\" do forward conn, [], \"http://a/\" end") } throws: {
            "\($0)".contains("dispatcher.ex:1:1: error: no rule of the dispatcher can be written in a policy")
        }
        #expect(throws: Never.self) {
            try Self.draft(
                "head \"/a\" do forward conn, [], \"http://a/\" end\nget \"/a\" do forward conn, [], \"http://a/\" end")
        }
    }

    @Test(
        "leaves out, and says, what it cannot take from the lists",
        arguments: [
            ("LoketLB-x y\n", "`LoketLB-x y` cannot be the name of a role"),
            ("a\na\n", "role `a` stands on line 1 already"),
            ("role,kind\na,strange\n", "kind `strange` is not known; the role opens nothing"),
            ("role,module\nLoketLB-brievenGebruiker,Not An Id\n", "`Not An Id` cannot be the name of a module"),
            (
                "role,module\nLoketLB-brievenGebruiker,m\nLoketLB-postGebruiker,m\n",
                "module `m` has a role already; `LoketLB-postGebruiker` opens `m-2`"
            ),
            ("role,paths\nLoketLB-brievenGebruiker,/a/*x/b\n", "path `/a/*x/b` cannot be written"),
            ("role\n\u{1B}[31m\n", "`\\u{1b}[31m` cannot be the name of a role"),
        ])
    func left(_ roles: String, _ words: String) throws {
        let draft = try Self.make(roles: roles).get()
        #expect(draft.notes.contains { $0.message.contains(words) }, "\(draft.notes)")
    }

    @Test("does not widen what a rule restricts in a way that is not known")
    func restrictions() throws {
        let rules = """
            { "rules": [
              { "sessionRole": "A", "restrictToClassifications": ["urn:unknown"] },
              { "sessionRole": "B", "restrictToClassifications": ["urn:unknown", "\(Self.prefix)5ab0e9b8a3b2ca7c5e000001"] },
              { "sessionRole": "C", "restrictToClassifications": [] },
              { "sessionRole": "D", "restrictToClassification": ["\(Self.prefix)5ab0e9b8a3b2ca7c5e000001"] }
            ] }
            """
        let draft = try Self.make(rules: rules, roles: "role\nA\nB\nC\nD\n").get()
        let policy = try Self.policy(draft)
        #expect(policy.modules.map(\.role) == ["B"] && policy.modules[0].bestuurstypes == [.gemeente])
        #expect(policy.retiredRoles.keys.sorted() == ["A", "C", "D"])
        #expect(
            draft.notes.contains {
                $0.message.contains(
                    "so `D` is for no bestuur until that is clear; did you mean `restrictToClassifications`?")
            })
    }

    @Test(
        "makes the id of a module of the name of its role",
        arguments: [
            ("LoketLB-toezichtGebruiker", "toezicht"),
            ("LoketLB-ContactOrganisatiegegevensGebruiker", "contact-organisatiegegevens"),
            ("LoketLB-LPDCGebruiker", "lpdc"), ("VMTGebruiker", "vmt"), ("Gebruiker", "gebruiker"),
            ("LoketAdmin", "loket-admin"),
            ("---", "module"), ("a.b_c", "a-b-c"),
        ])
    func ids(_ role: String, _ id: String) {
        #expect(DraftRoles.id(of: role) == id && PolicyDocument.isID(id))
    }
}
