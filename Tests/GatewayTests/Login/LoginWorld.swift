import Foundation
import JOSE
import Libcrypto
import Logging
import Synchronization

/// A gateway at which people log in.
struct LoginWorld: Sendable {
    static let client = "poort-test"
    static let secret = "a secret with % and : in it"

    let gateway: TestWorld
    let log: TestLog

    var origin: String { "http://127.0.0.1:\(gateway.port)" }

    /// Where the gateway of a test will listen, and the files it is configured with.
    struct Site: Sendable {
        let port: Int
        /// Of the admin listener; 0 for any.
        var adminPort = 0
        let directory: URL

        var callback: String { "http://127.0.0.1:\(port)/_poort/callback" }
        var board: String { "http://127.0.0.1:\(adminPort)" }

        /// - Parameter hasBoard: whether people come to the admin listener, whose port must be known then.
        static func make(hasBoard: Bool = false) async throws -> Site {
            Site(
                port: try await FreePort.find(), adminPort: hasBoard ? try await FreePort.find() : 0,
                directory: try TestWorld.temporaryDirectory())
        }

        func write(_ name: String, _ text: String) throws -> String {
            let file = directory.appendingPathComponent(name)
            try text.write(to: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            return file.path
        }

        func remove() { try? FileManager.default.removeItem(at: directory) }
    }

    /// Answers with the `Cache-Control` that a test asks for.
    private static func respond(_ seen: FakeUpstream.Seen) -> FakeUpstream.Reply {
        .ok(
            "through",
            fields: seen.values("answer-cache-control").map {
                "Cache-Control: \($0.replacingOccurrences(of: "|", with: "\r\n"))\r\n"
            }.joined())
    }

    /// Starts a gateway whose people log in at `issuer`.
    /// - Parameters:
    ///   - login: more lines of `login`, each with two blanks in front.
    ///   - session: more lines of `session`.
    static func run(
        _ site: Site, issuer: String, client: String = LoginWorld.client, claims: String? = nil, login: String = "",
        session: String = "", pages: String = "", key: String? = nil, authentication: String? = nil,
        policy: String = TestWorld.policy, besturen: String = TestWorld.besturen, configuration: String = "",
        issuerKeys: String = "discovery", prepare: (URL) throws -> Void = { _ in },
        test: (LoginWorld) async throws -> Void
    ) async throws {
        let log = TestLog()
        let secretFile = try site.write("client-secret", secret + "\n")
        let sealing = try key ?? Base64URL.encode(Random.bytes(count: 32))
        let keyFile = try site.write("session.key", sealing + "\n")
        let settings = """
            environment: development
            explain-refusals: full
            login:
              client-id: \(client)
              \(authentication ?? "client-secret: \(secretFile)")
              redirect-uris: ["\(site.callback)"]
            \(login)
            session:
              keys: [\(keyFile)]
              store: \(site.directory.path)/sessions.sqlite
            \(session)
            \(pages)
            \(configuration)
            """
        try await TestWorld.run(
            configuration: settings,
            issuers: """
                  - issuer: \(issuer)
                    audiences: [\(client)]
                    algorithms: [RS256]
                    keys: \(issuerKeys)
                \(claims.map { "    claims: \($0)" } ?? "")
                """,
            port: site.port, adminPort: site.adminPort, policy: policy, besturen: besturen, prepare: prepare,
            logger: log.logger,
            Self.respond
        ) { gateway in
            for _ in 0..<400 where try await gateway.askAdmin("/health/ready").status != 200 {
                try await Task.sleep(for: .milliseconds(25))
            }
            try await test(LoginWorld(gateway: gateway, log: log))
        }
    }
}

/// Keeps what is logged, for tests that read it.
final class TestLog: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test", factory: { _ in Handler(log: self) })
    }

    private struct Handler: LogHandler {
        let log: TestLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let more = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            log.kept.withLock { $0.append("\(event.level) \(event.message)\(more)") }
        }
    }
}
