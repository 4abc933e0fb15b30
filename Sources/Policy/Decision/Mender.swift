/// Who can do something about a refusal.
package enum Mender: String, CaseIterable, Hashable, Sendable {
    case user
    case localAdministrator = "lokale-beheerder"
    case abb
    case operations

    package var english: String {
        switch self {
        case .user: "yourself"
        case .localAdministrator: "the local administrator of your organisation"
        case .abb: "the Agency for Home Affairs (ABB)"
        case .operations: "the operators of the gateway"
        }
    }

    package var dutch: String {
        switch self {
        case .user: "uzelf"
        case .localAdministrator: "de lokale beheerder van uw organisatie"
        case .abb: "het Agentschap Binnenlands Bestuur"
        case .operations: "de beheerders van de toegangspoort"
        }
    }
}
