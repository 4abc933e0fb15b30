import Besturen

/// Where a dossier stands on the board: each is in one of these.
enum DossierState: String, CaseIterable, Sendable {
    /// Something that is waited for should have come by now.
    case overdue
    case underWay = "under-way"
    case notBegun = "not-begun"
    case active
    /// Refused or withdrawn; it can begin again.
    case ended

    init(_ dossier: OnboardingDossier, at now: Moment) {
        if dossier.isActive {
            self = .active
        } else if !dossier.overdue(at: now).isEmpty {
            self = .overdue
        } else if dossier.hasEnded {
            self = .ended
        } else {
            self = dossier.hasBegun ? .underWay : .notBegun
        }
    }

    /// The key of its word on pages.
    var word: String {
        switch self {
        case .overdue: "stateOverdue"
        case .underWay: "stateUnderWay"
        case .notBegun: "stateNotBegun"
        case .active: "stateActive"
        case .ended: "stateEnded"
        }
    }
}
