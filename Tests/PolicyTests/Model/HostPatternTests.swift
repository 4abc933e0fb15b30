import Testing

@testable import Policy

@Suite("A host of a route")
struct HostPatternTests {
    static let text = PolicyText(
        more: """
            modules:
              m: { label: M, open-to: authenticated }
            hosts:
              main: [Loket.Example.org, loket.test]
              board: ["dashboard.*"]
              inner: ["dashboard.inner.*"]
              exact: [dashboard.example.org]
            """,
        routes: [
            "{ path: /a, host: main, modules: [m], upstream: api }",
            "{ path: /a, host: board, modules: [m], upstream: api }",
            "{ path: /a, host: inner, modules: [m], upstream: api }",
            "{ path: /a, host: exact, methods: read, modules: [m], upstream: api }",
            "{ path: /b, host: main, modules: [m], upstream: api }", "{ path: /b/:x, modules: [m], upstream: api }",
            "{ path: /b/c, host: board, modules: [m], upstream: api }", "{ path: /**, modules: [m], upstream: api }",
        ]
    ).text

    static let found: [(value: String, path: String, name: String?, pattern: String)] = [
        ("loket.example.org", "/a", "main", "/a"), ("LOKET.EXAMPLE.ORG", "/a", "main", "/a"),
        ("loket.example.org:8443", "/a", "main", "/a"), ("loket.example.org.", "/a", "main", "/a"),
        ("loket.example.org.:443", "/a", "main", "/a"), ("loket.test", "/a", "main", "/a"),
        ("dashboard.test", "/a", "board", "/a"), ("dashboard.a.b.c", "/a", "board", "/a"),
        ("dashboard.inner.x", "/a", "inner", "/a"), ("dashboard.inner", "/a", "board", "/a"),
        ("dashboard.example.org", "/a", "exact", "/a"),
        // Any other host, or none, comes to the routes that are bound to none.
        ("", "/a", nil, "/**"), ("example.org", "/a", nil, "/**"), ("evil-loket.example.org", "/a", nil, "/**"),
        ("loket.example.org.evil.test", "/a", nil, "/**"), ("loket.example.org..", "/a", nil, "/**"),
        ("dashboard", "/a", nil, "/**"), ("dashboard.", "/a", nil, "/**"), ("xdashboard.test", "/a", nil, "/**"),
        ("[::1]", "/a", nil, "/**"), ("[::1]:80", "/a", nil, "/**"), (":80", "/a", nil, "/**"),
        ("loket.example.org@evil", "/a", nil, "/**"), (" loket.example.org", "/a", nil, "/**"),
        ("lo\u{212A}et.example.org", "/a", nil, "/**"),
        // A pattern bound to other hosts is passed over, also where it is the more specific one.
        ("loket.test", "/b/c", nil, "/b/:x"), ("dashboard.test", "/b/c", "board", "/b/c"),
        ("dashboard.test", "/b", nil, "/**"), ("loket.test", "/b/", "main", "/b"),
    ]

    @Test("is found by the value of Host, without port and final dot, in any case", arguments: found)
    func finds(_ row: (value: String, path: String, name: String?, pattern: String)) throws {
        let policy = try Given.load(Self.text)
        let request = AccessRequest(method: .get, host: row.value, path: row.path)
        guard case .matched(let route) = policy.route(request) else {
            Issue.record("nothing matched")
            return
        }
        #expect(route.host == row.name)
        #expect(route.path.description == row.pattern)
    }

    @Test("that is bound hides the free route of the same pattern, for every method")
    func boundHidesFree() throws {
        let policy = try Given.load(
            PolicyText(
                more: PolicyText.parts,
                routes: [
                    "{ path: /a, host: main, methods: read, modules: [toezicht], upstream: api }",
                    "{ path: /a, modules: [toezicht], upstream: api }",
                ]
            ).text)
        let bound = policy.route(AccessRequest(method: .post, host: "loket.example.org", path: "/a"))
        guard case .methodNotAllowed(let allowed) = bound else {
            Issue.record("a write fell through to the free route: \(bound)")
            return
        }
        #expect(allowed == .read)
        guard case .matched(let route) = policy.route(AccessRequest(method: .post, path: "/a")) else {
            Issue.record("the free route is not found")
            return
        }
        #expect(route.host == nil)
    }

    @Test("is shown in lower case, with its star")
    func shown() {
        #expect(HostPattern("Loket.Example.ORG")?.description == "loket.example.org")
        #expect(HostPattern("Dashboard.*")?.description == "dashboard.*")
        #expect(HostPattern("a")?.description == "a")
        #expect(HostPattern("a.*")?.isPrefix == true)
        #expect(HostPattern("a.b")?.isPrefix == false)
    }
}
