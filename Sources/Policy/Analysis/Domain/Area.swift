/// Requests that every policy of a domain judges alike, whoever asks: each policy has the same route for them (or none), and
/// all of them read, or all of them write.
package struct Area: Hashable, Sendable {
    /// By policy: the position of the route that takes the requests; nil where none does.
    package let routes: [Int?]
    package let isWrite: Bool
    /// Which of the patterns that the domain tells apart cover the path.
    package let patterns: [Bool]
    /// The name under `hosts` that the Host falls under; nil for any other, and where the domain does not tell hosts apart.
    package let host: String?
    /// Where the first policy has no route for the method, and the domain tells it: the positions of the routes that the
    /// same path has for other methods, ascending.
    package let otherMethods: [Int]
    /// The methods that occur.
    package let methods: [RequestMethod]
    /// One request of every kind that the routes could tell apart (host, path and method), the plainest first.
    package let requests: [AccessRequest]

    /// The request that stands for all.
    package var example: AccessRequest { requests[0] }

    /// Whether any policy has a route here.
    package var isRouted: Bool { routes.contains { $0 != nil } }
}

extension AccessDomain {
    /// The route that one policy has for an area.
    package func route(of area: Area, policy: Int = 0) -> Route? {
        area.routes[policy].map { policies[policy].routes[$0] }
    }

    /// How people name an area: the most specific pattern of its routes, with the host where one is bound.
    package func title(of area: Area) -> String {
        let routes = policies.indices.compactMap { route(of: area, policy: $0) }
        let best = routes.max { left, right in
            (left.path.segments.count, left.path.matchesBelow ? 0 : 1, left.host == nil ? 0 : 1)
                < (right.path.segments.count, right.path.matchesBelow ? 0 : 1, right.host == nil ? 0 : 1)
        }
        guard let best else { return "everywhere else" }
        return (best.host.map { "\($0):" } ?? "") + best.path.description
    }
}
