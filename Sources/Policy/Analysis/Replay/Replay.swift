package import Besturen

/// Holds real requests against a policy: which of them it would decide otherwise.
///
/// Takes one request after the other and keeps groups of those that differ, so that memory does not grow with the log. It is
/// the engine of the gateway that decides.
package struct Replay: Sendable {
    /// Why a request could not be judged.
    package enum Unjudged: String, CaseIterable, Hashable, Sendable {
        /// It was refused for its form; no policy changes that.
        case form
        /// Its client left before it was judged.
        case undecided
        /// It was refused for its query, which the log does not hold, and would pass without.
        case query
        /// The log does not say what type of bestuur it was, and no list of besturen was given.
        case bestuur
        /// The gateway's own pages answered, about which no policy decides.
        case own
    }

    package let policy: PolicySet
    package let file: String
    /// Besturen as they are now; nil for as they were.
    private let register: BesturenRegister?

    package private(set) var total = 0
    package private(set) var same = 0
    package private(set) var unjudged: [Unjudged: Int] = [:]
    /// Decided alike, on routes whose JSON:API rules look at the query, which the log does not hold.
    package private(set) var withoutQuery = 0
    /// Differing requests beyond the groups that are kept.
    package private(set) var ungrouped: [ReplayGroup.Direction: Int] = [:]
    private var groups: [ReplayGroup.Key: ReplayGroup] = [:]
    private var order: [ReplayGroup.Key] = []
    private var principals: [LoggedRequest.Known: Principal] = [:]

    static let maximumGroups = 1000
    private static let maximumPrincipals = 4096

    /// - Parameters:
    ///   - file: the name of the policy, for commands.
    ///   - register: when given, besturen count as they are there, found by URI.
    package init(policy: PolicySet, file: String, register: BesturenRegister? = nil) {
        self.policy = policy
        self.file = file
        self.register = register
    }

    package func count(_ direction: ReplayGroup.Direction) -> Int {
        groups.values.reduce(ungrouped[direction] ?? 0) { $0 + ($1.direction == direction ? $1.requests : 0) }
    }

    /// An entry that is no request for a policy.
    package mutating func skip(_ reason: Unjudged) {
        total += 1
        unjudged[reason, default: 0] += 1
    }

    /// - Parameter place: where it stands in the log, `file:line`.
    package mutating func take(_ logged: LoggedRequest, place: String) {
        total += 1
        let asker: Asker
        switch logged.person {
        case .nobody, .withoutBestuur: asker = .anonymous
        case .known(let known):
            guard let found = self.asker(known) else {
                unjudged[.bestuur, default: 0] += 1
                return
            }
            asker = found
        }
        var route: Route?
        if case .matched(let match) = policy.route(logged.request) { route = match }
        if let route, route.needsPrincipal, logged.person == .nobody, logged.wasAllowed {
            return count(.unknown, logged, asker, route: route.pathTitle, who: "", code: nil, place)
        }
        let isAllowed = route.map { allows(asker, $0, logged.request) } ?? false
        if isAllowed == logged.wasAllowed {
            same += 1
            if isAllowed, route?.jsonAPI != nil { withoutQuery += 1 }
            return
        }
        if isAllowed {
            if logged.code.map(Self.isOfQuery) == true, route?.jsonAPI != nil {
                unjudged[.query, default: 0] += 1
                return
            }
            guard let route else { return }
            count(
                .gained, logged, asker, route: route.pathTitle, who: who(asker, route, logged.request),
                code: logged.code, place)
        } else {
            let explanation = policy.explain(asker, request: logged.request)
            count(
                .lost, logged, asker, route: logged.route ?? logged.request.path, who: who(logged.basis),
                code: explanation.code?.rawValue, place)
        }
    }

    /// Groups that differ in their routes alone are told as one; gained before lost, the largest first.
    package var changes: [ReplayGroup] {
        var told: [ReplayGroup] = []
        for key in order {
            guard let group = groups[key] else { continue }
            if let index = told.firstIndex(where: { $0.isToldWith(group) }) {
                told[index].add(group)
            } else {
                told.append(group)
            }
        }
        return ReplayGroup.Direction.allCases.flatMap { direction in
            told.filter { $0.direction == direction }.enumerated().sorted {
                ($1.element.requests, $0.offset) < ($0.element.requests, $1.offset)
            }.map(\.element)
        }
    }

    // MARK: - Deciding

    private static func isOfQuery(_ code: String) -> Bool {
        switch AccessReasonCode(rawValue: code) {
        case .includeNotAdmitted, .filterNotAdmitted, .queryAmbiguous, .parameterUnknown: true
        default: false
        }
    }

    private func allows(_ asker: Asker, _ route: Route, _ request: AccessRequest) -> Bool {
        let path = Array(request.path.utf8)
        let query: [UInt8] = []
        return policy.allows(asker, route: route, method: request.method, path: path.span, query: query.span)
    }

    /// Nil when the type of the bestuur is not known.
    private mutating func asker(_ known: LoggedRequest.Known) -> Asker? {
        if let principal = principals[known] { return .principal(principal) }
        let bestuur: Bestuurseenheid
        if let register {
            guard let found = register.bestuur(uri: known.uri) else { return .refused(AccessRefusal(.bestuurUnknown)) }
            bestuur = found
        } else {
            guard let found = known.bestuur else { return nil }
            bestuur = found
        }
        // A log of any length has bounded memory; people come back, so forgetting all at once costs little.
        if principals.count >= Self.maximumPrincipals { principals.removeAll(keepingCapacity: true) }
        let principal = policy.principal(from: known.claims, for: bestuur)
        principals[known] = principal
        return .principal(principal)
    }

    // MARK: - Telling

    private mutating func count(
        _ direction: ReplayGroup.Direction, _ logged: LoggedRequest, _ asker: Asker, route: String, who: String,
        code: String?, _ place: String
    ) {
        let key = ReplayGroup.Key(
            direction: direction, who: who, isWrite: !logged.request.method.isRead, code: code, route: route)
        if groups[key] == nil {
            guard order.count < Self.maximumGroups else {
                ungrouped[direction, default: 0] += 1
                return
            }
            order.append(key)
            groups[key] = ReplayGroup(key, place: place, command: command(logged, asker.principal))
        }
        groups[key]?.count(subject: logged.subject, type: asker.principal?.bestuur.type)
    }

    /// What lets in under the policy.
    private func who(_ asker: Asker, _ route: Route, _ request: AccessRequest) -> String {
        let path = Array(request.path.utf8)
        let query: [UInt8] = []
        let decision = policy.decide(asker, route: route, method: request.method, path: path.span, query: query.span)
        switch decision.grant?.basis {
        case .module(let position): return name(policy.modules[position])
        case .role(let position): return policy.administrativeRoles[position].name
        case .authenticated: return "whoever is logged in"
        case .everyone, .delegated, nil: return "everybody"
        }
    }

    /// What let in, as the log has it.
    private func who(_ basis: String?) -> String {
        switch basis {
        case nil: return "somebody (the log does not say by what)"
        case "public", "delegated": return "everybody"
        case "authenticated": return "whoever is logged in"
        case let basis?:
            guard let space = basis.firstIndex(of: " ") else { return basis }
            let name = String(basis[basis.index(after: space)...])
            return policy.modules.first { $0.id == name && basis.hasPrefix("module ") }.map(self.name) ?? name
        }
    }

    private func name(_ module: Module) -> String { module.role ?? "whoever has \(module.label)" }

    private func command(_ logged: LoggedRequest, _ principal: Principal?) -> String {
        var words = ["poort", "policy", "explain", "--policy", file]
        if let principal {
            let bestuur = principal.bestuur
            words += ["--type", bestuur.type.slug]
            if bestuur.status != .actief { words += ["--status", bestuur.status.rawValue] }
            words += ["--doelgroep", principal.doelgroep?.rawValue ?? "none"]
            let known = Set(policy.viewOnlyNames.map(ExactText.init))
            for name in bestuur.viewOnlyModules.sorted() where known.contains(ExactText(name)) {
                words += ["--view-only", name]
            }
            for role in principal.claims.roles {
                words += ["--role", String(decoding: role.utf8.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)]
            }
            for module in principal.claims.modules ?? [] where policy.modules.contains(where: { $0.id == module }) {
                words += ["--module", module]
            }
        } else {
            words.append("--anonymous")
        }
        if !logged.request.host.isEmpty { words += ["--host", logged.request.host] }
        words.append("\(logged.request.method) \(logged.request.path)")
        return words.map(CellExample.shell).joined(separator: " ")
    }
}

extension Route {
    /// Without the methods.
    fileprivate var pathTitle: String { (host.map { "\($0):" } ?? "") + path.description }
}
