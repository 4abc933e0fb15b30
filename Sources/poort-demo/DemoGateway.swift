import Gateway
import Logging
import StandIn

/// The gateway of the demo: the same that `poort serve` runs, with the demo's configuration.
struct DemoGateway: Sendable {
    private let loaded: LoadedGateway

    /// - Throws: ``StandInError`` when the configuration has mistakes; the text then names them all.
    init(configurationFile: String, text: String) throws {
        do {
            loaded = try GatewayLoader.load(file: configurationFile, text: text)
        } catch {
            throw StandInError.file(path: configurationFile, reason: "has mistakes:\n\(error)")
        }
    }

    /// Serves until a signal asks it to stop or the task is cancelled.
    func run(logger: Logger, listening: @escaping @Sendable (Int) -> Void) async throws {
        let gateway = Gateway(loaded, logger: logger) {
            listening($0.data.first?.port ?? 0)
        }
        do {
            try await gateway.runUntilSignalled()
        } catch let error as GatewayError {
            throw StandInError.cannotListen("\(error)")
        }
    }
}
