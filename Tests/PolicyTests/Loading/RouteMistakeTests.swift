import Testing

@testable import Policy

@Suite("A mistake in a route")
struct RouteMistakeTests {
    static let routes: [FaultyDocument] = [
        .init(
            "no routes", PolicyText(routes: []).text.replacing("routes:", with: "routes: ‸[]"),
            "`routes` must not be empty"),
        .init(
            "a mapping of routes", PolicyText(routes: []).text.replacing("routes:", with: "routes: ‸{}"),
            "`routes` must be a list, not a mapping", hint: "`- …`"),
        .init("a text for a route", PolicyText.route("‸/a"), "a route must be a mapping, not a text"),
        .init(
            "an unknown key", PolicyText.route("{ path: /a, ‸method: read, modules: [toezicht], upstream: api }"),
            "unknown key `method`", suggestion: "methods"),
        .init(
            "a key that means nothing here",
            PolicyText.route("{ path: /a, ‸allow: all, modules: [toezicht], upstream: api }"),
            "unknown key `allow`", hint: "a route has the keys `path`, `methods`"),
        .init("no path", PolicyText.route("‸{ modules: [toezicht], upstream: api }"), "a route needs `path`"),
        .init(
            "nobody who may come", PolicyText.route("‸{ path: /a, upstream: api }"),
            "the route does not say who may come", hint: "`modules: […]`"),
        .init(
            "a group named none", PolicyText.route("{ path: /a, access: public, upstream: api, group: ‸none }"),
            "`none` cannot be the name of a group", hint: "there is none"),
        .init("no upstream", PolicyText.route("‸{ path: /a, modules: [toezicht] }"), "the route needs `upstream`"),
        .init(
            "a public route without upstream", PolicyText.route("‸{ path: /a, access: public }"),
            "the route needs `upstream`"),
    ]

    static let methods: [FaultyDocument] = [
        .init(
            "methods that are nothing",
            PolicyText.route("{ path: /a, methods: ‸~, modules: [toezicht], upstream: api }"),
            "`methods` must be a text, not nothing"),
        .init(
            "a misspelled group", PolicyText.route("{ path: /a, methods: ‸reads, modules: [toezicht], upstream: api }"),
            "`methods` cannot be `reads`", hint: "`read`, `write`, `all`", suggestion: "read"),
        .init(
            "one method that is no list",
            PolicyText.route("{ path: /a, methods: ‸GET, modules: [toezicht], upstream: api }"),
            "`methods` cannot be `GET`", hint: "`read`, `write`, `all`"),
        .init(
            "no methods", PolicyText.route("{ path: /a, methods: ‸[], modules: [toezicht], upstream: api }"),
            "`methods` must not be empty"),
        .init(
            "a method in lower case",
            PolicyText.route("{ path: /a, methods: [‸get], modules: [toezicht], upstream: api }"),
            "a method cannot be `get`", hint: "`GET`, `HEAD`", suggestion: "GET"),
        .init(
            "CONNECT", PolicyText.route("{ path: /a, methods: [‸CONNECT], modules: [toezicht], upstream: api }"),
            "a method cannot be `CONNECT`", hint: "`GET`, `HEAD`"),
        .init(
            "TRACE", PolicyText.route("{ path: /a, methods: [GET, ‸TRACE], modules: [toezicht], upstream: api }"),
            "a method cannot be `TRACE`", hint: "`GET`, `HEAD`"),
        .init(
            "a method listed twice",
            PolicyText.route("{ path: /a, methods: [GET, POST, ‸GET], modules: [toezicht], upstream: api }"),
            "method `GET` is listed twice"),
        .init(
            "a mapping of methods",
            PolicyText.route("{ path: /a, methods: ‸{ GET: yes }, modules: [toezicht], upstream: api }"),
            "`methods` must be a list, not a mapping", hint: "`[…]`"),
    ]

    static let access: [FaultyDocument] = [
        .init(
            "an unknown access", PolicyText.route("{ path: /a, access: ‸everyone, upstream: api }"),
            "`access` cannot be `everyone`", hint: "`public`, `authenticated`, `closed`, `delegated`"),
        .init(
            "a misspelled access", PolicyText.route("{ path: /a, access: ‸pubic, upstream: api }"),
            "`access` cannot be `pubic`", hint: "write one of", suggestion: "public"),
        .init(
            "access beside modules",
            PolicyText.route("{ path: /a, access: authenticated, ‸modules: [toezicht], upstream: api }"),
            "a route has either `access` or `modules`", hint: "keep `access`"),
        .init(
            "access beside roles",
            PolicyText.route("{ path: /a, access: authenticated, ‸roles: [Beheer], upstream: api }"),
            "a route has either `access` or `roles`", hint: "keep `access`"),
        .init(
            "delegated to nobody", PolicyText.route("‸{ path: /a, access: delegated, upstream: api, why: so }"),
            "a route needs `delegated-to`"),
        .init(
            "delegated, and public",
            PolicyText.route("{ path: /a, access: public, ‸delegated-to: key, upstream: api }"),
            "`delegated-to` goes with `access: delegated`"),
        .init(
            "delegated, and for a module",
            PolicyText.route("{ path: /a, modules: [toezicht], ‸delegated-to: key, upstream: api }"),
            "`delegated-to` goes with `access: delegated`"),
        .init(
            "delegated without why",
            PolicyText.route("‸{ path: /a, access: delegated, delegated-to: key, upstream: api }"),
            "a delegated route needs `why`"),
        .init("closed without why", PolicyText.route("‸{ path: /a, access: closed }"), "a closed route needs `why`"),
        .init(
            "closed, and forwarded", PolicyText.route("{ path: /a, access: closed, why: so, ‸upstream: api }"),
            "a closed route has no `upstream`", hint: "nothing is forwarded"),
        .init(
            "no modules", PolicyText.route("{ path: /a, modules: ‸[], upstream: api }"), "`modules` must not be empty"),
        .init("no roles", PolicyText.route("{ path: /a, roles: ‸[], upstream: api }"), "`roles` must not be empty"),
        .init(
            "one module that is no list", PolicyText.route("{ path: /a, modules: ‸toezicht, upstream: api }"),
            "`modules` must be a list, not a text", hint: "`[…]`"),
        .init(
            "a module listed twice", PolicyText.route("{ path: /a, modules: [toezicht, ‸toezicht], upstream: api }"),
            "`toezicht` is listed twice"),
        .init(
            "a module that is a list", PolicyText.route("{ path: /a, modules: [toezicht, ‸[x]], upstream: api }"),
            "a module must be a text, not a list"),
    ]

    static let names: [FaultyDocument] = [
        .init(
            "a misspelled module", PolicyText.route("{ path: /a, modules: [‸toezich], upstream: api }"),
            "unknown module `toezich`", suggestion: "toezicht"),
        .init(
            "an unknown module", PolicyText.route("{ path: /a, modules: [‸begraafplaatsen], upstream: api }"),
            "unknown module `begraafplaatsen`", hint: "under `modules`"),
        .init(
            "a role for a module", PolicyText.route("{ path: /a, modules: [‸Toezichter], upstream: api }"),
            "`Toezichter` is a role, not a module", hint: "write `toezicht`"),
        .init(
            "an administrative role for a module", PolicyText.route("{ path: /a, modules: [‸Beheer], upstream: api }"),
            "`Beheer` is an administrative role, not a module", hint: "under `roles`"),
        .init(
            "an external module", PolicyText.route("{ path: /a, modules: [‸elders], upstream: api }"),
            "module `elders` is external", hint: "served elsewhere"),
        .init(
            "a misspelled role", PolicyText.route("{ path: /a, roles: [‸Behear], upstream: api }"),
            "unknown role `Behear`", suggestion: "Beheer"),
        .init(
            "an unknown role", PolicyText.route("{ path: /a, roles: [‸Burgemeester], upstream: api }"),
            "unknown role `Burgemeester`", hint: "under `administrative-roles`"),
        .init(
            "a retired role", PolicyText.route("{ path: /a, roles: [‸Oud], upstream: api }"),
            "role `Oud` is retired since line 11 and grants nothing", hint: "remove it"),
        .init(
            "the role of a module", PolicyText.route("{ path: /a, roles: [‸Toezichter], upstream: api }"),
            "role `Toezichter` belongs to module `toezicht`", hint: "`modules: [toezicht]`"),
        .init(
            "the login right", PolicyText.route("{ path: /a, roles: [‸Login], upstream: api }"),
            "role `Login` is the login right", hint: "`access: authenticated`"),
        .init(
            "a module for a role", PolicyText.route("{ path: /a, roles: [‸toezicht], upstream: api }"),
            "`toezicht` is a module, not a role", hint: "`modules: [toezicht]`"),
        .init(
            "a misspelled host", PolicyText.route("{ path: /a, host: ‸mian, modules: [toezicht], upstream: api }"),
            "unknown host `mian`", suggestion: "main"),
        .init(
            "the text of a host for its name",
            PolicyText.route("{ path: /a, host: ‸loket.example.org, modules: [toezicht], upstream: api }"),
            "unknown host `loket.example.org`", hint: "under `hosts`"),
        .init(
            "a misspelled upstream", PolicyText.route("{ path: /a, modules: [toezicht], upstream: ‸apj }"),
            "unknown upstream `apj`", suggestion: "api"),
        .init(
            "an unknown upstream", PolicyText.route("{ path: /a, modules: [toezicht], upstream: ‸dispatcher }"),
            "unknown upstream `dispatcher`", hint: "under `upstreams`"),
    ]

    static let granted = "modules: [toezicht], upstream: api }"
    static let clashes: [FaultyDocument] = [
        .init(
            "the same route twice", PolicyText.route("{ path: /a, \(granted)", "‸{ path: /a, \(granted)"),
            "two routes admit GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE on `/a`: this one and `/a` on line 16",
            hint: "join them"),
        .init(
            "parameters of other names", PolicyText.route("{ path: /a/:x, \(granted)", "‸{ path: /a/:y, \(granted)"),
            "two routes admit GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE on `/a/:y`: this one and `/a/:x` on line 16",
            hint: "join them"),
        .init(
            "one method of several",
            PolicyText.route(
                "{ path: /a/**, methods: [GET, POST], \(granted)", "‸{ path: /a/**, methods: [PUT, POST], \(granted)"),
            "two routes admit POST on `/a/**`: this one and `/a/**` on line 16", hint: "join them"),
        .init(
            "HEAD, which comes with GET",
            PolicyText.route("{ path: /a, methods: [GET], \(granted)", "‸{ path: /a, methods: [HEAD], \(granted)"),
            "two routes admit HEAD on `/a`: this one and `/a` on line 16", hint: "join them"),
        .init(
            "one host",
            PolicyText.route(
                "{ path: /a, host: main, methods: read, \(granted)",
                "‸{ path: /a, host: main, methods: [OPTIONS], \(granted)"),
            "two routes admit OPTIONS on `/a`: this one and `/a` on line 16", hint: "join them"),
    ]

    @Test(
        "is told with its place, a sentence and what was meant", arguments: routes + methods + access + names + clashes)
    func told(_ document: FaultyDocument) {
        document.expect(Given.mistakes(MarkedText(document.text).text), file: "policy.yaml")
    }

    static let sound: [(name: String, routes: [String])] = [
        ("a path with and without `**`", ["{ path: /a, \(granted)", "{ path: /a/**, \(granted)"]),
        ("methods apart", ["{ path: /a, methods: read, \(granted)", "{ path: /a, methods: write, \(granted)"]),
        ("a host and none", ["{ path: /a, host: main, \(granted)", "{ path: /a, \(granted)"]),
        ("a literal and a parameter", ["{ path: /a/b, \(granted)", "{ path: /a/:b, \(granted)"]),
        ("another case", ["{ path: /a, \(granted)", "{ path: /A, \(granted)"]),
        ("modules and roles together", ["{ path: /a, modules: [toezicht], roles: [Beheer], upstream: api }"]),
    ]

    @Test("is not seen where there is none", arguments: sound)
    func noFalseAlarm(_ row: (name: String, routes: [String])) throws {
        let text = PolicyText(more: PolicyText.parts, routes: row.routes).text
        #expect(Given.mistakes(text) == [])
        #expect(try Given.load(text).routes.count == row.routes.count)
    }
}
