import Besturen

/// The one thing that somebody brings, beside the login right.
///
/// A real person holds a set of roles. The engine grants when *any* module or administrative role of the route grants, and
/// each stands on its own: what a set opens is what its members open, taken together. So the members, and nothing at all, say
/// everything about all sets.
package enum Credential: Hashable, Sendable {
    /// Nobody is logged in, or no bestuur could be found for the login: the engine knows no principal in either case.
    case anonymous
    /// A login without a role that opens anything.
    case none
    /// A role, held for the bestuur that was chosen at login. Held for another organisation it counts as not held.
    case role(String)
    /// An entry of the modules claim, by the id of the module.
    case module(String)

    /// The name of the role, the id of the module.
    package var name: String? {
        switch self {
        case .anonymous, .none: nil
        case .role(let name), .module(let name): name
        }
    }
}
