import Foundation
import JOSE
import Libcrypto
import OIDC
import Testing

@testable import Gateway

/// What was ended is on disk; a gateway that starts reads it before it answers anybody.
@Suite("Ended sessions and a restart", .serialized, .timeLimit(.minutes(5)))
struct RestartTests {
    private static let issuer = "https://idp.example/op"
    private static let hour: Int64 = 3_600

    private static var now: Int64 { Int64(Date().timeIntervalSince1970) }

    /// A gateway that is started again and again over the same files. Its provider is nowhere: sessions do not need it.
    private struct Given {
        let site: LoginWorld.Site
        let key: String
        let ring: SealingKeyRing

        var store: String { "\(site.directory.path)/sessions.sqlite" }
        var origin: String { "http://127.0.0.1:\(site.port)" }

        init() async throws {
            site = try await LoginWorld.Site.make()
            let bytes = try Random.bytes(count: 32)
            key = Base64URL.encode(bytes)
            ring = try SealingKeyRing([Secret(bytes)])
            _ = try site.write("issuer.pem", try PrivateKey.generate(.rsa2048).publicKey.pem)
        }

        func run(session: String = "", test: (LoginWorld) async throws -> Void) async throws {
            try await LoginWorld.run(
                site, issuer: issuer, session: session, key: key, policy: StandInLogin.policy,
                besturen: try StandInLogin.besturen(),
                issuerKeys: "[{ pem: \(site.directory.path)/issuer.pem, kid: k1 }]", test: test)
        }

        func browser(_ session: Session) throws -> Browser {
            let browser = Browser()
            browser.setCookie(SealedSession.cookieName, try SealedSession.seal(session, with: ring))
            return browser
        }

        func ask(_ browser: Browser) async throws -> String {
            let response = try await browser.send(
                "GET", "\(origin)/submissions", from: origin, isNavigation: false)
            return "\(response.status) \(response.code ?? response.text)"
        }
    }

    private static func session(
        subject: String = "person-1", providerSession: String? = "sid-1", begun: Int64 = 10, issued: Int64 = 5
    ) throws -> Session {
        let now = Self.now
        return Session(
            id: try .random(), issuer: issuer, subject: subject, providerSession: providerSession, name: "An",
            claims: [
                SessionClaim("vo_id", .text("account-1")), SessionClaim("vo_orgcode", .text("0999999922")),
                SessionClaim("vo_doelgroepcode", .text("LB")),
                SessionClaim("abb_loketLB_rol_3d", .list(["LoketLB-toezichtGebruiker:0999999922"])),
            ],
            begun: Instant(unixSeconds: now - begun), issued: Instant(unixSeconds: now - issued),
            tokenIssued: Instant(unixSeconds: now - begun))
    }

    static let ends: [(name: String, entry: @Sendable (Session) -> Revocations.Entry)] = [
        ("its person logged out", { .session($0.digest) }),
        ("its person logged out everywhere", { .subject($0.subjectKey, begunUntil: $0.begun.unixSeconds) }),
        (
            "the provider ended the person's sessions",
            { .provider($0.subjectKey, issuedUntil: $0.tokenIssued.unixSeconds) }
        ),
        (
            "the provider ended its session",
            { .provider(.providerSession("sid-1", issuer: $0.issuer), issuedUntil: $0.tokenIssued.unixSeconds) }
        ),
        ("an operator ended all", { .everybody(begunUntil: $0.begun.unixSeconds) }),
    ]

    @Test("are refused from the very first request, whatever ended them", arguments: ends.indices)
    func firstRequest(_ index: Int) async throws {
        let (name, entry) = Self.ends[index]
        let given = try await Given()
        defer { given.site.remove() }
        let session = try Self.session()
        let browser = try given.browser(session)
        // Somebody else, who logged in later.
        let other = try given.browser(Self.session(subject: "person-2", providerSession: "sid-2", begun: 2, issued: 2))
        try await given.run { _ in
            #expect(try await given.ask(browser) == "200 through")
            if index == 0 {
                let copy = try given.browser(session)
                _ = try await copy.post("\(given.origin)/_poort/logout", from: given.origin)
            }
        }
        // While no gateway runs, and by its own hand.
        if index > 0 { try await RevocationStore(path: given.store).revoke(entry(session), at: session.begun) }
        // Somebody whose request lies there as soon as the gateway listens, before anything else of it has begun.
        let first = FirstRequest(
            port: given.site.port,
            "GET /submissions HTTP/1.1\r\nHost: 127.0.0.1:\(given.site.port)\r\nConnection: close\r\n"
                + "Cookie: \(SealedSession.cookieName)=\(try SealedSession.seal(session, with: given.ring))\r\n\r\n")
        defer { first.giveUp() }
        try await given.run { _ in
            for _ in 0..<4 {
                let answer = try await given.ask(browser)
                #expect(answer == "401 session_revoked", "\(name)")
            }
            let answer = try await given.ask(other)
            #expect(answer == "200 through", "\(name)")
            let answered = await first.answer()
            #expect(answered.hasPrefix("HTTP/1.1 401") && answered.contains("session_revoked"), "\(name): \(answered)")
        }
    }

    @Test("stay ended when sessions may live longer than they could at the time")
    func raisedLimits() async throws {
        let given = try await Given()
        defer { given.site.remove() }
        let begin = Self.now
        let session = try Self.session()
        let browser = try given.browser(session)
        try await given.run(session: "  idle: 1m\n  absolute: 10m") { _ in
            _ = try await browser.post("\(given.origin)/_poort/logout", from: given.origin)
        }
        // Longer than any limit lets it live, the file still holds it.
        func isHeld(at now: Int64) async throws -> Bool {
            try await RevocationStore(path: given.store).clean(at: now)
            return try RevocationStore(path: given.store).current.contains(session)
        }
        let longest = SessionLimits.longest
        #expect(try await isHeld(at: begin + longest))
        #expect(try await !isHeld(at: Self.now + longest + 10 * 60))

        // One that was ended almost as long ago as a session can live, with a twin that was not.
        let ended = try Self.session(begun: longest - Self.hour, issued: Self.hour)
        let twin = try Self.session(begun: longest - Self.hour, issued: Self.hour)
        let store = try RevocationStore(path: given.store)
        try await store.revoke(.session(ended.digest), at: ended.begun.adding(seconds: 60))
        try await store.clean(at: Self.now)
        for (limits, left) in [
            ("", "401 session_expired"), ("  idle: 24h\n  absolute: 72h", "200 through"),
        ] {
            try await given.run(session: limits) { _ in
                let answers = try await [given.ask(given.browser(ended)), given.ask(given.browser(twin))]
                #expect(answers == ["401 session_revoked", left], "\(limits)")
            }
        }
    }
}

@Suite("The file of ended sessions")
struct RevocationStoreTests {
    @Test("forgets nothing that could still end a session, however long sessions may be configured to live")
    func forgetting() async throws {
        let directory = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = "\(directory.path)/sessions.sqlite"
        let ended = Instant(unixSeconds: Int64(1_768_478_400))
        let key = HolderKey.subject("person-1", issuer: "https://idp.example/op")
        let entries: [Revocations.Entry] = [
            .session(try SessionID.random().digest), .subject(key, begunUntil: ended.unixSeconds),
            .provider(key, issuedUntil: ended.unixSeconds), .everybody(begunUntil: ended.unixSeconds),
        ]
        let store = try RevocationStore(path: file)
        for entry in entries { try await store.revoke(entry, at: ended) }
        #expect(store.current.count == 4)
        // A minute more: the clocks of two gateways may differ by as much.
        for (after, count) in [(0, 4), (SessionLimits.longest, 4), (SessionLimits.longest + 60, 4), (400_000, 0)] {
            try await store.clean(at: ended.unixSeconds + after)
            #expect(try RevocationStore(path: file).current.count == count, "\(after)")
        }
    }

    @Test("gives what it holds with a version of its own, from the moment it is opened")
    func version() async throws {
        let directory = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = "\(directory.path)/sessions.sqlite"
        let store = try RevocationStore(path: file)
        #expect(store.current.version == Revocations.none.version && store.current.count == 0)
        try await store.revoke(.everybody(begunUntil: 0), at: Instant(unixSeconds: Int64(0)))
        // A loop that began with nothing takes it.
        #expect(try RevocationStore(path: file).current.version > Revocations.none.version)
    }
}
