/// What the policy has at an address.
package enum RouteMatch: Sendable {
    case matched(Route)
    /// No pattern matches.
    case unknown
    /// The most specific pattern that matches has no route for the method. Wider patterns are not tried: a write never falls
    /// through to a rule that was not written for it.
    case methodNotAllowed(allowed: MethodSet)
}

extension PolicySet {
    /// Finds the route of a request. `path` is canonical and has no query; `host` is the value of Host, or empty.
    package func route(
        method: RequestMethod, host: borrowing Span<UInt8>, path: borrowing Span<UInt8>
    ) -> RouteMatch {
        switch table.match(method: method, host: host, path: path) {
        case .route(let position): .matched(routes[position])
        case .methodNotAllowed(let allowed): .methodNotAllowed(allowed: allowed)
        case .unknown: .unknown
        }
    }

    /// The same for text.
    package func route(_ request: AccessRequest) -> RouteMatch {
        let host = Array(request.host.utf8)
        let path = Array(request.path.utf8)
        return route(method: request.method, host: host.span, path: path.span)
    }
}
