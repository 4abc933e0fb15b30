import ArgumentParser
import Besturen
import Gateway

struct BestuurAmend: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend", abstract: "Say what a bestuur has, above what lists say.",
        discussion: """
            One value at a time, each with its reason. It counts more than every list, those that are imported later too. \
            --view-only names the roles whose modules the bestuur may only read, because another system feeds them; it says all \
            of them each time.

            Examples:
              poort bestuur amend 0784526003 --status niet-actief --reason "opgegaan in Beveren" --as abb --by An
              poort bestuur amend OVO002949 --view-only LoketLB-mandaatGebruiker --reason "eigen toepassing" --as loket --by Bart
            """)

    enum Status: String, CaseIterable, ExpressibleByArgument {
        case inOprichting = "in-oprichting"
        case actief
        case nietActief = "niet-actief"

        var value: BestuurStatus {
            switch self {
            case .inOprichting: .inOprichting
            case .actief: .actief
            case .nietActief: .nietActief
            }
        }
    }

    @OptionGroup var register: RegisterOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: ArgumentHelp("Why; the journal keeps it.", valueName: "text")) var reason: String
    @Option(help: ArgumentHelp("Its name.", valueName: "text")) var name: String?
    @Option(help: ArgumentHelp("Its KBO number.", valueName: "number")) var kbo: String?
    @Flag(help: "It has no KBO number.") var noKbo = false
    @Option(help: ArgumentHelp("Its OVO code.", valueName: "code")) var ovo: String?
    @Flag(help: "It has no OVO code.") var noOvo = false
    @Option(help: "Its status.") var status: Status?
    @Option(
        help: ArgumentHelp(
            "A role whose modules it may only read; may be given again.", valueName: "role"))
    var viewOnly: [String] = []
    @Flag(help: "It may write wherever its roles let it.") var noViewOnly = false
    @Flag(help: "Print JSON: the entry and the bestuur.") var json = false
    @Argument(help: "The bestuur: its URI, uuid, KBO number, OVO code or name.") var bestuur: String

    func run() throws {
        try reporting {
            let action = RegisterAction.amend(try amendment(), reason: reason)
            let who = try actor.actor()
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let subject = try SubjectLookup(state: state).bestuur(bestuur).uri
            let entry = try registering { () throws(RegisterStoreError) in
                try store.append(by: who, for: actor.party, at: .now, .init(subject, action))
            }
            try DossierAnswer(store: store, entry: entry).tell(asJSON: json, "amended")
        }
    }

    private func amendment() throws -> RegisterAmendment {
        var found: [RegisterAmendment] = []
        if let name { found.append(.name(name)) }
        if let kbo { found.append(.kbo(try RegisterNumber.kbo(kbo))) }
        if noKbo { found.append(.kbo(nil)) }
        if let ovo { found.append(.ovo(try RegisterNumber.ovo(ovo))) }
        if noOvo { found.append(.ovo(nil)) }
        if let status { found.append(.status(status.value)) }
        if !viewOnly.isEmpty { found.append(.viewOnly(Set(viewOnly))) }
        if noViewOnly { found.append(.viewOnly([])) }
        guard found.count == 1 else {
            throw CommandFailure(
                outcome: .usage,
                message:
                    "give one of --name, --kbo, --no-kbo, --ovo, --no-ovo, --status, --view-only and --no-view-only",
                hint: "one value at a time, each with its reason")
        }
        return found[0]
    }
}
