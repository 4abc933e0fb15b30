import Besturen
import Gateway
import JOSE

/// A dossier as people read it.
enum DossierText {
    /// What is waited for, who must act, until when, and the command that does it.
    static func awaited(_ dossier: OnboardingDossier, at now: Moment) -> [String] {
        if dossier.isActive { return ["both tracks are complete"] }
        return dossier.awaitedOrFirst.map { milestone in
            "awaited: \(milestone.stepName) (\(milestone.label)) by \(milestone.party.rawValue)"
                + due(milestone, dossier, at: now)
        }
    }

    private static func due(_ milestone: Milestone, _ dossier: OnboardingDossier, at now: Moment) -> String {
        guard let deadline = dossier.deadline(of: milestone) else { return "" }
        let (late, isFar) = now.unixSeconds.subtractingReportingOverflow(deadline.unixSeconds)
        let day = day(deadline)
        guard late > 0, !isFar else { return ", due \(day)" }
        let days = late / 86_400
        return days == 0 ? ", OVERDUE since \(day)" : ", OVERDUE by \(days) day\(days == 1 ? "" : "s"), since \(day)"
    }

    /// The date alone.
    static func day(_ moment: Moment) -> String { String(RegisterJSON.text(moment).prefix(10)) }

    /// One line of a list.
    static func row(_ dossier: OnboardingDossier, at now: Moment) -> [String] {
        let overdue = !dossier.overdue(at: now).isEmpty
        let state = overdue ? "OVERDUE" : RegisterJSON.state(dossier)
        let awaited =
            dossier.isActive
            ? "-" : dossier.awaitedOrFirst.map { "\($0.stepName) (\($0.party.rawValue))" }.joined(separator: ", ")
        return [dossier.id, state, awaited, dossier.name]
    }

    /// Both tracks with every step.
    static func whole(_ dossier: OnboardingDossier, at now: Moment) -> [String] {
        var lines = ["\(dossier.id)  \(dossier.name)  (\(RegisterJSON.state(dossier)))"]
        func add(_ name: String, _ value: String?) { if let value { lines.append("  \(padded(name, 14))\(value)") } }
        add("URI", dossier.uri)
        add("type", dossier.type?.slug)
        add("KBO", dossier.kbo?.description ?? dossier.announced.map { "\($0) (announced)" })
        add("OVO", dossier.ovo?.description)
        add("decision", dossier.decision)
        add("request", dossier.reference)
        for track in Track.allCases {
            lines += ["", "  track \(track.rawValue): \(state(track, dossier))"]
            for milestone in Milestone.of(track) {
                let mark = dossier.reachedAt[milestone].map { day($0) } ?? padded("", 10)
                lines.append(
                    "    \(mark)  \(padded(milestone.stepName, 18))\(padded(milestone.party.rawValue, 18))\(milestone.label)"
                )
            }
        }
        return lines + [""] + awaited(dossier, at: now).map { "  \($0)" }
    }

    private static func state(_ track: Track, _ dossier: OnboardingDossier) -> String {
        switch dossier[track] {
        case .notBegun: "not begun"
        case .reached(let milestone): dossier.isComplete(track) ? "complete" : "came to \(milestone.stepName)"
        case .refused(let reason): "refused: \(reason)"
        case .withdrawn(let reason): "withdrawn: \(reason)"
        }
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// Columns of equal width; the last is as long as it is.
    static func table(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count + 2)
            }.joined()
        }
    }
}
