import Foundation
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("poort serve", .timeLimit(.minutes(5)))
struct ServeCommandTests {
    /// Starts the gateway on a free port and waits for the line that says where it listens.
    private func serve(in folder: URL, _ test: (_ port: Int, _ process: Process) async throws -> Void) async throws {
        let process = CommandLineTool.process(["serve", "--config", "poort.yaml"], in: folder)
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains("listening on ") {
            let part = errors.fileHandleForReading.availableData
            if part.isEmpty { break }
            text += String(decoding: part, as: UTF8.self)
        }
        let match = try #require(text.firstMatch(of: /listening on 127\.0\.0\.1:(\d+)/), "\(text)")
        do {
            try await test(try #require(Int(match.1)), process)
        } catch {
            process.terminate()
            throw error
        }
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }

    @Test("refuses with the code and the sentences that `policy explain` gives for the same request")
    func sameAnswer() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let people: [[String]] = [
            ["vo_orgcode=0999999922", "R-bedienaar:0999999922"], ["vo_orgcode=0999999922", "R-toezicht:OVO000001"],
            ["vo_orgcode=0999999328", "R-toezicht:0999999328"], ["vo_orgcode=0999999823", "R-toezicht"],
            ["vo_orgcode=x", "R-toezicht"],
        ]
        let requests = [
            "GET /submissions/1", "PATCH /ministers/1", "POST /concepts/1", "GET /old/1", "GET /nowhere",
            "DELETE /ministers/1",
        ]
        var asked: [(request: String, token: String, expected: [String: Any])] = []
        for person in people {
            let token = try shop.token(
                "p-256",
                [
                    "--exp", "+1000000h", "--claim", person[0], "--claim", "vo_doelgroepcode=LB", "--claim-list",
                    "roles=\(person[1])",
                ])
            let claims = try shop.run(
                ["token", "inspect", "--jwks", "p-256.jwks.json", "--json"] + TokenCommandTests.now, input: token
            ).output
            for request in requests {
                let explained = try shop.run(
                    [
                        "policy", "explain", "--policy", "policy.yaml", "--besturen", "besturen.csv", "--claims", "-",
                        "--json", request,
                    ],
                    input: claims)
                #expect(explained.status == 8, "\(explained.output)")
                asked.append((request, token, try #require(explained.json)))
            }
        }
        try await serve(in: shop.folder) { port, _ in
            for item in asked {
                let parts = item.request.split(separator: " ").map(String.init)
                var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(parts[1])")))
                request.httpMethod = parts[0]
                request.setValue("Bearer \(item.token)", forHTTPHeaderField: "Authorization")
                let (data, _) = try await URLSession.shared.data(for: request)
                let body = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
                let refusals = try #require(item.expected["refusals"] as? [[String: Any]])
                let reasons = try #require(body["reasons"] as? [[String: Any]])
                #expect(body["code"] as? String == item.expected["code"] as? String, "\(item.request)")
                #expect(body["detail"] as? String == refusals.first?["english"] as? String, "\(item.request)")
                #expect(body["detail_nl"] as? String == refusals.first?["dutch"] as? String, "\(item.request)")
                #expect(reasons.map { $0["code"] as? String } == refusals.map { $0["code"] as? String })
                #expect(reasons.map { $0["detail"] as? String } == refusals.map { $0["english"] as? String })
            }
        }
        let log = try shop.read("audit.jsonl").split(separator: "\n")
        #expect(log.count == asked.count)
    }

    @Test("does not start with a configuration that is wrong, or on an address that is taken")
    func refusesToStart() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop, more: "tls: yes")
        let wrong = try shop.run("serve", "--config", "poort.yaml")
        #expect(wrong.status == 78 && wrong.errors.contains("unknown key `tls`"))
        try Configurations.write(in: shop)
        let folder = shop.folder
        try await serve(in: folder) { port, _ in
            let other = try Workshop()
            try other.key("p-256")
            try Configurations.write(in: other, listen: "127.0.0.1:\(port)")
            let taken = try other.run("serve", "--config", "poort.yaml")
            #expect(taken.status == 78 && taken.errors.contains("127.0.0.1:\(port)"), "\(taken.errors)")
        }
    }

    @Test("reads policy and besturen again at SIGHUP and when they change, and says whose access changes")
    func reload() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let process = CommandLineTool.process(
            ["serve", "--config", "poort.yaml", "--log-level", "info"], in: shop.folder)
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var text = ""
        func read(until wanted: String) throws {
            while !text.contains(wanted) {
                let part = errors.fileHandleForReading.availableData
                if part.isEmpty { break }
                text += String(decoding: part, as: UTF8.self)
            }
            try #require(text.contains(wanted), "\(text)")
        }
        try read(until: "listening on ")
        kill(process.processIdentifier, SIGHUP)
        try read(until: "policy and besturen are as they were")
        let policy = try shop.read("policy.yaml")
        try shop.write(
            "policy.yaml", policy.replacing("bestuurstypes: [gemeente]", with: "bestuurstypes: [gemeente, ocmw]"))
        try read(until: "+ R-toezicht may now READ")
        try read(until: "lost, of ")
        try shop.write("policy.yaml", "version: 2\n")
        try read(until: "reload refused")
        try read(until: "policy.yaml:1:")
        try shop.write("poort.yaml", try shop.read("poort.yaml") + "\n# seen\n")
        try read(until: "takes effect at the next start")
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit && process.terminationStatus == 0)
    }
}
