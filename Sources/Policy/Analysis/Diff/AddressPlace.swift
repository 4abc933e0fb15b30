/// From which place of the path a route with `json-api` reads relationships: two routes can have the same lists and judge the
/// same address otherwise.
enum AddressPlace {
    /// Whether requests of an area may be judged less strictly by the second route, and whether more strictly.
    static func change(_ before: Route, _ after: Route, _ area: Area) -> (gains: Bool, loses: Bool) {
        guard let old = before.jsonAPI, let new = after.jsonAPI, old.depth != new.depth else { return (false, false) }
        // Only below two routes for everything below can a path be longer than its example.
        let isDeep = before.path.matchesBelow && after.path.matchesBelow
        let segments = area.example.path.split(separator: "/").count
        /// Whether something of the path is judged: it reaches behind the identifier.
        func judges(_ depth: Int?) -> Bool { depth.map { isDeep || segments > $0 + 1 } ?? false }
        switch (judges(old.depth), judges(new.depth)) {
        case (false, false): return (false, false)
        case (true, false): return (true, false)
        case (false, true): return (false, true)
        // What was a relationship is an identifier now, or the reverse.
        case (true, true): return (true, true)
        }
    }
}
