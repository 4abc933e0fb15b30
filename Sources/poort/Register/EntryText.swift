import Besturen
import Gateway

/// An entry of the journal on one line.
enum EntryText {
    static func line(_ entry: RegisterEntry) -> String {
        "\(DossierText.padded(String(entry.sequence), 6))\(RegisterJSON.text(entry.time))  "
            + "\(what(entry.action)), by \(entry.actor) for \(entry.party.rawValue)"
    }

    private static func what(_ action: RegisterAction) -> String {
        switch action {
        case .open(let name, let announced):
            "opened for \(name)" + (announced.map { " (KBO \($0) announced)" } ?? "")
        case .step(let step): self.step(step)
        case .record(let bestuur, let source): "as \(source) has it: \(bestuur.name), \(bestuur.status.rawValue)"
        case .amend(let amendment, let reason): "amended to \(self.amendment(amendment)): \(reason)"
        case .merge(let successor, let reason): "merged into \(successor): \(reason)"
        }
    }

    private static func step(_ step: OnboardingStep) -> String {
        switch step {
        case .approve(let decision): "approve: \(decision)"
        case .mintURI(let uri): "mint-uri: \(uri)"
        case .requestAccess(let reference): "request-access: \(reference)"
        case .reportBack(let ovo, let type): "report-back: \(ovo?.description ?? "no OVO code"), \(type.slug)"
        case .connect(let kbo): "connect: \(kbo)"
        case .refuse(let track, let reason): "refuse \(track.rawValue): \(reason)"
        case .withdraw(let track, let reason): "withdraw \(track.rawValue): \(reason)"
        case .correct(let correction, let reason): "correct \(self.correction(correction)): \(reason)"
        case .notifyLoket, .confirmKalliope, .verify: step.milestone?.stepName ?? ""
        }
    }

    private static func correction(_ correction: OnboardingStep.Correction) -> String {
        switch correction {
        case .decision(let text): "decision to \(text)"
        case .reference(let text): "reference to \(text)"
        case .ovo(let ovo): "OVO code to \(ovo?.description ?? "none")"
        case .type(let type): "type to \(type.slug)"
        case .kbo(let kbo): "KBO number to \(kbo)"
        case .announced(let kbo): "announced KBO number to \(kbo?.description ?? "none")"
        }
    }

    static func amendment(_ amendment: RegisterAmendment) -> String {
        switch amendment {
        case .name(let name): "name \(name)"
        case .kbo(let kbo): "KBO number \(kbo?.description ?? "none")"
        case .ovo(let ovo): "OVO code \(ovo?.description ?? "none")"
        case .status(let status): "status \(status.rawValue)"
        case .viewOnly(let roles): "view-only \(roles.isEmpty ? "nothing" : roles.sorted().joined(separator: ", "))"
        }
    }
}
