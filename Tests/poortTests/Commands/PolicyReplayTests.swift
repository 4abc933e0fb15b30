import Foundation
import JOSE
import JSONSchema
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("poort policy replay", .timeLimit(.minutes(5)))
struct PolicyReplayTests {
    static let known = """
        "method":"GET","host":"loket.example","path":"/submissions/1","route":"all methods /submissions/**","line":9,
        "subject":"a0","bestuur":"http://data.example/id/1","bestuurstype":"gemeente","doelgroep":"LB"
        """.replacingOccurrences(of: "\n", with: "")

    static let allowed =
        #"{"decision":"allow","outcome":"complete","by":"module toezicht","roles":["R-toezicht"],"#
        + known + "}"

    @Test(
        "of the log of a live gateway with its own policy finds no difference, and with another what its shadow found")
    func live() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop, more: "shadow-policy: other.yaml")
        let other = Configurations.policy.replacing("bestuurstypes: [gemeente] }", with: "bestuurstypes: [provincie] }")
            .replacing("{ path: /concepts/**, access: authenticated,", with: "{ path: /concepts/**, access: public,")
            .replacing(
                "role: R-bedienaar, bestuurstypes: all, view-only: honoured", with: "role: R-nieuw, bestuurstypes: all"
            )
            .replacing(
                "{ path: /old/**, access: closed, why", with: "{ path: /old/**, access: public, upstream: main, why")
        try shop.write("other.yaml", other)
        let process = CommandLineTool.process(["serve", "--config", "poort.yaml"], in: shop.folder)
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
        var tokens: [String?] = [nil, "a.b.c"]
        for (code, roles) in [
            ("0999999922", "R-toezicht"), ("0999999922", "R-bedienaar:0999999922"), ("0999999922", "R-nieuw"),
            ("0999999328", "R-toezicht"), ("0999999823", "R-toezicht"),
        ] {
            tokens.append(
                try shop.token(
                    "p-256",
                    [
                        "--exp", "+1000000h", "--claim", "vo_orgcode=\(code)", "--claim", "vo_doelgroepcode=LB",
                        "--claim-list",
                        "roles=\(roles)",
                    ]))
        }
        for token in tokens {
            for (method, path) in [
                ("GET", "/submissions/1"), ("PATCH", "/ministers/1"), ("GET", "/ministers/1"), ("GET", "/concepts/1"),
                ("POST", "/concepts/1"), ("GET", "/old/1"), ("GET", "/nowhere"), ("GET", "/concepts/%2fx"),
            ] {
                var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(match.1)\(path)")))
                request.httpMethod = method
                if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
                _ = try await URLSession.shared.data(for: request)
            }
        }
        process.terminate()
        process.waitUntilExit()
        let count = tokens.count * 8
        let same = try shop.run("policy", "replay", "audit.jsonl", "--policy", "policy.yaml", "--fail-on", "any")
        #expect(
            same.status == 0 && same.output.hasPrefix("no decision differs, of \(count) requests\n"),
            "\(same.output)\(same.errors)")
        #expect(same.output.contains("not judged: \(tokens.count) requests refused for the form"))

        let result = try shop.run(
            "policy", "replay", "audit.jsonl", "--policy", "other.yaml", "--json", "--fail-on", "any")
        #expect(result.status == 13, "\(result.errors)")
        let value = try JSONValue.parse(Array(result.output.utf8))
        let faults = try JSONSchema("policy-replay.schema.json").faults(value)
        #expect(faults == [], "\(faults)")
        let entries = try shop.read("audit.jsonl").split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
        let shadows = entries.compactMap { $0["shadow"]?.stringValue }
        // A request without a token that counts finds a route that the shadow opens to everybody.
        let withoutToken = entries.filter {
            $0["code"]?.stringValue?.hasPrefix("token_") == true && $0["path"]?.stringValue == "/concepts/1"
                && $0["method"]?.stringValue == "GET"
        }.count
        let gained = shadows.count { $0 == "allow" }
        #expect(gained > 5 && withoutToken == 2)
        #expect(value["gained"]?.numberValue?.integer == Int64(gained), "\(result.output)")
        #expect(value["lost"]?.numberValue?.integer == Int64(shadows.count - gained))
        for change in try #require(value["changes"]?.arrayValue) {
            let isGained = change["direction"]?.stringValue == "gained"
            let words = PolicyDiffTests.words(try #require(change["command"]?.stringValue))
            let told = try CommandLineTool.run(Array(words.dropFirst()), in: shop.folder)
            #expect(told.status == (isGained ? 0 : 8), "\(words)\n\(told.output)\(told.errors)")
        }
        let inWords = try shop.run("policy", "replay", "audit.jsonl", "--policy", "other.yaml")
        #expect(
            inWords.status == 0
                && inWords.output.contains("may no longer READ /submissions/** for gemeente: 1 request of 1 person"))
    }

    @Test("leaves out the gateway's own pages, and takes a session that did not count for none")
    func ownPages() throws {
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy)
        let own = #"{"decision":"allow","outcome":"complete","by":"poort","method":"GET","host":"a","path":"/_poort/"}"#
        func refused(_ code: String) -> String {
            #"{"decision":"deny","outcome":"refused","code":"\#(code)","method":"GET","host":"a","path":"/submissions"}"#
        }
        let lines = [own, refused("session_expired"), refused("session_revoked"), refused("request_cross_origin")]
        try shop.write("audit.jsonl", lines.joined(separator: "\n") + "\n")
        let result = try shop.run("policy", "replay", "audit.jsonl", "--policy", "policy.yaml", "--json")
        let value = try JSONValue.parse(Array(result.output.utf8))
        #expect(result.status == 0 && value["requests"]?.numberValue?.integer == 4, "\(result.output)\(result.errors)")
        #expect(value["same"]?.numberValue?.integer == 2)
        #expect(value["not_judged"]?["own"]?.numberValue?.integer == 1)
        #expect(value["not_judged"]?["form"]?.numberValue?.integer == 1)
    }

    struct Line: Sendable {
        var name: String
        var text: String
        var error: String
    }

    @Test(
        "says where a line is that is no audit entry, and ends with 65 after the rest was told",
        arguments: [
            Line(name: "no JSON", text: "2026-01-15 something happened", error: "it is not JSON"),
            Line(name: "half an entry in the middle", text: String(allowed.prefix(90)), error: "it is not JSON"),
            Line(name: "an object of another kind", text: #"{"level":"info"}"#, error: "an entry has `decision`"),
            Line(name: "a list", text: "[1]", error: "an entry has `decision`"),
            Line(
                name: "another decision", text: allowed.replacing(#""allow""#, with: #""ALLOW""#),
                error: "an entry has `decision`"),
            Line(
                name: "an unknown type of bestuur", text: allowed.replacing(#""gemeente""#, with: #""gemeent""#),
                error: "is not what Poort writes"),
            Line(
                name: "roles that are no list", text: allowed.replacing(#"["R-toezicht"]"#, with: #""R-toezicht""#),
                error: "is not what Poort writes"),
            Line(
                name: "a role that is a number", text: allowed.replacing(#"["R-toezicht"]"#, with: "[1]"),
                error: "is not what Poort writes"),
            Line(
                name: "a member twice", text: allowed.replacing(#""by""#, with: #""decision":"deny","by""#),
                error: "it is not JSON"),
            Line(
                name: "let through without a path", text: allowed.replacing(#""path":"/submissions/1","#, with: ""),
                error: "has no `method` or `path`"),
            Line(
                name: "a line end in a text",
                text: allowed.replacing("module toezicht", with: #"module x\n+ everybody may now"#),
                error: "has a control character"),
            Line(name: "a very long line", text: String(repeating: "x", count: 3 << 20), error: "longer than 256 KiB"),
            Line(
                name: "deep nesting", text: String(repeating: "[", count: 100_000), error: "it is not JSON"),
        ])
    func unreadable(_ line: Line) throws {
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy)
        try shop.write("audit.jsonl", [Self.allowed, line.text, Self.allowed].joined(separator: "\n") + "\n")
        let result = try shop.run("policy", "replay", "audit.jsonl", "--policy", "policy.yaml")
        #expect(result.status == 65)
        #expect(result.errors.contains("audit.jsonl:2: error: this is no audit entry: "), "\(result.errors)")
        #expect(result.errors.contains(line.error), "\(result.errors)")
        #expect(result.output.contains("no decision differs, of 2 requests"))
        #expect(result.errors.utf8.count < 1_000)
    }

    @Test("takes several logs, blank lines and a last line that is still being written; standard input too")
    func sources() throws {
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy.replacing("[gemeente]", with: "[ocmw]"))
        try shop.write("a.jsonl", Self.allowed + "\n\n" + Self.allowed + "\r\n" + String(Self.allowed.prefix(50)))
        try shop.write("b.jsonl", Self.allowed)
        let result = try shop.run(
            "policy", "replay", "a.jsonl", "b.jsonl", "--policy", "policy.yaml", "--fail-on", "lost")
        #expect(result.status == 13, "\(result.errors)")
        #expect(
            result.output.contains("R-toezicht may no longer READ /submissions/** for gemeente: 3 requests of 1 person")
        )
        #expect(result.output.contains("first at a.jsonl:1: "))
        #expect(result.errors.contains("a.jsonl:4: note: the last line is not finished"))
        let gained = try shop.run("policy", "replay", "a.jsonl", "--policy", "policy.yaml", "--fail-on", "gained")
        #expect(gained.status == 0)
        let input = try CommandLineTool.run(
            ["policy", "replay", "-", "--policy", "policy.yaml"], in: shop.folder, input: Self.allowed + "\n")
        #expect(input.status == 0 && input.output.contains("first at -:1: "))
    }

    @Test("of nothing is no success")
    func nothing() throws {
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy)
        try shop.write("empty.jsonl", "\n")
        let empty = try shop.run("policy", "replay", "empty.jsonl", "--policy", "policy.yaml", "--fail-on", "any")
        #expect(empty.status == 65 && empty.errors.contains("there is no request in empty.jsonl"))
        let missing = try shop.run("policy", "replay", "missing.jsonl", "--policy", "policy.yaml")
        #expect(missing.status == 66 && missing.errors.contains("there is no file `missing.jsonl`"))
        let without = try shop.run("policy", "replay", "--policy", "policy.yaml")
        #expect(without.status == 64)
    }
}
