import Besturen
import Foundation
import JOSE
import Libcrypto
import Logging
import Testing

@testable import StandIn

/// A stand-in that listens, and one registered client.
struct StandInWorld: Sendable {
    static let clientID = "11111111-2222-4333-8444-555555555555"
    static let secret = "a secret: with % and +"
    static let redirectURI = "http://127.0.0.1:8080/_poort/callback"
    static let loggedOut = "http://127.0.0.1:8080/_poort/logged-out"
    static let switched = "http://127.0.0.1:8080/_poort/switched"
    static let verifier = String(repeating: "v", count: 43)
    static var challenge: String { Base64URL.encode(Hash.sha256.digest(Array(verifier.utf8))) }

    /// Keys are made once: that takes longer than most tests.
    static let key = Result { try PrivateKey.generate(.rsa2048) }

    let provider: IdentityProvider
    let port: Int
    let clock: TestClock

    static func client(
        _ authentication: StandInClient.Authentication = .secret(secret), backChannel: String? = nil,
        scopes: [String] = ["openid", "profile", "vo", "rrn", "abb_loketLB"]
    ) -> StandInClient {
        StandInClient(
            id: clientID, authentication: authentication, redirectURIs: [redirectURI],
            postLogoutRedirectURIs: [loggedOut, switched], backChannelLogoutURI: backChannel, scopes: scopes)
    }

    static func directory() throws -> PeopleDirectory {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let csv = try String(contentsOf: root.appending(path: "Examples/demo/besturen.csv"), encoding: .utf8)
        return try PeopleDirectory(
            people: InventedPeople.all, register: BesturenRegister.read(csv: csv, source: "besturen.csv").register)
    }

    /// Runs a stand-in on a free port for as long as a test takes.
    static func run(
        client: StandInClient = client(), reach: ListenAddress.Reach = .loopbackOnly,
        _ test: (StandInWorld) async throws -> Void
    ) async throws {
        let clock = TestClock()
        let id = "development-test"
        let key = try key.get()
        let provider = IdentityProvider(
            address: try ListenAddress(host: "127.0.0.1", port: 0), directory: try directory(),
            mint: TokenMint(
                issuer: "http://127.0.0.1:0/op", audience: clientID,
                signer: try JWTSigner(privateKey: key, algorithm: .rs256, keyID: id)),
            keys: JWKSet.json([JWK(publicKey: key.publicKey, keyID: id, algorithm: .rs256)]), now: { clock.now },
            clients: [client], logoutReach: reach)
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = Task { try await provider.run(logger: logger) { announce.yield($0) } }
        defer { server.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await test(StandInWorld(provider: provider, port: port, clock: clock))
    }

    func agent() -> Agent { Agent(port: port) }

    // MARK: - A login, step by step

    /// The fields of a request that is right in every respect, with some replaced; nil leaves one out.
    static func fields(_ changes: [(String, String?)] = []) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI),
            ("scope", "openid profile vo rrn abb_loketLB"), ("state", "a state"), ("nonce", "a nonce"),
            ("code_challenge", challenge), ("code_challenge_method", "S256"),
        ]
        for (name, value) in changes {
            fields.removeAll { $0.name == name }
            if let value { fields.append((name, value)) }
        }
        return fields
    }

    func begin(_ agent: Agent, _ changes: [(String, String?)] = []) async throws -> Agent.Answer {
        try await agent.get("/op/v1/auth?" + FormEncoding.encode(Self.fields(changes)))
    }

    func choose(_ person: Person, _ page: Agent.Answer, _ agent: Agent) async throws -> Agent.Answer {
        let interaction = try #require(page.hidden("interactie"), "\(page.status) \(page.text)")
        return try await agent.post(
            "/op/v1/auth/persoon", [("interactie", interaction), ("gebruiker", person.id)])
    }

    func choose(organisatie: String, _ page: Agent.Answer, _ agent: Agent) async throws -> Agent.Answer {
        let interaction = try #require(page.hidden("interactie"), "\(page.status) \(page.text)")
        return try await agent.post(
            "/op/v1/auth/organisatie",
            [("interactie", interaction), ("werkrelatie", try #require(page.button(organisatie)))])
    }

    /// Logs somebody in who has one identity.
    func code(_ person: Person, _ agent: Agent, _ changes: [(String, String?)] = []) async throws -> String {
        let answer = try await choose(person, try await begin(agent, changes), agent)
        return try #require(answer.sentFields?["code"], "\(answer.status) \(answer.text)")
    }

    // MARK: - The token endpoint

    static var basic: (String, String) {
        let pair = FormEncoding.encode(clientID) + ":" + FormEncoding.encode(secret)
        return ("authorization", "Basic " + Data(pair.utf8).base64EncodedString())
    }

    func redeem(
        _ code: String, _ changes: [(String, String?)] = [], headers: [(String, String)] = [basic]
    ) async throws -> Agent.Answer {
        var fields: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.redirectURI),
            ("code_verifier", Self.verifier),
        ]
        for (name, value) in changes {
            fields.removeAll { $0.name == name }
            if let value { fields.append((name, value)) }
        }
        return try await agent().post("/op/v1/token", fields, headers: headers)
    }

    /// The claims of an ID token that was checked by signature, issuer, audience and times.
    func claims(_ answer: Agent.Answer) throws -> VerifiedJWT {
        let token = try #require(answer.json?["id_token"]?.stringValue, "\(answer.status) \(answer.text)")
        let keys = try KeySet(
            try KeySet.load(jwks: provider.keys.bytes(), algorithms: [.rs256], source: "stand-in").keys)
        let rules = try ClaimRules(issuer: provider.issuer, audiences: [Self.clientID])
        return try TokenVerifier().verify(Array(token.utf8).span, keys: keys, rules: rules, at: clock.now).get()
    }

    /// A whole login by whoever has one identity.
    func logIn(_ person: Person, _ agent: Agent, _ changes: [(String, String?)] = []) async throws -> VerifiedJWT {
        try claims(try await redeem(try await code(person, agent, changes)))
    }
}

extension VerifiedJWT {
    /// The roles; nil when there is no such claim.
    var roles: [String]? {
        if case .values(let roles) = strings("abb_loketLB_rol_3d") { roles } else { nil }
    }
}
