/// Finds one path for every kind of path that any of a number of patterns could tell apart.
///
/// The patterns are laid into one tree. What a path can match depends only on which nodes of the tree can still be reached
/// after each of its segments and on the `**` that were passed. So the walk goes from set of nodes to set of nodes: by each
/// literal that leaves one of them, and by one segment that is no literal anywhere, which stands for every other. A set that
/// was met before is not walked again, for everything below it is decided alike.
struct AddressWalk {
    /// More kinds than any policy that people can read.
    static let limit = 20_000

    private struct Node {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var endsBelow = false
    }

    private struct State: Hashable {
        /// Nodes that the path has reached.
        var nodes: [Int]
        /// Nodes with a `**` that the path has passed.
        var passed: [Int]
    }

    private var nodes = [Node()]
    /// Nil when the patterns overlap in more ways than ``limit``.
    private(set) var paths: [String]? = []

    init(_ patterns: some Sequence<PathPattern>) {
        for pattern in patterns { add(pattern) }
        walk()
    }

    private mutating func add(_ pattern: PathPattern) {
        var at = 0
        for segment in pattern.segments {
            let next: Int?
            switch segment {
            case .literal(let text): next = nodes[at].literals[text]
            case .parameter: next = nodes[at].parameter
            }
            let child = next ?? nodes.count
            if next == nil {
                nodes.append(Node())
                switch segment {
                case .literal(let text): nodes[at].literals[text] = child
                case .parameter: nodes[at].parameter = child
                }
            }
            at = child
        }
        if pattern.matchesBelow { nodes[at].endsBelow = true }
    }

    private mutating func walk() {
        let literals = Set(nodes.flatMap(\.literals.keys))
        let first = AddressWalk.fresh(["elsewhere"], literals)
        let later = AddressWalk.fresh([], literals)
        let start = State(nodes: [0], passed: [])
        var seen: Set<State> = [start]
        var queue: [(state: State, path: [String])] = [(start, [])]
        var found: [String] = []
        var index = 0
        while index < queue.count {
            let (state, path) = queue[index]
            index += 1
            found.append("/" + path.joined(separator: "/"))
            guard !state.nodes.isEmpty else { continue }
            let passed = state.passed + state.nodes.filter { nodes[$0].endsBelow }
            func go(_ segment: String, _ reached: [Int]) {
                let next = State(nodes: reached, passed: passed)
                if seen.insert(next).inserted { queue.append((next, path + [segment])) }
            }
            let parameters = state.nodes.compactMap { nodes[$0].parameter }
            for literal in Set(state.nodes.flatMap { nodes[$0].literals.keys }).sorted() {
                go(literal, state.nodes.compactMap { nodes[$0].literals[literal] } + parameters)
            }
            go(path.isEmpty ? first : later, parameters)
            guard queue.count <= AddressWalk.limit else {
                paths = nil
                return
            }
        }
        paths = found
    }

    /// A segment that is no literal of any pattern.
    private static func fresh(_ preferred: [String], _ literals: Set<String>) -> String {
        if let name = preferred.first(where: { !literals.contains($0) }) { return name }
        var number = 1
        while literals.contains("\(number)") { number += 1 }
        return "\(number)"
    }
}
