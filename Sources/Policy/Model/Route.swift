/// Who may come to a route.
package enum RouteAccess: Hashable, Sendable {
    /// Everybody, without a name. Nothing is checked and no identity is added.
    case everyone
    /// Whoever holds the login right for an active bestuur.
    case authenticated
    /// Whoever has one of these modules or administrative roles, given by their positions in the policy.
    case granted(modules: [Int], roles: [Int])
    /// The upstream itself checks another kind of credential, named here. No identity is added.
    case delegated(String)
    /// Nobody.
    case closed
}

/// One entry of `routes:`.
package final class Route: Sendable {
    package let path: PathPattern
    /// The name in `hosts:`; nil for any host.
    package let host: String?
    package let methods: MethodSet
    package let access: RouteAccess
    /// Nil on a closed route only.
    package let upstream: String?
    package let why: String?
    /// A label for people, such as `reference` or `shared`.
    package let group: String?
    /// How far a JSON:API behind the route may be asked; nil leaves path and query to whatever is behind it.
    package let jsonAPI: JSONAPIRules?
    package let location: SourceLocation
    /// Its place in the policy.
    package let position: Int
    /// The policy that it belongs to: its modules and roles are positions in that policy and mean nothing in another.
    let fingerprint: PolicyFingerprint

    init(
        path: PathPattern, host: String?, methods: MethodSet, access: RouteAccess, upstream: String?, why: String?,
        group: String?, jsonAPI: JSONAPIRules?, location: SourceLocation, position: Int, fingerprint: PolicyFingerprint
    ) {
        self.path = path
        self.host = host
        self.methods = methods
        self.access = access
        self.upstream = upstream
        self.why = why
        self.group = group
        self.jsonAPI = jsonAPI
        self.location = location
        self.position = position
        self.fingerprint = fingerprint
    }

    /// Whether the decision needs to know who asks.
    package var needsPrincipal: Bool {
        switch access {
        case .authenticated, .granted: true
        case .everyone, .delegated, .closed: false
        }
    }

    /// `read /submissions/**`, with the host where one is bound.
    package var title: String {
        "\(methods) \(host.map { "\($0):" } ?? "")\(path)"
    }
}
