import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the besturen for other programs.",
        discussion: """
            csv is what `import` and a gateway read; turtle is what the Loket loads; kalliope is a CSV of what Kalliope must \
            know: URI, numbers and status, those that were just minted too. With --since it has those only of which something of \
            that was changed since, also when it was changed back.

            Examples:
              poort bestuur export --format turtle > besturen.ttl
              poort bestuur export --format kalliope --since 2026-11-19
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv, json, turtle, kalliope
    }

    @OptionGroup var register: RegisterOptions
    @Option(help: "The format.") var format: Format = .csv
    @Option(help: "Only what was changed since this time (with kalliope): a date, RFC 3339 or Unix seconds.")
    var since: String?

    func run() throws {
        try reporting {
            if since != nil, format != .kalliope {
                throw CommandFailure(
                    outcome: .usage, message: "--since is for --format kalliope", hint: "the others have all besturen")
            }
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            switch format {
            case .csv: Terminal.write(state.register.csv())
            case .json: Terminal.write(state.register.json())
            case .turtle: Terminal.write(state.register.turtle())
            case .kalliope: Terminal.write(try kalliope(state, store).csv())
            }
        }
    }

    private func kalliope(_ state: RegisterState, _ store: RegisterStore) throws -> KalliopeList {
        guard let since else { return KalliopeList(state) }
        let isDate = since.utf8.count == 10 && since.utf8.contains(UInt8(ascii: "-"))
        let time = try InstantText.read(isDate ? "\(since)T00:00:00Z" : since)
        return try registering { () throws(RegisterStoreError) in
            try store.kalliopeList(since: Moment(unixSeconds: time.unixSeconds))
        }
    }
}
