import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurDossiers: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dossiers", abstract: "List dossiers, what is overdue first.",
        discussion: """
            Example: poort bestuur dossiers --awaiting abb --overdue
            """)

    enum State: String, CaseIterable, ExpressibleByArgument {
        case open, complete, ended
    }

    @OptionGroup var register: RegisterOptions
    @Option(help: ArgumentHelp("Those that wait for this party.", valueName: "party")) var awaiting: Party?
    @Option(help: "Those in this state.") var state: State?
    @Flag(help: "Those in which something is overdue.") var overdue = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let store = try register.open()
            let (register, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let now = Moment.now
            let found = register.dossiers.filter { dossier in
                (awaiting.map { party in dossier.awaitedOrFirst.contains { $0.party == party } } ?? true)
                    && (state.map { $0.rawValue == RegisterJSON.state(dossier) } ?? true)
                    && (!overdue || !dossier.overdue(at: now).isEmpty)
            }
            if json {
                Terminal.print(
                    Terminal.json(.object([("dossiers", .array(found.map { RegisterJSON.dossier($0, at: now) }))])))
                return
            }
            let late = found.filter { !$0.overdue(at: now).isEmpty }
            let others = found.filter { $0.overdue(at: now).isEmpty }
            for line in DossierText.table((late + others).map { DossierText.row($0, at: now) }) {
                Terminal.print(Terminal.shown(line))
            }
            Terminal.error("\(PolicyFile.count(found.count, "dossier")), \(late.count) overdue")
        }
    }
}
