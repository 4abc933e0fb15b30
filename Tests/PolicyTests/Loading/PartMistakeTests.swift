import Testing

@testable import Policy

@Suite("A mistake in the parts of a policy")
struct PartMistakeTests {
    static let top: [FaultyDocument] = [
        .init("a list for a policy", "‸- 1\n", "a policy must be a mapping, not a list"),
        .init("a text for a policy", "‸policy\n", "a policy must be a mapping, not a text"),
        .init("an unknown key", PolicyText.more("‸zaken: []"), "unknown key `zaken`", hint: "`upstreams`, `routes`"),
        .init(
            "a misspelled key", PolicyText.more("‸retired-role: {}"), "unknown key `retired-role`",
            suggestion: "retired-roles"),
        .init(
            "a key in another case", PolicyText.more("‸Modules: {}"), "unknown key `Modules`", suggestion: "modules"),
        .init("no version", "‸" + PolicyText(version: "hosts: {}").text, "a policy needs `version`"),
        .init("no claims", "‸" + PolicyText(claims: "hosts: {}").text, "a policy needs `claims`"),
        .init("no doelgroepen", "‸" + PolicyText(doelgroepen: "hosts: {}").text, "a policy needs `doelgroepen`"),
        .init(
            "no upstreams",
            "‸" + PolicyText(upstreams: "hosts: {}", routes: ["{ path: /a, access: closed, why: so }"]).text,
            "a policy needs `upstreams`"),
        .init("version 2", PolicyText(version: "version: ‸2").text, "policy version 2 is not known", hint: "version 1"),
        .init(
            "a version between quotes", PolicyText(version: "version: ‸\"1\"").text,
            "`version` must be a whole number, not `1`"),
        .init(
            "a version with a point", PolicyText(version: "version: ‸1.0").text,
            "`version` must be a whole number, not `1.0`"),
        .init(
            "a version with a zero before it", PolicyText(version: "version: ‸01").text,
            "`version` must be a whole number, not `01`"),
        .init(
            "a version below zero", PolicyText(version: "version: ‸-1").text,
            "`version` must be a whole number, not `-1`"),
        .init(
            "a version that no integer holds", PolicyText(version: "version: ‸99999999999999999999").text,
            "`version` must be a whole number, not `99999999999999999999`"),
        .init(
            "a version beyond the range", PolicyText(version: "version: ‸1000001").text,
            "`version` must be from 0 to 1000000, not 1000001"),
        .init(
            "a list for a version", PolicyText(version: "version: ‸[1]").text,
            "`version` must be a whole number, not a list"),
        .init(
            "nothing for a version", PolicyText(version: "version: ‸~").text,
            "`version` must be a whole number, not nothing"),
    ]

    static let claims: [FaultyDocument] = [
        .init("a text for claims", PolicyText(claims: "claims: ‸sub").text, "`claims` must be a mapping, not a text"),
        .init(
            "no bestuur claim", PolicyText(claims: "claims: ‸{ doelgroep: g, roles: r }").text,
            "`claims` needs `bestuur`"),
        .init(
            "no doelgroep claim", PolicyText(claims: "claims: ‸{ bestuur: b, roles: r }").text,
            "`claims` needs `doelgroep`"),
        .init(
            "no roles claim", PolicyText(claims: "claims: ‸{ bestuur: b, doelgroep: g }").text,
            "`claims` needs `roles`"),
        .init(
            "a misspelled claim",
            PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: r, ‸acount: a }").text,
            "unknown key `acount`", suggestion: "account"),
        .init(
            "an account that is nothing",
            PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: r, account: ‸~ }").text,
            "`account` must be a text, not nothing"),
        .init(
            "an account that is null",
            PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: r, account: ‸null }").text,
            "`account` must be a text, not nothing"),
        .init(
            "a claim that is a list", PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: ‸[r] }").text,
            "`roles` must be a text, not a list"),
        .init(
            "a claim that is empty", PolicyText(claims: "claims: { bestuur: ‸\"\", doelgroep: g, roles: r }").text,
            "`bestuur` must not be empty"),
        .init(
            "a claim of spaces", PolicyText(claims: "claims: { bestuur: ‸'  ', doelgroep: g, roles: r }").text,
            "`bestuur` must not be empty"),
        .init(
            "a modules claim that is a mapping",
            PolicyText(claims: "claims: { bestuur: b, doelgroep: g, roles: r, modules: ‸{} }").text,
            "`modules` must be a text, not a mapping"),
    ]

    static let doelgroepen: [FaultyDocument] = [
        .init(
            "a text for doelgroepen", PolicyText(doelgroepen: "doelgroepen: ‸LB").text,
            "`doelgroepen` must be a list, not a text", hint: "`[…]`"),
        .init(
            "no doelgroep", PolicyText(doelgroepen: "doelgroepen: ‸[]").text, "`doelgroepen` must not be empty"),
        .init(
            "an unknown doelgroep", PolicyText(doelgroepen: "doelgroepen: [LB, ‸XYZ]").text,
            "a doelgroep cannot be `XYZ`", hint: "write one of `GID`, `EA`"),
        .init(
            "a doelgroep in lower case", PolicyText(doelgroepen: "doelgroepen: [LB, ‸gid]").text,
            "a doelgroep cannot be `gid`", hint: "write one of", suggestion: "GID"),
        .init(
            "a doelgroep listed twice", PolicyText(doelgroepen: "doelgroepen: [LB, GID, ‸LB]").text,
            "doelgroep `LB` is listed twice"),
    ]

    static let modules: [FaultyDocument] = [
        .init("a list of modules", PolicyText.more("modules: ‸[toezicht]"), "`modules` must be a mapping, not a list"),
        .init(
            "a capital in the name of a module",
            PolicyText.more("modules:\n  ‸Toezicht: { label: T, role: R, bestuurstypes: all }"),
            "`Toezicht` cannot be the name of a module", hint: "`a`-`z`"),
        .init(
            "a space in the name of a module",
            PolicyText.more("modules:\n  ‸\"a b\": { label: T, role: R, bestuurstypes: all }"),
            "`a b` cannot be the name of a module", hint: "`a`-`z`"),
        .init(
            "a long name of a module",
            PolicyText.more(
                "modules:\n  ‸\(String(repeating: "a", count: 101)): { label: T, role: R, bestuurstypes: all }"),
            "`\(String(repeating: "a", count: 101))` cannot be the name of a module", hint: "`a`-`z`"),
        .init("a text for a module", PolicyText.module("‸toezicht"), "module `m` must be a mapping, not a text"),
        .init(
            "an unknown key of a module", PolicyText.module("{ label: T, ‸rol: R, open-to: authenticated }"),
            "unknown key `rol`", suggestion: "role"),
        .init("no label", PolicyText.module("‸{ role: R, bestuurstypes: all }"), "module `m` needs `label`"),
        .init(
            "neither role nor open-to", PolicyText.more("modules:\n  ‸m: { label: T }"),
            "module `m` has neither `role` nor `open-to`", hint: "`open-to: authenticated`"),
        .init(
            "both role and open-to",
            PolicyText.module("{ label: T, role: R, ‸open-to: authenticated, bestuurstypes: all }"),
            "module `m` has both `role` and `open-to`", hint: "keep `role`"),
        .init(
            "open to everybody", PolicyText.module("{ label: T, open-to: ‸everybody }"),
            "`open-to` cannot be `everybody`", hint: "write one of `authenticated`"),
        .init(
            "a role without bestuurstypes", PolicyText.more("modules:\n  ‸m: { label: T, role: R }"),
            "module `m` needs `bestuurstypes`", hint: "`bestuurstypes: all`"),
        .init(
            "a role with the organisation",
            PolicyText.module("{ label: T, role: ‸\"R:OVO999909\", bestuurstypes: all }"),
            "`R:OVO999909` cannot be the name of a role", hint: "without the organisation"),
        .init(
            "a role with the Kelvin sign", PolicyText.module("{ label: T, role: ‸\u{212A}, bestuurstypes: all }"),
            "`\u{212A}` cannot be the name of a role", hint: "letters, digits"),
        .init(
            "bestuurstypes that are a text", PolicyText.module("{ label: T, role: R, bestuurstypes: ‸gemeente }"),
            "`bestuurstypes` must be a list or `all`, not a text"),
        .init(
            "no bestuurstypes", PolicyText.module("{ label: T, role: R, bestuurstypes: ‸[] }"),
            "`bestuurstypes` must not be empty"),
        .init(
            "a misspelled bestuurstype", PolicyText.module("{ label: T, role: R, bestuurstypes: [‸gemente] }"),
            "unknown bestuurstype `gemente`", suggestion: "gemeente"),
        .init(
            "an unknown bestuurstype", PolicyText.module("{ label: T, role: R, bestuurstypes: [‸stad] }"),
            "unknown bestuurstype `stad`", hint: "the types are gemeente, ocmw"),
        .init(
            "a label for a bestuurstype", PolicyText.module("{ label: T, role: R, bestuurstypes: [‸Gemeente] }"),
            "unknown bestuurstype `Gemeente`", suggestion: "gemeente"),
        .init(
            "a bestuurstype listed twice", PolicyText.module("{ label: T, role: R, bestuurstypes: [ocmw, ‸ocmw] }"),
            "bestuurstype `ocmw` is listed twice"),
        .init(
            "a bestuurstype that is a list", PolicyText.module("{ label: T, role: R, bestuurstypes: [‸[ocmw]] }"),
            "a bestuurstype must be a text, not a list"),
        .init(
            "a view-only that is a truth value",
            PolicyText.module("{ label: T, role: R, bestuurstypes: all, view-only: ‸true }"),
            "`view-only` cannot be `true`", hint: "write one of `honoured`, `ignored`"),
        .init(
            "external: yes", PolicyText.module("{ label: T, role: R, bestuurstypes: all, external: ‸yes }"),
            "`external` must be `true` or `false`"),
        .init(
            "a truth value between quotes",
            PolicyText.module("{ label: T, role: R, bestuurstypes: all, external: ‸\"true\" }"),
            "`external` must be `true` or `false`"),
        .init(
            "a doelgroep that the policy does not admit",
            PolicyText.module("{ label: T, role: R, bestuurstypes: all, doelgroepen: [LB, ‸EA] }"),
            "the policy does not admit doelgroep `EA`", hint: "add it to `doelgroepen`"),
        .init(
            "a why that is longer than 2,000 bytes",
            PolicyText.module(
                "{ label: T, role: R, bestuurstypes: all, why: ‸\(String(repeating: "y", count: 2_001)) }"),
            "`why` is longer than 2,000 bytes"),
    ]

    static let roles: [FaultyDocument] = [
        .init(
            "a list of administrative roles", PolicyText.more("administrative-roles: ‸[]"),
            "`administrative-roles` must be a mapping, not a list"),
        .init(
            "a space in the name of an administrative role",
            PolicyText.more("administrative-roles:\n  ‸A B: { label: T, bestuurstypes: all }"),
            "`A B` cannot be the name of a role", hint: "letters, digits"),
        .init(
            "an administrative role without label",
            PolicyText.more("administrative-roles:\n  A: ‸{ bestuurstypes: all }"),
            "administrative role `A` needs `label`"),
        .init(
            "an administrative role without bestuurstypes",
            PolicyText.more("administrative-roles:\n  A: ‸{ label: A }"),
            "administrative role `A` needs `bestuurstypes`"),
        .init(
            "an administrative role for a doelgroep not admitted",
            PolicyText.more("administrative-roles:\n  A: { label: A, bestuurstypes: all, doelgroepen: [‸GID] }"),
            "the policy does not admit doelgroep `GID`", hint: "remove it here"),
        .init(
            "an unknown key of an administrative role",
            PolicyText.more("administrative-roles:\n  A: { label: A, bestuurstypes: all, ‸role: B }"),
            "unknown key `role`", hint: "administrative role `A` has the keys"),
        .init(
            "a text for an administrative role", PolicyText.more("administrative-roles:\n  A: ‸all"),
            "administrative role `A` must be a mapping, not a text"),
        .init(
            "a retired role without reason", PolicyText.more("retired-roles:\n  A: ‸~"),
            "the reason why `A` is retired must be a text, not nothing"),
        .init(
            "a retired role that no token can carry", PolicyText.more("retired-roles:\n  ‸A/B: gone"),
            "`A/B` cannot be the name of a role", hint: "letters, digits"),
        .init(
            "a login right that no token can carry", PolicyText.more("login-right: ‸Lo gin"),
            "`Lo gin` cannot be the name of a role", hint: "letters, digits"),
        .init(
            "a login right of 201 letters", PolicyText.more("login-right: ‸\(String(repeating: "a", count: 201))"),
            "`\(String(repeating: "a", count: 201))` cannot be the name of a role", hint: "letters, digits"),
        .init(
            "a login right that opens a module",
            PolicyText.more("login-right: R\nmodules:\n  m: { label: T, role: ‸R, bestuurstypes: all }"),
            "role `R` is already the login right (line 4) and cannot be the role of a module too",
            hint: "one name one meaning"),
        .init(
            "an administrative role that opens a module",
            PolicyText.more(
                "modules:\n  m: { label: T, role: R, bestuurstypes: all }\nadministrative-roles:\n"
                    + "  ‸R: { label: R, bestuurstypes: all }"),
            "role `R` is already the role of a module (line 5) and cannot be an administrative role too",
            hint: "one name one meaning"),
        .init(
            "a retired role that is an administrative one",
            PolicyText.more(
                "administrative-roles:\n  R: { label: R, bestuurstypes: all }\nretired-roles:\n  ‸R: gone"),
            "role `R` is already an administrative role (line 5) and cannot be a retired role too",
            hint: "one name one meaning"),
        .init(
            "a retired login right", PolicyText.more("login-right: R\nretired-roles:\n  ‸R: gone"),
            "role `R` is already the login right (line 4) and cannot be a retired role too",
            hint: "one name one meaning"),
    ]

    static let places: [FaultyDocument] = [
        .init("a list of hosts", PolicyText.more("hosts: ‸[a]"), "`hosts` must be a mapping, not a list"),
        .init("a host without patterns", PolicyText.more("hosts:\n  main: ‸[]"), "host `main` must not be empty"),
        .init(
            "a text for the patterns of a host", PolicyText.more("hosts:\n  main: ‸a.example"),
            "host `main` must be a list, not a text", hint: "`[…]`"),
        .init(
            "a host name with a dot", PolicyText.more("hosts:\n  ‸a.b: [a.example]"),
            "`a.b` cannot be the name of a host name", hint: "`a`-`z`"),
        .init(
            "a host pattern listed twice", PolicyText.more("hosts:\n  a: [a.example]\n  b: [‸A.example]"),
            "host `a.example` is already named on line 5", hint: "belongs to one name"),
        .init(
            "no upstream",
            PolicyText(upstreams: "upstreams: ‸[]", routes: ["{ path: /a, access: closed, why: so }"]).text,
            "`upstreams` must not be empty"),
        .init(
            "a host named none", PolicyText.more("hosts:\n  ‸none: [a.example]"), "`none` cannot be the name of a host",
            hint: "there is none"),
        .init(
            "an upstream named none", PolicyText(upstreams: "upstreams: [api, ‸none]").text,
            "`none` cannot be the name of an upstream", hint: "there is none"),
        .init(
            "an upstream listed twice", PolicyText(upstreams: "upstreams: [api, ‸api]").text,
            "upstream `api` is listed twice, first on line 5"),
        .init(
            "an upstream that is a URL", PolicyText(upstreams: "upstreams: [api, ‸\"http://api\"]").text,
            "`http://api` cannot be the name of a upstream", hint: "`a`-`z`"),
    ]

    @Test(
        "is told with its place, a sentence and what was meant",
        arguments: top + claims + doelgroepen + modules + roles + places)
    func told(_ document: FaultyDocument) {
        document.expect(Given.mistakes(MarkedText(document.text).text), file: "policy.yaml")
    }

    static let notHosts = [
        "*", "*.example.org", "a.*.b", "a*", "a..b", ".a", "a.", "a b", "a:80", "https://a", "a_b", "é.example",
        "[::1]",
        "a/b", "\u{212A}.example", String(repeating: "a", count: 64), String(repeating: "a.", count: 127) + "a",
    ]

    @Test("what is no host is told as that", arguments: notHosts)
    func hosts(_ host: String) {
        let text = PolicyText.more("hosts:\n  main: [‸'\(host)']")
        let document = FaultyDocument(host, text, "`\(host)` is not a host", hint: "`dashboard.*`")
        document.expect(Given.mistakes(MarkedText(text).text), file: "policy.yaml")
    }

    @Test(
        "the smallest policies load",
        arguments: [PolicyText().text, PolicyText.parts + "\n" + PolicyText(more: "").text])
    func sound(_ text: String) throws {
        #expect(Given.mistakes(text) == [])
        #expect(try Given.load(text).routes.count == 1)
    }
}
