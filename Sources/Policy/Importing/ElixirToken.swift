/// A word of a `dispatcher.ex`: as much of Elixir as such a file is made of.
struct ElixirToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A name, such as `match`, `conn` or `Proxy`.
        case word(String)
        /// `:json`.
        case atom(String)
        /// `json:` before a value.
        case label(String)
        /// `@json`.
        case attribute(String)
        /// Text between double quotes or in a sigil. Interpolated text has parts that are worked out when it runs.
        case string(String, isInterpolated: Bool)
        case number(String)
        /// An operator or a bracket.
        case mark(String)
        case lineEnd
    }

    let kind: Kind
    let line: Int
    let column: Int

    func isWord(_ word: String) -> Bool { kind == .word(word) }
    func isMark(_ mark: String) -> Bool { kind == .mark(mark) }
}
