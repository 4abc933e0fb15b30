import Foundation
import JOSE
import Libcrypto
import Testing

/// Keys that come over the network, with a provider that behaves and one that does not, over real sockets.
@Suite("Fetched keys", .serialized, .timeLimit(.minutes(5)))
struct FetchedKeysTests {
    /// A gateway that trusts one provider by discovery.
    static func run(
        _ provider: FakeProvider, keys: String = "discovery", threads: Int = 2,
        test: (TestWorld) async throws -> Void
    ) async throws {
        try await TestWorld.run(
            configuration: "environment: development\nexplain-refusals: full",
            issuers: """
                  - issuer: \(provider.issuer)
                    audiences: [\(TestWorld.audience)]
                    algorithms: [ES256]
                    keys: \(keys)
                """,
            threads: threads, { _ in .ok("through") }, test: test)
        await provider.stop()
    }

    static func token(_ world: TestWorld, _ provider: FakeProvider, _ key: String) throws -> String {
        try world.token(issuer: provider.issuer, signer: provider.signer(key))
    }

    /// - Parameter seconds: bounds a test that fails; on a busy machine what comes at once otherwise takes many of them.
    static func until(seconds: Int = 40, _ condition: () async throws -> Bool) async throws {
        for _ in 0..<seconds * 20 where try await !condition() { try await Task.sleep(for: .milliseconds(50)) }
        try #require(try await condition())
    }

    static func isReady(_ world: TestWorld) async throws -> Bool {
        try await world.askAdmin("/health/ready").status == 200
    }

    /// Asks with a token, and gives status and code.
    static func ask(_ world: TestWorld, _ token: String) async throws -> String {
        let response = try await world.ask(world.get("/submissions", token: token))
        return "\(response.status) \(response.code ?? response.text)"
    }

    @Test("are found by discovery, count at once, and are not asked for with every token")
    func discovery() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        try await Self.run(provider) { world in
            try await Self.until { try await Self.isReady(world) }
            for _ in 0..<20 { #expect(try await Self.ask(world, Self.token(world, provider, "k1")) == "200 through") }
            #expect(provider.keyRequests == 1)
            let issuer = "issuer=\"\(provider.issuer)\""
            #expect(try await world.metric("poort_issuer_keys{\(issuer)}") == 1)
            #expect(try await world.metric("poort_issuer_key_fetches_total{\(issuer),outcome=\"ok\"}") == 1)
            #expect(try #require(try await world.metric("poort_issuer_keys_age_seconds{\(issuer)}")) < 60)
        }
    }

    @Test("are found at a fixed address, too")
    func fixedAddress() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        provider.behave(.metadata(.close))
        try await Self.run(provider, keys: "{ jwks-uri: \"\(provider.issuer)/keys\" }") { world in
            try await Self.until { try await Self.isReady(world) }
            #expect(try await Self.ask(world, Self.token(world, provider, "k1")) == "200 through")
        }
    }

    @Test("of a provider that is down at the start are waited for: not ready, 503, and all is well when it comes")
    func downAtStart() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        await provider.stop()
        try await Self.run(provider) { world in
            let issuer = "issuer=\"\(provider.issuer)\""
            let token = try Self.token(world, provider, "k1")
            try await Self.until {
                try await world.metric("poort_issuer_key_fetches_total{\(issuer),outcome=\"unreachable\"}") ?? 0 >= 1
            }
            let ready = try await world.askAdmin("/health/ready")
            #expect(ready.status == 503 && ready.text == "waiting for the keys of \(provider.issuer)\n")
            #expect(try await Self.ask(world, token) == "503 keys_unavailable")
            #expect(try await world.metric("poort_requests_refused_total{code=\"keys_unavailable\"}") == 1)
            // What no key could mend, and what needs none, is answered as ever.
            #expect(try await Self.ask(world, "junk") == "401 token_malformed")
            #expect(try await world.ask(world.get("/assets/x")).status == 200)
            try await provider.start()
            try await Self.until { try await Self.isReady(world) }
            #expect(try await Self.ask(world, token) == "200 through")
        }
    }

    @Test("that were rotated a moment before are fetched once for all tokens that need them, which wait for them")
    func rotation() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        try await Self.run(provider, keys: "{ cooldown: 100ms }") { world in
            try await Self.until { try await Self.isReady(world) }
            #expect(try await Self.ask(world, Self.token(world, provider, "k1")) == "200 through")
            try await Task.sleep(for: .milliseconds(150))
            try provider.publish(["k1", "k2"])
            let asked = provider.keyRequests
            let token = try Self.token(world, provider, "k2")
            try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { try await Self.ask(world, token) } }
                for try await answer in group { #expect(answer == "200 through") }
            }
            #expect(provider.keyRequests == asked + 1)
            #expect(try await Self.ask(world, Self.token(world, provider, "k1")) == "200 through")
            let metric = "poort_issuer_key_changes_total{issuer=\"\(provider.issuer)\"}"
            #expect(try await world.metric(metric) == 2)
        }
    }

    @Test("that the provider does not have are asked for no oftener than the cooldown allows, while good tokens pass")
    func unknownNames() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        try await Self.run(provider, keys: "{ cooldown: 1s }") { world in
            try await Self.until { try await Self.isReady(world) }
            let good = try Self.token(world, provider, "k1")
            #expect(try await Self.ask(world, good) == "200 through")
            let forger = try PrivateKey.generate(.p256)
            let began = ContinuousClock.now
            for index in 0..<200 {
                let signer = try JWTSigner(privateKey: forger, algorithm: .es256, keyID: "x\(index)")
                let token = try world.token(issuer: provider.issuer, signer: signer)
                #expect(try await Self.ask(world, token) == "401 token_key_unknown")
                if index % 20 == 0 { #expect(try await Self.ask(world, good) == "200 through") }
            }
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            #expect(Double(provider.keyRequests) <= seconds + 2)
            #expect(try await world.metric("poort_requests_refused_total{code=\"token_key_unknown\"}") == 200)
            #expect(try await world.metric("poort_token_cache_entries") ?? 0 >= 1)
            // The verified token was found again each time, but for the first on either event loop.
            #expect(try await world.metric("poort_token_cache_hits_total") ?? 0 >= 9)
        }
    }

    @Test("that left the set stop to count, for tokens that were accepted before, too")
    func withdrawn() async throws {
        let provider = try FakeProvider("k1", "k2")
        provider.cacheControl("max-age=0")
        try await provider.start()
        try await Self.run(provider, keys: "{ refresh: 1s, cooldown: 100ms }") { world in
            try await Self.until { try await Self.isReady(world) }
            let (first, second) = (try Self.token(world, provider, "k1"), try Self.token(world, provider, "k2"))
            #expect(try await Self.ask(world, first) == "200 through")
            #expect(try await Self.ask(world, second) == "200 through")
            try provider.publish(["k2"])
            try await Self.until { try await Self.ask(world, first) == "401 token_key_unknown" }
            #expect(try await Self.ask(world, second) == "200 through")
        }
    }

    @Test("count through an outage, up to their greatest age")
    func outage() async throws {
        let provider = try FakeProvider("k1")
        provider.cacheControl("no-store")
        try await provider.start()
        try await Self.run(provider, keys: "{ refresh: 1s, maximum-age: 20s, cooldown: 100ms }") { world in
            // Long enough for what comes before they are too old, on a busy machine, too.
            try await Self.until { try await Self.isReady(world) }
            let token = try Self.token(world, provider, "k1")
            let issuer = "issuer=\"\(provider.issuer)\""
            await provider.stop()
            try await Self.until {
                try await world.metric("poort_issuer_key_fetch_failures_in_a_row{\(issuer)}") ?? 0 >= 1
            }
            #expect(try await Self.ask(world, token) == "200 through")
            // An unknown name is nobody's fault that could be told.
            try provider.publish(["k1", "k2"])
            #expect(try await Self.ask(world, Self.token(world, provider, "k2")) == "503 keys_unavailable")
            #expect(try await Self.isReady(world))
            try await Self.until(seconds: 120) { try await Self.ask(world, token) == "503 keys_unavailable" }
            #expect(try await world.metric("poort_issuer_keys{\(issuer)}") == 0)
            #expect(try await Self.isReady(world), "the refusal tells more than a balancer could")
            try await provider.start()
            try await Self.until { try await Self.ask(world, token) == "200 through" }
        }
    }

    static let forever = String(repeating: " ", count: 10_000)

    /// What a provider does, and what it is counted as.
    static let misbehaviours: [(String, FakeProvider.Behaviour, String)] = [
        ("an error", .keys(.bytes("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")), "status"),
        ("no content", .keys(.bytes("HTTP/1.1 204 No Content\r\n\r\n")), "status"),
        ("a page", .always(.ok("<html>maintenance</html>")), "metadata_invalid"),
        ("a page for keys", .keys(.ok("<html>maintenance</html>")), "keys_invalid"),
        ("an empty set", .keys(.ok(#"{"keys":[]}"#)), "keys_invalid"),
        ("nothing", .keys(.ok("")), "keys_invalid"),
        (
            "a private key", .keys(.ok(#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}"#)),
            "keys_invalid"
        ),
        (
            "a secret", .keys(.ok(#"{"keys":[{"kty":"oct","k":"\#(String(repeating: "A", count: 86))"}]}"#)),
            "keys_invalid"
        ),
        ("more than a megabyte", .keys(.large([UInt8](repeating: 0x20, count: 3 << 20))), "too_large"),
        (
            "a redirect",
            .keys(.bytes("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")),
            "redirected"
        ),
        (
            "a redirect of its metadata",
            .metadata(.bytes("HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")), "redirected"
        ),
        ("the metadata of another", .metadata(.ok(FakeProvider.metadata("https://evil.example"))), "issuer_mismatch"),
        ("a closed connection", .always(.close), "unreachable"),
        (
            "half an answer",
            .keys(.bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\":")), "unreachable"
        ),
        ("something that is not HTTP", .always(.bytesThenClose("SSH-2.0-OpenSSH_9.2\r\n")), "unreachable"),
    ]

    @Test("of a provider that misbehaves are not had, and why is counted", arguments: misbehaviours)
    func misbehaving(_ name: String, _ behaviour: FakeProvider.Behaviour, _ code: String) async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        provider.behave(behaviour)
        try await Self.run(provider) { world in
            let metric = "poort_issuer_key_fetches_total{issuer=\"\(provider.issuer)\",outcome=\"\(code)\"}"
            try await Self.until { try await world.metric(metric) ?? 0 >= 1 }
            let answer = try await Self.ask(world, Self.token(world, provider, "k1"))
            #expect(answer == "503 keys_unavailable", "\(name)")
            #expect(try await !Self.isReady(world))
        }
    }

    @Test("of a provider that answers well and badly in turn never fail a token")
    func flapping() async throws {
        let provider = try FakeProvider("k1")
        provider.cacheControl("max-age=0")
        try await provider.start()
        try await Self.run(provider, keys: "{ refresh: 1s, maximum-age: 60s }") { world in
            try await Self.until { try await Self.isReady(world) }
            provider.behave(.flapping(.ok(#"{"keys":[]}"#)))
            let token = try Self.token(world, provider, "k1")
            let issuer = "issuer=\"\(provider.issuer)\""
            try await Self.until {
                #expect(try await Self.ask(world, token) == "200 through")
                let bad =
                    try await world.metric("poort_issuer_key_fetches_total{\(issuer),outcome=\"keys_invalid\"}") ?? 0
                let good = try await world.metric("poort_issuer_key_fetches_total{\(issuer),outcome=\"ok\"}") ?? 0
                return bad >= 2 && good >= 3
            }
        }
    }

    @Test("that are slow to come hold up nobody but who needs them, and a client that goes meanwhile is no harm")
    func slow() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        try await Self.run(provider, keys: "{ cooldown: 100ms }", threads: 1) { world in
            try await Self.until { try await Self.isReady(world) }
            let good = try Self.token(world, provider, "k1")
            try await Task.sleep(for: .milliseconds(150))
            try provider.publish(["k1", "k2"])
            provider.behave(.always(.never))
            let new = try Self.token(world, provider, "k2")
            let waiting = try await world.connect()
            // What is behind it on the connection waits, too, and keeps its order.
            try await waiting.send(
                world.get("/submissions/first", token: new) + world.get("/submissions/second", token: good))
            let leaving = try await world.connect()
            try await leaving.send(world.get("/submissions/gone", token: new))
            try await Self.until {
                try await world.metric("poort_issuer_key_waiting_requests{issuer=\"\(provider.issuer)\"}") == 2
            }
            await leaving.close()
            try await Self.until {
                try await world.metric("poort_issuer_key_waiting_requests{issuer=\"\(provider.issuer)\"}") == 1
            }
            #expect(try await world.metric("poort_requests_undecided_total") == 1)
            #expect(try await world.metric("poort_requests_forwarded_total{status=\"none\"}") == 0)
            for _ in 0..<5 { #expect(try await Self.ask(world, good) == "200 through") }
            #expect(waiting.received == 0)
            // The attempt ends in its own time; both requests are answered then, in order.
            let first = try await waiting.response()
            #expect(first.status == 503 && first.code == "keys_unavailable")
            #expect(try await waiting.response().text == "through")
            #expect(world.upstream.requests.filter { $0.head.hasPrefix("GET /submissions/gone") }.isEmpty)
            let entries = try await world.audit(atLeast: 8)
            let gone = entries.first { $0["outcome"] == "client_gone" && $0["path"] == "/submissions/gone" }
            // Nobody judged it, so nobody let it through.
            #expect(gone?["decision"] == "deny")
        }
    }

    @Test("come by the name that tokens use, beside an issuer whose keys are in a file and one that is down")
    func severalIssuers() async throws {
        let (up, down) = (try FakeProvider("k1"), try FakeProvider("k1"))
        try await up.start()
        try await down.start()
        await down.stop()
        func issuer(_ provider: FakeProvider, _ more: String = "") -> String {
            """
              - issuer: \(provider.issuer)
                audiences: [\(TestWorld.audience)]
                algorithms: [ES256]
                keys: discovery\(more)
            """
        }
        let mapping = "\n    claims: { account: sub, bestuur: org, doelgroep: group, roles: rights }"
        try await TestWorld.run(
            configuration: "environment: development\nexplain-refusals: full",
            issuers: [TestWorld.fixedIssuer, issuer(up, mapping), issuer(down)].joined(separator: "\n")
        ) { _ in
            .ok("through")
        } test: { world in
            try await Self.until {
                try await world.metric("poort_issuer_keys{issuer=\"\(up.issuer)\"}") == 1
            }
            #expect(try await Self.isReady(world))
            #expect(try await Self.ask(world, world.token()) == "200 through")
            #expect(try await Self.ask(world, Self.token(world, down, "k1")) == "503 keys_unavailable")
            // The other issuer's tokens carry the same under other names.
            #expect(try await Self.ask(world, Self.token(world, up, "k1")) == "403 bestuur_missing")
            let mapped = try world.token(
                issuer: up.issuer, signer: up.signer("k1"),
                extra: [
                    ("org", "0999999922"), ("group", "LB"), ("rights", .array(["R-toezicht:0999999922"])),
                ])
            #expect(try await Self.ask(world, mapped) == "200 through")
            // A key of one issuer never speaks for another.
            let crossed = try world.token(issuer: TestWorld.issuer, signer: up.signer("k1"))
            #expect(try await Self.ask(world, crossed) == "401 token_signature_invalid")
            await up.stop()
        }
    }
}
