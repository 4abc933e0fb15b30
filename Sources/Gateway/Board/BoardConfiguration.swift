package import Besturen
import Policy

/// The board of the register, as `board` in `poort.yaml` says.
package struct BoardConfiguration: Sendable {
    /// Where the provider sends the browser after a login. Its host is the only one by which the board is asked.
    package var callback: RedirectAddress
    /// The administrative roles of the policy that make somebody one of these.
    package var roles: [BoardParty: [String]]
    /// Where the configuration names a role, for one that the policy does not have.
    var places: [String: SourceLocation] = [:]

    package init(callback: RedirectAddress, roles: [BoardParty: [String]]) {
        self.callback = callback
        self.roles = roles
    }

    /// One sentence for each role that is no administrative role of the policy.
    func unknownRoles(_ policy: PolicySet) -> [String] {
        let known = policy.administrativeRoles.map(\.name)
        let named = BoardParty.allCases.flatMap { roles[$0] ?? [] }
        return Set(named).subtracting(known).sorted().map { name in
            let place = places[name].map { "\($0): " } ?? ""
            let hint =
                NearMiss.suggestion(for: name, among: known).map { "did you mean `\($0)`?" }
                ?? "add it under `administrative-roles` in the policy, with the besturen and doelgroepen it is for"
            return
                "\(place)error: the policy has no administrative role `\(name)`, which `board` names\n    hint: \(hint)"
        }
    }

    /// What somebody may do at the board, given the administrative roles that the policy grants them.
    func parties(grantedRoles: [String]) -> Set<BoardParty> {
        let granted = Set(grantedRoles)
        return Set(BoardParty.allCases.filter { party in (roles[party] ?? []).contains(where: granted.contains) })
    }
}

/// Who somebody is at the board.
package enum BoardParty: String, CaseIterable, Hashable, Sendable {
    case abb
    case loket
    case gebruikersbeheer
    /// Sees everything and changes nothing.
    case viewer

    /// The party of the procedure; nil for somebody who only looks.
    package var party: Party? { Party(rawValue: rawValue) }
}
