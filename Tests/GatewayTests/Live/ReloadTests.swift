import Foundation
import JOSE
import Testing

@testable import Gateway

/// Policy and besturen that change under a running gateway, over real sockets.
@Suite("Files that change while the gateway runs", .timeLimit(.minutes(5)))
struct ReloadTests {
    private func run(configuration: String = "", _ test: (TestWorld) async throws -> Void) async throws {
        try await TestWorld.run(configuration: configuration, { _ in .ok("through") }, test: test)
    }

    private func write(_ text: String, _ name: String, _ world: TestWorld) throws {
        try text.write(to: world.directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    private func reloads(_ world: TestWorld) async throws -> [Double?] {
        let metrics = try await world.metrics()
        return [
            metrics["poort_reloads_total{outcome=\"installed\"}"], metrics["poort_reloads_total{outcome=\"refused\"}"],
            metrics["poort_files_outdated"],
        ]
    }

    private func status(_ world: TestWorld, _ path: String, _ token: String?) async throws -> Int {
        try await world.ask(world.get(path, token: token)).status
    }

    @Test("count from then on, on open connections too, and for tokens that were verified before")
    func policy() async throws {
        try await run { world in
            let token = try world.token()
            let client = try await world.connect()
            try await client.send(world.get("/submissions", token: token))
            #expect(try await client.response().status == 200)
            let before = try await world.askAdmin("/metrics").text
            try write(
                TestWorld.policy.replacing("bestuurstypes: [gemeente] }", with: "bestuurstypes: [provincie] }"),
                "policy.yaml", world)
            try await FetchedKeysTests.until { try await reloads(world) == [1, 0, 0] }
            try await client.send(world.get("/submissions", token: token))
            let response = try await client.response()
            #expect(response.status == 403 && response.code == "bestuurstype_not_eligible")
            await client.close()
            let digest = { (text: String) in text.firstMatch(of: /poort_policy_info\{sha256="([0-9a-f]{64})"\} 1/)?.1 }
            let after = try await world.askAdmin("/metrics").text
            #expect(try #require(digest(before)) != #require(digest(after)))
            // What was, and came back, counts again.
            try write(TestWorld.policy, "policy.yaml", world)
            try await FetchedKeysTests.until { try await status(world, "/submissions", token) == 200 }
            #expect(try await reloads(world) == [2, 0, 0])
        }
    }

    @Test(
        "are refused as a whole when they are wrong, and the ones from before count",
        arguments: [
            (
                "a policy with a mistake", "policy.yaml",
                TestWorld.policy.replacing("modules: [toezicht],", with: "modules: [toezich],")
            ),
            (
                "a policy that breaks its own invariant", "policy.yaml",
                TestWorld.policy
                    + "\ninvariants:\n  - { name: n, never: { module: toezicht, bestuurstypes: [gemeente] } }\n"
            ),
            (
                "a policy that leads to an upstream without an address", "policy.yaml",
                TestWorld.policy.replacing("upstreams: [main, dead]", with: "upstreams: [main, dead, more]")
                    .replacing(
                        "{ path: /rrn/**, access: authenticated, upstream: main }",
                        with: "{ path: /rrn/**, access: authenticated, upstream: more }")
            ),
            ("an empty policy", "policy.yaml", ""), ("besturen without a header", "besturen.csv", "x,y\n1,2\n"),
            ("an empty list of besturen", "besturen.csv", ""),
            (
                "a list of besturen with a head alone", "besturen.csv",
                "uri,name,bestuurstype,kbo,ovo,status,view_only_modules\n"
            ),
        ])
    func refused(_ what: String, _ file: String, _ text: String) async throws {
        try await run { world in
            let token = try world.token()
            #expect(try await status(world, "/submissions", token) == 200)
            try write(text, file, world)
            try await FetchedKeysTests.until { try await reloads(world) == [0, 1, 1] }
            #expect(try await status(world, "/submissions", token) == 200, "\(what)")
            #expect(try await world.askAdmin("/health/ready").status == 200)
            try write(file == "policy.yaml" ? TestWorld.policy : TestWorld.besturen, file, world)
            try await FetchedKeysTests.until { try await reloads(world)[2] == 0 }
            #expect(try await reloads(world) == [0, 1, 0])
        }
    }

    @Test("that are pipes are refused, and a good one after them counts")
    func pipe() async throws {
        try await run { world in
            let token = try world.token()
            let file = world.directory.appendingPathComponent("policy.yaml")
            try FileManager.default.removeItem(at: file)
            let made = unsafe mkfifo(file.path, 0o600)
            #expect(made == 0)
            try await FetchedKeysTests.until { try await reloads(world) == [0, 1, 1] }
            #expect(try await status(world, "/submissions", token) == 200)
            try FileManager.default.removeItem(at: file)
            try write(TestWorld.policy + "\n", "policy.yaml", world)
            try await FetchedKeysTests.until { try await reloads(world)[2] == 0 }
        }
    }

    @Test("that are taken away leave the old ones in force")
    func removed() async throws {
        try await run { world in
            let token = try world.token()
            for file in ["besturen.csv", "policy.yaml"] {
                try FileManager.default.removeItem(at: world.directory.appendingPathComponent(file))
            }
            try await FetchedKeysTests.until { try await reloads(world) == [0, 1, 1] }
            #expect(try await status(world, "/submissions", token) == 200)
        }
    }

    @Test("may be the besturen: a new one comes in, one that is taken out is refused from then on")
    func besturen() async throws {
        try await run { world in
            let old = try world.token()
            let new = try world.token(bestuur: "0999999526")
            #expect(try await status(world, "/submissions", old) == 200)
            #expect(try await status(world, "/submissions", new) == 403)
            let text = TestWorld.besturen.replacing(
                "http://data.example/id/1,Testgem,Gemeente,0999999922,OVO999901,Actief,",
                with: "http://data.example/id/9,Nieuwgem,Gemeente,0999999526,,Actief,")
            try write(text, "besturen.csv", world)
            try await FetchedKeysTests.until { try await status(world, "/submissions", new) == 200 }
            let refused = try await world.ask(world.get("/submissions", token: old))
            #expect(refused.status == 403 && refused.code == "bestuur_unknown")
            #expect(try await world.metric("poort_besturen") == 5)
        }
    }

    @Test("are not read while somebody is still writing them")
    func halfWritten() async throws {
        try await run { world in
            let token = try world.token()
            // Without its last lines the policy is a good one, in which `/mock` is no longer closed by a route of its own.
            let text = TestWorld.policy.replacing("bestuurstypes: [gemeente] }", with: "bestuurstypes: [provincie] }")
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let file = world.directory.appendingPathComponent("policy.yaml")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            for line in lines {
                try handle.write(contentsOf: Data((line + "\n").utf8))
                try await Task.sleep(for: .milliseconds(60))
            }
            try handle.close()
            try await FetchedKeysTests.until { try await status(world, "/submissions", token) == 403 }
            #expect(try await reloads(world) == [1, 0, 0])
        }
    }

    @Test("leave alone the keys that were fetched meanwhile")
    func keys() async throws {
        let provider = try FakeProvider("k1")
        try await provider.start()
        try await FetchedKeysTests.run(provider) { world in
            try await FetchedKeysTests.until { try await FetchedKeysTests.isReady(world) }
            let token = try FetchedKeysTests.token(world, provider, "k1")
            #expect(try await FetchedKeysTests.ask(world, token) == "200 through")
            try write(TestWorld.policy + "\n", "policy.yaml", world)
            try await FetchedKeysTests.until { try await reloads(world) == [1, 0, 0] }
            #expect(try await FetchedKeysTests.ask(world, token) == "200 through")
            #expect(provider.keyRequests == 1)
        }
    }

    @Test("do so for the shadow policy, too")
    func shadow() async throws {
        let folder = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("shadow.yaml")
        try TestWorld.policy.write(to: file, atomically: true, encoding: .utf8)
        try await run(configuration: "shadow-policy: \(file.path)\n") { world in
            let token = try world.token()
            #expect(try await status(world, "/submissions", token) == 200)
            #expect(try await world.metric("poort_shadow_decisions_total{outcome=\"same\"}") == 1)
            let text = TestWorld.policy.replacing("bestuurstypes: [gemeente] }", with: "bestuurstypes: [provincie] }")
            try text.write(to: file, atomically: true, encoding: .utf8)
            try await FetchedKeysTests.until { try await reloads(world) == [1, 0, 0] }
            #expect(try await status(world, "/submissions", token) == 200)
            #expect(try await world.metric("poort_shadow_decisions_total{outcome=\"lost\"}") == 1)
        }
    }
}
