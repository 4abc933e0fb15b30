import ArgumentParser
import Policy

extension AccessTable.Format: ExpressibleByArgument {}

struct PolicyTable: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table", abstract: "Say who can reach what: the whole policy as a table.",
        discussion: """
            Every entry is what the engine decides. Commit the table beside the policy: a change of access then shows in \
            review, and --check in CI fails with 13 when table and policy differ, saying in words what changed.

            The HTML page needs nothing else: no network, and no script to be read; it can be printed and filtered.

            Examples:
              poort policy table Examples/loket/policy.yaml > Examples/loket/access-table.md
              poort policy table --format html Examples/loket/policy.yaml > table.html
              poort policy table --check Examples/loket/access-table.md Examples/loket/policy.yaml
            """)

    @Option(help: "How to write it: \(AccessTable.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: AccessTable.Format = .markdown
    @Option(
        help: "Compare with a table that was written before, in the form that its name ends for.", completion: .file())
    var check: String?
    @Argument(help: "The policy.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let policy = try PolicySource.load(file)
            let table = try analysing { () throws(AnalysisError) in try AccessTable(policy) }
            guard let check else {
                Terminal.write(table.render(format))
                return
            }
            guard let format = AccessTable.Format(file: check) else {
                throw CommandFailure(
                    outcome: .usage, message: "what form `\(Terminal.shown(check))` has is not known",
                    hint: "its name ends in .md, .csv, .json, .html or .txt")
            }
            guard let changes = table.changes(since: try InputFile.text(check), format) else {
                Terminal.print("\(Terminal.shown(check)): as the policy is")
                return
            }
            for change in changes { Terminal.print(Terminal.shown(change)) }
            let what =
                changes.isEmpty
                ? "says the same in another form"
                : "differs from the policy in \(PolicyFile.count(changes.count, "place"))"
            Terminal.error("error: `\(Terminal.shown(check))` \(what)")
            Terminal.error("hint: when that is meant, write the table again and commit it with the policy")
            throw Outcome.accessChanged.exit
        }
    }
}
