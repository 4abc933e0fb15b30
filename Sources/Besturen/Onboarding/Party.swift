/// Who acts in the onboarding of a bestuur.
package enum Party: String, CaseIterable, Hashable, Sendable {
    /// Agentschap Binnenlands Bestuur: the product manager of the Loket.
    case abb
    /// The team that runs the Loket.
    case loket
    /// Gebruikersbeheer at Het Facilitair Bedrijf.
    case gebruikersbeheer

    package var label: String {
        switch self {
        case .abb: "Agentschap Binnenlands Bestuur"
        case .loket: "het Loket"
        case .gebruikersbeheer: "Gebruikersbeheer"
        }
    }

    package var english: String {
        switch self {
        case .abb: "the Agency for Home Affairs (ABB)"
        case .loket: "the Loket"
        case .gebruikersbeheer: "Gebruikersbeheer"
        }
    }
}
