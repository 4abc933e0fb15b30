package import Besturen

/// A module of the Loket: what a role opens for a bestuur.
package struct Module: Hashable, Sendable {
    /// Who may use it.
    package enum Opening: Hashable, Sendable {
        /// Whoever holds this role (or has the module in the modules claim) for the chosen bestuur.
        case role(String)
        /// Every authenticated bestuur.
        case authenticated
    }

    package let id: String
    package let label: String
    package let opening: Opening
    /// The types of bestuur that are eligible.
    package let bestuurstypes: BestuurstypeSet
    /// Whether a bestuur that has the module as view-only may only read.
    package let honoursViewOnly: Bool
    /// Served elsewhere: listed for people, reachable through no route.
    package let isExternal: Bool
    /// The doelgroepen admitted, a subset of the policy's.
    package let doelgroepen: Set<Doelgroep>
    package let why: String?
    package let location: SourceLocation

    package var role: String? {
        if case .role(let role) = opening { return role }
        return nil
    }
}
