import Foundation
import Hummingbird
import Logging
import NIOCore

/// Serves the gateway's own pages on a Unix socket that only the gateway's own user can open; the data plane is its only client.
struct PageServer: Sendable {
    let socket: PageSocket
    let pages: Pages
    let logger: Logger

    /// Serves until the surrounding task is cancelled or a graceful shutdown is asked for.
    func run(onListening: @escaping @Sendable () -> Void) async throws {
        var quiet = logger
        // Hummingbird tells where it listens, and reports its own cancellation as an error.
        quiet.logLevel = .critical
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            do {
                return await pages.respond(to: try await PageRequest(request)).response
            } catch {
                return Response(status: .contentTooLarge)
            }
        }
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: socket.path), serverName: nil),
            onServerRunning: { _ in onListening() }, logger: quiet)
        try await application.run()
    }
}

/// The folder and name of the socket.
struct PageSocket: Sendable {
    let directory: String
    let path: String

    /// Makes a folder that nobody else can look into.
    init() throws {
        // A socket's path is at most 107 bytes long, and a temporary folder may have a long one.
        let name = "poort-\(UUID().uuidString.prefix(8))"
        let places = [FileManager.default.temporaryDirectory.path, "/tmp"]
        directory = (places.first { $0.utf8.count < 60 } ?? "/tmp") + "/" + name
        path = directory + "/pages"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory) }
}
