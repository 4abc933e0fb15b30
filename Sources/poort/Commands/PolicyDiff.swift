import ArgumentParser
import Policy

struct PolicyDiff: ParsableCommand {
    /// What of a difference makes the command fail.
    enum Change: String, CaseIterable, ExpressibleByArgument {
        case gained, lost, any
    }

    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say whose access changes between two policies, and to what.",
        discussion: """
            Every decision of the two policies is compared: every role (and none), type of bestuur, doelgroep, state and \
            view-only against every route. What differs is told in few sentences, each with its number of cells and a \
            command that shows one of them. What changed and is no access follows after `~`.

            A policy is a file or a revision: HEAD~1:Examples/loket/policy.yaml. A file of that very name wins. Ends with 13 \
            when there is a change that --fail-on names, else with 0.

            Examples:
              poort policy diff HEAD:Examples/loket/policy.yaml Examples/loket/policy.yaml
              poort policy diff --fail-on gained old.yaml new.yaml
            """)

    @Option(
        help: "Fail when access is gained, lost, or either: \(Change.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var failOn: Change?
    @Flag(help: "Print JSON, as Schemas/policy-diff.schema.json describes it.") var json = false
    @Argument(help: "The old policy.", completion: .file(extensions: ["yaml", "yml"])) var old: String
    @Argument(help: "The new policy.", completion: .file(extensions: ["yaml", "yml"])) var new: String

    func run() throws {
        try reporting {
            let policies = (old: try PolicySource.load(old), new: try PolicySource.load(new))
            let comparison = try analysing { () throws(AnalysisError) in
                try PolicyComparison(from: policies.old, to: policies.new)
            }
            let files = (old: old, new: new)
            Terminal.print(
                json
                    ? Terminal.json(comparison.json(files: files).text)
                    : Terminal.shownLines(comparison.text(files: files)))
            let fails =
                switch failOn {
                case nil: false
                case .gained: comparison.gains
                case .lost: comparison.loses
                case .any: comparison.differs
                }
            if fails { throw Outcome.accessChanged.exit }
        }
    }
}

/// Turns what cannot be enumerated into a message.
func analysing<Value>(_ work: () throws(AnalysisError) -> Value) throws -> Value {
    do throws(AnalysisError) {
        return try work()
    } catch {
        throw CommandFailure(outcome: .badInput, message: "\(error)", hint: error.hint)
    }
}
