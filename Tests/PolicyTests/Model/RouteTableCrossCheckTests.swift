import Testing

@testable import Policy

/// The rules of matching, written down once more as a walk over all routes.
struct LinearMatcher {
    struct Rule {
        let pattern: String
        let host: Int?
        let methods: Set<RequestMethod>
    }

    let rules: [Rule]
    let hosts: [[String]]

    /// Position of the rule; an empty set of methods for nothing at all.
    enum Answer: Equatable {
        case rule(Int)
        case otherMethods(Set<RequestMethod>)
        case nothing
    }

    func match(_ method: RequestMethod, _ host: String, _ path: String) -> Answer {
        guard Self.isCanonical(path) else { return .nothing }
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        if segments.last == "" { segments.removeLast() }
        let name = hostName(host)
        var best: [Int]?
        var group: [Int] = []
        for (position, rule) in rules.enumerated() where rule.host == nil || rule.host == name {
            guard let rank = Self.rank(rule.pattern, segments) else { continue }
            if let known = best, known != rank, !rank.lexicographicallyPrecedes(known) { continue }
            if best == rank { group.append(position) } else { (best, group) = (rank, [position]) }
        }
        guard !group.isEmpty else { return .nothing }
        let bound = group.filter { rules[$0].host != nil }
        if !bound.isEmpty { group = bound }
        if let position = group.first(where: { rules[$0].methods.contains(method) }) { return .rule(position) }
        return .otherMethods(group.reduce(into: []) { $0.formUnion(rules[$1].methods) })
    }

    /// What each segment is matched by (0 a literal, 1 a parameter, 2 the rest), nil when the pattern does not match.
    static func rank(_ pattern: String, _ segments: [String]) -> [Int]? {
        var rank: [Int] = []
        let parts = pattern.split(separator: "/").map(String.init)
        for (index, part) in parts.enumerated() {
            if part == "**" { return rank + [2] }
            guard index < segments.count else { return nil }
            if part.hasPrefix(":") {
                rank.append(1)
            } else if part == segments[index] {
                rank.append(0)
            } else {
                return nil
            }
        }
        return parts.count == segments.count ? rank : nil
    }

    static func isCanonical(_ path: String) -> Bool {
        guard path.hasPrefix("/"), !path.contains("//"), path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return false
        }
        guard !path.contains(where: { "?#\\;".contains($0) }) else { return false }
        return !path.split(separator: "/").contains { $0 == "." || $0 == ".." }
    }

    /// The name of the most specific host: whole ones first, then the longest beginning.
    func hostName(_ value: String) -> Int? {
        var host = value.lowercased()
        if !host.hasPrefix("["), let colon = host.firstIndex(of: ":") { host = String(host[..<colon]) }
        if host.hasSuffix(".") { host.removeLast() }
        var best: (length: Int, name: Int)?
        for (name, patterns) in hosts.enumerated() {
            for pattern in patterns {
                if pattern == host { return name }
                let beginning = String(pattern.dropLast())
                guard pattern.hasSuffix("*"), host.hasPrefix(beginning), host.count > beginning.count else { continue }
                if beginning.count > best?.length ?? 0 { best = (beginning.count, name) }
            }
        }
        return best?.name
    }
}

@Suite("The route table beside a walk over all routes", .timeLimit(.minutes(5)))
struct RouteTableCrossCheckTests {
    static let hosts = [["a.example"], ["b.*", "c.example"], ["b.c.*"]]
    static let hostValues = [
        "", "a.example", "A.Example:80", "b.x", "b.c.d", "b.c", "c.example.", "d.example", "[::1]:80", "a.example.evil",
    ]
    static let segments = ["a", "b", "ab", "A", "a.b", ":x", ":y"]
    static let pathSegments = ["a", "b", "ab", "A", "a.b", "c", "%61", "...", "a%2Fb"]
    static let oddSegments = ["", ".", "..", "a;b", "a?b", "a#b", "é", "a b", "\\"]

    static func rules(_ generator: inout SeededGenerator) -> [LinearMatcher.Rule] {
        (0..<Int.random(in: 1...14, using: &generator)).map { _ in
            var parts: [String] = []
            for index in 0..<Int.random(in: 0...4, using: &generator) {
                let part = segments.randomElement(using: &generator) ?? "a"
                parts.append(part.hasPrefix(":") ? "\(part)\(index)" : part)
            }
            if Int.random(in: 0..<3, using: &generator) == 0 { parts.append("**") }
            let host = Int.random(in: 0..<3, using: &generator) == 0 ? Int.random(in: 0..<3, using: &generator) : nil
            let choices: [MethodSet] = [
                .all, .read, .write, MethodSet([.get]), MethodSet([.post, .delete]), MethodSet([.head, .put]),
            ]
            let methods = choices.randomElement(using: &generator) ?? .all
            return LinearMatcher.Rule(
                pattern: "/" + parts.joined(separator: "/"), host: host, methods: Set(methods.members))
        }
    }

    static func path(_ generator: inout SeededGenerator) -> String {
        var parts: [String] = []
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let odd = Int.random(in: 0..<40, using: &generator) == 0
            parts.append((odd ? oddSegments : pathSegments).randomElement(using: &generator) ?? "a")
        }
        let end = Int.random(in: 0..<6, using: &generator) == 0 && !parts.isEmpty ? "/" : ""
        return "/" + parts.joined(separator: "/") + end
    }

    @Test("gives the same answer on thousands of random tables")
    func sameAnswers() throws {
        var generator = SeededGenerator(state: 0x726F_7574)
        var seen = (routes: 0, methods: 0, nothing: 0, bound: 0)
        for _ in 0..<4_000 {
            let rules = Self.rules(&generator)
            let linear = LinearMatcher(rules: rules, hosts: Self.hosts)
            let entries = try rules.map {
                RouteTable.Entry(path: try PathPattern($0.pattern), host: $0.host, methods: MethodSet($0.methods))
            }
            let table = RouteTable(routes: entries, hosts: Self.hosts.map { $0.compactMap { HostPattern($0) } })
            for _ in 0..<40 {
                let path = Self.path(&generator)
                let host = Self.hostValues.randomElement(using: &generator) ?? ""
                let method = RequestMethod.allCases.randomElement(using: &generator) ?? .get
                let expected = linear.match(method, host, path)
                let answer: LinearMatcher.Answer
                let (hostBytes, pathBytes) = (Array(host.utf8), Array(path.utf8))
                switch table.match(method: method, host: hostBytes.span, path: pathBytes.span) {
                case .route(let position): answer = .rule(position)
                case .methodNotAllowed(let methods): answer = .otherMethods(Set(methods.members))
                case .unknown: answer = .nothing
                }
                if answer != expected {
                    let table = rules.map { "\($0.host.map { "\($0):" } ?? "")\($0.pattern)" }
                    Issue.record("\(method) \(host) \(path): \(answer), the walk says \(expected), among \(table)")
                    return
                }
                switch expected {
                case .rule(let position):
                    seen.routes += 1
                    if rules[position].host != nil { seen.bound += 1 }
                case .otherMethods: seen.methods += 1
                case .nothing: seen.nothing += 1
                }
            }
        }
        // All kinds of answer must have been compared often.
        #expect(seen.routes > 5_000 && seen.methods > 5_000 && seen.nothing > 5_000 && seen.bound > 1_000, "\(seen)")
    }

    @Test("reports a clash exactly where two rules of one shape and host share a method")
    func sameClashes() throws {
        var generator = SeededGenerator(state: 0x636C_6173)
        var clashing = 0
        for _ in 0..<2_000 {
            let rules = Self.rules(&generator)
            let entries = try rules.map {
                RouteTable.Entry(path: try PathPattern($0.pattern), host: $0.host, methods: MethodSet($0.methods))
            }
            let table = RouteTable(routes: entries, hosts: Self.hosts.map { $0.compactMap { HostPattern($0) } })
            // Only the first rule that has a method is named in the clash with each later one.
            var owners: [String: Int] = [:]
            var expected: Set<String> = []
            for (position, rule) in rules.enumerated() {
                let parts = rule.pattern.split(separator: "/").map { $0.hasPrefix(":") ? ":" : String($0) }
                for method in rule.methods {
                    let key = "\(rule.host ?? -1) /\(parts.joined(separator: "/")) \(method)"
                    if let first = owners[key] {
                        expected.insert("\(first) \(position) \(method)")
                    } else {
                        owners[key] = position
                    }
                }
            }
            let found = table.clashes.flatMap { clash in clash.methods.map { "\(clash.first) \(clash.second) \($0)" } }
            #expect(found.count == Set(found).count)
            #expect(Set(found) == expected)
            if !expected.isEmpty { clashing += 1 }
        }
        #expect(clashing > 200, "\(clashing)")
    }
}
