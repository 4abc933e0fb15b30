import Foundation
import JOSE
import Libcrypto
import Synchronization

/// An identity provider on a real socket that publishes the keys it is told to, and misbehaves when it is told to.
final class FakeProvider: Sendable {
    /// How it answers, by path.
    enum Behaviour: Sendable {
        case good
        /// Answers everything so.
        case always(FakeUpstream.Reply)
        /// Answers for its keys so, and is good otherwise.
        case keys(FakeUpstream.Reply)
        /// Answers for its metadata so.
        case metadata(FakeUpstream.Reply)
        /// Good and bad in turn.
        case flapping(FakeUpstream.Reply)
    }

    private struct Inside {
        var behaviour = Behaviour.good
        var keys: [(signer: JWTSigner, key: PublicKey)] = []
        var cacheControl = "max-age=21500"
        var keyRequests = 0
    }

    private let inside: Mutex<Inside>
    private let port = Mutex(0)
    private let server = Mutex<FakeUpstream?>(nil)

    init(_ names: String...) throws {
        inside = Mutex(Inside())
        try publish(names)
    }

    var issuer: String { "http://127.0.0.1:\(port.withLock { $0 })/op" }

    /// How often its keys were asked for.
    var keyRequests: Int { inside.withLock { $0.keyRequests } }

    /// Replaces its keys by fresh ones of these names; one that it has already stays.
    func publish(_ names: [String]) throws {
        try inside.withLock { inside in
            inside.keys = try names.map { name in
                if let known = inside.keys.first(where: { $0.signer.keyID == name }) { return known }
                let key = try PrivateKey.generate(.p256)
                return (try JWTSigner(privateKey: key, algorithm: .es256, keyID: name), key.publicKey)
            }
        }
    }

    func signer(_ name: String) -> JWTSigner? {
        inside.withLock { $0.keys.first { $0.signer.keyID == name }?.signer }
    }

    func behave(_ behaviour: Behaviour) { inside.withLock { $0.behaviour = behaviour } }

    func cacheControl(_ text: String) { inside.withLock { $0.cacheControl = text } }

    /// Listens; the port stays the same over ``stop()`` and ``start()``.
    func start() async throws {
        let upstream = try await FakeUpstream.start(port: port.withLock { $0 }) { [self] seen in answer(seen) }
        port.withLock { $0 = upstream.port }
        server.withLock { $0 = upstream }
    }

    func stop() async {
        let upstream = server.withLock { server in
            defer { server = nil }
            return server
        }
        await upstream?.stop()
    }

    private func answer(_ seen: FakeUpstream.Seen) -> FakeUpstream.Reply {
        let isKeys = seen.lines[0].hasPrefix("GET /op/keys ")
        let isMetadata = seen.lines[0].hasPrefix("GET /op/.well-known/openid-configuration ")
        let (behaviour, keys, cacheControl, count) = inside.withLock { inside in
            if isKeys { inside.keyRequests += 1 }
            return (inside.behaviour, inside.keys, inside.cacheControl, inside.keyRequests)
        }
        switch behaviour {
        case .always(let reply): return reply
        case .keys(let reply) where isKeys: return reply
        case .metadata(let reply) where isMetadata: return reply
        case .flapping(let reply) where isKeys && count % 2 == 0: return reply
        case .good, .keys, .metadata, .flapping: break
        }
        if isMetadata { return Self.json(Self.metadata(issuer)) }
        guard isKeys else { return .bytes("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") }
        let set = JWKSet.json(keys.map { JWK(publicKey: $0.key, keyID: $0.signer.keyID, algorithm: .es256) })
        return Self.json(set.compact, cacheControl: cacheControl)
    }

    static func metadata(_ issuer: String, keys: String? = nil) -> String {
        (["issuer": .string(issuer), "jwks_uri": .string(keys ?? issuer + "/keys")] as JSONValue).compact
    }

    static func json(_ text: String, cacheControl: String = "no-store") -> FakeUpstream.Reply {
        .ok(
            text,
            fields: "Content-Type: application/json\r\nCache-Control: \(cacheControl)\r\nConnection: keep-alive\r\n")
    }
}
