import Foundation
import Testing

@testable import Policy

@Suite("A mistake in a policy")
struct PolicyMistakeTests {
    /// One fragment changed, and what is said of it and where.
    struct Fault: Sendable, CustomTestStringConvertible {
        let name: String
        let fragment: String
        let replacement: String
        let message: String
        /// What stands at the reported place, in the changed text.
        let at: String
        let hint: String?
        let suggestion: String?

        init(
            _ name: String, _ fragment: String, _ replacement: String, says message: String, at: String,
            hint: String? = nil, suggestion: String? = nil
        ) {
            self.name = name
            self.fragment = fragment
            self.replacement = replacement
            self.message = message
            self.at = at
            self.hint = hint
            self.suggestion = suggestion
        }

        var testDescription: String { name }
    }

    static let whole: [Fault] = [
        Fault("no version", "version: 1\n", "", says: "a policy needs `version`", at: "claims:"),
        Fault(
            "another version", "version: 1", "version: 2", says: "policy version 2 is not known", at: "2",
            hint: "version 1"),
        Fault(
            "a version in words", "version: 1", "version: one", says: "`version` must be a whole number, not `one`",
            at: "one"),
        Fault(
            "an unknown key", "login-right:", "login-rights:", says: "unknown key `login-rights`", at: "login-rights",
            suggestion: "login-right"),
        Fault(
            "no claims",
            "claims:\n  account: vo_id\n  bestuur: vo_orgcode\n  doelgroep: vo_doelgroepcode\n  roles: abb_roles\n  modules: module_ids\n",
            "", says: "a policy needs `claims`", at: "version"),
        Fault(
            "no claim for the bestuur", "  bestuur: vo_orgcode\n", "", says: "`claims` needs `bestuur`", at: "account"),
        Fault(
            "an empty claim name", "bestuur: vo_orgcode", "bestuur:", says: "`bestuur` must be a text",
            at: "\n  doelgroep"),
        Fault("no doelgroepen", "doelgroepen: [LB, GID]\n", "", says: "a policy needs `doelgroepen`", at: "version"),
        Fault("an empty list of doelgroepen", "[LB, GID]", "[]", says: "`doelgroepen` must not be empty", at: "[]"),
        Fault(
            "an unknown doelgroep", "[LB, GID]", "[LB, GDI]", says: "a doelgroep cannot be `GDI`", at: "GDI",
            hint: "`LB`", suggestion: "GID"),
        Fault(
            "a doelgroep twice", "[LB, GID]", "[LB, GID, LB]", says: "doelgroep `LB` is listed twice",
            at: "LB]\nmodules"),
        Fault(
            "a login right that is no name", "LoketGebruiker", "\"Loket Gebruiker\"",
            says: "`Loket Gebruiker` cannot be the name of a role", at: "\"Loket Gebruiker\"",
            hint: "without the organisation"),
        Fault("no routes", "routes:\n", "notes:\n", says: "a policy needs `routes`", at: "version"),
        Fault(
            "hosts as a list", "hosts:\n  dashboard: [dashboard.example, dashboard.*]", "hosts: [dashboard]",
            says: "`hosts` must be a mapping, not a list", at: "[dashboard]"),
    ]

    static let modulesAndRoles: [Fault] = [
        Fault(
            "a module name with capitals", "wegwijs: {", "Wegwijs: {", says: "`Wegwijs` cannot be the name of a module",
            at: "Wegwijs: {", hint: "`a`-`z`"),
        Fault(
            "a module without label", "{ label: Toezicht, ", "{ ", says: "module `toezicht` needs `label`",
            at: "{ role: Toe"),
        Fault(
            "a module without role", "role: ToezichtGebruiker, ", "",
            says: "module `toezicht` has neither `role` nor `open-to`", at: "toezicht: {"),
        Fault(
            "a module with role and open-to", "role: ToezichtGebruiker,",
            "role: ToezichtGebruiker, open-to: authenticated,", says: "module `toezicht` has both",
            at: "open-to: authenticated, bestuurs"),
        Fault(
            "a module open to somebody else", "open-to: authenticated }", "open-to: everybody }",
            says: "`open-to` cannot be `everybody`", at: "everybody"),
        Fault(
            "a module without types", ", bestuurstypes: [gemeente, ocmw]", "",
            says: "module `toezicht` needs `bestuurstypes`", at: "toezicht: {", hint: "bestuurstypes: all"),
        Fault(
            "an unknown type", "[gemeente, ocmw]", "[gemeent, ocmw]", says: "unknown bestuurstype `gemeent`",
            at: "gemeent,", suggestion: "gemeente"),
        Fault(
            "a type twice", "[gemeente, ocmw]", "[ocmw, ocmw]", says: "bestuurstype `ocmw` is listed twice",
            at: "ocmw] }"),
        Fault(
            "types that are no list", "[gemeente, ocmw]", "gemeente", says: "`bestuurstypes` must be a list or `all`",
            at: "gemeente }"),
        Fault(
            "view-only in another word", "view-only: honoured", "view-only: true", says: "`view-only` cannot be `true`",
            at: "true, doel", hint: "`honoured`"),
        Fault(
            "external in another word", "external: true", "external: yes", says: "`external` must be `true` or `false`",
            at: "yes"),
        Fault(
            "a doelgroep the policy does not admit", "doelgroepen: [LB] }", "doelgroepen: [EA] }",
            says: "the policy does not admit doelgroep `EA`", at: "EA]"),
        Fault(
            "a role name with a colon", "role: ToezichtGebruiker", "role: \"Toezicht:1\"",
            says: "`Toezicht:1` cannot be the name of a role", at: "\"Toezicht:1\""),
        Fault(
            "a role name with a look-alike letter", "role: ToezichtGebruiker", "role: ToezichtGebruikеr",
            says: "cannot be the name of a role", at: "ToezichtGebruikеr"),
        Fault(
            "one name for a module's role and an administrative one", "  Beheerder: {", "  ToezichtGebruiker: {",
            says: "role `ToezichtGebruiker` is already the role of a module (line 11)", at: "ToezichtGebruiker: {"),
        Fault(
            "one name for the login right and a retired role", "  OudeRol:", "  LoketGebruiker:",
            says: "role `LoketGebruiker` is already the login right", at: "LoketGebruiker: rep"),
        Fault(
            "an administrative role without types", "bestuurstypes: [provincie], ", "",
            says: "administrative role `Beheerder` needs `bestuurstypes`", at: "{ label: beh"),
        Fault(
            "a retired role without reason", "OudeRol: replaced in 2024", "OudeRol:",
            says: "the reason why `OudeRol` is retired must be a text", at: "\nhosts"),
        Fault(
            "a key twice", "  wegwijs: { label: Wegwijs", "  toezicht: { label: Wegwijs",
            says: "key `toezicht` is written twice in one mapping, first on line 11", at: "toezicht: { label: Weg"),
    ]

    static let routes: [Fault] = [
        Fault(
            "a route that is a text", "- { path: /old/**, access: closed, why: nobody needs it }", "- /old/**",
            says: "a route must be a mapping, not a text", at: "/old/**"),
        Fault("a route without path", "path: /lists, ", "", says: "a route needs `path`", at: "{ roles: [Beheerder]"),
        Fault(
            "a path without slash", "path: /lists", "path: lists", says: "path `lists` does not begin with `/`",
            at: "lists,"),
        Fault(
            "a path with a slash at its end", "path: /lists", "path: /lists/", says: "path `/lists/` ends in `/`",
            at: "/lists/"),
        Fault(
            "a path with an empty segment", "path: /lists", "path: //lists", says: "has an empty segment", at: "//lists"
        ),
        Fault("a path with dots", "path: /lists", "path: /a/../lists", says: "has a dot segment", at: "/a/../"),
        Fault(
            "a path with ** in the middle", "path: /lists", "path: /**/lists", says: "has `**` before its end",
            at: "/**/lists"),
        Fault(
            "a path with one star", "path: /lists", "path: /lists/*",
            says: "segment `*` in path `/lists/*` cannot be written so", at: "/lists/*", hint: "`/**`"),
        Fault(
            "a path with an escape", "path: /lists", "path: /l%69sts", says: "cannot be written so", at: "/l%69sts",
            hint: "without percent-encoding"),
        Fault(
            "a path with a semicolon", "path: /lists", "path: /lists;v=1", says: "cannot be written so",
            at: "/lists;v=1"),
        Fault(
            "a parameter without name", "path: /lists", "path: \"/lists/:\"",
            says: "`:` in path `/lists/:` is not a parameter", at: "\"/lists/:\""),
        Fault(
            "a parameter twice", "path: /lists", "path: /lists/:id/:id", says: "has two parameters `:id`",
            at: "/lists/:id"),
        Fault(
            "33 segments", "path: /lists", "path: " + String(repeating: "/a", count: 33), says: "more than 32 segments",
            at: "/a/a/a"),
        Fault(
            "nobody who may come", "roles: [Beheerder], upstream: dispatcher }\n  - { path: /concepts",
            "upstream: dispatcher }\n  - { path: /concepts", says: "the route does not say who may come",
            at: "{ path: /lists"),
        Fault(
            "access and modules", "access: authenticated, upstream",
            "access: authenticated, modules: [toezicht], upstream", says: "a route has either `access` or `modules`",
            at: "modules: [toezicht], upstream: dispatcher, group"),
        Fault(
            "an unknown access", "access: authenticated, upstream", "access: authenticate, upstream",
            says: "`access` cannot be `authenticate`", at: "authenticate,", hint: "`public`",
            suggestion: "authenticated"),
        Fault(
            "an unknown module", "modules: [toezicht], upstream", "modules: [toezigt], upstream",
            says: "unknown module `toezigt`", at: "toezigt", suggestion: "toezicht"),
        Fault(
            "a module that is far from any", "modules: [wegwijs]", "modules: [zzz]", says: "unknown module `zzz`",
            at: "zzz", hint: "name it under `modules`"),
        Fault(
            "a module twice", "modules: [wegwijs]", "modules: [wegwijs, wegwijs]", says: "`wegwijs` is listed twice",
            at: "wegwijs],"),
        Fault("no module", "modules: [wegwijs]", "modules: []", says: "`modules` must not be empty", at: "[]"),
        Fault(
            "an external module", "modules: [wegwijs]", "modules: [subsidies]", says: "module `subsidies` is external",
            at: "subsidies]"),
        Fault(
            "a role for a module", "modules: [wegwijs]", "modules: [Beheerder]",
            says: "`Beheerder` is an administrative role, not a module", at: "Beheerder], methods"),
        Fault(
            "a module's role for a module", "modules: [wegwijs]", "modules: [ToezichtGebruiker]",
            says: "`ToezichtGebruiker` is a role, not a module", at: "ToezichtGebruiker], methods",
            hint: "write `toezicht`"),
        Fault(
            "an unknown role", "/lists, roles: [Beheerder]", "/lists, roles: [Beherder]",
            says: "unknown role `Beherder`", at: "Beherder", suggestion: "Beheerder"),
        Fault(
            "a retired role", "/lists, roles: [Beheerder]", "/lists, roles: [OudeRol]",
            says: "role `OudeRol` is retired since line 18", at: "OudeRol]"),
        Fault(
            "a module's role", "/lists, roles: [Beheerder]", "/lists, roles: [ToezichtGebruiker]",
            says: "role `ToezichtGebruiker` belongs to module `toezicht`", at: "ToezichtGebruiker], up"),
        Fault(
            "the login right", "/lists, roles: [Beheerder]", "/lists, roles: [LoketGebruiker]",
            says: "role `LoketGebruiker` is the login right", at: "LoketGebruiker]", hint: "access: authenticated"),
        Fault(
            "a module for a role", "/lists, roles: [Beheerder]", "/lists, roles: [toezicht]",
            says: "`toezicht` is a module, not a role", at: "toezicht], upstream: dispatcher }\n  - { path: /concepts",
            hint: "modules: [toezicht]"),
        Fault(
            "methods in lower case", "methods: [GET]", "methods: [get]", says: "a method cannot be `get`", at: "get]",
            suggestion: "GET"),
        Fault(
            "a method twice", "methods: [GET]", "methods: [GET, GET]", says: "method `GET` is listed twice", at: "GET],"
        ),
        Fault(
            "methods in another word", "methods: read, access: public", "methods: raed, access: public",
            says: "`methods` cannot be `raed`", at: "raed", suggestion: "read"),
        Fault(
            "an unknown upstream", "upstream: frontend", "upstream: frontent", says: "unknown upstream `frontent`",
            at: "frontent,", suggestion: "frontend"),
        Fault(
            "no upstream", ", upstream: frontend, why", ", why", says: "the route needs `upstream`", at: "{ path: /**"),
        Fault(
            "a closed route with an upstream", "access: closed, why", "access: closed, upstream: dispatcher, why",
            says: "a closed route has no `upstream`", at: "upstream: dispatcher, why: nobody"),
        Fault(
            "a closed route without reason", "access: closed, why: nobody needs it", "access: closed",
            says: "a closed route needs `why`", at: "{ path: /old"),
        Fault(
            "a delegated route without reason", ", why: checked there", "", says: "a delegated route needs `why`",
            at: "{ path: /vendor"),
        Fault(
            "a delegated route to nobody", "delegated-to: vendor key, ", "", says: "a route needs `delegated-to`",
            at: "{ path: /vendor"),
        Fault(
            "delegated-to on another route", "access: closed, why", "access: closed, delegated-to: x, why",
            says: "`delegated-to` goes with `access: delegated`", at: "delegated-to: x"),
        Fault(
            "an unknown host", "host: dashboard", "host: dashbord", says: "unknown host `dashbord`", at: "dashbord,",
            suggestion: "dashboard"),
        Fault(
            "a host with a port", "[dashboard.example,", "[\"dashboard.example:80\",",
            says: "`dashboard.example:80` is not a host", at: "\"dashboard.example:80\""),
        Fault(
            "a host twice", "[dashboard.example, dashboard.*]", "[dashboard.*, DASHBOARD.*]",
            says: "host `dashboard.*` is already named on line 20", at: "DASHBOARD"),
        Fault(
            "an upstream twice", "upstreams: [dispatcher, frontend]", "upstreams: [dispatcher, frontend, frontend]",
            says: "upstream `frontend` is listed twice, first on line 21", at: "frontend]"),
        Fault(
            "two routes of one shape", "path: /guide, modules: [wegwijs], methods: [GET]",
            "path: /submissions/:other/sent, modules: [wegwijs], methods: [GET]",
            says:
                "two routes admit GET, HEAD on `/submissions/:other/sent`: this one and `/submissions/:id/sent` on line 24",
            at: "{ path: /submissions/:other"),
    ]

    @Test("is one sentence with its place and what to do", arguments: whole + modulesAndRoles + routes)
    func located(_ fault: Fault) throws {
        let text = SmallPolicy.changing(fault.fragment, to: fault.replacement)
        let mistakes = SmallPolicy.mistakes(in: text)
        let found = try #require(
            mistakes.first { $0.message.contains(fault.message) }, "\(mistakes.map(\.description))")
        let place = try #require(SmallPolicy.place(of: fault.at, in: text))
        #expect((found.location.line, found.location.column) == place, "\(found)")
        #expect(found.location.file == "policy.yaml")
        if let hint = fault.hint { #expect(found.hint?.contains(hint) == true, "\(found)") }
        #expect(found.suggestion == fault.suggestion)
        #expect(found.description.hasPrefix("policy.yaml:\(place.0):\(place.1): error: "))
    }

    @Test("does not hide the others")
    func all() throws {
        var text = SmallPolicy.text
        for (fragment, replacement) in [
            ("[LB, GID]", "[LB, XX]"), ("bestuurstypes: [gemeente, ocmw]", "bestuurstypes: [dorp]"),
            ("upstream: frontend", "upstream: nowhere"), ("methods: [GET]", "methods: [FETCH]"),
            ("path: /lists", "path: lists"), ("modules: [bedienaren]", "modules: [bedienaar]"),
        ] {
            let range = try #require(text.range(of: fragment))
            text.replaceSubrange(range, with: replacement)
        }
        let mistakes = SmallPolicy.mistakes(in: text)
        #expect(mistakes.count == 6)
        #expect(mistakes.map(\.location.line) == mistakes.map(\.location.line).sorted())
    }

    @Test("is not in the policy that the table changes")
    func sound() throws {
        let policy = try SmallPolicy.load()
        #expect(policy.routes.count == 11)
        #expect(policy.modules.map(\.id) == ["toezicht", "bedienaren", "subsidies", "wegwijs"])
        #expect(policy.module("wegwijs")?.label == "Wegwijs")
        #expect(policy.module("weg") == nil)
        #expect(
            policy.knownRoles
                == ["Beheerder", "BedienaarGebruiker", "LoketGebruiker", "OudeRol", "ToezichtGebruiker"].sorted())
    }
}
