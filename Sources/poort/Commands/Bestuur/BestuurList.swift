import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List besturen.",
        discussion: """
            A search is for a part of the name, an alternative name, the URI, or a number.

            Examples:
              poort bestuur list --status in-oprichting
              poort bestuur list --type ocmw gent
            """)

    @OptionGroup var register: RegisterOptions
    @Option(help: "Those of a type, as policies name it.") var type: String?
    @Option(help: "Those that are: in-oprichting, actief, niet-actief or onbekend.") var status: String?
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "What to search for.") var search: String?

    func run() throws {
        try reporting {
            let type = try type.map { try RegisterNumber.type($0) }
            let status = try status.map { text in
                if let status = BestuurStatus(rawValue: text) { return status }
                throw CommandFailure(
                    outcome: .usage, message: "--status `\(text)` is no status",
                    hint: "one of: \(BestuurStatus.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let found = state.besturen.filter { bestuur in
                (type.map { $0 == bestuur.type } ?? true) && (status.map { $0 == bestuur.status } ?? true)
                    && (search.map { matches(bestuur, $0) } ?? true)
            }
            if json {
                Terminal.print(
                    Terminal.json(.object([("besturen", .array(found.map { RegisterJSON.bestuur($0, in: state) }))])))
                return
            }
            let rows = found.map { bestuur in
                [
                    bestuur.kbo?.description ?? "-", bestuur.ovo?.description ?? "-", bestuur.status.rawValue,
                    bestuur.type.slug, bestuur.name,
                ]
            }
            for line in DossierText.table(rows) { Terminal.print(Terminal.shown(line)) }
            Terminal.error("\(found.count) of \(state.besturen.count) besturen")
        }
    }

    private func matches(_ bestuur: Bestuurseenheid, _ text: String) -> Bool {
        let text = text.lowercased()
        return ([bestuur.name, bestuur.uri] + bestuur.alternativeNames + bestuur.codes.map(\.description)).contains {
            $0.lowercased().contains(text)
        }
    }
}
