import ArgumentParser
import Policy

struct PolicyCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with a policy, and what in it should stay seen.",
        discussion: """
            Mistakes keep a policy from being loaded; all of them are printed, with their place. Warnings are probably not \
            meant. Notes list the doors that the policy opens without a check of modules or roles.

            Example: poort policy check Examples/loket/policy.yaml
            """)

    @Flag(help: "Fail on warnings too.") var strict = false
    @Flag(help: "Leave out the notes.") var quiet = false
    @Flag(help: "Print JSON.") var json = false
    @Argument(help: "The policy.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let policy = try PolicyFile.load(file)
            let findings = policy.findings()
            let warnings = findings.filter { $0.severity == .warning }.count
            let shown = findings.filter { !quiet || $0.severity == .warning }
            if json {
                Terminal.print(
                    JSONText.object([
                        ("valid", .bool(true)), ("routes", .number(policy.routes.count)),
                        ("modules", .number(policy.modules.count)), ("warnings", .number(warnings)),
                        ("findings", .array(shown.map(\.json))),
                    ]).text)
            } else {
                for finding in shown { Terminal.print("\(finding)") }
                Terminal.print(
                    "\(file): \(PolicyFile.count(policy.routes.count, "route")), "
                        + "\(PolicyFile.count(policy.modules.count, "module")), "
                        + "\(PolicyFile.count(warnings, "warning")), "
                        + PolicyFile.count(findings.count - warnings, "note"))
            }
            if strict, warnings > 0 { throw Outcome.invalidConfiguration.exit }
        }
    }
}
