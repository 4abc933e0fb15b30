import Besturen

/// Divides everything that can be asked for into areas.
///
/// A policy looks at a request only to find its route (by host, path and method) and to tell reading from writing
/// (`PolicySet.evaluate`). So requests with the same route in every policy that all read, or all write, are judged alike.
struct AreaEnumeration {
    private struct Key: Hashable {
        var routes: [Int]
        var isWrite: Bool
        var patterns: [Bool]
        var host: String?
        var otherMethods: [Int]
    }

    /// Kinds of host times kinds of path; each is asked about with ten methods.
    static let limit = 100_000

    private(set) var areas: [Area] = []
    private let policies: [PolicySet]
    private let detail: AccessDomain.Detail
    private var positions: [Key: Int] = [:]

    init(_ policies: [PolicySet], _ detail: AccessDomain.Detail) throws(AnalysisError) {
        self.policies = policies
        self.detail = detail
        let walk = AddressWalk(policies.flatMap { $0.routes.map(\.path) } + detail.patterns)
        guard let paths = walk.paths else { throw .tooManyPaths(limit: AddressWalk.limit) }
        let hosts = AreaEnumeration.hosts(policies, all: detail.tellsHosts)
        guard hosts.count * paths.count <= AreaEnumeration.limit else {
            throw .tooManyAddresses(limit: AreaEnumeration.limit)
        }
        var found: [(key: Key, methods: Set<RequestMethod>, requests: [AccessRequest])] = []
        for host in hosts {
            let name = hostName(host)
            for path in paths {
                let covered = detail.patterns.map { $0.covers(path) }
                let routes = policies.map { $0.table.routes(host: host, path: path) }
                for method in RequestMethod.allCases {
                    let request = AccessRequest(method: method, host: host, path: path)
                    let key = key(request, routes, patterns: covered, host: name)
                    if let position = positions[key] {
                        found[position].methods.insert(method)
                        found[position].requests.append(request)
                    } else {
                        positions[key] = found.count
                        found.append((key, [method], [request]))
                    }
                }
            }
        }
        areas = found.map { key, methods, requests in
            Area(
                routes: key.routes.map { $0 < 0 ? nil : $0 }, isWrite: key.isWrite, patterns: key.patterns,
                host: key.host,
                otherMethods: key.otherMethods,
                methods: RequestMethod.allCases.filter(methods.contains),
                requests: requests)
        }
    }

    /// The position of the area that a request falls in.
    func position(of request: AccessRequest) -> Int? {
        let routes = policies.map { $0.table.routes(host: request.host, path: request.path) }
        return positions[
            key(
                request, routes, patterns: detail.patterns.map { $0.covers(request.path) },
                host: hostName(request.host))]
    }

    /// `routes` are those at the address, by policy and method.
    private func key(_ request: AccessRequest, _ routes: [[Int32]?], patterns: [Bool], host: String?) -> Key {
        let taken = routes.map { $0.map { Int($0[Int(request.method.rawValue)]) } ?? -1 }
        let others = detail.tellsOtherMethods && taken.first == -1 ? routes.first.flatMap { $0 } ?? [] : []
        return Key(
            routes: taken, isWrite: !request.method.isRead, patterns: patterns, host: host,
            otherMethods: Set(others.filter { $0 >= 0 }.map(Int.init)).sorted())
    }

    /// The name that a Host falls under, in the first policy, where hosts are told apart.
    private func hostName(_ host: String) -> String? {
        guard detail.tellsHosts, let policy = policies.first else { return nil }
        return policy.table.host(named: host).map { policy.hosts[$0].name }
    }

    /// One host of every kind that the policies tell apart: none first, then one for each pattern.
    ///
    /// Whatever host a request has, it equals a whole name of some pattern, or some prefix pattern is the longest that it
    /// falls under. All other prefixes that it falls under are shorter, hence prefixes of that one, so that the host made
    /// from the longest falls under the same.
    private static func hosts(_ policies: [PolicySet], all: Bool) -> [String] {
        var candidates = [""]
        let patterns = policies.flatMap { $0.hosts.flatMap(\.patterns) }
        for pattern in patterns {
            let text = String(decoding: pattern.bytes, as: UTF8.self)
            guard pattern.isPrefix else {
                candidates.append(text)
                continue
            }
            var fresh = text + "example"
            while patterns.contains(where: { $0.bytes.starts(with: fresh.utf8) }) { fresh += "x" }
            candidates.append(fresh)
        }
        // Hosts that no route is bound to are as good as none.
        let used = policies.map { policy in
            Set(all ? policy.hosts.map(\.name) : policy.routes.compactMap(\.host))
        }
        var seen: Set<[String?]> = []
        return candidates.filter { host in
            let names = zip(policies, used).map { policy, used in
                policy.table.host(named: host).map { policy.hosts[$0].name }.flatMap { used.contains($0) ? $0 : nil }
            }
            return seen.insert(names).inserted
        }
    }
}

extension PathPattern {
    /// Whether a canonical path falls under the pattern.
    func covers(_ path: String) -> Bool {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"))
        guard matchesBelow ? parts.count >= segments.count : parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let text): text.utf8.elementsEqual(part)
            case .parameter: true
            }
        }
    }
}

extension RouteTable {
    /// The positions of the routes at an address by method, -1 where it has none; nil where no pattern matches.
    func routes(host: String, path: String) -> [Int32]? {
        let hostBytes = Array(host.utf8)
        let pathBytes = Array(path.utf8)
        return routes(host: hostBytes.span, path: pathBytes.span)
    }

    /// The position of the host name that a Host falls under.
    func host(named host: String) -> Int? {
        let bytes = Array(host.utf8)
        let position = self.host(bytes.span)
        return position < 0 ? nil : Int(position)
    }
}
