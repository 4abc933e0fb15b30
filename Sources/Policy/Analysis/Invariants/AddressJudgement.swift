/// What `json-api` of a route takes away from the paths that an invariant names.
///
/// A cell is answered for the shortest address of its route. An invariant can name a longer one: `/x/:id/vendors` is a
/// relationship, and the route admits it or not. Where the invariant names the route or less, it speaks of the route.
struct AddressJudgement {
    private enum Answer {
        /// As the route, whose resources the area holds.
        case route
        /// Every path of the area is judged as its example, or refused besides.
        case example
        /// Some relationships of the area are admitted, others are not.
        case mixed
    }

    private let domain: AccessDomain
    /// By area.
    private let answers: [Answer]

    /// The policy is the first of the domain.
    init(_ domain: AccessDomain) {
        self.domain = domain
        answers = domain.areas.map { Self.answer($0, domain) }
    }

    private static let links = ["links", "relationships"]

    private static func answer(_ area: Area, _ domain: AccessDomain) -> Answer {
        guard let depth = domain.route(of: area)?.jsonAPI?.depth else { return .route }
        // The most specific of the patterns that cover the area and reach below an identifier.
        let named = zip(domain.patterns, area.patterns).filter { $1 && $0.segments.count > depth + 1 }.map(\.0)
        guard !named.isEmpty else { return .route }
        var answer = Answer.mixed
        for pattern in named {
            guard case .literal(let word) = pattern.segments[depth + 1] else {
                // Deeper than any address of JSON:API: all of it is refused.
                if pattern.segments.count > depth + 3 { answer = .example }
                continue
            }
            guard links.contains(word) else { return .example }
            if pattern.segments.count > depth + 2 {
                if !pattern.segments[depth + 2].isParameter || pattern.segments.count > depth + 3 { return .example }
            } else if !pattern.matchesBelow {
                return .example
            }
        }
        return answer
    }

    /// Whether a granted cell is admitted: all of it, or some.
    func admit(_ cell: AccessDomain.Cell, whole: Bool) -> Bool {
        switch answers[cell.area] {
        case .route: return true
        case .example: return isAllowed(cell, path: nil)
        case .mixed: return !whole && admittedPath(cell) != nil
        }
    }

    /// A path of a mixed area that is admitted; nil when there is none, and for other areas.
    func admittedPath(_ cell: AccessDomain.Cell) -> String? {
        guard case .mixed = answers[cell.area], let rules = domain.route(of: domain.areas[cell.area])?.jsonAPI,
            let depth = rules.depth
        else { return nil }
        let segments = domain.areas[cell.area].example.path.split(separator: "/").map(String.init)
        for entry in rules.relationships.entries {
            let ways = [[entry.path]] + Self.links.map { [$0, entry.path] }
            for way in ways {
                let path = "/" + (segments.prefix(depth + 1) + way).joined(separator: "/")
                if isInside(path, cell.area), isAllowed(cell, path: path) { return path }
            }
        }
        return nil
    }

    private func isInside(_ path: String, _ area: Int) -> Bool {
        zip(domain.patterns, domain.areas[area].patterns).allSatisfy { pattern, isCovered in
            ((try? PathPattern(path)).map(pattern.covers) ?? false) == isCovered
        } && domain.policies[0].route(request(path, area)).isSame(as: domain.route(of: domain.areas[area]))
    }

    private func request(_ path: String, _ area: Int) -> AccessRequest {
        let example = domain.areas[area].example
        return AccessRequest(method: example.method, host: example.host, path: path)
    }

    private func isAllowed(_ cell: AccessDomain.Cell, path: String?) -> Bool {
        let policy = domain.policies[0]
        let request = path.map { self.request($0, cell.area) } ?? domain.areas[cell.area].example
        return policy.decide(principal: policy.principal(of: domain.profiles[cell.profile]), request: request).isAllowed
    }
}

extension RouteMatch {
    fileprivate func isSame(as route: Route?) -> Bool {
        if case .matched(let match) = self { return match === route }
        return false
    }
}
