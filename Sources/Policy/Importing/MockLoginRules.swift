import Besturen

/// The `rules.json` of the mock login: for which types of bestuur each role is. It is what ABB itself keeps of that.
///
/// JSON is YAML, so it is read as such, with the place of every mistake.
struct MockLoginRules: Sendable {
    struct Rule: Sendable {
        let role: String
        /// Nil when the rule restricts nothing.
        let bestuurstypes: BestuurstypeSet?
        let location: SourceLocation
    }

    private(set) var rules: [Rule] = []
    private(set) var notes: [ImportNote] = []
    private(set) var mistakes: [Mistake] = []

    init(file: String, text: String, limits: DocumentLimits = DocumentLimits()) {
        let reader = DocumentReader(file: file, text: text, limits: limits)
        read(reader)
        mistakes = reader.mistakes
    }

    func rule(for role: String) -> Rule? { rules.first { ExactText($0.role) == ExactText(role) } }

    private mutating func read(_ reader: DocumentReader) {
        guard let root = reader.root, let pairs = reader.entries(root, "the rules") else { return }
        guard let list = pairs.first(where: { $0.key == "rules" })?.value else {
            reader.report(root.location, "this is no rules.json: it has no `rules`")
            return
        }
        let nodes = reader.nonEmptyList(list, "`rules`") ?? []
        guard nodes.count <= RoleList.maximumRoles else {
            reader.report(list.location, "there are more than \(RoleList.maximumRoles) rules")
            return
        }
        for node in nodes {
            guard let members = reader.entries(node, "a rule") else { continue }
            rule(members, node.location, reader)
        }
    }

    private mutating func rule(_ members: [LocatedNode.Pair], _ location: SourceLocation, _ reader: DocumentReader) {
        guard let name = members.first(where: { $0.key == "sessionRole" })?.value else {
            reader.report(location, "a rule needs `sessionRole`")
            return
        }
        guard let role = reader.string(name, "`sessionRole`") else { return }
        guard PolicyDocument.isRoleName(role) else {
            note(name.location, "`\(VisibleText.of(role))` cannot be the name of a role, so its rule was left out")
            return
        }
        if let first = rule(for: role) {
            note(location, "role `\(role)` has a rule on line \(first.location.line) already; this one was left out")
            return
        }
        var types: BestuurstypeSet?
        var isClear = true
        for member in members where member.key != "sessionRole" {
            switch member.key {
            case "restrictToClassifications":
                types = classifications(member.value, role, reader)
            default:
                // It may restrict the rule further, or be a slip for what restricts it: more would be eligible than are.
                isClear = false
                let meant = NearMiss.suggestion(for: member.key, among: ["restrictToClassifications"])
                note(
                    member.keyLocation,
                    "`\(VisibleText.of(member.key))` is not known here, so `\(role)` is for no bestuur until that is clear"
                        + (meant.map { "; did you mean `\($0)`?" } ?? ""))
            }
        }
        rules.append(Rule(role: role, bestuurstypes: isClear ? types : BestuurstypeSet(), location: location))
    }

    private mutating func classifications(
        _ node: LocatedNode, _ role: String, _ reader: DocumentReader
    ) -> BestuurstypeSet {
        var types = BestuurstypeSet()
        for item in reader.list(node, "`restrictToClassifications`") ?? [] {
            guard let uri = reader.string(item, "a classification") else { continue }
            if let type = Bestuurstype(conceptURI: uri) {
                types.insert(type)
            } else {
                note(item.location, "classification `\(VisibleText.of(uri))` is not known, so `\(role)` is not for it")
            }
        }
        return types
    }

    private mutating func note(_ location: SourceLocation, _ message: String) {
        notes.append(ImportNote(location: location, message: message))
    }
}
