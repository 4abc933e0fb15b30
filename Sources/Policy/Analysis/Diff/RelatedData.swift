/// How far the API behind a route may be asked, in a form that two policies can be compared by: names, not positions.
struct RelatedData: Hashable {
    /// One kind of question: a path, and who may ask it.
    struct Entry: Hashable {
        let what: String
        let path: String
        /// The modules and roles that admit it; nil for whoever passes the route.
        let names: [String]?

        /// `include publisher`, `filter name (berichten)`.
        var words: String { "\(what) \(path)" + (names.map { " (\($0.joined(separator: ", ")))" } ?? "") }
    }

    /// Nil when nothing is judged and all passes.
    let entries: [Entry]?

    init(_ route: Route, _ policy: PolicySet) {
        guard let rules = route.jsonAPI else {
            entries = nil
            return
        }
        var names: [String] = []
        if case .granted(let modules, let roles) = route.access {
            names = modules.map { policy.modules[$0].id } + roles.map { policy.administrativeRoles[$0].name }
        }
        func told(_ what: String, _ paths: AdmittedPaths) -> [Entry] {
            paths.entries.map { entry in
                let isForAll = entry.candidates == .everyone
                return Entry(
                    what: what, path: entry.path,
                    names: isForAll ? nil : names.indices.filter(entry.candidates.contains).map { names[$0] })
            }
        }
        self.entries =
            told("include", rules.include) + told("relationship", rules.relationships)
            + told("filter", rules.filter)
    }

    /// The same for somebody whom these modules and roles let in: who it is for is answered, and no longer told.
    func granted(_ names: Set<String>) -> RelatedData {
        RelatedData(
            entries: entries?.filter { $0.names.map { !names.isDisjoint(with: $0) } ?? true }.map {
                Entry(what: $0.what, path: $0.path, names: nil)
            })
    }

    private init(entries: [Entry]?) { self.entries = entries }

    /// For tables: one item for each entry.
    var items: [String] {
        guard let entries else { return ["anything: path and query are not judged"] }
        return entries.isEmpty ? ["nothing"] : entries.map(\.words)
    }

    /// Whether all of it may be asked there, too.
    func isWithin(_ other: RelatedData) -> Bool {
        guard let theirs = other.entries else { return true }
        return entries?.allSatisfy { entry in theirs.contains { $0.admits(entry) } } ?? false
    }

    /// What may be asked of `other` and may not be of this, in words; empty when there is nothing.
    func missing(from other: RelatedData) -> [String] {
        guard let entries else { return [] }
        guard let theirs = other.entries else { return ["anything else"] }
        return theirs.filter { entry in !entries.contains { $0.admits(entry) } }.map(\.words)
    }
}

extension RelatedData.Entry {
    /// Whether what `other` says is said here as well. An `include` brings its beginnings along, and what may be included may
    /// be filtered by.
    func admits(_ other: Self) -> Bool {
        guard names == nil || other.names.map({ Set($0).isSubset(of: names ?? []) }) ?? false else { return false }
        switch (what, other.what) {
        case ("include", "include"), ("include", "filter"):
            return path == other.path || path.hasPrefix(other.path + ".")
        default: return what == other.what && path == other.path
        }
    }
}
