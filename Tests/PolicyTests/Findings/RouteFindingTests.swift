import Foundation
import Testing

@testable import Policy

@Suite("A finding about routes")
struct RouteFindingTests {
    /// A policy with these routes, each without braces.
    static func policy(_ routes: [String]) throws -> PolicySet {
        let parts = """
            modules:
              toezicht: { label: T, role: Toezichter, bestuurstypes: all }
              berichten: { label: B, role: Berichter, bestuurstypes: all }
              zoeken: { label: Z, open-to: authenticated }
            administrative-roles:
              Beheer: { label: Beheer, bestuurstypes: all }
            hosts:
              main: [loket.example.org]
              board: ["dashboard.*"]
            """
        let text = PolicyText(more: parts, routes: routes.map { "{ \($0), upstream: api }" }).text
        return try PolicyLoader.load(file: "policy.yaml", text: text).get()
    }

    /// The findings of some codes, as `code: message`.
    static func found(_ routes: [String], _ codes: Set<Finding.Code>) throws -> [String] {
        try policy(routes).findings().filter { codes.contains($0.code) }.map { "\($0.code.rawValue): \($0.message)" }
    }

    @Test(
        "says when no request arrives at one, or none below its path",
        arguments: [
            (
                [
                    "path: /a/**, modules: [toezicht]", "path: /a, modules: [toezicht]",
                    "path: /a/:x/**, modules: [toezicht]",
                ],
                "route_unreachable: no request arrives at `all methods /a/**`: `all methods /a` (line 16) and `all methods /a/:x/**` (line 17) take all of them"
            ),
            (
                [
                    "path: /**, modules: [toezicht]", "path: /, modules: [toezicht]",
                    "path: /:x/**, methods: read, modules: [toezicht]",
                ],
                "route_unreachable: no request arrives at `all methods /**`: `all methods /` (line 16) and `read /:x/**` (line 17) take all of them"
            ),
            (
                [
                    "path: /a/**, host: board, modules: [toezicht]", "path: /a, modules: [toezicht]",
                    "path: /a/:x/**, modules: [toezicht]",
                ],
                "route_unreachable: no request arrives at `all methods board:/a/**`: `all methods /a` (line 16) and `all methods /a/:x/**` (line 17) take all of them"
            ),
            (
                ["path: /a/**, modules: [toezicht]", "path: /a/:x/**, modules: [toezicht]"],
                "route_shadowed: `all methods /a/**` answers only `/a` itself: everything below goes to `all methods /a/:x/**` (line 16)"
            ),
            (
                ["path: /**, modules: [toezicht]", "path: /:x/**, modules: [toezicht]"],
                "route_shadowed: `all methods /**` answers only `/` itself: everything below goes to `all methods /:x/**` (line 16)"
            ),
        ])
    func shadows(_ routes: [String], _ expected: String) throws {
        #expect(try Self.found(routes, [.routeUnreachable, .routeShadowed]) == [expected])
    }

    @Test(
        "does not say so when some request still arrives",
        arguments: [
            ["path: /a/**, modules: [toezicht]", "path: /a, modules: [toezicht]", "path: /a/:x, modules: [toezicht]"],
            ["path: /a/**, modules: [toezicht]", "path: /a/b/**, modules: [toezicht]"],
            ["path: /a/**, modules: [toezicht]", "path: /a/**, host: board, modules: [toezicht]"],
            [
                "path: /a/**, modules: [toezicht]", "path: /a, modules: [toezicht]",
                "path: /a/:x/**, host: board, modules: [toezicht]",
            ],
            ["path: /a/**, host: board, modules: [toezicht]", "path: /a/:x/**, host: main, modules: [toezicht]"],
            ["path: /a/:x, methods: read, modules: [toezicht]", "path: /a/:y, methods: write, modules: [toezicht]"],
        ])
    func reached(_ routes: [String]) throws {
        #expect(try Self.found(routes, [.routeUnreachable, .routeShadowed]).isEmpty)
    }

    @Test("counts an unreachable route as opening nothing")
    func opensNothing() throws {
        let routes = [
            "path: /a/**, modules: [toezicht]", "path: /a, modules: [berichten]",
            "path: /a/:x/**, modules: [berichten]",
            "path: /b, modules: [zoeken]", "path: /c, roles: [Beheer]",
        ]
        #expect(
            try Self.found(routes, [.moduleUnreachable]) == ["module_unreachable: no route opens for module `toezicht`"]
        )
    }

    @Test(
        "names two that share paths and let in others, or refuse what the wider admits",
        arguments: [
            (
                ["path: /a/**, modules: [toezicht]", "path: /a/b, modules: [berichten]"],
                [
                    "routes_overlap: `all methods /a/b` takes `/a/b` from `all methods /a/**` (line 15): it admits any of the modules berichten, not any of the modules toezicht"
                ]
            ),
            (
                ["path: /a/**, modules: [toezicht]", "path: /a/:id, methods: [GET], modules: [toezicht]"],
                [
                    "routes_overlap: `GET HEAD /a/:id` takes `/a/x` from `all methods /a/**` (line 15): it refuses OPTIONS, POST, PUT, PATCH, DELETE"
                ]
            ),
            (
                ["path: /a/:id, modules: [toezicht]", "path: /:kind/b, modules: [berichten]"],
                [
                    "routes_cross: `all methods /a/:id` takes `/a/b` from `all methods /:kind/b` (line 16): it admits any of the modules toezicht, not any of the modules berichten"
                ]
            ),
            (
                ["path: /a, modules: [toezicht]", "path: /a, host: main, modules: [berichten]"],
                [
                    "routes_overlap: `all methods main:/a` takes `main:/a` from `all methods /a` (line 15): it admits any of the modules berichten, not any of the modules toezicht"
                ]
            ),
            (
                [
                    "path: /a/**, modules: [toezicht]", "path: /a/b/**, modules: [berichten]",
                    "path: /a/b/c, modules: [toezicht]",
                ],
                [
                    "routes_overlap: `all methods /a/b/**` takes `/a/b` from `all methods /a/**` (line 15): it admits any of the modules berichten, not any of the modules toezicht",
                    "routes_overlap: `all methods /a/b/c` takes `/a/b/c` from `all methods /a/b/**` (line 16): it admits any of the modules toezicht, not any of the modules berichten",
                ]
            ),
        ])
    func overlaps(_ routes: [String], _ expected: [String]) throws {
        #expect(try Self.found(routes, [.routesOverlap, .routesCross]) == expected)
    }

    @Test(
        "says nothing of two that let in the same, of different hosts, and of what narrows a route for everything",
        arguments: [
            ["path: /a/**, modules: [toezicht]", "path: /a/b, modules: [toezicht]"],
            ["path: /a/**, modules: [toezicht, berichten]", "path: /a/b, modules: [berichten, toezicht]"],
            ["path: /a, host: main, modules: [toezicht]", "path: /a, host: board, modules: [berichten]"],
            ["path: /**, access: public, methods: read, why: w", "path: /a/b, modules: [berichten]"],
            ["path: /a, methods: read, modules: [toezicht]", "path: /a, methods: write, modules: [berichten]"],
        ])
    func silent(_ routes: [String]) throws {
        #expect(try Self.found(routes, [.routesOverlap, .routesCross]).isEmpty)
    }

    @Test("ranks patterns as the route table does, on every path of a few segments")
    func ranks() throws {
        let segments = ["a", ":x"]
        var shapes = ["/", "/**"]
        for first in segments {
            shapes += ["/\(first)", "/\(first)/**"]
            for second in ["b", ":y"] { shapes += ["/\(first)/\(second)", "/\(first)/\(second)/**"] }
        }
        let patterns = try shapes.map { try PathPattern($0) }
        let paths = ["/", "/a", "/q", "/a/b", "/a/q", "/q/b", "/q/q", "/a/b/c", "/q/q/q"]
        for left in patterns {
            for right in patterns where !left.hasShape(of: right) {
                let entries = [left, right].map { RouteTable.Entry(path: $0, host: nil, methods: .all) }
                let table = RouteTable(routes: entries, hosts: [])
                for path in paths {
                    let both = left.covers(path) && right.covers(path)
                    let bytes = Array(path.utf8)
                    switch table.match(method: .get, host: [UInt8]().span, path: bytes.span) {
                    case .route(0): #expect(left.covers(path) && (!both || left.isMoreSpecific(than: right)))
                    case .route(1): #expect(right.covers(path) && (!both || right.isMoreSpecific(than: left)))
                    default: #expect(!left.covers(path) && !right.covers(path))
                    }
                }
                let common = left.commonPath(with: right, filler: "q")
                #expect(
                    common.map { left.covers($0) && right.covers($0) } ?? !paths.contains {
                        left.covers($0) && right.covers($0)
                    })
                if left.covers(right) {
                    #expect(paths.allSatisfy { left.covers($0) || !right.covers($0) })
                } else {
                    #expect(paths.contains { !left.covers($0) && right.covers($0) })
                }
            }
        }
    }

    @Test("finds unreachable routes exactly: as if every path were asked")
    func exhaustive() throws {
        var generator = SeededGenerator(state: 7)
        let words = ["a", "b", ":x", ":y"]
        let paths = Self.everyPath(["a", "b", "q"], 4)
        for _ in 0..<150 {
            var shapes: [String] = []
            var seen: [PathPattern] = []
            for _ in 0..<Int.random(in: 2...6, using: &generator) {
                var parts = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                    words.randomElement(using: &generator) ?? "a"
                }
                if parts.count == 2, parts[0] == parts[1], parts[0].hasPrefix(":") { parts[1] = ":z" }
                if Bool.random(using: &generator) { parts.append("**") }
                let text = "/" + parts.joined(separator: "/")
                let pattern = try PathPattern(text)
                if seen.contains(where: { $0.hasShape(of: pattern) }) { continue }
                seen.append(pattern)
                shapes.append("path: \(text), modules: [toezicht]")
            }
            let policy = try Self.policy(shapes)
            let reach = RouteReach(policy)
            for route in policy.routes {
                let arriving = paths.filter { path in
                    if case .matched(let found) = policy.route(AccessRequest(method: .get, path: path)) {
                        found === route
                    } else {
                        false
                    }
                }
                #expect(reach.arrives(at: route) == !arriving.isEmpty, "\(route.title) among \(shapes)")
                if case .onlyItself = reach[route] {
                    #expect(arriving.count <= paths.filter { route.path.covers($0) }.count)
                }
            }
        }
    }

    private static func everyPath(_ words: [String], _ depth: Int) -> [String] {
        var all = ["/"]
        var last = [""]
        for _ in 0..<depth {
            last = last.flatMap { prefix in words.map { "\(prefix)/\($0)" } }
            all += last
        }
        return all
    }

    @Test(
        "says when one takes relationships that a wider one judges, and does not judge them",
        arguments: [
            ("path: /a/:id/:rel, modules: [toezicht]", true), ("path: /a/:id/secret, modules: [toezicht]", true),
            ("path: /a/:id/links/secret, modules: [toezicht]", true), ("path: /a/b/**, modules: [toezicht]", true),
            ("path: /a/b/c/**, modules: [toezicht], json-api: {}", true),
            ("path: /a/:id/:rel, methods: read, access: public", true),
            // Admitted by the wider one, too; no relationship; of another host.
            ("path: /a/:id/status, modules: [toezicht]", false), ("path: /a/:id, modules: [toezicht]", false),
            ("path: /b/:id/:rel, modules: [toezicht]", false),
        ])
    func relationships(_ route: String, _ isFound: Bool) throws {
        let wide = "path: /a/**, modules: [toezicht], json-api: { relationships: [status] }"
        let found = try Self.found([wide, route], [.relationshipUnjudged])
        #expect(found.isEmpty != isFound, "\(found)")
        if isFound {
            #expect(found[0].contains("is a relationship for `json-api` of `all methods /a/**` (line 15)"), "\(found)")
        }
    }
}
