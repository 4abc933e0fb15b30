/// Requests that stand for all requests of a route.
///
/// A segment that no pattern names falls under the fewest patterns, so whatever takes such a path from a route takes every
/// other path of its length too. One path for each number of segments is therefore enough, up to one beyond the longest
/// pattern; and a host that no pattern names falls under the routes without host only.
struct RouteWitnesses {
    struct Request {
        let host: String
        let path: String
        /// How many segments there are in place of `**`.
        let below: Int
    }

    /// A segment that no pattern of the policy names.
    let filler: String
    private let policy: PolicySet
    private let depth: Int

    init(_ policy: PolicySet) {
        self.policy = policy
        var used: Set<String> = []
        for segment in policy.routes.flatMap(\.path.segments) {
            if case .literal(let text) = segment { used.insert(text) }
        }
        var filler = "x"
        while used.contains(filler) { filler += "x" }
        self.filler = filler
        depth = policy.routes.map(\.path.segments.count).max() ?? 0
    }

    func requests(of route: Route) -> [Request] {
        let parts = route.path.segments.map { segment in
            if case .literal(let text) = segment { text } else { filler }
        }
        let lengths = route.path.matchesBelow ? 0...(max(depth, parts.count) - parts.count + 1) : 0...0
        return lengths.map { below in
            let path = parts + Array(repeating: filler, count: below)
            return Request(host: host(named: route.host), path: "/" + path.joined(separator: "/"), below: below)
        }
    }

    /// A host that falls under a name of `hosts:`, and under no other; empty for nil.
    func host(named name: String?) -> String {
        guard let name, let pattern = policy.hosts.first(where: { $0.name == name })?.patterns.first else { return "" }
        let text = pattern.description
        return pattern.isPrefix ? text.dropLast() + "poort-witness" : text
    }

    /// The routes at the address that the policy finds for a request, whatever its method.
    func routes(for request: Request) -> [Route] {
        var found: [Route] = []
        for method in RequestMethod.allCases {
            let asked = AccessRequest(method: method, host: request.host, path: request.path)
            if case .matched(let route) = policy.route(asked), !found.contains(where: { $0 === route }) {
                found.append(route)
            }
        }
        return found.sorted { $0.position < $1.position }
    }
}
