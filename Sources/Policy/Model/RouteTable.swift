/// Finds the route of a request over bytes, without making a string or allocating.
///
/// A trie of path segments. All literal edges live in one open-addressing table keyed by (node, segment), so a root with a
/// hundred and fifty children costs one probe. Matching prefers a literal over a parameter over `**` at the first segment
/// where two patterns differ; a pattern that is bound to other hosts only is passed over. Each trie node is visited at most
/// once, so no policy and no path makes it exponential.
struct RouteTable: Sendable {
    enum Match {
        /// Position of the route.
        case route(Int)
        /// The pattern matched, but none of its routes has the method.
        case methodNotAllowed(MethodSet)
        case unknown
    }

    private struct Node {
        var parameter: Int32 = -1
        /// The endpoints of the pattern that ends here.
        var end = Endpoints()
        /// The endpoints of the pattern that ends here in `**`.
        var below = Endpoints()
    }

    /// The routes with one path shape, by host: a range of `endpoints`.
    private struct Endpoints {
        var start: Int32 = 0
        var count: Int32 = 0
    }

    private struct Endpoint {
        /// Position in `hosts`; -1 for any host.
        var host: Int32
        var methods: MethodSet
        /// Where the routes by method begin in `byMethod`.
        var routes: Int32
    }

    private struct Edge {
        var parent: Int32 = -1
        var child: Int32 = -1
        var start: Int32 = 0
        var count: Int32 = 0
    }

    private struct Host {
        var pattern: HostPattern
        var name: Int32
    }

    private var nodes: [Node] = [Node()]
    private var edges: [Edge] = []
    private var literals: [UInt8] = []
    private var endpoints: [Endpoint] = []
    private var byMethod: [Int32] = []
    /// Most specific first.
    private let hosts: [Host]

    /// Two routes that admit one method on one path shape and host.
    struct Clash {
        var first: Int
        var second: Int
        var methods: [RequestMethod]
    }

    private(set) var clashes: [Clash] = []

    struct Entry {
        var path: PathPattern
        /// Position of the host name; nil for any host.
        var host: Int?
        var methods: MethodSet
    }

    init(routes: [Entry], hosts: [[HostPattern]]) {
        self.hosts = hosts.enumerated()
            .flatMap { name, patterns in patterns.map { Host(pattern: $0, name: Int32(name)) } }
            .sorted { left, right in
                if left.pattern.isPrefix != right.pattern.isPrefix { return !left.pattern.isPrefix }
                return left.pattern.bytes.count > right.pattern.bytes.count
            }
        var building = Building()
        for (position, route) in routes.enumerated() {
            building.add(route, position)
        }
        flatten(building, routes)
    }

    // MARK: - Matching

    /// `path` is a canonical path without query; `host` is the value of Host, or empty.
    func match(method: RequestMethod, host: borrowing Span<UInt8>, path: borrowing Span<UInt8>) -> Match {
        guard RouteTable.isPlain(path) else { return .unknown }
        let host = hosts.isEmpty ? -1 : self.host(host)
        let found = descend(node: 0, at: 1, path, host)
        guard found >= 0 else { return .unknown }
        let endpoint = endpoints[found]
        let route = byMethod[Int(endpoint.routes) + Int(method.rawValue)]
        return route >= 0 ? .route(Int(route)) : .methodNotAllowed(endpoint.methods)
    }

    /// The positions of the routes at an address by method, -1 where it has none; nil where no pattern matches.
    func routes(host: borrowing Span<UInt8>, path: borrowing Span<UInt8>) -> [Int32]? {
        guard RouteTable.isPlain(path) else { return nil }
        let host = hosts.isEmpty ? -1 : self.host(host)
        let found = descend(node: 0, at: 1, path, host)
        guard found >= 0 else { return nil }
        let start = Int(endpoints[found].routes)
        return Array(byMethod[start..<start + RequestMethod.allCases.count])
    }

    /// The canonicaliser has refused all of these already; a table that met one would still open nothing.
    private static func isPlain(_ path: borrowing Span<UInt8>) -> Bool {
        guard path.count > 0, path[0] == UInt8(ascii: "/") else { return false }
        var previous = UInt8(ascii: "/")
        var segment = 1
        for index in 1..<max(1, path.count) {
            let byte = path[index]
            guard byte > 0x20, byte < 0x7F else { return false }
            switch byte {
            case UInt8(ascii: "/"):
                if previous == UInt8(ascii: "/") || isDots(path, segment, index) { return false }
                segment = index + 1
            case UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: ";"):
                return false
            default:
                break
            }
            previous = byte
        }
        return !isDots(path, segment, path.count)
    }

    @inline(__always)
    private static func isDots(_ path: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard end - start == 1 || end - start == 2 else { return false }
        return path[start] == UInt8(ascii: ".") && path[end - 1] == UInt8(ascii: ".")
    }

    /// The position of the endpoint of the most specific pattern, or -1. `start` is where the next segment begins.
    private func descend(node: Int, at start: Int, _ path: borrowing Span<UInt8>, _ host: Int32) -> Int {
        if start >= path.count {
            let end = endpoint(nodes[node].end, host)
            return end >= 0 ? end : endpoint(nodes[node].below, host)
        }
        var stop = start
        var hash = RouteTable.seed(node)
        while stop < path.count, path[stop] != UInt8(ascii: "/") {
            hash = RouteTable.mix(hash, path[stop])
            stop += 1
        }
        let literal = child(of: node, path, start, stop, hash)
        if literal >= 0 {
            let found = descend(node: literal, at: stop + 1, path, host)
            if found >= 0 { return found }
        }
        let parameter = Int(nodes[node].parameter)
        if parameter >= 0 {
            let found = descend(node: parameter, at: stop + 1, path, host)
            if found >= 0 { return found }
        }
        return endpoint(nodes[node].below, host)
    }

    private func child(of node: Int, _ path: borrowing Span<UInt8>, _ start: Int, _ stop: Int, _ hash: UInt64) -> Int {
        guard !edges.isEmpty else { return -1 }
        let mask = edges.count - 1
        var slot = RouteTable.slot(hash, mask)
        while edges[slot].child >= 0 {
            let edge = edges[slot]
            if Int(edge.parent) == node, Int(edge.count) == stop - start, equals(edge, path, start) {
                return Int(edge.child)
            }
            slot = (slot + 1) & mask
        }
        return -1
    }

    private func equals(_ edge: Edge, _ path: borrowing Span<UInt8>, _ start: Int) -> Bool {
        let base = Int(edge.start)
        for index in 0..<Int(edge.count) where literals[base + index] != path[start + index] {
            return false
        }
        return true
    }

    /// The endpoint for the host, else the one for any host, else -1.
    private func endpoint(_ range: Endpoints, _ host: Int32) -> Int {
        var free = -1
        for index in Int(range.start)..<Int(range.start + range.count) {
            let bound = endpoints[index].host
            if bound == -1 {
                free = index
            } else if bound == host {
                return index
            }
        }
        return free
    }

    /// The host name that a Host value falls under, or -1. Port and final dot are left aside.
    func host(_ value: borrowing Span<UInt8>) -> Int32 {
        var count = value.count
        if count > 0, value[0] != UInt8(ascii: "[") {
            var index = 0
            while index < count, value[index] != UInt8(ascii: ":") { index += 1 }
            count = index
        }
        if count > 0, value[count - 1] == UInt8(ascii: ".") { count -= 1 }
        for host in hosts where host.pattern.matches(value, count: count) {
            return host.name
        }
        return -1
    }

    // MARK: - Building

    /// The trie while routes are added: plain dictionaries, compared byte for byte (literals are ASCII).
    private struct Building {
        struct Branch {
            var literals: [String: Int] = [:]
            var parameter: Int?
            var end: [Int] = []
            var below: [Int] = []
        }

        var branches = [Branch()]

        mutating func add(_ route: Entry, _ position: Int) {
            var at = 0
            for segment in route.path.segments {
                let next: Int?
                switch segment {
                case .literal(let text): next = branches[at].literals[text]
                case .parameter: next = branches[at].parameter
                }
                if let next {
                    at = next
                    continue
                }
                branches.append(Branch())
                switch segment {
                case .literal(let text): branches[at].literals[text] = branches.count - 1
                case .parameter: branches[at].parameter = branches.count - 1
                }
                at = branches.count - 1
            }
            if route.path.matchesBelow {
                branches[at].below.append(position)
            } else {
                branches[at].end.append(position)
            }
        }
    }

    private mutating func flatten(_ building: Building, _ routes: [Entry]) {
        nodes = Array(repeating: Node(), count: building.branches.count)
        let literalCount = building.branches.reduce(0) { $0 + $1.literals.count }
        var size = 8
        while size < literalCount * 2 { size *= 2 }
        edges = Array(repeating: Edge(), count: size)
        for (position, branch) in building.branches.enumerated() {
            nodes[position].parameter = Int32(branch.parameter ?? -1)
            nodes[position].end = addEndpoints(branch.end, routes)
            nodes[position].below = addEndpoints(branch.below, routes)
            for (text, child) in branch.literals.sorted(by: { $0.key < $1.key }) {
                addEdge(position, child, Array(text.utf8))
            }
        }
    }

    private mutating func addEdge(_ parent: Int, _ child: Int, _ text: [UInt8]) {
        let hash = text.reduce(RouteTable.seed(parent), RouteTable.mix)
        let mask = edges.count - 1
        var slot = RouteTable.slot(hash, mask)
        while edges[slot].child >= 0 { slot = (slot + 1) & mask }
        edges[slot] = Edge(
            parent: Int32(parent), child: Int32(child), start: Int32(literals.count), count: Int32(text.count))
        literals += text
    }

    private mutating func addEndpoints(_ positions: [Int], _ routes: [Entry]) -> Endpoints {
        let start = endpoints.count
        for position in positions {
            let route = routes[position]
            let host = Int32(route.host ?? -1)
            var index = endpoints[start...].firstIndex { $0.host == host }
            if index == nil {
                endpoints.append(Endpoint(host: host, methods: MethodSet([]), routes: Int32(byMethod.count)))
                byMethod += Array(repeating: -1, count: RequestMethod.allCases.count)
                index = endpoints.count - 1
            }
            guard let index else { continue }
            endpoints[index].methods = endpoints[index].methods.union(route.methods)
            for method in route.methods.members {
                let slot = Int(endpoints[index].routes) + Int(method.rawValue)
                if byMethod[slot] >= 0 {
                    addClash(Int(byMethod[slot]), position, method)
                } else {
                    byMethod[slot] = Int32(position)
                }
            }
        }
        return Endpoints(start: Int32(start), count: Int32(endpoints.count - start))
    }

    private mutating func addClash(_ first: Int, _ second: Int, _ method: RequestMethod) {
        if let index = clashes.firstIndex(where: { $0.first == first && $0.second == second }) {
            clashes[index].methods.append(method)
        } else {
            clashes.append(Clash(first: first, second: second, methods: [method]))
        }
    }

    // FNV-1a over the segment, begun at the node.
    @inline(__always)
    private static func seed(_ node: Int) -> UInt64 {
        0xCBF2_9CE4_8422_2325 ^ (UInt64(truncatingIfNeeded: node) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    @inline(__always)
    private static func slot(_ hash: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: hash ^ (hash >> 32)) & mask
    }
}
