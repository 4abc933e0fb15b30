import Foundation
import JOSE
import Libcrypto
import Logging
import NIOCore
import NIOEmbedded

@testable import Gateway

/// One event loop of the gateway without sockets and without time: its turns come when the test says so.
final class TestLoop {
    let loop = EmbeddedEventLoop()
    let context: LoopContext
    private let signer: JWTSigner
    private let stranger: JWTSigner
    private var numbers = 0
    private let audit: AuditSink
    private let directory: URL

    /// - Parameter budget: nanoseconds of checking tokens in one turn; with 1 the first check spends it all.
    init(budget: Int64) throws {
        directory = try TestWorld.temporaryDirectory()
        let key = try PrivateKey.generate(.p256)
        signer = try JWTSigner(privateKey: key, algorithm: .es256, keyID: "k1")
        stranger = try JWTSigner(privateKey: try .generate(.p256), algorithm: .es256, keyID: "k1")
        let loaded = try TestWorld.load(directory, key, upstreamPort: 1)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        audit = try AuditSink(loaded.configuration.audit, logger: logger)
        context = LoopContext(
            loop: loop, configuration: loaded.configuration, snapshot: loaded.snapshot,
            keys: KeyKeepers(loaded.configuration.issuers), threads: 1, audit: audit, logger: logger,
            checkingBudget: budget)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// All events that have come are handled.
    func endOfTurn() { loop.run() }

    /// The loop has looked at its sockets, where nothing was, and comes back to those that wait.
    func nextTurn() { loop.advanceTime(by: LoopTurns.pause) }

    /// A token that is good, of somebody whose roles open nothing, so that no upstream is needed.
    func goodToken() throws -> String { try token(signer) }

    /// A token like the good ones, each another, which somebody else signed in the issuer's name.
    func forgedToken() throws -> String { try token(stranger) }

    private func token(_ signer: JWTSigner) throws -> String {
        numbers += 1
        let now = Int(Date().timeIntervalSince1970)
        return try signer.sign(claims: [
            "iss": .string(TestWorld.issuer), "aud": .string(TestWorld.audience), "sub": .string("person-\(numbers)"),
            "iat": .integer(now - 10), "exp": .integer(now + 600), "vo_id": "account", "vo_orgcode": "0999999922",
            "vo_doelgroepcode": "LB", "roles": ["R-nothing:0999999922"],
        ])
    }

    /// Drains as a stopping server does; returns whether all clients have gone, when asked.
    func drain() -> () -> Bool {
        let promise = loop.makePromise(of: Void.self)
        var isDrained = false
        promise.futureResult.assumeIsolated().whenSuccess { isDrained = true }
        context.drain(promise)
        return { isDrained }
    }

    /// The audit entries so far: the last part of each path, in the order in which requests ended.
    func audited() throws -> [String] {
        context.audit.handOver()
        audit.flush()
        let text = try String(contentsOf: directory.appendingPathComponent("audit.jsonl"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let entry = try JSONValue.parse(Array(line.utf8))
            return entry["path"]?.stringValue?.split(separator: "/").last.map(String.init) ?? "-"
        }
    }

    func connect() throws -> TestClient { try TestClient(self) }
}

/// A client of a `TestLoop`.
final class TestClient {
    /// Lets time pass while something is written.
    private final class Slowness: ChannelOutboundHandler {
        typealias OutboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let loop: EmbeddedEventLoop
        var time: TimeAmount?

        init(loop: EmbeddedEventLoop) { self.loop = loop }

        func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
            context.write(data, promise: promise)
            // Whatever is due by then runs now.
            if let time { loop.advanceTime(by: time) }
        }
    }

    private let slowness: Slowness
    private let channel: EmbeddedChannel
    let connection: ClientConnection

    fileprivate init(_ world: TestLoop) throws {
        connection = ClientConnection(loop: world.context)
        slowness = Slowness(loop: world.loop)
        channel = EmbeddedChannel(handlers: [slowness, connection], loop: world.loop)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    }

    /// Sends requests in one piece.
    func send(_ requests: String...) throws { try channel.writeInbound(ByteBuffer(string: requests.joined())) }

    static func get(_ path: String, token: String? = nil) -> String {
        let credential = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "GET \(path) HTTP/1.1\r\nHost: loket.example\r\n\(credential)\r\n"
    }

    /// The codes of the refusals that have arrived since this was last asked.
    func codes() throws -> [String] {
        var text = ""
        while let part = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: part) }
        return text.components(separatedBy: "HTTP/1.1 ").dropFirst().map { response in
            let code = response.components(separatedBy: "\"code\": \"").dropFirst().first
            return code?.components(separatedBy: "\"").first ?? response
        }
    }

    func eachAnswerTakes(_ time: TimeAmount) { slowness.time = time }

    var isOpen: Bool { channel.isActive }

    func close() { channel.close(promise: nil) }
}
