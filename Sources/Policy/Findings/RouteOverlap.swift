/// Two routes that both have some path, of which only the more specific one counts there.
struct RouteOverlap {
    let winner: Route
    let loser: Route
    /// A path of both.
    let path: String
    /// Whether neither is a part of the other: `/a/:id` and `/:kind/b`.
    let crosses: Bool

    /// Methods that the loser admits and that are refused at this path, because no route with the winner's path has them.
    let refused: [RequestMethod]
    /// Whether they let in others, for a method of both.
    let differs: Bool

    /// The overlaps of a policy that change who may come, in the order of the document. A route for everything, `/**`, is
    /// there to be narrowed, so nothing is said of what narrows it; and of several that are wider only the next is told.
    static func all(in policy: PolicySet) -> [RouteOverlap] {
        let witnesses = RouteWitnesses(policy)
        var overlaps: [RouteOverlap] = []
        for route in policy.routes {
            for other in policy.routes where other.position != route.position {
                guard let overlap = RouteOverlap(route, other, policy, witnesses) else { continue }
                overlaps.append(overlap)
            }
        }
        return overlaps
    }

    private init?(_ winner: Route, _ loser: Route, _ policy: PolicySet, _ witnesses: RouteWitnesses) {
        guard !(loser.path.segments.isEmpty && loser.path.matchesBelow) else { return nil }
        guard winner.host == nil || loser.host == nil || winner.host == loser.host else { return nil }
        guard RouteOverlap.isBefore(winner, loser) else { return nil }
        guard let path = winner.path.commonPath(with: loser.path, filler: witnesses.filler) else { return nil }
        let host = winner.host ?? loser.host
        let ranked = policy.routes
            .filter { ($0.host == nil || $0.host == host) && $0.path.covers(path) }
            .sorted(by: RouteOverlap.isBefore)
        guard let first = ranked.first, RouteOverlap.isBeside(first, winner),
            let next = ranked.first(where: { !RouteOverlap.isBeside($0, winner) }), RouteOverlap.isBeside(next, loser)
        else { return nil }
        let beside = policy.routes.filter { RouteOverlap.isBeside($0, winner) }
        let isFirstBeside = beside.first === winner
        refused =
            isFirstBeside
            ? loser.methods.members.filter { method in !beside.contains { $0.methods.contains(method) } } : []
        differs = winner.methods.overlaps(loser.methods) && !RouteOverlap.admitsAlike(winner, loser)
        guard differs || !refused.isEmpty else { return nil }
        self.winner = winner
        self.loser = loser
        self.path = path
        crosses = !winner.path.covers(loser.path) && !loser.path.covers(winner.path)
    }

    /// One address: the same paths on the same host.
    private static func isBeside(_ left: Route, _ right: Route) -> Bool {
        left.host == right.host && left.path.hasShape(of: right.path)
    }

    /// Whether the left route counts before the right one on a path of both.
    private static func isBefore(_ left: Route, _ right: Route) -> Bool {
        if left.path.hasShape(of: right.path) { return left.host != nil && right.host == nil }
        return left.path.isMoreSpecific(than: right.path)
    }

    private static func admitsAlike(_ left: Route, _ right: Route) -> Bool {
        switch (left.access, right.access) {
        case (.granted(let leftModules, let leftRoles), .granted(let rightModules, let rightRoles)):
            Set(leftModules) == Set(rightModules) && Set(leftRoles) == Set(rightRoles)
        default: left.access == right.access
        }
    }
}
