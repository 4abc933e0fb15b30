package import Besturen
import HTTPWire
import JOSE
package import OIDC
package import Policy

/// Everything a decision depends on, immutable and replaced as a whole: policy, register, issuers, and what was compiled
/// from them.
package final class AccessSnapshot: Sendable {
    package let policy: PolicySet
    /// Asked beside the policy, and never obeyed.
    let shadow: PolicySet?
    package let register: BesturenRegister
    package let issuers: TrustedIssuers
    /// For issuers whose tokens use other names than the policy's, by the bytes of the identifier.
    private let claimNames: [[UInt8]: ClaimNames]
    /// By position of the upstream in the configuration: what is removed from a request to it.
    let requestRules: [StripRules]
    let responseRules: StripRules
    /// What crosses to the gateway's own pages and back: its cookies do.
    let pageRequestRules: StripRules
    let pageResponseRules: StripRules
    /// By position of the route in the policy: the position of its upstream; -1 for a closed route.
    private let upstreams: [Int]
    /// By position of the route in the policy.
    private let routeMembers: [JSONMembers]

    /// - Throws: ``AccessSnapshotError`` with everything that does not fit together.
    package init(
        policy: PolicySet, shadow: PolicySet? = nil, register: BesturenRegister, issuers: TrustedIssuers,
        configuration: GatewayConfiguration
    ) throws(AccessSnapshotError) {
        let upstreams = policy.routes.map { route in
            route.upstream.flatMap { name in configuration.upstreams.firstIndex { $0.name == name } } ?? -1
        }
        var mistakes = Self.missingUpstreams(policy, configuration)
        if let login = configuration.login {
            mistakes += Self.hiddenRoutes(policy) + Self.takenRoutes(policy, login)
            mistakes += Self.unknownModules(policy, login.pages)
        }
        if let board = configuration.board { mistakes += board.unknownRoles(policy) }
        self.policy = policy
        self.shadow = shadow
        routeMembers = policy.routes.map(AuditEntry.members)
        self.register = register
        self.issuers = issuers
        claimNames = configuration.issuers.reduce(into: [:]) { names, issuer in
            names[Array(issuer.identifier.utf8)] = issuer.claimNames
        }
        self.upstreams = upstreams
        do throws(StripPatternInvalid) {
            var requestRules: [StripRules] = []
            for upstream in configuration.upstreams {
                requestRules.append(
                    try .requests(
                        more: configuration.strippedFields, cookiePrefixes: Self.cookiePrefixes,
                        keepsAuthorization: upstream.forwardsToken))
            }
            self.requestRules = requestRules
            pageRequestRules = try .requests(more: configuration.strippedFields)
            pageResponseRules = try .responses()
            responseRules = try .responses(cookiePrefixes: Self.cookiePrefixes)
        } catch {
            mistakes.append("error: \(error)\n    hint: \(error.hint)")
            throw AccessSnapshotError(mistakes: mistakes)
        }
        guard mistakes.isEmpty else { throw AccessSnapshotError(mistakes: mistakes) }
    }

    /// One sentence for each upstream that routes lead to and the configuration does not know.
    private static func missingUpstreams(_ policy: PolicySet, _ configuration: GatewayConfiguration) -> [String] {
        let known = configuration.upstreams.map(\.name)
        return policy.upstreams.filter { !known.contains($0.name) }.compactMap { name, _ in
            let routes = policy.routes.filter { $0.upstream == name }
            guard let first = routes.first else { return nil }
            let count = routes.count == 1 ? "a route leads" : "\(routes.count) routes lead"
            let hint =
                NearMiss.suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                ?? "add it under `upstreams` in the gateway's configuration"
            return "\(first.location): error: upstream `\(name)` has no address, and \(count) there\n    hint: \(hint)"
        }
    }

    /// One sentence for each route that nobody would reach, because the gateway answers there itself.
    private static func hiddenRoutes(_ policy: PolicySet) -> [String] {
        policy.routes.filter { OwnPaths.hides($0.path) }.map { route in
            "\(route.location): error: `\(route.path)` is answered by the gateway itself\n"
                + "    hint: what begins with `\(OwnPaths.prefix)` belongs to its pages when people log in at it"
        }
    }

    /// One sentence for each address of a login that a guarded route of the policy has: the gateway would take it.
    private static func takenRoutes(_ policy: PolicySet, _ login: LoginConfiguration) -> [String] {
        let paths =
            login.redirects.map { ($0.path, $0.authority) } + [(login.loggedOutPath, ""), (login.switchedPath, "")]
        return paths.compactMap { path, authority in
            let host = String(authority.prefix { $0 != ":" })
            let request = AccessRequest(method: .get, host: host, path: path)
            guard case .matched(let route) = policy.route(request), route.needsPrincipal else { return nil }
            return "\(route.location): error: `\(path)` is an address of `login`, and of the route `\(route.path)`\n"
                + "    hint: the gateway would answer there itself; register another address, or change the route"
        }
    }

    /// One sentence for each module that `pages` leads to and the policy does not have.
    private static func unknownModules(_ policy: PolicySet, _ pages: PagesConfiguration) -> [String] {
        let known = policy.modules.map(\.id)
        return pages.modules.keys.sorted().filter { !known.contains($0) }.map { id in
            let hint = NearMiss.suggestion(for: id, among: known).map { "did you mean `\($0)`?" }
            let place = pages.places[id].map { "\($0): " } ?? ""
            return "\(place)error: the policy has no module `\(id)`, which `pages` leads to"
                + (hint.map { "\n    hint: \($0)" } ?? "")
        }
    }

    /// The same but for the keys of one issuer.
    private init(_ other: AccessSnapshot, issuers: TrustedIssuers) {
        policy = other.policy
        shadow = other.shadow
        register = other.register
        self.issuers = issuers
        claimNames = other.claimNames
        requestRules = other.requestRules
        responseRules = other.responseRules
        pageRequestRules = other.pageRequestRules
        pageResponseRules = other.pageResponseRules
        upstreams = other.upstreams
        routeMembers = other.routeMembers
    }

    /// The same but for the keys of one issuer; `nil` when there are none at the moment.
    func replacing(keys: KeySet?, of issuer: String) -> AccessSnapshot {
        AccessSnapshot(self, issuers: issuers.replacing(keys: keys, of: issuer))
    }

    /// The same with the issuers and keys of another.
    func replacing(issuersBy other: AccessSnapshot) -> AccessSnapshot {
        AccessSnapshot(self, issuers: other.issuers)
    }

    /// Under which names the tokens of an issuer say who somebody is.
    package func claimNames(of issuer: String) -> ClaimNames { claimNames(of: issuer, in: policy) }

    func claimNames(of issuer: String, in policy: PolicySet) -> ClaimNames {
        claimNames.isEmpty ? policy.claimNames : claimNames[Array(issuer.utf8)] ?? policy.claimNames
    }

    /// Cookies of the gateway itself: never shown to an upstream, never set by one.
    ///
    /// `$Version` has applications of old read `a=1,b=2` as two cookies (RFC 2965), of which the second could be one of ours.
    static let cookiePrefixes = ["__host-poort", "__secure-poort", "poort", "$version"]

    /// What the audit log says of a route.
    func auditMembers(of route: Route) -> JSONMembers? {
        route.position < routeMembers.count ? routeMembers[route.position] : nil
    }

    func upstream(of route: Route) -> Int? {
        let position = route.position < upstreams.count ? upstreams[route.position] : -1
        return position >= 0 ? position : nil
    }
}

/// Policy and configuration do not fit together.
package struct AccessSnapshotError: Error, Sendable, CustomStringConvertible {
    /// One text each, with its place where it has one.
    package let mistakes: [String]

    package var description: String { mistakes.joined(separator: "\n") }
}
