/// One rule of the Loket's dispatcher, as recorded in `routes.csv`.
struct LoketRule: Sendable {
    enum Segment: Equatable, Sendable {
        case literal(String)
        case parameter
        case rest
    }

    /// The rule's line in the dispatcher's own file, and so its place in the order in which rules are tried.
    let line: Int
    /// `nil` for a rule that takes every method.
    let method: String?
    let segments: [Segment]
    /// The kind of client the rule demands: `json`, `html`, `any`; empty when it does not care.
    let accept: String
    /// The first label of the host the rule is for, or `nil` for every host.
    let host: String?
    let upstream: String
    let module: String
    /// The column `roles_allowed`, unparsed.
    let rolesAllowed: String
    let note: String

    init?(row: [String: String]) {
        guard let line = row["line"].flatMap({ Int($0) }), let pattern = row["path_pattern"],
            let method = row["method"],
            let accept = row["accept"], let host = row["host"], let upstream = row["upstream"],
            let module = row["module"], let roles = row["roles_allowed"], let note = row["note"]
        else { return nil }
        self.line = line
        self.method = method == "ANY" ? nil : method
        self.segments = pattern.split(separator: "/").map { part in
            switch part.first {
            case "*": .rest
            case ":": .parameter
            default: .literal(String(part))
            }
        }
        self.accept = accept
        self.host = host.isEmpty ? nil : host.split(separator: ".").first.map { String($0) }
        self.upstream = upstream
        self.module = module
        self.rolesAllowed = roles
        self.note = note
    }

    /// The rule's path as a policy writes it.
    var policyPattern: String {
        "/"
            + zip(segments, segments.indices).map { segment, index in
                switch segment {
                case .literal(let text): text
                case .parameter: ":id"
                case .rest: "**"
                }
            }.joined(separator: "/")
    }

    /// Whether the rule takes whatever no other rule took.
    var isCatchAll: Bool { segments == [.rest] }

    /// Whether it serves the files of a frontend rather than data.
    var servesFrontend: Bool { module == "frontend" }

    func matches(path: String) -> Bool {
        let parts = path.split(separator: "/").map { String($0) }
        for (index, segment) in segments.enumerated() {
            switch segment {
            case .rest: return true
            case .parameter: if index >= parts.count { return false }
            case .literal(let text): if index >= parts.count || parts[index] != text { return false }
            }
        }
        return parts.count == segments.count
    }

    func matches(host: String) -> Bool {
        guard let wanted = self.host else { return true }
        return host.split(separator: ".").first.map { String($0) } == wanted
    }

    func matches(method: String) -> Bool {
        self.method == nil || self.method == method
    }

    /// Concrete paths that this rule is meant for: the path itself, and one and two levels below a `*path`.
    var samplePaths: [String] {
        let fixed = segments.filter { $0 != .rest }.map { segment in
            if case .literal(let text) = segment { text } else { "42" }
        }
        let base = "/" + fixed.joined(separator: "/")
        guard segments.last == .rest else { return [base] }
        let below = base == "/" ? "" : base
        return [base, below + "/a1", below + "/a1/links"]
    }
}
