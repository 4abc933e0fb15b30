import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a bestuur or a dossier, with its journal.",
        discussion: """
            For a number it says what a login with it means: the bestuur, the dossier that is waited for, or who is in conflict.

            Examples:
              poort bestuur show D12
              poort bestuur show 0207437468
            """)

    @OptionGroup var register: RegisterOptions
    @Flag(help: "Print JSON: the dossier, the bestuur and the entries.") var json = false
    @Argument(help: "A dossier by its id, or a bestuur by URI, uuid, KBO number, OVO code or name.") var subject: String

    func run() throws {
        try reporting {
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            if let code = RegisterNumber.code(subject), let conflict = state.conflicts.first(where: { $0.code == code })
            {
                tell(conflict)
                return
            }
            let (dossier, bestuur) = try find(state)
            let entries = try entries(of: [dossier?.id, bestuur?.uri ?? dossier?.uri].compactMap(\.self), store)
            let now = Moment.now
            if json {
                Terminal.print(
                    Terminal.json(
                        .object([
                            ("dossier", dossier.map { RegisterJSON.dossier($0, at: now) } ?? .null),
                            ("bestuur", bestuur.map { RegisterJSON.bestuur($0, in: state) } ?? .null),
                            ("entries", .array(entries.map(RegisterJSON.entry))),
                        ])))
                return
            }
            var lines: [String] = []
            if let bestuur { lines += BestuurText.whole(bestuur, in: state) }
            if let dossier { lines += (lines.isEmpty ? [] : [""]) + DossierText.whole(dossier, at: now) }
            lines += ["", "journal"] + entries.map { "  " + EntryText.line($0) }
            for line in lines { Terminal.print(Terminal.shown(line)) }
        }
    }

    private func tell(_ conflict: NumberConflict) {
        guard !json else {
            Terminal.print(Terminal.json(.object([("conflict", RegisterJSON.conflict(conflict))])))
            return
        }
        let why =
            conflict.isBetweenActive
            ? "several active besturen have it" : "several besturen have it, and none is active"
        Terminal.print("\(conflict.code): a login with it is refused (bestuur_conflict): \(why)")
        for holder in conflict.holders {
            Terminal.print(
                Terminal.shown("  \(holder.name) (\(holder.type.slug), \(holder.status.rawValue))  \(holder.uri)"))
        }
        Terminal.print("until one is amended (`amend URI --status niet-actief` or `--no-kbo`) or merged into another")
    }

    private func find(_ state: RegisterState) throws -> (OnboardingDossier?, Bestuurseenheid?) {
        if let dossier = state.dossier(subject) ?? state.dossier(subject.uppercased()) {
            return (dossier, dossier.uri.flatMap { state.bestuur(uri: $0) })
        }
        if let code = RegisterNumber.code(subject),
            case .pending(let waiting) = state.register.lookup(code), let dossier = state.dossier(waiting.dossier)
        {
            return (dossier, dossier.uri.flatMap { state.bestuur(uri: $0) })
        }
        // A URI that is minted for a bestuur whose type is not known yet.
        if let dossier = state.dossier(ofURI: subject), state.bestuur(uri: subject) == nil { return (dossier, nil) }
        let bestuur = try SubjectLookup(state: state).bestuur(subject)
        return (state.dossier(ofURI: bestuur.uri), bestuur)
    }

    private func entries(of subjects: [String], _ store: RegisterStore) throws -> [RegisterEntry] {
        try registering { () throws(RegisterStoreError) in
            var entries: [RegisterEntry] = []
            for subject in subjects { entries += try store.entries(of: subject) }
            return entries.sorted { $0.sequence < $1.sequence }
        }
    }
}
