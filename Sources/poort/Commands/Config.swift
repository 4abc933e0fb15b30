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
        discussion: "Example: poort config check Examples/demo/poort.yaml")

    @Argument(help: "The configuration.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let loaded = try GatewayFile.load(file)
            for problem in loaded.registerProblems { Terminal.print("\(problem)") }
            Terminal.print(
                "\(file): valid; \(PolicyFile.count(loaded.snapshot.policy.routes.count, "route")), "
                    + "\(loaded.snapshot.register.count) besturen, "
                    + "\(PolicyFile.count(loaded.configuration.issuers.count, "issuer")), "
                    + "\(PolicyFile.count(loaded.configuration.upstreams.count, "upstream")), "
                    + loaded.configuration.environment.rawValue)
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
