/// At which routes requests arrive at all.
struct RouteReach {
    enum Reach {
        case reached
        /// Only the path itself arrives, although the pattern ends in `**`; these take everything below.
        case onlyItself(takers: [Route])
        /// These take everything.
        case never(takers: [Route])
    }

    /// By position of the route.
    private let reach: [Reach]

    init(_ policy: PolicySet) {
        let witnesses = RouteWitnesses(policy)
        reach = policy.routes.map { route in
            var arrives = false
            var arrivesBelow = false
            var takers: [Route] = []
            for request in witnesses.requests(of: route) {
                let found = witnesses.routes(for: request)
                if found.contains(where: { $0 === route }) {
                    arrives = true
                    if request.below > 0 { arrivesBelow = true }
                } else if let first = found.first, !takers.contains(where: { $0 === first }) {
                    takers.append(first)
                }
            }
            if !arrives { return .never(takers: takers) }
            return route.path.matchesBelow && !arrivesBelow ? .onlyItself(takers: takers) : .reached
        }
    }

    subscript(route: Route) -> Reach { reach[route.position] }

    func arrives(at route: Route) -> Bool {
        if case .never = reach[route.position] { return false }
        return true
    }
}
