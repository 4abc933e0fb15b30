import Besturen
import Foundation
import Gateway
import JOSE
import Libcrypto
import Logging
import OIDC
import Policy
import ServiceLifecycle
import Synchronization

/// Everything a live test needs: an issuer, a small policy, besturen, an upstream, and the gateway between them.
///
/// Everything is read as the product reads it, from files in a folder of its own.
struct TestWorld: Sendable {
    static let issuer = "https://idp.example/op"
    static let audience = "poort"

    let port: Int
    let admin: Int
    let upstream: FakeUpstream
    let directory: URL
    private let signer: JWTSigner
    private let group: ServiceGroup

    static let policy = """
        version: 1
        claims: { account: vo_id, bestuur: vo_orgcode, doelgroep: vo_doelgroepcode, roles: roles }
        doelgroepen: [LB]
        modules:
          toezicht: { label: Toezicht, role: R-toezicht, bestuurstypes: [gemeente] }
          bedienaren: { label: Bedienarenbeheer, role: R-bedienaar, bestuurstypes: all, view-only: honoured }
        upstreams: [main, dead]
        routes:
          - { path: /submissions/**, modules: [toezicht], upstream: main }
          - { path: /ministers/**, modules: [bedienaren], upstream: main }
          - { path: /rrn/**, access: authenticated, upstream: main }
          - { path: /concepts/**, access: authenticated, methods: read, upstream: main }
          - { path: /assets/**, access: public, methods: read, upstream: main, why: the application itself }
          - { path: /upload/**, access: public, upstream: main, why: for tests of bodies }
          - { path: /vendor/**, access: delegated, delegated-to: vendor-key, upstream: main, why: vendors have keys }
          - path: /files/**
            modules: [toezicht, bedienaren]
            upstream: main
            json-api: { include: { toezicht: [submission.status], bedienaren: [minister] }, relationships: [owner], filter: [name] }
          - { path: /mock/**, access: closed, why: passwordless login }
          - { path: /dead/**, access: public, upstream: dead, why: nothing listens there }
        """

    static let besturen = #"""
        uri,name,bestuurstype,kbo,ovo,status,view_only_modules
        http://data.example/id/1,Testgem,Gemeente,0999999922,OVO999901,Actief,
        http://data.example/id/2,"Kerkfabriek Sint-Été, ""Noord""",Bestuur van de eredienst,0999999031,,Actief,R-bedienaar
        http://data.example/id/3,AGB Testgem,Autonoom gemeentebedrijf,0999999328,,In oprichting,
        http://data.example/id/4,Dubbel A,Gemeente,0999999724,,Actief,
        http://data.example/id/5,Dubbel B,Gemeente,0999999724,,Actief,
        """#

    static let fixedIssuer = """
          - issuer: \(issuer)
            audiences: [\(audience)]
            algorithms: [ES256]
            keys: [{ pem: key.pem, kid: k1 }]
        """

    /// Starts a gateway, runs the test, and stops everything.
    /// - Parameters:
    ///   - configuration: lines added to `poort.yaml`.
    ///   - issuers: takes the place of the issuer with a key in a file.
    ///   - port, adminPort: where it listens; 0 for any.
    ///   - policy, besturen: take the place of the small ones.
    ///   - prepare: changes files before they are read.
    static func run(
        configuration: String = "", upstreamOptions: String = "", issuers: String? = nil, threads: Int = 2,
        port: Int = 0, adminPort: Int = 0, policy: String = TestWorld.policy, besturen: String = TestWorld.besturen,
        prepare: (URL) throws -> Void = { _ in }, logger: Logger? = nil, _ responder: @escaping FakeUpstream.Responder,
        test: (TestWorld) async throws -> Void
    ) async throws {
        let directory = try temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let upstream = try await FakeUpstream.start(responder)
        let key = try PrivateKey.generate(.p256)
        let loaded = try load(
            directory, key, upstreamPort: upstream.port, configuration: configuration,
            upstreamOptions: upstreamOptions, issuers: issuers, threads: threads, port: port, adminPort: adminPort,
            policy: policy, besturen: besturen, prepare: prepare)
        var quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        quiet.logLevel = .critical
        let logger = logger ?? quiet
        let (listening, announce) = AsyncStream.makeStream(of: Gateway.Listening.self)
        let gateway = Gateway(loaded, logger: logger) {
            announce.yield($0)
        }
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: gateway, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                defer { announce.finish() }
                try await group.run()
            }
            var addresses = listening.makeAsyncIterator()
            guard let ready = await addresses.next() else {
                try await tasks.waitForAll()
                return
            }
            let world = TestWorld(
                port: ready.data[0].port, admin: ready.admin?.port ?? 0, upstream: upstream, directory: directory,
                signer: try JWTSigner(privateKey: key, algorithm: .es256, keyID: "k1"), group: group)
            do {
                try await test(world)
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await upstream.stop()
    }

    static func temporaryDirectory() throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("poort-test-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }

    /// Writes the files of a gateway into a folder and reads them as the product does.
    static func load(
        _ directory: URL, _ key: PrivateKey, upstreamPort: Int, configuration: String = "",
        upstreamOptions: String = "", issuers: String? = nil, threads: Int = 1, port: Int = 0, adminPort: Int = 0,
        policy: String = TestWorld.policy, besturen: String = TestWorld.besturen,
        prepare: (URL) throws -> Void = { _ in }
    ) throws -> LoadedGateway {
        func write(_ name: String, _ text: String) throws {
            try text.write(to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
        }
        try write("key.pem", try key.publicKey.pem)
        try write("policy.yaml", policy)
        try write("besturen.csv", besturen)
        try write(
            "poort.yaml",
            """
            version: 1
            listen: 127.0.0.1:\(port)
            admin: 127.0.0.1:\(adminPort)
            threads: \(threads)
            policy: policy.yaml
            besturen: besturen.csv
            audit: ./audit.jsonl
            issuers:
            \(issuers ?? Self.fixedIssuer)
            upstreams:
              main: { url: "http://127.0.0.1:\(upstreamPort)"\(upstreamOptions) }
              dead: { url: "http://127.0.0.1:1" }
            \(configuration)
            """)
        try prepare(directory)
        return try GatewayLoader.load(file: directory.appendingPathComponent("poort.yaml").path)
    }

    /// Asks the gateway to stop, as SIGTERM does.
    func stop() async { await group.triggerGracefulShutdown() }

    func connect() async throws -> RawClient { try await RawClient.connect(port) }

    /// Sends one request on a connection of its own.
    func ask(_ request: String, hasBody: Bool = true) async throws -> RawClient.Response {
        let client = try await connect()
        try await client.send(request)
        let response = try await client.response(hasBody: hasBody)
        await client.close()
        return response
    }

    /// A request head without a body.
    func get(
        _ path: String, method: String = "GET", token: String? = nil, fields: String = ""
    ) -> String {
        let credential = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return "\(method) \(path) HTTP/1.1\r\nHost: loket.example\r\n\(credential)\(fields)\r\n"
    }

    /// A token of somebody of a bestuur.
    func token(
        bestuur: String = "0999999922", roles: [String] = ["R-toezicht"], doelgroep: String? = "LB",
        expiresIn seconds: Int64 = 600, audience: String = TestWorld.audience, issuer: String = TestWorld.issuer,
        signer: JWTSigner? = nil, extra: [(String, JSONValue)] = []
    ) throws -> String {
        let now = Int64(Date().timeIntervalSince1970)
        var claims: [(String, JSONValue)] = [
            ("iss", .string(issuer)), ("aud", .string(audience)), ("sub", .string("person-1")),
            ("iat", .integer(now - 10)), ("exp", .integer(now + seconds)), ("vo_id", .string("account-1")),
            ("vo_orgcode", .string(bestuur)), ("rrn", .string("85073003328")),
            // A name alone is held for the bestuur; a name with a suffix stays as it is.
            ("roles", .array(roles.map { .string($0.contains(":") ? $0 : "\($0):\(bestuur)") })),
        ]
        if let doelgroep { claims.append(("vo_doelgroepcode", .string(doelgroep))) }
        return try (signer ?? self.signer).sign(claims: .object(claims + extra))
    }

    /// Asks the admin listener.
    func askAdmin(_ path: String) async throws -> RawClient.Response {
        let client = try await RawClient.connect(admin)
        try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        let response = try await client.response()
        await client.close()
        return response
    }

    /// The value of a metric's sample, by its whole name with labels; `nil` when there is none.
    func metric(_ name: String) async throws -> Double? { try await metrics()[name] }

    /// All samples, by name with labels. Read as bytes: in a debug build, lines of text cost a tenth of a second.
    func metrics() async throws -> [String: Double] {
        let lines = try await askAdmin("/metrics").body.split(separator: UInt8(ascii: "\n"))
        return lines.reduce(into: [:]) { samples, line in
            guard line.first != UInt8(ascii: "#"), let space = line.lastIndex(of: UInt8(ascii: " ")) else { return }
            samples[String(decoding: line[..<space], as: UTF8.self)] = Double(
                String(decoding: line[(space + 1)...], as: UTF8.self))
        }
    }

    /// The audit entries so far. Call after ``stop()`` has finished, or wait for them with `count`.
    func audit(atLeast count: Int) async throws -> [JSONValue] {
        for _ in 0..<200 {
            let entries = try auditText().split(separator: "\n")
            if entries.count >= count { return try entries.map { try JSONValue.parse(Array($0.utf8)) } }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try auditText().split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
    }

    func auditText() throws -> String {
        try String(contentsOf: directory.appendingPathComponent("audit.jsonl"), encoding: .utf8)
    }
}

extension RawClient.Response {
    /// The members of a problem+json body.
    var problem: JSONValue? { try? JSONValue.parse(body) }

    var code: String? { problem?["code"]?.stringValue }
}
