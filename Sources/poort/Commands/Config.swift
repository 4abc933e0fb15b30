import ArgumentParser
import Besturen
import Gateway
import OIDC
import Policy

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Check the gateway's configuration.", subcommands: [ConfigCheck.self])
}

struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read a configuration with everything it names, and print every mistake.",
        discussion: """
            Also says what in it is looser than it must be, such as an issuer without TLS or one that shares its secret. As \
            in a policy, a comment `# poort: allow CODE because REASON` says that it is meant. The policy has a check of its \
            own, `poort policy check`.

            Ends with 78 for a mistake, and with --strict for a warning.

            Example: poort config check Examples/demo/poort.yaml
            """)

    @Flag(help: "Fail on warnings too.") var strict = false
    @Flag(help: "Show also what a comment silences, with its reason.") var all = false
    @Argument(help: "The configuration.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let loaded = try GatewayFile.load(file)
            for problem in loaded.registerProblems { Terminal.print("\(problem)") }
            for line in FindingLines.of(loaded.findings, leavingOutNotes: false, withSilenced: all) {
                Terminal.print(line)
            }
            Terminal.print(
                "\(file): valid; \(PolicyFile.count(loaded.snapshot.policy.routes.count, "route")), "
                    + "\(loaded.snapshot.register.count) besturen, "
                    + "\(PolicyFile.count(loaded.configuration.issuers.count, "issuer")), "
                    + "\(PolicyFile.count(loaded.configuration.upstreams.count, "upstream")), "
                    + ([loaded.configuration.environment.rawValue] + FindingLines.counts(loaded.findings))
                    .joined(separator: ", "))
            if FindingLines.fail(loaded.findings, strict: strict) { throw Outcome.invalidConfiguration.exit }
        }
    }
}

/// Loads a configuration, or prints every mistake in it and ends with 78.
enum GatewayFile {
    static func load(_ path: String) throws -> LoadedGateway {
        _ = try InputFile.bytes(path)
        do {
            return try GatewayLoader.load(file: path)
        } catch {
            throw CommandFailure(
                outcome: .invalidConfiguration,
                message: "the configuration has \(PolicyFile.count(error.mistakes.count, "mistake"))\n\(error)")
        }
    }
}
