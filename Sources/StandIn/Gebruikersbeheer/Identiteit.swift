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
    /// Whether they are lokale beheerder of the organisation.
    package let isBeheerder: Bool

    /// What they may do there today, for people who choose one from a list.
    package var omschrijving: String {
        var delen: [String] = []
        if !magAanmelden {
            delen.append("geen recht om aan te melden")
        } else if rollen.count == Recht.loket.contexten.count {
            delen.append("alle modules")
        } else {
            delen += rollen.isEmpty ? ["geen modules"] : rollen.map(Recht.kort)
        }
        if isBeheerder { delen.append("lokale beheerder") }
        return "\(organisatie.naam): \(delen.joined(separator: ", "))"
    }
}
