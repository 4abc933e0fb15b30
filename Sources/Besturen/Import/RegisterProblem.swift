/// Something about a source of besturen that a person should know, with its place.
package struct RegisterProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case headerInvalid = "header_invalid"
        case turtleInvalid = "turtle_invalid"
        case rowMalformed = "row_malformed"
        case uriInvalid = "uri_invalid"
        case uriTwice = "uri_twice"
        /// The URI is minted under a path that no bestuur is known to have.
        case uriPathUnknown = "uri_path_unknown"
        /// The identifier beside the URI is not the URI's last segment.
        case uuidDiffers = "uuid_differs"
        /// A graph says things of a bestuur about a node that it does not declare one.
        case notDeclared = "not_declared"
        case nameEmpty = "name_empty"
        /// A text is too long, or holds control characters or a national number.
        case textInvalid = "text_invalid"
        case typeUnknown = "type_unknown"
        case typeDouble = "type_double"
        case kboInvalid = "kbo_invalid"
        /// A KBO number of nine digits got its zero back.
        case kboPadded = "kbo_padded"
        case ovoInvalid = "ovo_invalid"
        case nisInvalid = "nis_invalid"
        case statusUnknown = "status_unknown"
        case statusMissing = "status_missing"
        /// A source gives two values of a property of which a bestuur has one.
        case valueDouble = "value_double"
        case werkingsgebiedInvalid = "werkingsgebied_invalid"
        /// A predecessor or successor is not a URI, or the bestuur itself.
        case relationInvalid = "relation_invalid"
        case predecessorUnknown = "predecessor_unknown"
        case successorUnknown = "successor_unknown"
        /// A bestuur is active beside the one into which it was merged.
        case mergedActive = "merged_active"
        case numberShared = "number_shared"
        case numberMissing = "number_missing"
    }

    /// What became of the row.
    package enum Effect: String, Hashable, Sendable, CaseIterable {
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
    /// The bestuur it is about, as far as it is known.
    package let uri: String?
    package let message: String
    package let hint: String?

    package var description: String {
        ImportReport.printable("\(source):\(line): \(effect == .noted ? "note" : "error"): \(message)")
            + (hint.map { "\n    hint: \(ImportReport.printable($0))" } ?? "")
    }
}
