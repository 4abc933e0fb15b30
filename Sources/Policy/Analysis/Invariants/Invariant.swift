/// Something that must hold of a policy whatever else in it changes.
///
/// It is asked of every cell of the policy (``AccessDomain``), so that what is proved holds for every person and request.
package struct Invariant: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// No cell of the selection is reached.
        case never
        /// What the requests of the selection ask for is reached by the people of the selection, and by nobody else.
        case only
        /// Every cell of the selection is reached, as far as a route takes the request. Nothing else is taken for granted: a
        /// selection that does not say `state: active` asks for the others, too.
        case always
    }

    package let name: String
    package let kind: Kind
    package let selection: InvariantSelection
    package let why: String?
    package let location: SourceLocation

    /// `never: { access: write, view-only: true }`, as the policy would write it.
    package var words: String { "\(kind.rawValue): { \(selection.words) }" }
}
