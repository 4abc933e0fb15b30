import ArgumentParser
import Besturen
import Gateway

struct BestuurOpen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open a dossier for a bestuur that is to come.",
        discussion: """
            Prints the id of the dossier. The announced KBO number opens nothing: it lets the gateway say what is waited for to \
            people who log in with it already.

            Example: poort bestuur open "AGB Voorbeeld" --kbo 0207437468 --as abb --by An
            """)

    @OptionGroup var register: RegisterOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: ArgumentHelp("The number by which its people will log in.", valueName: "number")) var kbo: String?
    @Flag(help: "Make the register when the file is not there.") var create = false
    @Flag(help: "Print JSON: the entry and the dossier.") var json = false
    @Argument(help: "The name of the bestuur.") var name: String

    func run() throws {
        try reporting {
            let announced = try kbo.map { try RegisterNumber.kbo($0) }
            let who = try actor.actor()
            let store = try register.open(create: create)
            let entry = try registering { () throws(RegisterStoreError) in
                try store.append(
                    by: who, for: actor.party, at: .now, .init(nil, .open(name: name, announced: announced)))
            }
            try DossierAnswer(store: store, entry: entry).tell(asJSON: json, "opened")
        }
    }
}
