import Besturen

/// A policy made of the Loket's own sources, for a person to finish.
///
/// The dispatcher says where requests go and nothing about who may send them. So every route is closed, and marked as unclear,
/// but those for which the list of roles names the module, and those that the dispatcher itself refuses.
package struct PolicyDraft: Sendable {
    /// A file with its text.
    package struct Source {
        package let file: String
        package let text: String

        package init(file: String, text: String) {
            self.file = file
            self.text = text
        }
    }

    /// How much of the draft is still to be said.
    package struct Counts: Hashable, Sendable {
        package var rules = 0
        package var routes = 0
        package var unclearRoutes = 0
        package var modules = 0
        package var administrativeRoles = 0
        package var retiredRoles = 0
    }

    /// The text of `policy.yaml`. It loads without mistakes.
    package let text: String
    /// What could not be placed, or needs to be looked at, in the order of the sources.
    package let notes: [ImportNote]
    package let counts: Counts

    /// Makes a draft, or says everything that is wrong with the sources.
    package static func make(
        dispatcher: Source, rules: Source?, roles: Source?, limits: DocumentLimits = DocumentLimits()
    ) -> Result<PolicyDraft, DocumentMistakes> {
        let dispatched = DispatcherFile(file: dispatcher.file, text: dispatcher.text, limits: limits)
        let eligibility = rules.map { MockLoginRules(file: $0.file, text: $0.text, limits: limits) }
        let list = roles.map { RoleList(file: $0.file, text: $0.text, limits: limits) }
        let mistakes = dispatched.mistakes + (eligibility?.mistakes ?? []) + (list?.mistakes ?? [])
        guard mistakes.isEmpty else { return .failure(DocumentMistakes(mistakes)) }
        let parts = DraftRoles(list, eligibility)
        let routes = DraftRoutes(dispatched, parts)
        guard !routes.routes.isEmpty else {
            let place = SourceLocation(file: dispatcher.file, line: 1, column: 1)
            let message = "no rule of the dispatcher can be written in a policy"
            return .failure(DocumentMistakes([Mistake(location: place, message: message)]))
        }
        let writer = DraftWriter(
            dispatched, parts, routes, sources: [dispatcher, rules, roles].compactMap { $0?.file })
        let notes = dispatched.notes + (eligibility?.notes ?? []) + (list?.notes ?? []) + parts.notes + routes.notes
        let counts = Counts(
            rules: dispatched.rules.count, routes: routes.routes.count,
            unclearRoutes: routes.routes.count(where: \.isUnclear), modules: parts.modules.count,
            administrativeRoles: parts.administrative.count, retiredRoles: parts.retired.count)
        let text = writer.text
        // A draft that does not load would be worth nothing; only one that is larger than a policy may be does not.
        if case .failure(let failure) = PolicyLoader.load(file: "draft", text: text, limits: limits) {
            let place = SourceLocation(file: dispatcher.file, line: 1, column: 1)
            let message = "no policy can be made of this dispatcher: \(failure.mistakes.first?.message ?? "")"
            return .failure(DocumentMistakes([Mistake(location: place, message: message)]))
        }
        return .success(PolicyDraft(text: text, notes: notes, counts: counts))
    }
}
