import Policy

enum ImportProperties {
    /// A dispatcher alone, of which nothing may open.
    static func dispatcher(_ bytes: [UInt8], _ check: inout PropertyCheck) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 2
        func isWithin(_ location: SourceLocation) -> Bool {
            (1...lines).contains(location.line) && location.column >= 1
        }
        switch PolicyDraft.make(dispatcher: .init(file: "d", text: text), rules: nil, roles: nil) {
        case .success(let draft):
            check.holds(draft.notes.allSatisfy { isWithin($0.location) }, "a note lies within the dispatcher")
            switch PolicyLoader.load(file: "p", text: draft.text) {
            case .success(let policy):
                check.holds(
                    !policy.routes.isEmpty && policy.routes.count == draft.counts.routes, "a draft has its routes")
                check.holds(policy.routes.allSatisfy { $0.access == .closed }, "a draft without roles opens nothing")
            case .failure(let failure):
                check.holds(false, "a draft loads", "\(failure)")
            }
        case .failure(let failure):
            check.holds(!failure.mistakes.isEmpty, "a dispatcher that cannot be read has a mistake")
            check.holds(failure.mistakes.allSatisfy { isWithin($0.location) }, "a mistake lies within the dispatcher")
            check.holds(
                !failure.mistakes.contains { $0.message.hasPrefix("no policy can be made") }, "a draft loads",
                "\(failure)")
        }
    }
}
