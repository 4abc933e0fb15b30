/// Something about a source of besturen that a person should know, with its place.
package struct RegisterProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case headerInvalid = "header_invalid"
        case rowMalformed = "row_malformed"
        case uriInvalid = "uri_invalid"
        case uriTwice = "uri_twice"
        case nameEmpty = "name_empty"
        case typeUnknown = "type_unknown"
        case typeDouble = "type_double"
        case kboInvalid = "kbo_invalid"
        case ovoInvalid = "ovo_invalid"
        case nisInvalid = "nis_invalid"
        case statusUnknown = "status_unknown"
        case statusMissing = "status_missing"
        case numberShared = "number_shared"
        case numberMissing = "number_missing"
    }

    /// What became of the row.
    package enum Effect: String, Hashable, Sendable {
        /// Nothing of the source could be read past this point.
        case sourceRefused = "source-refused"
        /// The bestuur is not in the register.
        case rowRefused = "row-refused"
        /// The bestuur is in the register without this value.
        case valueDropped = "value-dropped"
        /// Everything was taken over; it is worth a look.
        case noted
    }

    package let source: String
    /// The line on which the row begins, counted from 1.
    package let line: Int
    package let kind: Kind
    package let effect: Effect
    package let message: String
    package let hint: String?

    package var description: String {
        "\(source):\(line): \(effect == .noted ? "note" : "error"): \(message)"
            + (hint.map { "\n    hint: \($0)" } ?? "")
    }
}
