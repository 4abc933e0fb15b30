extension PolicySet {
    /// Routes of which more specific ones leave nothing, or only the path itself.
    func shadowFindings(_ reach: RouteReach) -> [Finding] {
        routes.compactMap { route in
            switch reach[route] {
            case .reached:
                return nil
            case .never(let takers):
                return Finding(
                    code: .routeUnreachable, location: route.location,
                    message: "no request arrives at `\(route.title)`: \(PolicySet.list(takers)) take all of them",
                    hint: "remove it, or the routes that take its place")
            case .onlyItself(let takers):
                let path = String("\(route.path)".dropLast(3))
                let itself = path.isEmpty ? "/" : path
                return Finding(
                    code: .routeShadowed, location: route.location,
                    message: "`\(route.title)` answers only `\(itself)` itself: everything below goes to "
                        + PolicySet.list(takers),
                    hint: "write `path: \(itself)`")
            }
        }
    }

    func overlapFindings() -> [Finding] {
        RouteOverlap.all(in: self).map { overlap in
            let (winner, loser) = (overlap.winner, overlap.loser)
            var words: [String] = []
            if overlap.differs { words.append("it admits \(self.words(for: winner)), not \(self.words(for: loser))") }
            let refused = overlap.refused.filter { $0 != .other }.map(\.description)
            if !overlap.refused.isEmpty {
                words.append("it refuses \((refused.isEmpty ? ["other methods"] : refused).joined(separator: ", "))")
            }
            let place = "`\(loser.title)` (line \(loser.location.line))"
            let host = winner.host ?? loser.host
            let shown = (host.map { "\($0):" } ?? "") + overlap.path
            return Finding(
                code: overlap.crosses ? .routesCross : .routesOverlap, location: winner.location,
                message: "`\(winner.title)` takes `\(shown)` from \(place): \(words.joined(separator: "; "))",
                hint: overlap.crosses ? "write a route for the paths of both, so that nobody has to work it out" : nil)
        }
    }

    /// Routes below an identifier of a wider route that has `json-api`: what that one would refuse as a relationship is let
    /// through there.
    func relationshipFindings() -> [Finding] {
        routes.compactMap { route in
            guard route.access != .closed else { return nil }
            let wider = routes.first { wide in
                guard wide !== route, wide.host == nil || wide.host == route.host, let rules = wide.jsonAPI,
                    let depth = rules.depth, wide.path.covers(route.path), wide.methods.overlaps(route.methods)
                else { return false }
                // Everything below one identifier.
                if route.path.segments.count == depth + 1 { return route.path.matchesBelow }
                guard route.path.segments.count > depth + 1 else { return false }
                guard case .literal(let name) = route.path.segments[depth + 1],
                    route.path.segments.count == depth + 2, !route.path.matchesBelow
                else { return true }
                return !rules.relationships.entries.contains { $0.path == name }
            }
            guard let wider else { return nil }
            return Finding(
                code: .relationshipUnjudged, location: route.location,
                message: "`\(route.title)` is a relationship for `json-api` of `\(wider.title)` (line "
                    + "\(wider.location.line)), which does not judge it here",
                hint: "list the relationship there and leave this route out, or say why it is none")
        }
    }

    private static func list(_ routes: [Route]) -> String {
        let names = routes.map { "`\($0.title)` (line \($0.location.line))" }
        guard names.count > 1 else { return names.first ?? "other routes" }
        return names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    }
}
