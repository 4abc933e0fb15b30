import ArgumentParser
import Besturen
import Gateway

struct BestuurMerge: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Say that a bestuur went on as part of another.",
        discussion: """
            The first is not active any more from then on; both say of each other what they were and became. It cannot be taken \
            back: a bestuur that begins anew gets a dossier.

            Example: poort bestuur merge "Gemeente Kruibeke" --into 0207474585 --reason "fusie 2025" --as abb --by An
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: ArgumentHelp("The bestuur that it went on in.", valueName: "bestuur")) var into: String
    @Option(help: ArgumentHelp("Why; the journal keeps it.", valueName: "text")) var reason: String
    @Flag(help: "Print JSON: the entry and the bestuur.") var json = false
    @Argument(help: "The bestuur that ended: its URI, uuid, KBO number, OVO code or name.") var bestuur: String

    func run() throws {
        try reporting {
            let who = try actor.actor()
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let lookup = SubjectLookup(state: state)
            let subject = try lookup.bestuur(bestuur).uri
            let successor = try lookup.bestuur(into)
            let entry = try registering { () throws(RegisterStoreError) in
                try store.append(
                    by: who, for: actor.party, at: .now,
                    .init(subject, .merge(into: successor.uri, reason: reason)))
            }
            try DossierAnswer(store: store, entry: entry).tell(asJSON: json, "merged into \(successor.name)")
        }
    }
}
