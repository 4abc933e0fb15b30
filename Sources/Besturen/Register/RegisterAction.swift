/// What an entry of the journal says was done.
package enum RegisterAction: Hashable, Sendable {
    /// A dossier was opened for a bestuur that is to come. The announced number is what people will log in with; it opens nothing,
    /// and lets refusals say what is waited for.
    case open(name: String, announced: KBONummer?)
    case step(OnboardingStep)
    /// A bestuur was taken over from a list as a whole. The source is the name of the list.
    case record(Bestuurseenheid, source: String)
    /// An operator's word on one value, which counts more than the lists, those of later imports too.
    case amend(RegisterAmendment, reason: String)
    /// A merger: the bestuur went on as part of another, and is not active any more.
    case merge(into: String, reason: String)

    /// Who may do it.
    package var parties: Set<Party> {
        switch self {
        case .open: Set(Party.allCases)
        case .step(let step): step.parties
        case .record: [.loket]
        // That a bestuur may work is ABB's to say.
        case .amend(.status(.actief), _): [.abb]
        case .amend, .merge: [.abb, .loket]
        }
    }
}

/// One value of a bestuur, as an operator says it is.
package enum RegisterAmendment: Hashable, Sendable {
    case name(String)
    /// Nil: the bestuur has no KBO number, whatever a list says.
    case kbo(KBONummer?)
    case ovo(OVOCode?)
    case status(BestuurStatus)
    /// The roles whose modules it may only read.
    case viewOnly(Set<String>)
}
