import ArgumentParser
import Policy

struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with a policy, and what in it should stay seen.",
        discussion: """
            Mistakes keep a policy from being loaded; all of them are printed, with their place. Warnings are probably not \
            meant. Notes list the doors that the policy opens without a check of modules or roles, and routes that take \
            paths from wider ones. Every finding ends in its code.

            A comment in the policy says that a finding is meant, at the end of its line or above it:
              # poort: allow CODE because REASON
            It silences that code on that line. One without a reason is an error; one that silences nothing is a warning.

            Ends with 78 for a mistake or an error, and with --strict for a warning.

            Example: poort policy check --strict Examples/loket/policy.yaml
            """)

    @Flag(help: "Fail on warnings too.") var strict = false
    @Flag(help: "Leave out the notes.") var quiet = false
    @Flag(help: "Show also what a comment silences, with its reason.") var all = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The policy.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let text = try InputFile.text(file)
            let policy = try PolicyFile.load(name: file, text: text)
            let report = FindingReport(policy, text: text)
            if json {
                Terminal.print(json(policy, report).text)
            } else {
                for line in FindingLines.of(report, leavingOutNotes: quiet, withSilenced: all) { Terminal.print(line) }
                let parts = [
                    PolicyFile.count(policy.routes.count, "route"), PolicyFile.count(policy.modules.count, "module"),
                ]
                Terminal.print("\(file): " + (parts + FindingLines.counts(report)).joined(separator: ", "))
            }
            if FindingLines.fail(report, strict: strict) { throw Outcome.invalidConfiguration.exit }
        }
    }

    private func json(_ policy: PolicySet, _ report: FindingReport) -> JSONText {
        var findings = report.findings.filter { !quiet || $0.severity != .note }.map(\.json)
        if all { findings += report.silenced.map(FindingReport.json) }
        return .object([
            ("valid", .bool(true)), ("routes", .number(policy.routes.count)),
            ("modules", .number(policy.modules.count)), ("errors", .number(report.count(.error))),
            ("warnings", .number(report.count(.warning))), ("notes", .number(report.count(.note))),
            ("silenced", .number(report.silenced.count)), ("findings", .array(findings)),
        ])
    }
}
