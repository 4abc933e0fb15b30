/// How far the API behind a route may be asked, in a form that two policies can be compared by: names, not positions.
struct RelatedData: Equatable {
    /// What the rules say, for people.
    let words: String
    /// One entry for each path, and for each module or role that admits it; nil when nothing is judged and all passes.
    private let admitted: Set<String>?

    init(_ route: Route, _ policy: PolicySet) {
        guard let rules = route.jsonAPI else {
            words = "what is asked besides is not judged"
            admitted = nil
            return
        }
        var names: [String] = []
        if case .granted(let modules, let roles) = route.access {
            names = modules.map { policy.modules[$0].id } + roles.map { policy.administrativeRoles[$0].name }
        }
        words = "may be asked: " + rules.words(names)
        var admitted: Set<String> = []
        func add(_ what: String, _ paths: AdmittedPaths, beginnings: Bool) {
            for entry in paths.entries {
                let segments = entry.path.split(separator: ".", omittingEmptySubsequences: false)
                let shortest = beginnings ? 1 : segments.count
                for count in shortest...segments.count {
                    let path = segments.prefix(count).joined(separator: ".")
                    // Whoever passes a route without modules and roles has no name.
                    for name in names.isEmpty
                        ? [""] : names.indices.filter(entry.candidates.contains).map({ names[$0] })
                    {
                        admitted.insert("\(what) \(path) \(name)")
                    }
                }
            }
        }
        add("include", rules.include, beginnings: true)
        // What may be included may be filtered and sorted by.
        add("filter", rules.include, beginnings: true)
        add("filter", rules.filter, beginnings: false)
        add("relationships", rules.relationships, beginnings: false)
        self.admitted = admitted
    }

    /// Whether all of it may be asked there, too.
    func isWithin(_ other: RelatedData) -> Bool {
        guard let theirs = other.admitted else { return true }
        return admitted?.isSubset(of: theirs) ?? false
    }

    static func == (left: RelatedData, right: RelatedData) -> Bool { left.admitted == right.admitted }
}
