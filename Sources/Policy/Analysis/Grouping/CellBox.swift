package import Besturen

/// A product of dimensions: each of its people, against each of its areas.
package struct CellBox: Hashable, Sendable {
    /// What is brought: a credential, and the login rights beside it.
    package struct Holding: Hashable, Sendable {
        package let credential: Credential
        package let loginRights: [String]
    }

    package let holdings: [Holding]
    /// Empty for nobody.
    package let types: [Bestuurstype]
    /// Nil stands for none.
    package let doelgroepen: [Doelgroep?]
    /// Whether the bestuur is active.
    package let states: [Bool]
    /// Empty when it makes no difference.
    package let viewOnly: [Profile.ViewOnly]
    /// The same people by their positions in the domain, ascending.
    package let profiles: [Int]
    /// By their positions in the domain, ascending.
    package let areas: [Int]

    package var cellCount: Int { profiles.count * areas.count }

    package func contains(_ cell: AccessDomain.Cell) -> Bool {
        areas.contains(cell.area) && profiles.contains(cell.profile)
    }

    func with(areas: [Int]) -> CellBox {
        CellBox(
            holdings: holdings, types: types, doelgroepen: doelgroepen, states: states, viewOnly: viewOnly,
            profiles: profiles, areas: areas)
    }
}
