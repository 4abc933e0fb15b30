import AsyncHTTPClient
import Hummingbird
import JOSE
import Logging
import Synchronization
import Testing

@testable import StandIn

/// A client's back-channel address: it keeps the logout tokens that come.
final class LogoutListener: Sendable {
    private let tokens = Mutex<[String]>([])

    var received: [String] { tokens.withLock { $0 } }

    /// The claims of what came, unchecked.
    var claims: [JSONValue] { received.compactMap { Self.part(1, of: $0) } }

    /// The headers of what came.
    var headers: [JSONValue] { received.compactMap { Self.part(0, of: $0) } }

    static func part(_ index: Int, of token: String) -> JSONValue? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard index < parts.count, let bytes = Base64URL.decode(String(parts[index])) else { return nil }
        return try? JSONValue.parse(bytes)
    }

    /// Listens for as long as a test takes, and answers with a status.
    static func run(
        answering status: HTTPResponse.Status = .ok, _ test: (LogoutListener, _ uri: String) async throws -> Void
    ) async throws {
        let listener = LogoutListener()
        let router = Router()
        router.post("/logout") { request, _ in
            if let form = await request.form(), let token = form["logout_token"] {
                listener.tokens.withLock { $0.append(token) }
            }
            return Response(status: status, headers: [.location: "/logout", .cacheControl: "no-store"])
        }
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let address = try ListenAddress(host: "127.0.0.1", port: 0)
        let server = Task {
            try await StandInServer.run(router, at: address, logger: logger) { announce.yield($0) }
        }
        defer { server.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await test(listener, "http://127.0.0.1:\(port)/logout")
    }
}
