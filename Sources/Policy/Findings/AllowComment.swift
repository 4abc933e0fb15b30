/// A comment by which the owner of a policy says that a finding is meant: `# poort: allow CODE because REASON`, at the end of
/// the line of the finding, or on lines of its own above it.
struct AllowComment: Hashable, Sendable {
    enum Content: Hashable, Sendable {
        case allow(Finding.Code, because: String)
        case malformed(message: String, hint: String)
    }

    let content: Content
    let location: SourceLocation
    /// The line that it is about; nil when nothing follows it.
    let line: Int?
    /// Whether nothing but comments stands before it, so that it can be about the policy as a whole.
    let isAtTop: Bool

    /// Nil when the comment is not meant for us.
    init?(_ comment: YAMLComment, line: Int?, isAtTop: Bool) {
        // It may follow another comment behind a route: `# dispatcher 761  # poort: allow …`. A line of its own is prose.
        let behind = comment.isAlone ? nil : comment.text.firstRange(of: "# poort:")
        let text = behind.map { comment.text[$0.lowerBound...].dropFirst(2) } ?? comment.text[...]
        let words = text.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = words.first, first == "poort:" || first == "poort" || first.hasPrefix("poort:") else {
            return nil
        }
        // Prose may begin with our name; only what reads as an instruction is one.
        guard first != "poort" || words.dropFirst().first == "allow" || words.dropFirst().first == ":" else {
            return nil
        }
        content = AllowComment.content(words.map(String.init))
        location = comment.location
        self.line = line
        self.isAtTop = isAtTop
    }

    private static func content(_ words: [String]) -> Content {
        let form = "write `# poort: allow CODE because …`"
        guard words.count > 1, words[0] == "poort:", words[1] == "allow" else {
            return .malformed(message: "this comment is for nobody: only `poort: allow` is known", hint: form)
        }
        guard words.count > 2 else { return .malformed(message: "`allow` names no finding", hint: form) }
        let known = Finding.Code.allCases.filter { $0 != .allowMalformed && $0 != .allowUnused }
        guard let code = known.first(where: { $0.rawValue == words[2] }) else {
            let suggestion = NearMiss.suggestion(for: words[2], among: known.map(\.rawValue))
            return .malformed(
                message: "no finding has the code `\(words[2])`",
                hint: suggestion.map { "did you mean `\($0)`?" } ?? form)
        }
        guard words.count > 4, words[3] == "because" else {
            return .malformed(
                message: "`allow \(code.rawValue)` says nothing about why", hint: "end it in `because …`")
        }
        return .allow(code, because: words.dropFirst(4).joined(separator: " "))
    }

    /// All of a document, which must be valid YAML.
    static func all(file: String, text: String) -> [AllowComment] {
        let comments = YAMLComment.all(file: file, text: text)
        return comments.list.compactMap { comment in
            let line = comment.isAlone ? comments.contentLine(after: comment.location.line) : comment.location.line
            let isAtTop = comment.location.line < (comments.contentLine(after: 0) ?? .max)
            return AllowComment(comment, line: line, isAtTop: isAtTop)
        }
    }
}
