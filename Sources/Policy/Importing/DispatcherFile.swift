/// A `dispatcher.ex` of mu-dispatcher: an Elixir module whose rules are tried in the order of the file (and of its layers), the
/// first that fits deciding.
///
/// It is read, not run: a rule whose path, options or body are worked out by code is not guessed at.
struct DispatcherFile: Sendable {
    /// More rules than this are no dispatcher. The Loket has 166.
    static let maximumRules = 1_000

    /// In the order in which they are tried.
    private(set) var rules: [DispatcherRule] = []
    private(set) var notes: [ImportNote] = []
    private(set) var mistakes: [Mistake] = []
    let file: String

    init(file: String, text: String, limits: DocumentLimits = DocumentLimits()) {
        self.file = file
        guard text.utf8.count <= limits.bytes else {
            let location = SourceLocation(file: file, line: 1, column: 1)
            mistakes = [Mistake(location: location, message: "the dispatcher is larger than \(limits.bytes) bytes")]
            return
        }
        let lexer = ElixirLexer(file: file, text: text)
        guard lexer.mistakes.isEmpty else {
            mistakes = lexer.mistakes
            return
        }
        var parser = DispatcherParser(file: file, tokens: lexer.tokens, sections: DispatcherSections(lexer))
        parser.parse()
        mistakes = parser.mistakes
        notes = parser.notes
        rules = parser.rules.sorted { ($0.order, $0.line) < ($1.order, $1.line) }
    }
}

/// The comments that head the parts of a dispatcher: words alone on a line, mostly between rulers of `#`.
struct DispatcherSections: Sendable {
    private let titles: [(line: Int, text: String)]

    init(_ lexer: ElixirLexer) {
        let code = Set(lexer.tokens.filter { $0.kind != .lineEnd }.map(\.line))
        let alone = lexer.comments.filter { !code.contains($0.line) }
        let rulers = Set(alone.filter { DispatcherSections.isRuler($0.text) }.map(\.line))
        titles = alone.compactMap { comment in
            let text = DispatcherSections.words(comment.text)
            guard !text.isEmpty, rulers.contains(comment.line - 1), rulers.contains(comment.line + 1) else {
                return nil
            }
            return (comment.line, text)
        }
    }

    /// The title under which a line stands.
    func title(at line: Int) -> String? { titles.last { $0.line < line }?.text }

    private static func isRuler(_ text: String) -> Bool {
        text.utf8.count > 3 && text.utf8.allSatisfy { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\r") }
    }

    private static func words(_ text: String) -> String {
        let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "#" })
        return VisibleText.of(String(words.joined(separator: " ").prefix(100)))
    }
}
