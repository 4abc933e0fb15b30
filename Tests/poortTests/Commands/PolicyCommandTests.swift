import Foundation
import Testing

@Suite("poort policy")
struct PolicyCommandTests {
    @Test("check finds the Loket's policy sound, and lists what should stay seen")
    func check() throws {
        let result = try CommandLineTool.run(["policy", "check", "Examples/loket/policy.yaml"])
        #expect(result.status == 0 && result.output.contains("[public_route]"))
        let quiet = try CommandLineTool.run(["policy", "check", "--quiet", "Examples/loket/policy.yaml"])
        #expect(quiet.status == 0 && !quiet.output.contains("[public_route]"))
        let json = try #require(
            try CommandLineTool.run(["policy", "check", "--json", "Examples/loket/policy.yaml"]).json)
        #expect(json["valid"] as? Bool == true && (json["findings"] as? [Any])?.isEmpty == false)
    }

    @Test("check --strict passes on the Loket's policy, whose owner says of each warning why it is meant")
    func strict() throws {
        let result = try CommandLineTool.run(["policy", "check", "--strict", "--quiet", "Examples/loket/policy.yaml"])
        #expect(result.status == 0 && result.output.contains(" 0 warnings"), "\(result.output)")
        let all = try CommandLineTool.run(["policy", "check", "--quiet", "--all", "Examples/loket/policy.yaml"])
        #expect(all.output.contains("allowed because"))
    }

    @Test("check silences what a comment allows, and ends with 78 for a comment without a reason")
    func allow() throws {
        let shop = try Workshop()
        func write(_ comment: String) throws {
            try shop.write(
                "policy.yaml",
                Configurations.policy.replacingOccurrences(
                    of: "upstreams: [main]", with: "upstreams: [main, spare]  \(comment)"))
        }
        try write("# poort: allow upstream_unused because it is being moved")
        let good = try shop.run("policy", "check", "--strict", "policy.yaml")
        #expect(good.status == 0 && good.output.contains("1 silenced (--all shows them)"), "\(good)")
        #expect(!good.output.contains("upstream_unused"))
        let json = try #require(try shop.run("policy", "check", "--all", "--json", "policy.yaml").json)
        let findings = try #require(json["findings"] as? [[String: Any]])
        #expect(findings.contains { $0["allowed_because"] as? String == "it is being moved" })
        #expect(json["silenced"] as? Int == 1 && json["warnings"] as? Int == 0)
        try write("# poort: allow upstream_unused")
        let bad = try shop.run("policy", "check", "policy.yaml")
        #expect(
            bad.status == 78
                && bad.output.contains("policy.yaml:7:27: error: `allow upstream_unused` says nothing about why"),
            "\(bad)")
        try write("# poort: allow host_unused because x")
        #expect(try shop.run("policy", "check", "policy.yaml").output.contains("[allow_unused]"))
    }

    @Test("check ends with 78 and names every mistake with its place")
    func mistakes() throws {
        let shop = try Workshop()
        try shop.write(
            "policy.yaml",
            Configurations.policy.replacingOccurrences(of: "[toezicht]", with: "[toezigt]").replacingOccurrences(
                of: "upstreams: [main]", with: "upstreams: [man]"))
        let result = try shop.run("policy", "check", "policy.yaml")
        #expect(result.status == 78 && result.output.isEmpty)
        #expect(
            result.errors.contains(
                "policy.yaml:9:40: error: unknown module `toezigt`\n    hint: did you mean `toezicht`?"))
        #expect(result.errors.contains("the policy has 4 mistakes"))
        #expect(try shop.run("policy", "check", "missing.yaml").status == 66)
        try shop.write(
            "strict.yaml",
            Configurations.policy.replacingOccurrences(of: "upstreams: [main]", with: "upstreams: [main, spare]"))
        #expect(try shop.run("policy", "check", "strict.yaml").status == 0)
        #expect(try shop.run("policy", "check", "--strict", "strict.yaml").status == 78)
    }

    static let suite = """
        suite: Small
        policy: policy.yaml
        people:
          an: { bestuur: { type: gemeente }, doelgroep: LB, roles: [R-toezicht] }
          nobody: anonymous
        requests:
          read: GET /submissions/1
          write: POST /submissions
        tests:
          - name: An may
            expect:
              - { person: an, decision: allow }
        """

    @Test(
        "test ends with 0 when all is as expected, 10 when not, 65 for a mistake",
        arguments: ["text", "json", "junit", "tap"])
    func test(_ format: String) throws {
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy)
        try shop.write("suite.yaml", Self.suite)
        let good = try shop.run("policy", "test", "--format", format, "suite.yaml")
        #expect(good.status == 0, "\(good.errors)")
        try shop.write("bad.yaml", Self.suite.replacingOccurrences(of: "person: an", with: "person: nobody"))
        let bad = try shop.run("policy", "test", "--format", format, "suite.yaml", "bad.yaml")
        #expect(bad.status == 10)
        #expect(bad.output.contains("deny (not listed)"))
        try shop.write("wrong.yaml", Self.suite.replacingOccurrences(of: "person: an", with: "person: anna"))
        let wrong = try shop.run("policy", "test", "--format", format, "wrong.yaml")
        #expect(wrong.status == 65 && wrong.errors.contains("wrong.yaml:12:19: error: unknown person `anna`"))
        try shop.write("empty.yaml", Self.suite.replacingOccurrences(of: "tests:\n", with: "tests: []\nx:\n"))
        #expect(try shop.run("policy", "test", "empty.yaml").status == 65)
        #expect(try shop.run("policy", "test").status == 64)
        try shop.write(
            "ambiguous.yaml", Self.suite.replacingOccurrences(of: "GET /submissions/1", with: "GET /a/../submissions/1")
        )
        let ambiguous = try shop.run("policy", "test", "ambiguous.yaml")
        #expect(ambiguous.status == 65 && ambiguous.errors.contains("is not canonical"))
    }

    @Test("test passes on every suite of the Loket")
    func loket() throws {
        let folder = CommandLineTool.root.appending(path: "Examples/loket/policy-tests")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 10)
        let result = try CommandLineTool.run(["policy", "test"] + names.sorted(), in: folder)
        #expect(result.status == 0, "\(result.output.suffix(500))")
        #expect(result.output.contains("all as expected"))
    }

    @Test("import makes a draft that loads, with everything unclear closed, and says what it could not place")
    func imported() throws {
        let shop = try Workshop()
        try shop.write(
            "dispatcher.ex",
            """
            defmodule Dispatcher do
              use Matcher
              define_accept_types [ json: [ "application/json" ] ]
              match "/submissions/*path", %{ accept: %{ json: true } } do
                forward conn, path, "http://resource/submissions/"
              end
              get "/files/:id/" <> suffix do
                forward conn, [], "http://file/"
              end
              match "/*_", %{ last_call: true } do
                send_resp( conn, 404, "no" )
              end
            end

            """)
        let type = "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/5ab0e9b8a3b2ca7c5e000001"
        try shop.write(
            "rules.json",
            "{ \"rules\": [ { \"sessionRole\": \"R-toezicht\", \"restrictToClassifications\": [ \"\(type)\" ] } ] }")
        try shop.write("roles.csv", "role,module,label\nR-toezicht,toezicht,Toezicht\n")
        let arguments = ["policy", "import", "--dispatcher", "dispatcher.ex", "--rules", "rules.json", "--roles"]
        let result = try shop.run(arguments + ["roles.csv"])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("dispatcher.ex:7:3: note: the path of this rule is not written out"))
        #expect(
            result.errors.hasSuffix(
                "2 rules made 2 routes, 1 unclear, 1 module, 0 administrative roles, 0 roles without a door\n"))
        try shop.write("policy.yaml", result.output)
        #expect(try shop.run("policy", "check", "policy.yaml").status == 0)
        let explained = ["policy", "explain", "--policy", "policy.yaml", "--type", "gemeente", "--role", "R-toezicht"]
        #expect(try shop.run(explained + ["GET /submissions/1"]).output.contains("REFUSED  route_closed"))
        try shop.write("roles.csv", "role,module,label,paths\nR-toezicht,toezicht,Toezicht,/submissions/*path\n")
        try shop.write("policy.yaml", try shop.run(arguments + ["roles.csv"]).output)
        #expect(try shop.run(explained + ["GET /submissions/1"]).status == 0)
        try shop.write("roles.csv", "module\nx\n,")
        #expect(try shop.run(arguments + ["roles.csv"]).status == 65)
        #expect(try shop.run(arguments + ["missing.csv"]).status == 66)
        #expect(try shop.run("policy", "import").status == 64)
    }

    @Test(
        "explain takes no name with a slip in it, which would quietly change the answer",
        arguments: [
            (["--type", "gemeentee"], "did you mean `gemeente`?"), (["--doelgroep", "LBB"], "did you mean `LB`?"),
            (
                ["--view-only", "LoketLB-eredienstBedienarGebruiker"],
                "did you mean `LoketLB-eredienstBedienaarGebruiker`?"
            ),
            (["--view-only", "Bedienarenbeheer"], "did you mean `bedienarenbeheer`?"),
            (["--module", "toezigt"], "did you mean `toezicht`?"),
            (["--anonymous", "--role", "LoketAdmin"], "leave out --anonymous"),
        ])
    func slips(_ options: [String], _ hint: String) throws {
        let usual = options.contains("--type") ? [] : ["--type", "gemeente"]
        let result = try CommandLineTool.run(
            ["policy", "explain", "--policy", "Examples/loket/policy.yaml"] + usual + options + ["GET /ministers/1"])
        #expect(result.status == 64 && result.errors.contains(hint), "\(result)")
    }

    @Test("explain ends with 0 for allowed and 8 for refused, by role or by the claims of a token")
    func explain() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let base = ["policy", "explain", "--policy", "policy.yaml"]
        let allowed = try shop.run(base + ["--type", "gemeente", "--role", "R-toezicht", "GET /submissions"])
        #expect(allowed.status == 0 && allowed.output.hasPrefix("GET /submissions\nALLOWED"))
        let refused = try shop.run(base + ["--type", "gemeente", "GET /submissions"])
        #expect(refused.status == 8 && refused.output.contains("REFUSED  module_not_granted: "))
        #expect(try shop.run(base + ["--anonymous", "GET /submissions"]).output.contains("token_missing"))
        let token = try shop.token(
            "p-256",
            [
                "--claim", "vo_orgcode=0999999922", "--claim", "vo_doelgroepcode=LB", "--claim-list",
                "roles=R-bedienaar:0999999922",
            ])
        let claims = try shop.run(
            ["token", "inspect", "--jwks", "p-256.jwks.json", "--json"] + TokenCommandTests.now, input: token
        ).output
        let byClaims = base + ["--besturen", "besturen.csv", "--claims", "-"]
        let read = try shop.run(byClaims + ["GET /ministers/1"], input: claims)
        #expect(read.status == 0, "\(read.output)\(read.errors)")
        let write = try shop.run(byClaims + ["--json", "PATCH /ministers/1"], input: claims)
        #expect(write.status == 8 && write.json?["code"] as? String == "module_read_only")
        #expect(
            try shop.run(base + ["--besturen", "besturen.csv", "--bestuur", "OVO999901", "GET /concepts"]).status == 0)
        for wrong in [
            ["GET /submissions"], ["--type", "stad", "GET /x"], ["--anonymous", "/x"],
            ["--anonymous", "get /x"],
        ] {
            #expect([64, 65].contains(try shop.run(base + wrong).status), "\(wrong)")
        }
        for ambiguous in ["GET /a/../submissions", "GET /a//b"] {
            let result = try shop.run(base + ["--anonymous", ambiguous])
            #expect(result.status == 8 && result.errors.contains("request_target_ambiguous"))
        }
    }
}

@Suite("poort")
struct PoortCommandTests {
    @Test("config check names every mistake of everything it reads, and ends with 78")
    func configuration() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop, environment: "production")
        let good = try shop.run("config", "check", "poort.yaml")
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output.contains("valid; 4 routes, 2 besturen, 1 issuer, 1 upstream, production"))
        try Configurations.write(in: shop, listen: "8080", more: "timeout: {}\nlimits: { fields: 5 }")
        let bad = try shop.run("config", "check", "poort.yaml")
        #expect(bad.status == 78)
        for words in [
            "poort.yaml:3:9: error: `listen`", "unknown key `timeout`", "did you mean `timeouts`?",
            "`fields` must be from 10",
        ] {
            #expect(bad.errors.contains(words), "\(bad.errors)")
        }
        #expect(try shop.run("config", "check", "missing.yaml").status == 66)
    }

    @Test("config check says what is looser than it must be, and fails on it with --strict unless it is allowed")
    func loose() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop, environment: "production")
        let text = try shop.read("poort.yaml").replacingOccurrences(of: "explain-refusals: full\n", with: "")
        try shop.write("poort.yaml", text)
        let sound = try shop.run("config", "check", "--strict", "poort.yaml")
        #expect(sound.status == 0 && sound.output.hasSuffix("production, 0 warnings, 0 notes\n"), "\(sound)")
        let loose = text.replacingOccurrences(of: "production", with: "development")
            .replacingOccurrences(of: "https://idp.example/op", with: "http://127.0.0.1:9/op")
            .replacingOccurrences(
                of: "audiences: [poort]", with: "audiences: [poort, other]\n    token-types: [id-token, access-token]")
        try shop.write("poort.yaml", loose + "\nexplain-refusals: full\n")
        let result = try shop.run("config", "check", "poort.yaml")
        #expect(result.status == 0, "\(result.errors)")
        for part in [
            "poort.yaml:2:1: warning: `environment: development`", "[environment_development]", "[refusals_explained]",
            "poort.yaml:8:5: warning: issuer `http://127.0.0.1:9/op` is reached without TLS", "[issuer_plain_http]",
            "poort.yaml:9:5: note: issuer", "[issuer_audiences_several]", "poort.yaml:10:5: warning: ",
            "[issuer_kinds_widened]", "4 warnings, 1 note",
        ] {
            #expect(result.output.contains(part), "\(result.output)")
        }
        #expect(try shop.run("config", "check", "--strict", "poort.yaml").status == 78)
        try shop.write(
            "poort.yaml",
            text.replacingOccurrences(
                of: "environment: production",
                with: "environment: development  # poort: allow environment_development because a test"))
        let allowed = try shop.run("config", "check", "--strict", "--all", "poort.yaml")
        #expect(allowed.status == 0 && allowed.output.contains("allowed because a test"), "\(allowed)")
        #expect(allowed.output.contains("0 warnings, 0 notes, 1 silenced"))
    }

    @Test("config check refuses a shared secret that others may read")
    func sharedSecret() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let text = try shop.read("poort.yaml")
            .replacingOccurrences(of: "algorithms: [ES256]", with: "algorithms: [HS256]")
            .replacingOccurrences(of: "{ jwks: p-256.jwks.json }", with: "{ hmac-secret: secret }")
        try shop.write("poort.yaml", text)
        try shop.write("secret", String(repeating: "s3cret", count: 8))
        let path = shop.folder.appending(path: "secret").path
        for (mode, status) in [(0o644, Int32(78)), (0o640, 78), (0o600, 0), (0o400, 0)] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let result = try shop.run("config", "check", "poort.yaml")
            #expect(result.status == status, "\(result.errors)")
            #expect(result.output.contains("[issuer_shared_secret]") == (status == 0))
            #expect(result.errors.contains("make it 600") == (status == 78))
            #expect(!result.errors.contains("s3cret"))
        }
    }

    @Test(
        "has help with an example for every command",
        arguments: [
            ["serve"], ["config", "check"], ["token", "inspect"], ["token", "verify"], ["token", "explain"],
            ["token", "mint"],
            ["keys", "generate"], ["keys", "jwks"], ["policy", "check"], ["policy", "test"], ["policy", "explain"],
            ["policy", "import"],
        ])
    func help(_ command: [String]) throws {
        let result = try CommandLineTool.run(command + ["--help"])
        #expect(result.status == 0)
        #expect(result.output.contains("Example") && result.output.contains("poort \(command.joined(separator: " "))"))
    }

    @Test(
        "ends with 64 when it is not used as it is meant",
        arguments: [
            ["frobnicate"], ["token", "verify", "--alg", "none", "x"], ["token", "verify", "--alg", "HS255", "x"],
            ["token", "verify", "--leeway", "61", "x"], ["serve"], ["serve", "--config", "x", "--log-level", "loud"],
            ["policy", "test", "--format", "xml", "x"], ["keys", "generate", "--kind", "rsa-1024", "x"],
            ["token", "verify", "--at", "noon", "--key", "x", "x"],
        ])
    func usage(_ arguments: [String]) throws {
        let result = try CommandLineTool.run(arguments)
        #expect([64, 66].contains(result.status), "\(result.status) \(result.errors)")
        #expect(!result.errors.isEmpty && result.output.isEmpty)
    }
}
