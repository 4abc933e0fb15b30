/// Which module of the Loket a path belongs to, for the answers of the sample modules.
///
/// A guess for people who read those answers: no decision rests on it.
package enum LoketModule {
    /// The module id as in the Loket policy, or `nil` for what several modules share or no module has.
    package static func guess(path: String) -> String? {
        let first = path.drop { $0 == "/" }.prefix { $0 != "/" && $0 != "?" }
        return modules[String(first)]
    }

    private static let modules: [String: String] = {
        let collections: [String: [String]] = [
            "toezicht": [
                "submissions", "submission-forms", "submission-documents", "form-data", "file-addresses",
                "file-address-cache-statuses", "remote-data-objects", "worship-decisions-cross-reference",
            ],
            "berichtencentrum": ["conversaties", "berichten"],
            "bbcdr": ["bbcdr-reports"],
            "leidinggevendenbeheer": ["functionarissen", "bestuursfuncties"],
            "personeelsbeheer": ["employee-datasets", "employee-period-slices", "employee-observations"],
            "bedienarenbeheer": ["ministers", "minister-positions", "minister-conditions"],
            "eredienst-mandatenbeheer": ["worship-mandatees", "mandatarissen", "invalidations"],
        ]
        var modules: [String: String] = [:]
        for (module, names) in collections {
            for name in names {
                modules[name] = module
            }
        }
        return modules
    }()
}
