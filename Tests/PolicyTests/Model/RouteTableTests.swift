import Testing

@testable import Policy

@Suite("The route of a request")
struct RouteTableTests {
    /// A policy with one route for each pattern; a method may stand before it.
    static func policy(_ patterns: [String]) throws -> PolicySet {
        let routes = patterns.map { pattern in
            let parts = pattern.split(separator: " ")
            let methods = parts.count == 2 ? "methods: [\(parts[0])], " : ""
            return "{ path: \(parts[parts.count - 1]), \(methods)modules: [toezicht], upstream: api }"
        }
        return try Given.load(PolicyText(more: PolicyText.parts, routes: routes).text)
    }

    /// The pattern found, `-` for none, `!GET HEAD` for a method that is not allowed.
    static func found(_ policy: PolicySet, _ method: RequestMethod, _ path: String) -> String {
        switch policy.route(AccessRequest(method: method, path: path)) {
        case .matched(let route): route.path.description
        case .unknown: "-"
        case .methodNotAllowed(let allowed): "!\(allowed)"
        }
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let patterns: [String]
        let path: String
        let found: String
        var method: RequestMethod = .get

        var testDescription: String { "\(method) \(path) among \(patterns.joined(separator: ", "))" }
    }

    static let cases: [Case] = [
        // A segment is a whole segment.
        Case(patterns: ["/a"], path: "/a", found: "/a"), Case(patterns: ["/a"], path: "/ab", found: "-"),
        Case(patterns: ["/ab"], path: "/a", found: "-"), Case(patterns: ["/a"], path: "/a/b", found: "-"),
        Case(patterns: ["/a/**"], path: "/ab", found: "-"), Case(patterns: ["/a/**"], path: "/a", found: "/a/**"),
        Case(patterns: ["/a/**"], path: "/a/b/c/d", found: "/a/**"), Case(patterns: ["/"], path: "/", found: "/"),
        Case(patterns: ["/"], path: "/a", found: "-"), Case(patterns: ["/**"], path: "/", found: "/**"),
        Case(patterns: ["/", "/**"], path: "/", found: "/"), Case(patterns: ["/", "/**"], path: "/a", found: "/**"),
        // A final slash changes nothing.
        Case(patterns: ["/a"], path: "/a/", found: "/a"), Case(patterns: ["/a/:x"], path: "/a/", found: "-"),
        Case(patterns: ["/a/:x"], path: "/a/b/", found: "/a/:x"),
        Case(patterns: ["/a/**"], path: "/a/", found: "/a/**"),
        Case(patterns: ["/a", "/a/:x"], path: "/a/", found: "/a"),
        // Case and encoding are what they are.
        Case(patterns: ["/a"], path: "/A", found: "-"),
        Case(patterns: ["/Sub", "/sub/**"], path: "/Sub", found: "/Sub"),
        Case(patterns: ["/a"], path: "/%61", found: "-"), Case(patterns: ["/:x"], path: "/%61", found: "/:x"),
        Case(patterns: ["/a/b"], path: "/a%2fb", found: "-"),
        Case(patterns: ["/a/**"], path: "/a%2F..%2Fb", found: "-"),
        Case(patterns: ["/:x"], path: "/a%20b", found: "/:x"), Case(patterns: ["/a"], path: "/a%00", found: "-"),
        Case(patterns: ["/a"], path: "/a.", found: "-"), Case(patterns: ["/a"], path: "/a%3Fx", found: "-"),
        Case(patterns: ["/:x"], path: "/:x", found: "/:x"), Case(patterns: ["/:x"], path: "/**", found: "/:x"),
        // The most specific at the first segment that differs.
        Case(patterns: ["/a/:x", "/a/b"], path: "/a/b", found: "/a/b"),
        Case(patterns: ["/a/:x", "/a/b"], path: "/a/c", found: "/a/:x"),
        Case(patterns: ["/a/**", "/a/:x", "/a/b"], path: "/a/b/c", found: "/a/**"),
        Case(patterns: ["/a/b/**", "/a/:x/c"], path: "/a/b/c", found: "/a/b/**"),
        Case(patterns: ["/a/b/d", "/a/:x/c"], path: "/a/b/c", found: "/a/:x/c"),
        Case(patterns: ["/:x/b", "/a/**"], path: "/a/b", found: "/a/**"),
        Case(patterns: ["/:x/b", "/a/c"], path: "/a/b", found: "/:x/b"),
        Case(patterns: ["/:x/:y", "/a/:y/c", "/**"], path: "/a/b", found: "/:x/:y"),
        Case(patterns: ["/:x/:y", "/a/:y/c", "/**"], path: "/a/b/d", found: "/**"),
        Case(patterns: ["/a/**", "/a/b/:x/**", "/a/b/c/d"], path: "/a/b/c", found: "/a/b/:x/**"),
        Case(patterns: ["/a/**", "/a/b/c/d/e"], path: "/a/b/c/d", found: "/a/**"),
        // Only then the method counts: a write never falls through to a wider pattern.
        Case(patterns: ["GET /a", "/**"], path: "/a", found: "!GET HEAD", method: .post),
        Case(patterns: ["GET /a", "/**"], path: "/a", found: "/a", method: .head),
        Case(patterns: ["GET /a", "POST /a"], path: "/a", found: "!GET HEAD POST", method: .put),
        Case(patterns: ["POST /a/b", "/a/:x"], path: "/a/b", found: "!POST"),
        Case(patterns: ["/a"], path: "/a", found: "/a", method: .other),
        Case(patterns: ["GET /a"], path: "/a", found: "!GET HEAD", method: .other),
        Case(patterns: ["/a"], path: "/a", found: "!all methods", method: .connect),
        Case(patterns: ["/a"], path: "/a", found: "!all methods", method: .trace),
        Case(patterns: ["GET /a"], path: "/b", found: "-", method: .post),
    ]

    @Test("is that of the most specific pattern", arguments: cases)
    func finds(_ row: Case) throws {
        #expect(Self.found(try Self.policy(row.patterns), row.method, row.path) == row.found)
        #expect(Self.found(try Self.policy(row.patterns.reversed()), row.method, row.path) == row.found)
    }

    @Test(
        "is none for a path that is not canonical, though everything is open",
        arguments: [
            "", "a", "a/b", "//", "/a//b", "//a", "/a//", "/.", "/..", "/./a", "/a/./b", "/a/..", "/a/../b", "/a/.",
            "/a?b", "/a#b", "/a;b", "/a\\b", "/a b", "/a\tb", "/a\nb", "/a\0", "/a\u{7F}", "/é", "\u{FEFF}/a",
            "/a/..;/b",
            "http://a/b", "*",
        ])
    func notCanonical(_ path: String) throws {
        let policy = try Self.policy(["/**"])
        #expect(Self.found(policy, .get, path) == "-")
        #expect(Self.found(policy, .get, "/a") == "/**")
    }

    @Test(
        "is a literal's own, whatever dots it holds",
        arguments: ["/...", "/.a", "/a.", "/..a", "/a..", "/.well-known/x"])
    func dotsWithin(_ path: String) throws {
        #expect(Self.found(try Self.policy([path]), .get, path) == path)
    }

    @Test("is found among a thousand siblings, and among none")
    func manySiblings() throws {
        let patterns = (0..<1_000).map { "/s\($0)" }
        let policy = try Self.policy(patterns)
        for pattern in patterns { #expect(Self.found(policy, .get, pattern) == pattern) }
        #expect(Self.found(policy, .get, "/s1000") == "-")
        let host: [UInt8] = []
        let path = Array("/a".utf8)
        guard case .unknown = RouteTable(routes: [], hosts: []).match(method: .get, host: host.span, path: path.span)
        else {
            Issue.record("an empty table found something")
            return
        }
    }

    @Test("is found without trying every combination of literals and parameters", .timeLimit(.minutes(5)))
    func noExplosion() throws {
        // Two ways at each of nine segments; all of them fail at the last.
        var patterns: [String] = []
        for number in 0..<512 {
            let ways = (0..<9).map { number >> $0 & 1 == 0 ? "/a" : "/:p\($0)" }
            patterns.append(ways.joined() + "/end")
        }
        let policy = try Self.policy(patterns)
        for _ in 0..<200 {
            #expect(Self.found(policy, .get, String(repeating: "/a", count: 9) + "/other") == "-")
        }
        #expect(Self.found(policy, .get, String(repeating: "/a", count: 9) + "/end") == patterns[0])
        #expect(Self.found(policy, .get, String(repeating: "/b", count: 9) + "/end") == patterns[511])
    }
}
