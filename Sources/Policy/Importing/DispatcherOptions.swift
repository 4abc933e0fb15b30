/// The options of a rule: `%{ accept: …, host: …, reverse_host: …, layer: …, last_call: … }`, and `via:` and `host:` of
/// Plug.Router.
struct DispatcherOptions {
    private let options: ElixirValue
    private let layers: [String]

    private(set) var accepts: [String] = []
    private(set) var host = DispatcherRule.Host.any
    private(set) var layer = 0
    private(set) var isLastCall = false
    private(set) var methods: MethodSet?
    private(set) var messages: [String] = []
    /// Something in the options narrows the rule in a way that is not known: forwarding all it matches could open more.
    private(set) var isUnclear = false

    init(_ options: ElixirValue, layers: [String]) {
        self.options = options
        self.layers = layers
    }

    mutating func read() {
        switch options {
        case .word("_"): return
        case .map(let members):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) { read(name, value) }
        default:
            // It may hold a host, so its requests are not known.
            host = .unwritable
            messages.append("the options of this rule are worked out by code")
        }
    }

    private mutating func read(_ name: String, _ value: ElixirValue) {
        switch (name, value) {
        case ("accept", .map(let kinds)): accepts = kinds.keys.sorted()
        case ("accept", .list(let kinds, nil)):
            accepts = kinds.compactMap { if case .atom(let kind) = $0 { kind } else { nil } }.sorted()
        case ("accept", .string(let kind)): accepts = [kind]
        case ("host", .string(let text)): host = Self.host(plug: text)
        case ("host", .list(let labels, let rest)): host = Self.host(labels, rest, isReversed: true)
        case ("reverse_host", .list(let labels, let rest)): host = Self.host(labels, rest, isReversed: false)
        case ("host", _), ("reverse_host", _): host = .unwritable
        case ("layer", .atom(let layer)):
            if let position = layers.firstIndex(of: layer) {
                self.layer = position
            } else {
                messages.append("layer `\(VisibleText.of(layer))` is not among those of `define_layers`")
            }
        case ("last_call", .word("true")): isLastCall = true
        case ("via", .atom(let method)): methods = Self.methods([value]) ?? unknownMethods(method)
        case ("via", .list(let items, nil)): methods = Self.methods(items) ?? unknownMethods("via")
        default:
            messages.append("option `\(VisibleText.of(name))` of this rule is not known, so the rule is unclear")
            isUnclear = true
        }
    }

    private mutating func unknownMethods(_ text: String) -> MethodSet? {
        messages.append("the methods of this rule (`\(VisibleText.of(text))`) are not known; all are assumed")
        return nil
    }

    private static func methods(_ items: [ElixirValue]) -> MethodSet? {
        let found = items.compactMap { item -> RequestMethod? in
            guard case .atom(let name) = item else { return nil }
            let method = RequestMethod(name.uppercased())
            return MethodSet.nameable.contains(method) ? method : nil
        }
        return found.count == items.count && !found.isEmpty ? MethodSet(found) : nil
    }

    /// `api.example.org`; `api.` of Plug.Router for everything that begins so; `*.example.org` cannot be written.
    private static func host(plug text: String) -> DispatcherRule.Host {
        var labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let more = labels.last == ""
        if more { labels.removeLast() }
        return host(labels, more)
    }

    private static func host(_ items: [ElixirValue], _ rest: String?, isReversed: Bool) -> DispatcherRule.Host {
        let labels = items.compactMap { if case .string(let label) = $0 { label } else { nil } }
        // What may follow stands behind in the one order, and before all else in the other.
        guard labels.count == items.count, rest == nil || !isReversed else { return .unwritable }
        return host(isReversed ? labels.reversed() : labels, rest != nil)
    }

    private static func host(_ labels: [String], _ more: Bool) -> DispatcherRule.Host {
        let text = labels.joined(separator: ".") + (more ? ".*" : "")
        return HostPattern(text) == nil ? .unwritable : .labels(labels.map { $0.lowercased() }, more: more)
    }
}
