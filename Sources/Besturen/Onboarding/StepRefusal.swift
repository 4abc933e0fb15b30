/// Why a step cannot be taken. It names what is missing, and who must do it.
package enum StepRefusal: Error, Hashable, Sendable {
    /// The steps that come first in this track, in order; the first of them is waited for.
    case missing([Milestone])
    /// It was taken already.
    case taken(Milestone)
    /// Somebody else must take it.
    case notFor(Party, allowed: [Party])
    /// Nothing is under way that could be refused or withdrawn.
    case notUnderWay(Track)
    /// The track was refused or withdrawn; it begins again with its first step.
    case ended(Track, begin: Milestone)
    /// The evidence is missing: which.
    case evidenceMissing(String)
    /// The dossier has a URI, and a URI is minted once.
    case uriMinted(String)
    /// What is to be corrected was not recorded yet.
    case nothingToCorrect(Milestone)
    /// The correction changes nothing.
    case unchanged

    /// A word that never changes its meaning.
    package var code: String {
        switch self {
        case .missing: "step_missing"
        case .taken: "step_taken"
        case .notFor: "step_not_for_party"
        case .notUnderWay: "track_not_under_way"
        case .ended: "track_ended"
        case .evidenceMissing: "evidence_missing"
        case .uriMinted: "uri_minted"
        case .nothingToCorrect: "nothing_to_correct"
        case .unchanged: "correction_unchanged"
        }
    }

    /// One sentence without an end, in lower case.
    package var english: String {
        switch self {
        case .missing(let milestones):
            "\(milestones.map(\.english).joined(separator: ", then ")) must come first; "
                + "\((milestones.first?.party ?? .abb).english) must act"
        case .taken(let milestone): "\(milestone.english) is recorded already"
        case .notFor(let party, let allowed):
            "\(party.english) may not do this; \(allowed.map(\.english).joined(separator: " or ")) may"
        case .notUnderWay(let track): "nothing of the track `\(track.rawValue)` is under way"
        case .ended(let track, let begin):
            "the track `\(track.rawValue)` has ended; it begins again with \(begin.english), by \(begin.party.english)"
        case .evidenceMissing(let what): "\(what) is missing"
        case .uriMinted(let uri): "the bestuur has the URI `\(uri)`, and a URI is minted once"
        case .nothingToCorrect(let milestone): "\(milestone.english) was not recorded yet"
        case .unchanged: "that is what is recorded already"
        }
    }

    /// The same in Dutch.
    package var dutch: String {
        switch self {
        case .missing(let milestones):
            "eerst is nodig: \(milestones.map(\.label).joined(separator: ", daarna ")); "
                + "\((milestones.first?.party ?? .abb).label) is aan zet"
        case .taken(let milestone): "\(milestone.label) is al geregistreerd"
        case .notFor(let party, let allowed):
            "\(party.label) mag deze stap niet zetten; wel: \(allowed.map(\.label).joined(separator: " of "))"
        case .notUnderWay(let track): "het spoor `\(track.rawValue)` is niet bezig"
        case .ended(let track, let begin):
            "het spoor `\(track.rawValue)` is afgesloten; het begint opnieuw met \(begin.label), door \(begin.party.label)"
        case .evidenceMissing(let what): "\(what) ontbreekt"
        case .uriMinted(let uri): "het bestuur heeft al de URI `\(uri)`, en een URI wordt een keer aangemaakt"
        case .nothingToCorrect(let milestone): "\(milestone.label) is nog niet geregistreerd"
        case .unchanged: "dat staat er al"
        }
    }
}
