import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurJournal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "Print what was done: who, when, and to what.",
        discussion: """
            Example: poort bestuur journal --after 1384
            """)

    @OptionGroup var register: RegisterOptions
    @Option(help: ArgumentHelp("Only what came after this entry.", valueName: "number")) var after: Int64 = 0
    @Flag(help: "Print JSON: an entry on each line.") var json = false

    /// How many entries are in memory at once.
    private static let batch = 1_000

    func run() throws {
        try reporting {
            let store = try register.open()
            var last = after
            while true {
                let entries = try registering { () throws(RegisterStoreError) in
                    try store.entries(after: last, atMost: Self.batch)
                }
                guard let end = entries.last else { return }
                for entry in entries {
                    Terminal.print(
                        json
                            ? Terminal.json(RegisterJSON.entry(entry).compact)
                            : Terminal.shown("\(EntryText.line(entry))  [\(entry.subject)]"))
                }
                last = end.sequence
            }
        }
    }
}
