/// What a route admits of a JSON:API behind it, besides its resources: related data that come along, relationships that are
/// followed, and what may be filtered and sorted by.
///
/// A path alone says nothing about these: `/bestuurseenheden/1?include=vendors` and `/bestuurseenheden/1/vendors` reach the
/// data of a type that has a route of its own. What is not named is refused. None of it ever opens anything: who may come is
/// decided before, by the route.
///
/// A class, so that a decision counts one reference and not one for each list.
package final class JSONAPIRules: Sendable {
    /// Paths for `include`. A path brings its beginnings along, as JSON:API 1.1 section 6.3 has it.
    let include: AdmittedPaths
    /// What may stand behind `/:id/`, and behind `/:id/links/` and `/:id/relationships/`.
    let relationships: AdmittedPaths
    /// Paths for `filter` and `sort` besides those of `include`, each as a whole.
    let filter: AdmittedPaths
    /// How many segments of the path come before the identifier; nil when the pattern names whole paths itself.
    let depth: Int?

    init(include: AdmittedPaths, relationships: AdmittedPaths, filter: AdmittedPaths, depth: Int?) {
        self.include = include
        self.relationships = relationships
        self.filter = filter
        self.depth = depth
    }

    /// `include a.b, c; relationships d; filter e`, with the modules and roles where they differ.
    func words(_ candidates: [String]) -> String {
        func words(_ name: String, _ paths: AdmittedPaths) -> String? {
            guard !paths.entries.isEmpty else { return nil }
            let items = paths.entries.map { entry in
                guard entry.candidates != .everyone else { return entry.path }
                let names = candidates.indices.filter(entry.candidates.contains).map { candidates[$0] }
                return "\(entry.path) (\(names.joined(separator: ", ")))"
            }
            return "\(name) \(items.joined(separator: ", "))"
        }
        let parts = [words("include", include), words("relationships", relationships), words("filter", filter)]
        let named = parts.compactMap { $0 }
        return named.isEmpty ? "no related data" : named.joined(separator: "; ")
    }
}
