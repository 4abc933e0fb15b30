import ArgumentParser
import Foundation
import Policy

struct PolicyImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a draft of a policy from the Loket's own sources.",
        discussion: """
            Reads a mu-dispatcher `dispatcher.ex`, the `rules.json` of the mock login (for which types of bestuur each role \
            is) and a list of roles: one name a line, or CSV with a header and any of the columns role, module, label, kind \
            (module, external, administrative, retired) and paths (what of the dispatcher the role opens).

            The dispatcher does not say who may come. What is not known is closed, with a `why` that begins with "unclear": \
            every route for which the list of roles names no path, and every rule whose place in the dispatcher's order \
            mattered. Nothing opens that nobody has named. What could not be placed is said on standard error.

            Example: poort policy import --dispatcher dispatcher.ex --rules rules.json --roles roles.csv > policy.yaml
            """)

    @Option(help: "The dispatcher.", completion: .file(extensions: ["ex"])) var dispatcher: String
    @Option(help: "The rules of the mock login.", completion: .file(extensions: ["json"])) var rules: String?
    @Option(help: "The list of roles.", completion: .file(extensions: ["csv", "txt"])) var roles: String?

    func run() throws {
        try reporting {
            let draft = try PolicyDraft.make(
                dispatcher: source(dispatcher), rules: rules.map(source), roles: roles.map(source)
            ).mapError { mistakes in
                CommandFailure(outcome: .badInput, message: "the sources have mistakes\n\(mistakes)")
            }.get()
            Terminal.write(draft.text)
            for note in draft.notes { Terminal.error("\(note)") }
            let counts = draft.counts
            let parts = [
                PolicyFile.count(counts.rules, "rule") + " made " + PolicyFile.count(counts.routes, "route"),
                "\(counts.unclearRoutes) unclear", PolicyFile.count(counts.modules, "module"),
                PolicyFile.count(counts.administrativeRoles, "administrative role"),
                PolicyFile.count(counts.retiredRoles, "role") + " without a door",
            ]
            Terminal.error(parts.joined(separator: ", "))
        }
    }

    private func source(_ path: String) throws -> PolicyDraft.Source {
        PolicyDraft.Source(file: URL(filePath: path).lastPathComponent, text: try InputFile.text(path))
    }
}
