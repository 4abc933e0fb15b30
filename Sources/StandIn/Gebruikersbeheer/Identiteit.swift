/// Somebody in the capacity and for the organisation they log in with: what ACM/IDM lets one choose.
package struct Identiteit: Sendable, Hashable {
    /// The werkrelatie behind it.
    package let werkrelatie: Int64
    package let gebruiker: Gebruiker
    package let organisatie: Organisatie
    /// The roles at the moment of asking, without the organisation.
    package let rollen: [String]
    /// Whether there is a right to log in. It can be there without a role.
    package let magAanmelden: Bool
}
