import Foundation
import JOSE
import JSONSchema
import Testing

@Suite("poort policy test")
struct PolicyTestCommandTests {
    /// A suite whose people are in a file of their own.
    static let suite = """
        suite: Shared
        policy: policy.yaml
        fixtures: [shared/people.yaml]
        requests:
          read: GET /submissions/1
        tests:
          - name: An may
            people: [staff, nobody]
            expect:
              - { person: an, decision: allow, by: toezicht }

        """
    static let people = """
        people:
          an: { bestuur: { type: gemeente }, doelgroep: LB, roles: [R-toezicht] }
          nobody: anonymous
        groups: { staff: [an] }

        """

    static func shop() throws -> Workshop {
        let shop = try Workshop()
        try FileManager.default.createDirectory(
            at: shop.folder.appending(path: "shared"), withIntermediateDirectories: true)
        try shop.write("policy.yaml", Configurations.policy)
        try shop.write("suite.yaml", suite)
        try shop.write("shared/people.yaml", people)
        return shop
    }

    @Test("reads fixtures beside the suite, and shows both sides of what fails, why, and where")
    func fixtures() throws {
        let shop = try Self.shop()
        let good = try shop.run("policy", "test", "suite.yaml")
        #expect(good.status == 0 && good.output.hasSuffix("2 checks in 1 suite, all as expected\n"), "\(good)")
        try shop.write("shared/people.yaml", Self.people.replacingOccurrences(of: "R-toezicht", with: "R-bedienaar"))
        let bad = try shop.run("policy", "test", "suite.yaml")
        #expect(bad.status == 10)
        for part in ["≠ decision  allow", "REFUSED  module_not_granted", "at suite.yaml:10:9"] {
            #expect(bad.output.contains(part), "\(bad.output)")
        }
        #expect(!bad.output.contains("\u{1B}["))
        #expect(try shop.run("policy", "test", "--color", "always", "suite.yaml").output.contains("\u{1B}[1;31m"))
    }

    @Test(
        "takes no absolute path, no folder and no missing file for a fixture",
        arguments: [
            ("/etc/hostname", "`/etc/hostname` is an absolute path"), ("shared", "`shared` is no regular file"),
            ("none.yaml", "there is no file `none.yaml`"), ("shared/../shared/people.yml", "there is no file"),
        ])
    func paths(_ path: String, _ words: String) throws {
        let shop = try Self.shop()
        try shop.write("suite.yaml", Self.suite.replacingOccurrences(of: "shared/people.yaml", with: path))
        let result = try shop.run("policy", "test", "suite.yaml")
        #expect(
            result.status == 65 && result.errors.contains("suite.yaml:3:12: error: ") && result.errors.contains(words))
    }

    @Test("tells of an expectation that can never be met, with 65, and runs nothing")
    func unreachable() throws {
        let shop = try Self.shop()
        try shop.write("suite.yaml", Self.suite.replacingOccurrences(of: "by: toezicht", with: "by: toezigt"))
        let result = try shop.run("policy", "test", "suite.yaml")
        #expect(result.status == 65 && result.output.isEmpty)
        #expect(result.errors.contains("suite.yaml:10:44: error: `toezigt` is neither a module"), "\(result.errors)")
    }

    @Test("tells what is wrong with every file, not only with the first")
    func every() throws {
        let shop = try Self.shop()
        try shop.write("bad.yaml", Self.suite.replacingOccurrences(of: "person: an", with: "person: anna"))
        try shop.write("lost.yaml", Self.suite.replacingOccurrences(of: "policy: policy.yaml", with: "policy: no.yaml"))
        let result = try shop.run("policy", "test", "missing.yaml", "lost.yaml", "bad.yaml", "suite.yaml")
        #expect(result.status == 65 && result.output.isEmpty)
        for part in ["`missing.yaml`", "`no.yaml`", "bad.yaml:10:19: error: unknown person `anna`"] {
            #expect(result.errors.contains(part), "\(result.errors)")
        }
    }

    @Test("asks only what the filter lets through, and ends with 64 when that is nothing")
    func filter() throws {
        let shop = try Self.shop()
        let result = try shop.run("policy", "test", "--filter", "person=nobody", "suite.yaml")
        #expect(result.status == 0 && result.output.contains("1 checks in 1 suite"))
        for nothing in ["zoe", "person=an;request=POST", "who=an", "person="] {
            #expect(try shop.run("policy", "test", "--filter", nothing, "suite.yaml").status == 64)
        }
    }

    @Test("prints JSON as its schema says, with and without failures and coverage")
    func schema() throws {
        let shop = try Self.shop()
        let schema = try JSONSchema("policy-test.schema.json")
        try shop.write(
            "bad.yaml",
            Self.suite.replacingOccurrences(
                of: "person: an, decision: allow, by: toezicht", with: "person: nobody, decision: allow"))
        for arguments in [["suite.yaml"], ["suite.yaml", "bad.yaml"], ["--coverage", "bad.yaml"]] {
            let result = try shop.run(["policy", "test", "--json"] + arguments)
            #expect(schema.faults(try JSONValue.parse(Array(result.output.utf8))) == [])
        }
        let check = try JSONSchema("policy-check.schema.json")
        let loket = try CommandLineTool.run(["policy", "check", "--all", "--json", "Examples/loket/policy.yaml"])
        #expect(check.faults(try JSONValue.parse(Array(loket.output.utf8))) == [])
    }

    @Test("says what no test is about, and ends with 12 when that is too much")
    func coverage() throws {
        let shop = try Self.shop()
        let result = try shop.run("policy", "test", "--coverage", "suite.yaml")
        #expect(result.status == 0)
        for part in [
            "coverage of policy.yaml\n  cells ", "never tested: `all methods /ministers/**` (line 10)", "largest gaps",
        ] {
            #expect(result.output.contains(part), "\(result.output)")
        }
        let json = try #require(try shop.run("policy", "test", "--coverage", "--json", "suite.yaml").json)
        let coverage = try #require((json["coverage"] as? [[String: Any]])?.first)
        #expect((coverage["cells"] as? [String: Any])?["part"] as? Int == 2)
        let low = try shop.run("policy", "test", "--min-coverage", "100", "suite.yaml")
        #expect(
            low.status == 12 && low.errors.contains("of the cells of policy.yaml are asserted, which is too little"))
        #expect(try shop.run("policy", "test", "--min-coverage", "0.0001", "suite.yaml").status == 0)
        let tap = try shop.run("policy", "test", "--coverage", "--format", "tap", "suite.yaml")
        #expect(!tap.output.contains("coverage") && tap.errors.contains("coverage of policy.yaml"))
        for wrong in ["x", "101", "-1", "1.23456", "100.01", "1.", ".5", "1e1", ""] {
            #expect(try shop.run("policy", "test", "--min-coverage", wrong, "suite.yaml").status == 64, "\(wrong)")
        }
    }

    @Test("takes people from tokens and from claims, at the time that the suite fixes")
    func tokens() throws {
        let shop = try Self.shop()
        try shop.key("p-256")
        let claims = [
            "--claim", "vo_orgcode=0999999922", "--claim", "vo_doelgroepcode=LB", "--claim-list",
            "roles=R-toezicht:0999999922",
        ]
        let token = try shop.token("p-256", claims)
        try shop.write("shared/an.jwt", token + "\n")
        let inspected = try shop.run(
            ["token", "inspect", "--jwks", "p-256.jwks.json", "--json"] + TokenCommandTests.now, input: token
        ).output
        try shop.write("shared/an.json", inspected)
        try shop.write(
            "shared/bare.json", #"{ "vo_orgcode": "0999999922", "vo_doelgroepcode": "LB", "roles": ["R-toezicht"] }"#)
        func suite(_ token: String, now: String = "now: \"2026-01-15T12:30:00Z\"\n") -> String {
            let people = """
                \(now)people:
                  an: { token: "\(token)", bestuur: { type: gemeente } }
                  nobody: anonymous

                """
            return Self.suite.replacingOccurrences(of: "fixtures: [shared/people.yaml]\n", with: people)
                .replacingOccurrences(of: "[staff, nobody]", with: "[an, nobody]")
        }
        for source in ["shared/an.jwt", "shared/an.json", "shared/bare.json", token] {
            try shop.write("suite.yaml", suite(source))
            let result = try shop.run("policy", "test", "suite.yaml")
            #expect(result.status == 0, "\(source) \(result.errors)\(result.output)")
        }
        try shop.write("suite.yaml", suite("shared/an.jwt"))
        let late = try shop.run("policy", "test", "--at", "2026-02-01T00:00:00Z", "suite.yaml")
        #expect(late.status == 65 && late.errors.contains("the token of `an` has expired since 2026-01-15T13:00:00Z"))
        // Made in the future, by a clock that stood still before.
        try shop.write("suite.yaml", suite("shared/an.jwt", now: "now: \"2026-01-15T11:00:00Z\"\n"))
        let early = try shop.run("policy", "test", "suite.yaml")
        #expect(early.status == 65 && early.errors.contains("the token of `an`"), "\(early.errors)")
        try shop.write("suite.yaml", suite("shared/an.jwt", now: ""))
        let timeless = try shop.run("policy", "test", "suite.yaml")
        #expect(timeless.status == 65 && timeless.errors.contains("has a time, and the suite has none"))
        try shop.write("suite.yaml", suite("shared/bare.json", now: ""))
        #expect(try shop.run("policy", "test", "suite.yaml").status == 0)
        try shop.write("suite.yaml", suite("shared/people.yaml"))
        let none = try shop.run("policy", "test", "suite.yaml")
        #expect(none.status == 65 && none.errors.contains("is no token: token_malformed"))
        #expect(!none.errors.contains("R-toezicht"), "what a file holds that is no token is not shown")
    }

    @Test("runs again when a file changes, is replaced or comes back, and ends on a signal with the last result's code")
    func watch() async throws {
        let shop = try Self.shop()
        let tool = try LiveTool(["policy", "test", "--watch", "suite.yaml"], in: shop.folder)
        #expect(try await tool.wait { $0.errorText.contains("watching 3 files") }, "\(tool.text)\(tool.errorText)")
        #expect(tool.text.contains("all as expected"))
        func runs() -> Int { tool.errorText.components(separatedBy: "watching").count - 1 }
        // Replaced under its name, as editors do it.
        try shop.write("shared/people.yaml", Self.people.replacingOccurrences(of: "R-toezicht", with: "R-bedienaar"))
        #expect(try await tool.wait { $0.text.contains("1 of 2 checks in 1 suite failed") }, "\(tool.errorText)")
        #expect(try await tool.wait { _ in runs() == 2 })
        #expect(tool.errorText.contains("shared/people.yaml has changed"))
        try FileManager.default.removeItem(at: shop.folder.appending(path: "policy.yaml"))
        #expect(try await tool.wait { $0.errorText.contains("there is no file `policy.yaml`") })
        #expect(try await tool.wait { _ in runs() == 3 })
        try shop.write("policy.yaml", Configurations.policy)
        #expect(try await tool.wait { _ in runs() == 4 }, "\(tool.errorText)")
        #expect(try await tool.end(SIGTERM) == 10)

        let other = try LiveTool(["policy", "test", "--watch", "--filter", "nobody", "suite.yaml"], in: shop.folder)
        #expect(try await other.wait { $0.errorText.contains("watching") })
        #expect(try await other.end(SIGINT) == 0)
        #expect(try shop.run("policy", "test", "--watch", "-").status == 64)
    }
}
