/// A value as the options of a dispatcher rule are made of.
indirect enum ElixirValue: Hashable, Sendable {
    case string(String)
    case atom(String)
    case word(String)
    /// `[a, b | rest]`; `rest` is nil without a bar.
    case list([ElixirValue], rest: String?)
    /// `%{ a: b }`, and `a: b, c: d` without braces.
    case map([String: ElixirValue])
    /// Anything that has to be run to know what it is.
    case unknown
}
