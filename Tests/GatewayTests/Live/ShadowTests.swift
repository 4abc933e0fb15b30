import Foundation
import JOSE
import Testing

@testable import Gateway

@Suite("A shadow policy", .timeLimit(.minutes(5)))
struct ShadowTests {
    /// The policy of the tests with changes in both directions.
    static let policy = TestWorld.policy
        .replacing("bestuurstypes: [gemeente] }", with: "bestuurstypes: [provincie] }")
        .replacing(
            "{ path: /rrn/**, access: authenticated, upstream: main }",
            with: "{ path: /rrn/**, access: closed, why: nobody }"
        )
        .replacing(
            "{ path: /ministers/**, modules: [bedienaren],", with: "{ path: /ministers/**, access: authenticated,"
        )
        .replacing("{ path: /assets/**, access: public,", with: "{ path: /assets/**, access: authenticated,")
        .replacing(
            "{ path: /concepts/**, access: authenticated, methods: read, upstream: main }",
            with: "{ path: /concepts/**, access: public, methods: read, upstream: main, why: open data }"
        )
        .replacing("{ path: /mock/**, access: closed,", with: "{ path: /mock/**, access: public, upstream: main,")

    @Test("is asked about every request, counted and written down where it differs, and never obeyed")
    func shadow() async throws {
        let folder = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("shadow.yaml")
        try Self.policy.write(to: file, atomically: true, encoding: .utf8)
        try await TestWorld.run(configuration: "shadow-policy: \(file.path)\n") { _ in
            .ok("hello")
        } test: { world in
            let token = try world.token()
            // Request, status by the live policy, and what the shadow says of it.
            let cases: [(String, Int, String?)] = [
                (world.get("/submissions/1", token: token), 200, "bestuurstype_not_eligible"),
                (world.get("/ministers/1", token: token), 403, "allow"),
                (world.get("/concepts/1", token: token), 200, nil),
                (world.get("/rrn/1", token: token), 200, "route_closed"),
                (world.get("/mock/1"), 404, "allow"), (world.get("/nowhere", token: token), 404, nil),
                // Nobody was asked who they are, so it cannot be told.
                (world.get("/assets/x"), 200, nil),
                // Without a token that counts nobody asks, for the shadow too.
                (world.get("/submissions/1", token: "a.b.c"), 401, nil), (world.get("/submissions/2"), 401, nil),
                (world.get("/concepts/2"), 401, "allow"), (world.get("/concepts/3", token: "a.b.c"), 401, "allow"),
            ]
            for (request, status, _) in cases {
                let response = try await world.ask(request)
                #expect(response.status == status, "\(request)")
            }
            let entries = try await world.audit(atLeast: cases.count)
            try #require(entries.count == cases.count)
            for (request, status, shadow) in cases {
                let path = request.split(separator: " ")[1]
                let told = entries.filter {
                    $0["path"]?.stringValue == String(path) && $0["status"]?.numberValue?.integer == Int64(status)
                }
                #expect(told.count == 1, "\(path)")
                #expect(told.first?["shadow"]?.stringValue == shadow, "\(path): \(told.map(\.compact))")
            }
            for (outcome, count) in [("same", 4), ("gained", 4), ("lost", 2), ("unknown", 1)] {
                let sample = "poort_shadow_decisions_total{outcome=\"\(outcome)\"}"
                #expect(try await world.metric(sample) == Double(count), "\(outcome)")
            }
        }
    }

    @Test("that has a mistake keeps the gateway from starting, and none is none in the metrics")
    func mistakes() async throws {
        let text = ConfigurationTests.text + "shadow-policy: nowhere.yaml\n"
        #expect(
            try ConfigurationTests.mistakes(text).first?.contains("cannot read the file `/etc/poort/nowhere.yaml`")
                == true)
        let broken = ConfigurationTests.text + "shadow-policy: key.pem\n"
        #expect(try ConfigurationTests.mistakes(broken).isEmpty == false)
        let same = ConfigurationTests.text + "shadow-policy: policy.yaml\n"
        #expect(try ConfigurationTests.load(same).snapshot.shadow != nil)
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let metrics = try await world.askAdmin("/metrics").text
            #expect(metrics.contains("poort_requests") && !metrics.contains("poort_shadow"))
        }
    }

    @Test("knows roles that the live one does not, for this bestuur alone")
    func unknownRoles() async throws {
        let folder = try TestWorld.temporaryDirectory()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("shadow.yaml")
        let text = TestWorld.policy.replacing("role: R-toezicht,", with: "role: R-nieuw,")
        try text.write(to: file, atomically: true, encoding: .utf8)
        try await TestWorld.run(configuration: "shadow-policy: \(file.path)\n") { _ in
            .ok("")
        } test: { world in
            // Ten digits of a number would give away the eleventh.
            let long = String(repeating: "x", count: 190) + "85073003328"
            let token = try world.token(roles: [
                long, "R-nieuw:0999999922", "R-ander:0999999328", "R-nummer-85073003328",
            ])
            #expect(try await world.ask(world.get("/submissions", token: token)).status == 403)
            let entries = try await world.audit(atLeast: 1)
            let entry = try #require(entries.first)
            #expect(entry["shadow"]?.stringValue == "allow")
            let redacted = String(repeating: "x", count: 190) + "[redacted]"
            #expect(entry["ignored"] == [.string(redacted), "R-nieuw", "R-nummer-[redacted]"], "\(entry.compact)")
            #expect(!entry.compact.contains("850730"))
            #expect(entry["bestuurstype"]?.stringValue == "gemeente" && entry["status"]?.numberValue?.integer == 403)
        }
    }
}
