import HTTPTypes
import JOSE
import Libcrypto
import Logging
import Synchronization
import Testing

@testable import OIDC

/// The keeper with a provider that answers from a script.
@Suite("A keeper of keys", .timeLimit(.minutes(5)))
struct KeyKeeperTests {
    /// What was published, in order, by the names of the keys.
    final class Published: Sendable {
        let sets = Mutex<[[String]?]>([])
        let signals: AsyncStream<Void>
        private let signal: AsyncStream<Void>.Continuation

        init() { (signals, signal) = AsyncStream.makeStream() }

        func publish(_ set: KeySet?) {
            sets.withLock { $0.append(set.map { $0.keys.map { $0.keyID ?? "-" } }) }
            signal.yield()
        }

        var all: [[String]?] { sets.withLock { $0 } }
    }

    static let keysURL = "https://idp.example/keys"

    static func source(discovery: Bool = false) throws -> RemoteKeySource {
        try RemoteKeySource(
            issuer: "https://idp.example",
            location: discovery ? .discovery : .keySet(try EndpointURL(keysURL, allowsLoopbackHTTP: false)),
            algorithms: [.edDSA])
    }

    /// Runs a keeper until the test is through with it.
    static func run(
        _ fetcher: ScriptedFetcher, discovery: Bool = false, limits: (inout KeyRefreshLimits) -> Void = { _ in },
        test: (KeyKeeper, Published) async throws -> Void
    ) async throws {
        var bounds = KeyRefreshLimits()
        limits(&bounds)
        let keeper = KeyKeeper(try source(discovery: discovery), limits: bounds)
        let published = Published()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await keeper.run(fetcher, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) {
                    published.publish($0)
                }
            }
            try await test(keeper, published)
            group.cancelAll()
        }
    }

    static func until(_ condition: @autoclosure () -> Bool) async throws {
        for _ in 0..<2_000 where !condition() { try await Task.sleep(for: .milliseconds(5)) }
        try #require(condition())
    }

    /// Asks for a key and waits for the end of the wait.
    static func ask(_ keeper: KeyKeeper, _ name: String?) async -> String {
        await withCheckedContinuation { continuation in
            let demand = keeper.demand(name) { continuation.resume(returning: "\($0)") }
            if case .waits = demand { return }
            continuation.resume(returning: "\(demand)")
        }
    }

    @Test("publishes at the start what it finds by discovery, and the same again is no news")
    func discovery() async throws {
        let key = try PrivateKey.generate(.ed25519).publicKey
        let fetcher = ScriptedFetcher { url, _ in
            url.hasSuffix("/.well-known/openid-configuration")
                ? .success(
                    FetchedDocument(
                        body: Array(#"{"issuer":"https://idp.example","jwks_uri":"https://idp.example/keys"}"#.utf8),
                        fields: [:]))
                : .success(ScriptedFetcher.keys([(key, "k1")]))
        }
        try await Self.run(fetcher, discovery: true) {
            $0.longestLife = .milliseconds(20)
            $0.shortestLife = .milliseconds(20)
        } test: { keeper, published in
            try await Self.until(keeper.report.counts.succeeded >= 3)
            #expect(published.all == [["k1"]])
            #expect(keeper.report.counts.changed == 1 && keeper.report.keys == 1 && keeper.report.failures == 0)
            #expect(fetcher.urls.prefix(2) == ["https://idp.example/.well-known/openid-configuration", Self.keysURL])
        }
    }

    @Test("asks once for a hundred tokens with the new key, and tells each when it counts")
    func singleFlight() async throws {
        let (old, new) = (try PrivateKey.generate(.ed25519).publicKey, try PrivateKey.generate(.ed25519).publicKey)
        let fetcher = ScriptedFetcher { _, count in
            if count > 1 { try? await Task.sleep(for: .milliseconds(100)) }
            return .success(ScriptedFetcher.keys(count == 1 ? [(old, "k1")] : [(new, "k2")]))
        }
        try await Self.run(fetcher) {
            $0.cooldown = .zero
        } test: { keeper, published in
            try await Self.until(published.all.count == 1)
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<100 { group.addTask { await Self.ask(keeper, "k2") } }
                for await answer in group {
                    #expect(answer == "answered")
                    #expect(published.all == [["k1"], ["k2"]], "told before the key counts")
                }
            }
            #expect(fetcher.urls.count == 2 && keeper.report.counts.waited == 100 && keeper.report.waiting == 0)
        }
    }

    @Test("never says of a key that has just come that there is none, while it does not count everywhere yet")
    func publishing() async throws {
        let (old, new) = (try PrivateKey.generate(.ed25519).publicKey, try PrivateKey.generate(.ed25519).publicKey)
        let fetcher = ScriptedFetcher { _, count in
            .success(ScriptedFetcher.keys(count == 1 ? [(old, "k1")] : [(new, "k2")]))
        }
        var limits = KeyRefreshLimits()
        limits.cooldown = .zero
        let keeper = KeyKeeper(try Self.source(), limits: limits)
        let (isPublishing, counts) = (Flag(), Flag())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await keeper.run(fetcher, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }) { set in
                    guard set?.names("k2") ?? false else { return }
                    isPublishing.raise()
                    try? await Task.sleep(for: .milliseconds(200))
                    counts.raise()
                }
            }
            try await Self.until(keeper.report.counts.succeeded == 1 && keeper.report.waiting == 0)
            async let first = Self.ask(keeper, "k2")
            try await Self.until(isPublishing.isRaised)
            #expect(await Self.ask(keeper, "k2") == "answered" && counts.isRaised)
            #expect(await first == "answered" && fetcher.urls.count == 2)
            group.cancelAll()
        }
    }

    @Test("asks no oftener than the cooldown allows, whatever comes, and remembers what it asked for in vain")
    func flood() async throws {
        let key = try PrivateKey.generate(.ed25519).publicKey
        let fetcher = ScriptedFetcher { _, _ in .success(ScriptedFetcher.keys([(key, "k1")])) }
        try await Self.run(fetcher) {
            $0.cooldown = .milliseconds(300)
        } test: { keeper, published in
            try await Self.until(published.all.count == 1)
            let began = ContinuousClock.now
            while ContinuousClock.now - began < .milliseconds(1_000) {
                for index in 0..<50 { _ = await Self.ask(keeper, "x\(index)") }
            }
            let most = (ContinuousClock.now - began) / .milliseconds(300)
            #expect(Double(fetcher.urls.count) <= most + 2)
            #expect(keeper.report.counts.absent > 0 && published.all.count == 1)
            // Two attempts at most lie between: the first may join one that began before it.
            for _ in 0..<2 where await Self.ask(keeper, "x0") == "answered" {
                try await Task.sleep(for: .milliseconds(310))
            }
            #expect(await Self.ask(keeper, "x0") == "absent")
        }
    }

    @Test("lets only so many wait")
    func waiters() async throws {
        let gate = Mutex(false)
        let fetcher = ScriptedFetcher { _, _ in
            while !gate.withLock({ $0 }) { try? await Task.sleep(for: .milliseconds(5)) }
            return .failure(.status(503))
        }
        try await Self.run(fetcher) {
            $0.waiters = 3
        } test: { keeper, _ in
            try await Self.until(fetcher.urls.count == 1)
            let answers = Mutex<[KeyKeeper.Arrival]>([])
            let demands = (0..<5).map { index in
                keeper.demand("k\(index)") { arrival in answers.withLock { $0.append(arrival) } }
            }
            #expect(
                demands == [
                    .waits(ticket: 1), .waits(ticket: 2), .waits(ticket: 3), .unavailable, .unavailable,
                ])
            #expect(keeper.report.waiting == 3)
            gate.withLock { $0 = true }
            try await Self.until(answers.withLock { $0.count } == 3)
            #expect(answers.withLock { $0 } == [.unavailable, .unavailable, .unavailable])
            #expect(keeper.report.counts.failed == ["status": 1] && keeper.report.counts.unavailable == 2)
        }
    }

    @Test("gives the place of whoever leaves to the next, and calls nobody back who left")
    func withdrawal() async throws {
        let gate = Flag()
        let fetcher = ScriptedFetcher { _, _ in
            while !gate.isRaised { try? await Task.sleep(for: .milliseconds(5)) }
            return .failure(.status(503))
        }
        try await Self.run(fetcher) {
            $0.waiters = 1
        } test: { keeper, _ in
            try await Self.until(fetcher.urls.count == 1)
            let called = Flag()
            for ticket in 1...100 as ClosedRange<UInt64> {
                #expect(keeper.demand("k") { _ in called.raise() } == .waits(ticket: ticket))
                #expect(keeper.demand("k") { _ in called.raise() } == .unavailable)
                keeper.withdraw(ticket)
                #expect(keeper.report.waiting == 0)
            }
            async let last = Self.ask(keeper, "k")
            try await Self.until(keeper.report.waiting == 1)
            gate.raise()
            #expect(await last == "unavailable" && !called.isRaised)
        }
    }

    @Test("keeps its keys through an outage, up to their greatest age, and takes them up again")
    func outage() async throws {
        let key = try PrivateKey.generate(.ed25519).publicKey
        let isDown = Mutex(false)
        let fetcher = ScriptedFetcher { _, _ in
            isDown.withLock { $0 } ? .failure(.unreachable("refused")) : .success(ScriptedFetcher.keys([(key, "k1")]))
        }
        try await Self.run(fetcher) {
            $0.shortestLife = .milliseconds(20)
            $0.longestLife = .milliseconds(20)
            $0.firstPause = .milliseconds(20)
            $0.longestPause = .milliseconds(40)
            $0.maximumAge = .seconds(4)
        } test: { keeper, published in
            try await Self.until(published.all.count == 1)
            isDown.withLock { $0 = true }
            let begin = ContinuousClock.now
            try await Self.until(keeper.report.failures >= 3)
            // On a machine that stood still for so long the keys have rightly grown too old.
            let isKept = published.all == [["k1"]] && keeper.report.keys == 1
            #expect(isKept || .now - begin > .seconds(3))
            #expect(await Self.ask(keeper, "k2") == "unavailable")
            try await Self.until(published.all.count == 2)
            #expect(published.all == [["k1"], nil] && keeper.report.keys == 0)
            isDown.withLock { $0 = false }
            try await Self.until(published.all.count == 3)
            #expect(published.all == [["k1"], nil, ["k1"]] && keeper.report.failures == 0)
        }
    }

    @Test("never lets a bad answer take the place of good keys")
    func flapping() async throws {
        let keys = try (0..<2).map { _ in try PrivateKey.generate(.ed25519).publicKey }
        let bad: [Result<FetchedDocument, FetchFailure>] = [
            .success(FetchedDocument(body: Array(#"{"keys":[]}"#.utf8), fields: [:])),
            .success(FetchedDocument(body: Array("<html>".utf8), fields: [:])),
            .success(
                FetchedDocument(body: Array(#"{"keys":[{"kty":"oct","k":"AAAA","kid":"k1"}]}"#.utf8), fields: [:])),
            .success(
                FetchedDocument(
                    body: Array(#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","d":"AAAA"}]}"#.utf8), fields: [:])),
            .failure(.redirected(status: 302)), .failure(.tooLarge), .failure(.tooSlow),
        ]
        let fetcher = ScriptedFetcher { _, count in
            count % 2 == 0 ? bad[(count / 2) % bad.count] : .success(ScriptedFetcher.keys([(keys[0], "k1")]))
        }
        try await Self.run(fetcher) {
            $0.shortestLife = .milliseconds(5)
            $0.longestLife = .milliseconds(5)
            $0.firstPause = .milliseconds(5)
        } test: { keeper, published in
            try await Self.until(fetcher.urls.count > 2 * bad.count + 2)
            #expect(published.all == [["k1"]])
            #expect(
                keeper.report.counts.failed.keys.sorted() == ["keys_invalid", "redirected", "too_large", "too_slow"])
        }
    }

    @Test("that is stopped tells those who wait")
    func stopped() async throws {
        let fetcher = ScriptedFetcher { _, _ in
            try? await Task.sleep(for: .seconds(30))
            return .failure(.tooSlow)
        }
        let answer = Mutex<KeyKeeper.Arrival?>(nil)
        let stopped = Mutex<KeyKeeper?>(nil)
        try await Self.run(fetcher) { _ in
        } test: { keeper, _ in
            try await Self.until(fetcher.urls.count == 1)
            #expect(keeper.demand("k1") { arrival in answer.withLock { $0 = arrival } } == .waits(ticket: 1))
            stopped.withLock { $0 = keeper }
        }
        #expect(answer.withLock { $0 } == .unavailable)
        // And lets nobody wait for what will never come.
        #expect(stopped.withLock { $0 }?.demand("k1") { _ in } == .unavailable)
    }

    @Test("does not take a key that everybody can sign with, but in development")
    func developmentKey() async throws {
        let key = try PrivateKey.generate(.ed25519).publicKey
        let fetcher = ScriptedFetcher { _, _ in .success(ScriptedFetcher.keys([(key, "k1"), (key, "development-k2")])) }
        let location = RemoteKeySource.Location.keySet(try EndpointURL(Self.keysURL, allowsLoopbackHTTP: false))
        for isForDevelopment in [false, true] {
            let source = try RemoteKeySource(
                issuer: "https://idp.example", location: location, algorithms: [.edDSA],
                isForDevelopment: isForDevelopment)
            switch await source.fetch(fetcher) {
            case .success(let fetched): #expect(isForDevelopment && fetched.keys.keys.count == 2)
            case .failure(let failure):
                #expect(!isForDevelopment && failure.code == "keys_invalid" && failure.hint != nil)
                #expect("\(failure)".contains("everybody can sign with such a key"))
            }
        }
    }

    @Test("is not made for secrets, nor for an issuer that cannot be asked")
    func sources() throws {
        let fixed = RemoteKeySource.Location.keySet(try EndpointURL(Self.keysURL, allowsLoopbackHTTP: false))
        for (issuer, location, algorithms, problem) in [
            ("https://idp.example", fixed, [.hs256], .sharedSecret),
            ("https://idp.example", fixed, [.rs256, .hs512], .sharedSecret),
            ("https://idp.example", fixed, [], .sharedSecret),
            ("http://idp.example", .discovery, [.rs256], .issuer(.notHTTPS)),
            ("http://127.0.0.1/op", .discovery, [.rs256], .issuer(.loopbackNotAllowed)),
            ("https://idp.example/?tenant=1", .discovery, [.rs256], .issuer(.query)),
        ] as [(String, RemoteKeySource.Location, Set<JWSAlgorithm>, RemoteKeySource.Problem)] {
            #expect(throws: problem) {
                _ = try RemoteKeySource(issuer: issuer, location: location, algorithms: algorithms)
            }
        }
    }
}
