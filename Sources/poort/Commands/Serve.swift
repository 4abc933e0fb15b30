import ArgumentParser
import Besturen
import Gateway
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Run the gateway.",
        discussion: """
            Checks the configuration, the policy, the keys and the list of besturen as a whole, then listens. SIGTERM and \
            SIGINT stop it: no new connections, requests in flight may finish.

            Example: poort serve --config poort.yaml
            """)

    @Option(help: "The configuration.", completion: .file(extensions: ["yaml", "yml"])) var config: String
    @Option(help: "Least severe messages to log: debug, info, notice, warning, error.") var logLevel = "notice"

    func validate() throws {
        guard Logger.Level(rawValue: logLevel) != nil else {
            throw ValidationError("`\(logLevel)` is no log level")
        }
    }

    func run() async throws {
        let loaded = try reporting { try GatewayFile.load(config) }
        var logger = Logger(label: "poort", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = Logger.Level(rawValue: logLevel) ?? .notice
        for problem in loaded.registerProblems where problem.effect != .noted { logger.warning("\(problem)") }
        if loaded.configuration.environment == .development {
            logger.warning("environment: development - development keys and plain-http issuers are accepted")
        }
        let gateway = Gateway(loaded, logger: logger) { [logger] listening in
            let health = listening.admin.map { ", health on \($0)" } ?? ""
            logger.notice("listening on \(listening.data.map(\.description).joined(separator: ", "))\(health)")
        }
        do {
            try await gateway.runUntilSignalled()
        } catch {
            Terminal.error("error: \(error)")
            guard let error = error as? GatewayError else { throw Outcome.internal.exit }
            if let hint = error.hint { Terminal.error("hint: \(hint)") }
            throw Outcome.invalidConfiguration.exit
        }
    }
}
