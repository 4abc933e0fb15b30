import ArgumentParser
import Besturen
import Gateway
import JOSE

struct BestuurConflicts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List numbers that mean no bestuur because several have them.",
        discussion: """
            Logins with such a number are refused with `bestuur_conflict` until one is not active any more (`amend --status`), or \
            the number is taken from one (`amend --no-kbo`, `merge`).
            """)

    @OptionGroup var register: RegisterOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let store = try register.open()
            let (state, _) = try registering { () throws(RegisterStoreError) in try store.read() }
            let conflicts = state.conflicts
            if json {
                Terminal.print(Terminal.json(.object([("conflicts", .array(conflicts.map(RegisterJSON.conflict)))])))
                return
            }
            for conflict in conflicts {
                let what = conflict.isBetweenActive ? "several are active" : "none is active"
                Terminal.print("\(conflict.code): \(what)")
                for holder in conflict.holders {
                    Terminal.print(Terminal.shown("  \(holder.name) (\(holder.status.rawValue))  \(holder.uri)"))
                }
            }
            Terminal.error(PolicyFile.count(conflicts.count, "conflict"))
        }
    }
}
