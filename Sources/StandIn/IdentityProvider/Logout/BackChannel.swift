internal import AsyncHTTPClient
internal import FoundationEssentials
internal import JOSE
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Sends logout tokens to clients (OpenID Connect Back-Channel Logout 1.0, section 2.5), and keeps what came of it.
final class BackChannel: Sendable {
    /// How long a client may take to answer.
    static let patience = TimeAmount.seconds(5)
    private static let remembered = 200

    private let reach: ListenAddress.Reach
    private let log = Mutex<[BackChannelDelivery]>([])

    init(reach: ListenAddress.Reach) { self.reach = reach }

    /// What was sent lately, the oldest first.
    var deliveries: [BackChannelDelivery] { log.withLock { $0 } }

    struct Message: Sendable {
        let client: String
        let uri: String
        let sid: String?
        let subject: String?
        let token: String
    }

    /// Sends all at once, and waits until each was answered or its time is over.
    func send(_ messages: [Message], at now: Instant) async -> [BackChannelDelivery] {
        guard !messages.isEmpty else { return [] }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: Self.configuration)
        let sent = await withTaskGroup(of: (Int, BackChannelDelivery).self) { group in
            for (index, message) in messages.enumerated() {
                group.addTask { [reach] in
                    let outcome =
                        reach == .anywhere || Self.isLoopback(message.uri)
                        ? await Self.send(message, with: client) : .notLoopback
                    return (
                        index,
                        BackChannelDelivery(
                            client: message.client, uri: message.uri, sid: message.sid, subject: message.subject,
                            outcome: outcome, time: now)
                    )
                }
            }
            var all: [(Int, BackChannelDelivery)] = []
            for await one in group { all.append(one) }
            return all.sorted { $0.0 < $1.0 }.map(\.1)
        }
        try? await client.shutdown()
        log.withLock { log in
            log += sent
            log.removeFirst(max(0, log.count - Self.remembered))
        }
        return sent
    }

    private static var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: patience, read: patience))
        // Where nobody listens nobody will within seconds.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private static func send(_ message: Message, with client: HTTPClient) async -> BackChannelDelivery.Outcome {
        var request = HTTPClientRequest(url: message.uri)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: FormEncoding.encode([("logout_token", message.token)])))
        do {
            let response = try await client.execute(request, timeout: patience)
            let status = Int(response.status.code)
            return status == 200 || status == 204 ? .delivered(status: status) : .refused(status: status)
        } catch {
            return .failed("\(error)")
        }
    }

    /// Read by the parser that the HTTP client uses, so that both see the same host.
    static func isLoopback(_ uri: String) -> Bool {
        guard let url = URL(string: uri), url.scheme == "http" || url.scheme == "https", let host = url.host() else {
            return false
        }
        return ListenAddress.isLoopback(host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host)
    }
}
