import Besturen
import Foundation
import GRDB
import JOSE
import Testing

@testable import Gateway

/// A register under a running gateway, over real sockets.
@Suite("A register that changes while the gateway runs", .timeLimit(.minutes(5)))
struct RegisterLiveTests {
    private static let kbo = "0999999823"
    private static let uri = "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-0000000000aa"
    static let secret = "0123456789abcdef0123456789abcdef"
    static let now = Moment(unixSeconds: 1_768_478_400)

    /// A gateway whose besturen are a register, with those of the small list in it.
    static func run(
        configuration: String = "", log: TestLog = TestLog(), _ test: (TestWorld, RegisterStore) async throws -> Void
    ) async throws {
        try await TestWorld.run(
            configuration: configuration,
            prepare: { directory in
                let secret = directory.appendingPathComponent("hook.secret").path
                _ = FileManager.default.createFile(
                    atPath: secret, contents: Data(Self.secret.utf8), attributes: [.posixPermissions: 0o600])
                let file = directory.appendingPathComponent("besturen.csv")
                let list = BesturenRegister.read(csv: try String(contentsOf: file, encoding: .utf8), source: "list")
                try FileManager.default.removeItem(at: file)
                let store = try RegisterStore(path: file.path, create: true)
                _ = try store.append(by: "An", for: .loket, at: Self.now) { _ throws(RegisterStoreError) in
                    list.register.besturen.map { .init($0.uri, .record($0, source: "list")) }
                }
            }, logger: log.logger, { _ in .ok("through") },
            test: { world in
                let file = world.directory.appendingPathComponent("besturen.csv").path
                try await test(world, try RegisterStore(path: file))
            })
    }

    private func refusal(_ response: RawClient.Response) -> String {
        "\(response.status) \(response.code ?? "") \(response.problem?["detail"]?.stringValue ?? "")"
    }

    @Test(
        "a new bestuur walks both tracks from nothing to its first authorized request, told each time what is missing")
    func walk() async throws {
        try await Self.run { world, store in
            // One connection and one token all the way: what is remembered of a token must not outlive the register.
            let token = try world.token(bestuur: Self.kbo, roles: ["R-bedienaar"])
            let client = try await world.connect()
            func answer(until expected: String) async throws {
                let begin = ContinuousClock.now
                var last = ""
                while ContinuousClock.now - begin < .seconds(20) {
                    try await client.send(world.get("/ministers/1", token: token))
                    last = refusal(try await client.response())
                    if last.contains(expected) { return }
                    try await Task.sleep(for: .milliseconds(20))
                }
                Issue.record("expected \(expected), and it stayed \(last)")
            }
            try await answer(
                until: "403 bestuur_unknown the organisation \(Self.kbo) of your login is not a known bestuur")
            let opened = try store.append(
                by: "An", for: .abb, at: Self.now,
                .init(nil, .open(name: "AGB Nieuwstad", announced: KBONummer(Self.kbo))))
            try await answer(
                until:
                    "403 bestuur_not_active AGB Nieuwstad is not active in the Loket (status: In oprichting); waiting for "
                    + "the decision of approval (the Agency for Home Affairs (ABB)) and the request for access (Gebruikersbeheer)"
            )
            let kbo = try #require(KBONummer(Self.kbo))
            let steps: [(OnboardingStep, Party, String)] = [
                (.approve(decision: "BVR 2026/12"), .abb, "waiting for the notification of the Loket (the Agency"),
                (.notifyLoket, .abb, "waiting for the minting of the URI (the Loket)"),
                (.mintURI(Self.uri), .loket, "waiting for the URI's being known in Kalliope (the Loket)"),
                (.confirmKalliope, .loket, "waiting for the request for access (Gebruikersbeheer)"),
                (.requestAccess(reference: "GB-7"), .gebruikersbeheer, "waiting for the verification (the Agency"),
                (.verify, .abb, "waiting for the report of OVO code and typering (the Agency"),
                (
                    .reportBack(ovo: OVOCode("OVO000009"), type: .autonoomGemeentebedrijf), .abb,
                    "waiting for the connection by KBO number (Gebruikersbeheer)"
                ), (.connect(kbo: kbo), .gebruikersbeheer, "200"),
            ]
            for (step, party, expected) in steps {
                _ = try store.append(by: "An", for: party, at: Self.now, .init(opened.subject, .step(step)))
                try await answer(until: expected)
            }
            await client.close()
            let seen = try #require(world.upstream.requests.last)
            #expect(seen.values("poort-bestuur") == [Self.uri])
            #expect(seen.values("poort-bestuur-uuid") == ["00000000-0000-4000-8000-0000000000aa"])
            #expect(seen.values("poort-bestuur-type") == ["autonoom-gemeentebedrijf"])
            #expect(seen.values("poort-bestuur-name") == ["AGB Nieuwstad"])
            // And what ends it takes it away again, from those who were let in too.
            _ = try store.append(
                by: "An", for: .abb, at: Self.now, .init(opened.subject, .step(.withdraw(.access, reason: "dissolved")))
            )
            try await FetchedKeysTests.until {
                try await world.ask(world.get("/ministers/1", token: token)).code == "bestuur_not_active"
            }
        }
    }

    @Test("a number of two active besturen lets nobody in until somebody decides")
    func conflict() async throws {
        try await Self.run { world, store in
            let token = try world.token(bestuur: "0999999724")
            let refused = try await world.ask(world.get("/submissions", token: token))
            #expect(refused.status == 403 && refused.code == "bestuur_conflict")
            _ = try store.append(
                by: "An", for: .abb, at: Self.now,
                .init(
                    "http://data.example/id/4", .merge(into: "http://data.example/id/5", reason: "fusie 2025")))
            try await FetchedKeysTests.until {
                try await world.ask(world.get("/submissions", token: token)).status == 200
            }
            #expect(world.upstream.requests.last?.values("poort-bestuur") == ["http://data.example/id/5"])
        }
    }

    @Test("a view-only mark takes writing away at once, and nothing else")
    func viewOnly() async throws {
        try await Self.run { world, store in
            let token = try world.token(bestuur: "0999999922", roles: ["R-bedienaar"])
            let write = world.get("/ministers/1", method: "DELETE", token: token)
            #expect(try await world.ask(write).status == 200)
            _ = try store.append(
                by: "An", for: .abb, at: Self.now,
                .init("http://data.example/id/1", .amend(.viewOnly(["R-bedienaar"]), reason: "fed by another system")))
            try await FetchedKeysTests.until { try await world.ask(write).code == "module_read_only" }
            #expect(try await world.ask(world.get("/ministers/1", token: token)).status == 200)
        }
    }

    @Test("a history that was changed, or an older copy, is refused, and what was read before still counts")
    func tampered() async throws {
        let log = TestLog()
        try await Self.run(log: log) { world, store in
            let token = try world.token()
            let file = world.directory.appendingPathComponent("besturen.csv").path
            try DatabaseQueue(path: file).backup(to: DatabaseQueue(path: file + ".old"))
            let entry = try store.append(
                by: "An", for: .abb, at: Self.now,
                .init("http://data.example/id/1", .amend(.status(.nietActief), reason: "dissolved")))
            try await FetchedKeysTests.until {
                try await world.ask(world.get("/submissions", token: token)).code == "bestuur_not_active"
            }
            try await DatabaseQueue(path: file).write { database in
                try database.execute(
                    sql: """
                        DROP TRIGGER journal_stays;
                        UPDATE journal SET action = replace(action, 'niet-actief', 'actief'), hash = randomblob(32)
                        WHERE sequence = \(entry.sequence)
                        """)
            }
            try await FetchedKeysTests.until { try await world.metric("poort_files_outdated") == 1 }
            #expect(try await world.ask(world.get("/submissions", token: token)).code == "bestuur_not_active")
            // Another file in its place, from before: it lacks what this gateway has read.
            for end in ["-wal", "-shm", ""] { try? FileManager.default.removeItem(atPath: file + end) }
            try FileManager.default.moveItem(atPath: file + ".old", toPath: file)
            try await FetchedKeysTests.until {
                log.lines.count { $0.contains("reload refused") } >= 2
            }
            #expect(try await world.ask(world.get("/submissions", token: token)).code == "bestuur_not_active")
            #expect(
                log.lines.count { $0.contains("reload refused") } < 5, "told once for each, not four times a second")
        }
    }
}
