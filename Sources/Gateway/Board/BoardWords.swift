import Besturen
import Foundation
import HTTPWire

/// How the board names what the register is made of, in a language.
struct BoardWords: Sendable {
    let language: AcceptedLanguage
    private let words: [String: String]

    init(_ language: AcceptedLanguage) {
        self.language = language
        words = PageWords.all(language)
    }

    subscript(_ key: String) -> String { words[key] ?? key }

    var isDutch: Bool { language == .dutch }

    func party(_ party: Party) -> String { isDutch ? party.label : party.english }

    func milestone(_ milestone: Milestone) -> String {
        isDutch ? milestone.label : Self.capitalised(milestone.english)
    }

    func track(_ track: Track) -> String { self[track == .approval ? "trackApproval" : "trackAccess"] }

    func status(_ status: BestuurStatus) -> String { status.label }

    static func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    /// As people in Belgium read it: `26 november 2026`, with the hour where that is wanted.
    func date(_ moment: Moment, hour: Bool = false) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: isDutch ? "nl_BE" : "en_GB")
        formatter.timeZone = TimeZone(identifier: "Europe/Brussels") ?? .gmt
        formatter.dateFormat = hour ? (isDutch ? "d MMMM yyyy, HH.mm 'uur'" : "d MMMM yyyy, HH:mm") : "d MMMM yyyy"
        return formatter.string(from: Date(timeIntervalSince1970: Double(moment.unixSeconds)))
    }

    /// What is waited for, by whom, until when.
    func awaited(_ milestone: Milestone, _ dossier: OnboardingDossier, at now: Moment) -> [String: Any] {
        var text = "\(self.milestone(milestone)): \(party(milestone.party))"
        var isLate = false
        if let deadline = dossier.deadline(of: milestone) {
            isLate = deadline < now
            let days = (now.unixSeconds - deadline.unixSeconds) / 86_400
            text += ", \(self["until"]) \(date(deadline))"
            if isLate {
                text += days > 0 ? " (\(days) \(self[days == 1 ? "dayLate" : "daysLate"]))" : " (\(self["late"]))"
            }
        }
        return ["text": text, "isLate": isLate]
    }

    // MARK: The journal

    func entry(_ entry: RegisterEntry) -> [String: Any] {
        [
            "sequence": String(entry.sequence), "when": date(entry.time, hour: true), "what": action(entry.action),
            "actor": entry.actor, "party": party(entry.party),
        ]
    }

    private func action(_ action: RegisterAction) -> String {
        switch action {
        case .open(let name, let announced):
            "\(self["didOpen"]): \(name)" + (announced.map { ", KBO \($0)" } ?? "")
        case .step(let step): self.step(step)
        case .record(_, let source): "\(self["didRecord"]) \(source)"
        case .amend(let amendment, let reason): "\(self["didAmend"]): \(self.amendment(amendment)) (\(reason))"
        case .merge(let successor, let reason): "\(self["didMerge"]) \(successor) (\(reason))"
        }
    }

    private func step(_ step: OnboardingStep) -> String {
        let label = step.milestone.map(milestone) ?? ""
        return switch step {
        case .approve(let text), .mintURI(let text), .requestAccess(let text): "\(label): \(text)"
        case .notifyLoket, .confirmKalliope, .verify: label
        case .reportBack(let ovo, let type): "\(label): \(ovo?.description ?? self["none"]), \(type.label)"
        case .connect(let kbo): "\(label): \(kbo)"
        case .refuse(let track, let reason): "\(self["didRefuse"]) (\(self.track(track))): \(reason)"
        case .withdraw(let track, let reason): "\(self["didWithdraw"]) (\(self.track(track))): \(reason)"
        case .correct(let correction, let reason): "\(self["didCorrect"]): \(self.correction(correction)) (\(reason))"
        }
    }

    private func correction(_ correction: OnboardingStep.Correction) -> String {
        switch correction {
        case .decision(let text): "\(self["decision"]): \(text)"
        case .reference(let text): "\(self["reference"]): \(text)"
        case .ovo(let code): "OVO: \(code?.description ?? self["none"])"
        case .type(let type): "\(self["bestuurType"]): \(type.label)"
        case .kbo(let number): "KBO: \(number)"
        case .announced(let number): "\(self["announced"]): \(number?.description ?? self["none"])"
        }
    }

    func amendment(_ amendment: RegisterAmendment) -> String {
        switch amendment {
        case .name(let name): "\(self["name"]): \(name)"
        case .kbo(let number): "KBO: \(number?.description ?? self["none"])"
        case .ovo(let code): "OVO: \(code?.description ?? self["none"])"
        case .status(let status): "\(self["status"]): \(self.status(status))"
        case .viewOnly(let roles):
            "\(self["viewOnly"]): \(roles.isEmpty ? self["none"] : roles.sorted().joined(separator: ", "))"
        }
    }
}
