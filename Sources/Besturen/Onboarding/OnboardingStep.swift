/// What somebody does in a dossier, with the evidence that it needs.
package enum OnboardingStep: Hashable, Sendable {
    /// ABB approved the bestuur; the reference of the decision.
    case approve(decision: String)
    /// ABB told the Loket.
    case notifyLoket
    /// The Loket mints the URI. It is minted once: a dossier that has one keeps it, whatever happens afterwards.
    case mintURI(String)
    /// Kalliope knows the URI.
    case confirmKalliope
    /// The bestuur asked Gebruikersbeheer for access; the reference of the request.
    case requestAccess(reference: String)
    /// ABB verified the request.
    case verify
    /// ABB reported the OVO code and the type of bestuur. Some besturen have no OVO code.
    case reportBack(ovo: OVOCode?, type: Bestuurstype)
    /// Gebruikersbeheer connected the organisation by its KBO number.
    case connect(kbo: KBONummer)
    /// A track ends with a no; it can begin again.
    case refuse(Track, reason: String)
    /// Whoever asked no longer wants it; it can begin again.
    case withdraw(Track, reason: String)
    /// Something that was recorded was wrong.
    case correct(Correction, reason: String)

    package enum Correction: Hashable, Sendable {
        case decision(String)
        case reference(String)
        case ovo(OVOCode?)
        case type(Bestuurstype)
        case kbo(KBONummer)
        /// The number that was announced when the dossier was opened.
        case announced(KBONummer?)
    }

    /// The milestone that it reaches; nil for a refusal, a withdrawal and a correction.
    package var milestone: Milestone? {
        switch self {
        case .approve: .approved
        case .notifyLoket: .loketNotified
        case .mintURI: .uriMinted
        case .confirmKalliope: .knownInKalliope
        case .requestAccess: .accessRequested
        case .verify: .verified
        case .reportBack: .reportedBack
        case .connect: .connectedByKBO
        case .refuse, .withdraw, .correct: nil
        }
    }

    /// Who may take it. A track is refused by whoever decides in it, and withdrawn by anybody who was told so; a correction
    /// is for whoever recorded what is wrong.
    package var parties: Set<Party> {
        switch self {
        case .refuse(.approval, _): [.abb]
        case .refuse(.access, _): [.abb, .gebruikersbeheer]
        case .withdraw: Set(Party.allCases)
        case .correct(let correction, _): correction.milestone.map { [$0.party] } ?? Set(Party.allCases)
        default: milestone.map { [$0.party] } ?? []
        }
    }
}

extension OnboardingStep.Correction {
    /// When what it corrects was recorded; nil for what was said when the dossier was opened.
    package var milestone: Milestone? {
        switch self {
        case .decision: .approved
        case .reference: .accessRequested
        case .ovo, .type: .reportedBack
        case .kbo: .connectedByKBO
        case .announced: nil
        }
    }
}

extension OnboardingStep {
    /// What somebody wrote with it.
    var texts: [String] {
        switch self {
        case .approve(let decision): [decision]
        case .requestAccess(let reference): [reference]
        case .refuse(_, let reason), .withdraw(_, let reason): [reason]
        case .correct(.decision(let text), let reason), .correct(.reference(let text), let reason): [text, reason]
        case .correct(_, let reason): [reason]
        case .mintURI, .notifyLoket, .confirmKalliope, .verify, .reportBack, .connect: []
        }
    }

    /// The numbers that it gives the bestuur.
    var codes: [OrganisationCode] {
        switch self {
        case .reportBack(let ovo, _): ovo.map { [.ovo($0)] } ?? []
        case .connect(let kbo), .correct(.kbo(let kbo), _): [.kbo(kbo)]
        case .correct(.ovo(let ovo), _): ovo.map { [.ovo($0)] } ?? []
        default: []
        }
    }
}
