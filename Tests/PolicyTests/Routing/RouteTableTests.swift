import Testing

@testable import Policy

@Suite("A route")
struct RouteMatchTests {
    @Test(
        "is the most specific one, judged segment by segment",
        arguments: [
            ("GET", "", "/submissions", "/submissions/**"), ("GET", "", "/submissions/", "/submissions/**"),
            ("GET", "", "/submissions/7", "/submissions/**"),
            ("GET", "", "/submissions/7/sent", "/submissions/:id/sent"),
            ("GET", "", "/submissions/7/sent/", "/submissions/:id/sent"),
            ("GET", "", "/submissions/7/sent/x", "/submissions/**"), ("GET", "", "/submissionsx", "/**"),
            ("GET", "", "/Submissions", "/**"), ("GET", "", "/", "/**"), ("GET", "", "/guide", "/guide"),
            ("GET", "", "/guide/x", "/**"), ("GET", "", "/reports", "/**"),
            ("GET", "dashboard.example", "/reports", "/reports"), ("GET", "DashBoard.Example", "/reports", "/reports"),
            ("GET", "dashboard.example.", "/reports", "/reports"),
            ("GET", "dashboard.example:8080", "/reports", "/reports"),
            ("GET", "dashboard.other", "/reports", "/reports"), ("GET", "dashboard", "/reports", "/**"),
            ("GET", "xdashboard.example", "/reports", "/**"), ("GET", "a.dashboard.example", "/reports", "/**"),
        ])
    func matched(_ method: String, _ host: String, _ path: String, _ pattern: String) throws {
        let policy = try SmallPolicy.load()
        let match = policy.route(AccessRequest(method: RequestMethod(method), host: host, path: path))
        guard case .matched(let route) = match else {
            Issue.record("\(match)")
            return
        }
        #expect(route.path.description == pattern)
    }

    @Test(
        "does not fall through to a wider one because of its method",
        arguments: [
            ("POST", "/submissions/7/sent"), ("POST", "/guide"), ("DELETE", "/concepts/1"), ("CONNECT", "/guide"),
            ("TRACE", "/submissions"), ("get", "/guide"),
        ])
    func method(_ method: String, _ path: String) throws {
        let match = try SmallPolicy.load().route(AccessRequest(method: RequestMethod(method), path: path))
        guard case .methodNotAllowed(let allowed) = match else {
            Issue.record("\(match)")
            return
        }
        #expect(!allowed.contains(RequestMethod(method)))
    }

    /// A table and a path, made from a seed.
    struct Sample: Sendable {
        var random: SplitMix
        static let words = ["a", "b", "ab", "a-b", "B"]

        mutating func pattern() -> String {
            var text = ""
            var names = 0
            for _ in 0..<Int(random.next() % 4) {
                if random.next() % 3 == 0 {
                    text += "/:p\(names)"
                    names += 1
                } else {
                    text += "/" + Self.words[Int(random.next() % 5)]
                }
            }
            if random.next() % 2 == 0 { return text + "/**" }
            return text.isEmpty ? "/" : text
        }

        mutating func path() -> String {
            let segments = (0..<Int(random.next() % 5)).map { _ in Self.words[Int(random.next() % 5)] }
            return "/" + segments.joined(separator: "/") + (segments.isEmpty || random.next() % 4 > 0 ? "" : "/")
        }
    }

    /// What the rule says, without any table: compare patterns segment by segment, literal over parameter over `**`.
    static func naive(_ patterns: [PathPattern], _ path: String) -> Int? {
        let segments = path.split(separator: "/").map(String.init)
        func rank(_ pattern: PathPattern) -> [Int]? {
            var ranks: [Int] = []
            for (index, segment) in pattern.segments.enumerated() {
                guard index < segments.count else { return nil }
                switch segment {
                case .literal(let text):
                    guard text == segments[index] else { return nil }
                    ranks.append(0)
                case .parameter: ranks.append(1)
                }
            }
            guard pattern.matchesBelow || segments.count == pattern.segments.count else { return nil }
            return ranks + [pattern.matchesBelow ? 2 : -1]
        }
        let ranked = patterns.indices.compactMap { index in rank(patterns[index]).map { (index, $0) } }
        return ranked.min { $0.1.lexicographicallyPrecedes($1.1) }?.0
    }

    @Test("is the one that a plain comparison of all patterns finds", arguments: 0..<40)
    func differential(_ seed: UInt64) throws {
        var sample = Sample(random: SplitMix(state: seed))
        var patterns: [PathPattern] = []
        var shapes: Set<String> = []
        for _ in 0..<12 {
            let text = sample.pattern()
            let shape = text.split(separator: "/").map { $0.hasPrefix(":") ? ":" : String($0) }.joined(separator: "/")
            if shapes.insert(shape).inserted { patterns.append(try PathPattern(text)) }
        }
        let entries = patterns.map { RouteTable.Entry(path: $0, host: nil, methods: .read) }
        let table = RouteTable(routes: entries, hosts: [])
        #expect(table.clashes.isEmpty)
        var matches = 0
        for _ in 0..<200 {
            let path = sample.path()
            let expected = Self.naive(patterns, path)
            switch table.match(method: .get, host: Array("x".utf8).span, path: Array(path.utf8).span) {
            case .route(let position):
                matches += 1
                #expect(position == expected, "\(path) in \(patterns)")
            case .unknown: #expect(expected == nil, "\(path) in \(patterns)")
            case .methodNotAllowed: Issue.record("\(path) in \(patterns)")
            }
        }
        #expect(matches > 0)
    }
}

/// A small generator with a seed, so that a failure can be seen again.
struct SplitMix: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
