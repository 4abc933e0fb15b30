import Besturen
import Foundation
import JOSE
import Logging
import OIDC
import Testing

@testable import StandIn

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("The stand-in for the identity provider", .timeLimit(.minutes(5)))
struct StandInTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func register() throws -> BesturenRegister {
        let csv = try String(contentsOf: root.appending(path: "Examples/demo/besturen.csv"), encoding: .utf8)
        return BesturenRegister.read(csv: csv, source: "besturen.csv").register
    }

    /// A folder that is removed again.
    private static func withFolder(_ test: (PrivateDirectory) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "poort-standin-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await test(try PrivateDirectory(at: path))
    }

    @Test(
        "listens on this machine alone",
        arguments: [
            ("127.0.0.1", true), ("::1", true), ("localhost", true), ("127.9.8.7", true), ("0.0.0.0", false),
            ("192.0.2.1", false), ("localhost.example", false), ("127.0.0.01", false), ("127.1", false), ("", false),
        ])
    func loopback(_ text: String, _ isTaken: Bool) {
        let address = try? ListenAddress(host: text, port: 80)
        #expect((address != nil) == isTaken)
    }

    @Test("keeps its keys to its owner, marks them as development keys, and loads them again")
    func keys() async throws {
        try await Self.withFolder { folder in
            let first = try DevelopmentKeys.load(from: folder)
            let again = try DevelopmentKeys.load(from: folder)
            #expect(first.publicKeys == again.publicKeys)
            let key = try #require(first.publicKeys["keys"]?.arrayValue?.first)
            #expect(key["kid"]?.stringValue?.hasPrefix("development-") == true && key["d"] == nil)
            for name in [DevelopmentKeys.privateKeyFile, DevelopmentKeys.publicKeysFile] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: name))
                #expect((attributes[.posixPermissions] as? Int ?? 0o777) & 0o077 == 0, "\(name)")
            }
        }
    }

    @Test("knows only people whose bestuur is in the register once")
    func people() throws {
        let register = try Self.register()
        let people = try PeopleDirectory(people: InventedPeople.all, register: register)
        #expect(people.entries.count == InventedPeople.all.count && people["nobody"] == nil)
        #expect(throws: StandInError.self) { try PeopleDirectory(people: InventedPeople.all, register: .empty) }
        #expect(throws: StandInError.personTwice(InventedPeople.an.id)) {
            try PeopleDirectory(people: [InventedPeople.an, InventedPeople.an], register: register)
        }
    }

    @Test("gives each invented person a token that its own keys verify, with ACM/IDM's claims")
    func tokens() async throws {
        try await Self.withFolder { folder in
            let keys = try DevelopmentKeys.load(from: folder)
            let issuer = "http://127.0.0.1:8090/op"
            let mint = TokenMint(issuer: issuer, audience: DemoPlan.audience, signer: keys.signer)
            let now = Instant(unixSeconds: Int64(1_800_000_000))
            let people = try PeopleDirectory(people: InventedPeople.all, register: try Self.register())
            let provider = IdentityProvider(
                address: try ListenAddress(host: "127.0.0.1", port: 8090), directory: people, mint: mint,
                keys: keys.publicKeys,
                now: { now })
            let set = try KeySet(
                try KeySet.load(jwks: keys.publicKeys.bytes(), algorithms: [.rs256], source: "stand-in").keys)
            let rules = try ClaimRules(issuer: issuer, audiences: [DemoPlan.audience])
            for entry in people.entries {
                let answer = try #require(try provider.token(for: entry.person.id, means: nil))
                let token = Array(try #require(answer["id_token"]?.stringValue).utf8)
                let verified = try TokenVerifier().verify(token.span, keys: set, rules: rules, at: now).get()
                #expect(verified.string("vo_orgcode") == entry.person.organisationCode)
                #expect(verified.string("vo_doelgroepcode") == entry.person.hoedanigheid.code)
                #expect(verified.expires == now.adding(seconds: TokenMint.lifetime))
            }
            #expect(try provider.token(for: "nobody", means: nil) == nil)
            #expect(provider.people.arrayValue?.count == people.entries.count)
            #expect(!provider.people.compact.contains("rrn"))
        }
    }

    @Test("answers over HTTP to loopback names only")
    func server() async throws {
        try await Self.withFolder { folder in
            let keys = try DevelopmentKeys.load(from: folder)
            let people = try PeopleDirectory(people: InventedPeople.all, register: try Self.register())
            let provider = IdentityProvider(
                address: try ListenAddress(host: "127.0.0.1", port: 0), directory: people,
                mint: TokenMint(issuer: "http://127.0.0.1/op", audience: "a", signer: keys.signer),
                keys: keys.publicKeys, now: { Instant(unixSeconds: Int64(1_800_000_000)) })
            var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            logger.logLevel = .critical
            let (ports, announce) = AsyncStream.makeStream(of: Int.self)
            let server = Task { [logger] in try await provider.run(logger: logger) { announce.yield($0) } }
            defer { server.cancel() }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            func ask(_ method: String, _ path: String, host: String? = nil) async throws -> String {
                let client = try await RawClient.connect(port)
                try await client.send(
                    "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(port)")\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                )
                return String(decoding: await client.untilClosed(), as: UTF8.self)
            }
            #expect(try await ask("GET", "/people").contains("\"id\":\"\(InventedPeople.an.id)\""))
            #expect(try await ask("GET", "/op/.well-known/openid-configuration").contains("jwks_uri"))
            #expect(try await ask("POST", "/people/\(InventedPeople.an.id)/token").contains("id_token"))
            #expect(try await ask("POST", "/people/nobody/token").hasPrefix("HTTP/1.1 404"))
            #expect(
                try await ask("POST", "/people/\(InventedPeople.an.id)/token?acr_values=magic").hasPrefix(
                    "HTTP/1.1 400"))
            #expect(try await ask("GET", "/people", host: "evil.example").hasPrefix("HTTP/1.1 421"))
        }
    }

    @Test("moves the demo to other ports only where its configuration names the usual ones")
    func addresses() throws {
        let text = try String(contentsOf: Self.root.appending(path: "Examples/demo/poort.yaml"), encoding: .utf8)
        let moved = try DemoAddresses(gateway: 1001, admin: 1002, identityProvider: 1003, sampleModules: 1004)
        let changed = try moved.configuration(from: text, file: "poort.yaml")
        for port in ["1001", "1002", "1003", "1004"] { #expect(changed.contains("127.0.0.1:\(port)")) }
        for port in ["8080", "8081", "8090", "8091"] { #expect(!changed.contains("127.0.0.1:\(port)\n")) }
        #expect(throws: StandInError.self) { try moved.configuration(from: "version: 1\n", file: "poort.yaml") }
        for error in [
            StandInError.notLoopback(host: "x"), .addressMalformed("x"), .bestuurNotInRegister(person: "x", code: "y"),
            .personTwice("x"), .file(path: "x", reason: "y"), .cannotListen("x"),
            .addressNotInConfiguration(address: "x", file: "y"),
        ] {
            #expect("\(error)".contains("x"))
        }
    }
}
