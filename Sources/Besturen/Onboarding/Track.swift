/// The two tracks of an onboarding. They run beside each other and meet at the end: a bestuur is active when both are complete.
package enum Track: String, CaseIterable, Hashable, Sendable {
    /// Goedkeuring by ABB, the Loket notified, the URI minted, known in Kalliope.
    case approval = "goedkeuring"
    /// Access asked for at Gebruikersbeheer, verified, OVO and typering reported back, connected by KBO.
    case access = "toegang"
}

/// One of the steps that lead a track on, in the order in which a track takes them.
package enum Milestone: String, CaseIterable, Hashable, Sendable {
    case approved = "goedgekeurd"
    case loketNotified = "loket-verwittigd"
    case uriMinted = "uri-aangemaakt"
    case knownInKalliope = "in-kalliope-gekend"
    case accessRequested = "toegang-gevraagd"
    case verified = "geverifieerd"
    case reportedBack = "ovo-en-typering-teruggekoppeld"
    case connectedByKBO = "kbo-connectie"

    package var track: Track {
        switch self {
        case .approved, .loketNotified, .uriMinted, .knownInKalliope: .approval
        case .accessRequested, .verified, .reportedBack, .connectedByKBO: .access
        }
    }

    /// Who takes the step.
    package var party: Party {
        switch self {
        case .approved, .loketNotified, .verified, .reportedBack: .abb
        case .uriMinted, .knownInKalliope: .loket
        case .accessRequested, .connectedByKBO: .gebruikersbeheer
        }
    }

    /// All of a track, in order.
    package static func of(_ track: Track) -> [Milestone] { allCases.filter { $0.track == track } }

    /// The one that must come before; nil for the first of a track.
    package var predecessor: Milestone? {
        let all = Milestone.of(track)
        return all.firstIndex(of: self).flatMap { $0 > 0 ? all[$0 - 1] : nil }
    }

    /// Within how many days of the step before it is taken, by the rhythms of the procedure: Gebruikersbeheer has its answer
    /// within a day and updates weekly, the Loket brings URIs to production every two weeks, the script to Kalliope runs weekly.
    /// Nil where the procedure names none.
    package var daysAfterPredecessor: Int64? {
        switch self {
        case .approved, .loketNotified, .accessRequested: nil
        case .uriMinted: 14
        case .knownInKalliope: 7
        case .verified: 1
        case .reportedBack: 1
        case .connectedByKBO: 7
        }
    }

    package var label: String {
        switch self {
        case .approved: "Goedkeuringsbeslissing"
        case .loketNotified: "Loket verwittigd"
        case .uriMinted: "URI aangemaakt"
        case .knownInKalliope: "In Kalliope gekend"
        case .accessRequested: "Toegang gevraagd"
        case .verified: "Geverifieerd"
        case .reportedBack: "OVO-code en typering teruggekoppeld"
        case .connectedByKBO: "Connectie via KBO"
        }
    }

    package var english: String {
        switch self {
        case .approved: "the decision of approval"
        case .loketNotified: "the notification of the Loket"
        case .uriMinted: "the minting of the URI"
        case .knownInKalliope: "the URI's being known in Kalliope"
        case .accessRequested: "the request for access"
        case .verified: "the verification"
        case .reportedBack: "the report of OVO code and typering"
        case .connectedByKBO: "the connection by KBO number"
        }
    }
}
