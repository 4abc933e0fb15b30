/// The fields of a query or of a form's body (`application/x-www-form-urlencoded`, WHATWG URL section 5), read strictly.
///
/// A field without a value counts as absent (RFC 6749, section 3.1).
struct FormFields: Sendable {
    private let fields: [(name: String, value: String)]
    /// The names that came more than once. RFC 6749 section 3.1 forbids that: two readers would take different values.
    let repeatedNames: Set<String>
    /// The names of all fields, those without a value included.
    let names: Set<String>

    /// - Returns: nil for a broken escape, bytes that are no UTF-8, and control characters.
    init?(_ bytes: some Sequence<UInt8>) {
        var fields: [(name: String, value: String)] = []
        for part in Array(bytes).split(separator: UInt8(ascii: "&")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = FormEncoding.decode(pair[0]),
                let value = FormEncoding.decode(pair.count == 2 ? pair[1] : [])
            else { return nil }
            fields.append((name, value))
        }
        var seen: Set<String> = []
        repeatedNames = Set(fields.map(\.name).filter { !seen.insert($0).inserted })
        names = seen
        self.fields = fields.filter { !$0.value.isEmpty }
    }

    /// The value of a field; of a repeated one the first.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Words between blanks, as `scope`, `prompt` and `acr_values` hold them.
    func words(_ name: String) -> [String] {
        self[name]?.utf8.split(separator: UInt8(ascii: " ")).map { String(decoding: Array($0), as: UTF8.self) } ?? []
    }
}
