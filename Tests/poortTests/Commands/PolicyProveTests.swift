import Foundation
import JOSE
import JSONSchema
import Testing

@Suite("poort policy prove")
struct PolicyProveTests {
    static let loket = "Examples/loket/policy.yaml"

    @Test("proves the invariants of the Loket")
    func loket() throws {
        let result = try CommandLineTool.run(["policy", "prove", Self.loket])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("PROVED  personeelsbeheer is for gemeente, ocmw and provincie ("))
        #expect(result.output.hasSuffix("13 invariants, proved\n"))
        let json = try CommandLineTool.run(["policy", "prove", "--json", Self.loket])
        #expect(try JSONSchema("policy-proof.schema.json").faults(JSONValue.parse(Array(json.output.utf8))) == [])
    }

    @Test("ends with 11 for one that is broken, and shows it by command, request and test")
    func broken() throws {
        let words = [
            "policy", "prove", "--never", "path=/files/** role=LoketLB-bbcdrGebruiker access=write", Self.loket,
        ]
        let result = try CommandLineTool.run(words)
        #expect(result.status == 11)
        #expect(
            result.output.contains(
                "somebody with `LoketLB-bbcdrGebruiker` for an active gemeente, doelgroep LB, may POST /file"),
            "\(result.output)")
        #expect(
            result.output.contains(
                "curl -i --path-as-is -X POST -H \"Authorization: Bearer $TOKEN\" https://localhost/file"))
        let json = try CommandLineTool.run(words + ["--json"])
        #expect(json.status == 11)
        let value = try JSONValue.parse(Array(json.output.utf8))
        #expect(try JSONSchema("policy-proof.schema.json").faults(value) == [])
        let example = try #require(value["invariants"]?.arrayValue?.first?["counterexample"])
        let command = try #require(example["command"]?.stringValue)
        #expect(try CommandLineTool.run(Array(PolicyDiffTests.words(command).dropFirst())).status == 0)
        let shop = try Workshop()
        try shop.write("suite.yaml", try #require(example["suite"]?.stringValue))
        let policy = CommandLineTool.root.appending(path: Self.loket).path
        #expect(try shop.run("policy", "test", "suite.yaml", "--policy", policy).status == 10)
    }

    @Test("takes no invariant that says nothing, cannot be read, or is not there")
    func refused() throws {
        func run(_ words: String...) throws -> CommandLineTool.Result {
            try CommandLineTool.run(["policy", "prove"] + words)
        }
        #expect(try run("--never", "anonymous=true state=active", Self.loket).status == 65)
        let misspelt = try run("--only", "module=toezigt bestuurstypes=gemeente", Self.loket)
        #expect(misspelt.status == 64)
        #expect(
            misspelt.errors.contains("--only:1:1: error: unknown module `toezigt`\n    hint: did you mean `toezicht`?"))
        let shop = try Workshop()
        try shop.write("policy.yaml", Configurations.policy)
        #expect(try shop.run("policy", "prove", "policy.yaml").status == 65)
    }

    @Test("a policy that breaks one is refused by check, test and serve, and still explained")
    func loading() throws {
        let shop = try Workshop()
        let text = try String(contentsOf: CommandLineTool.root.appending(path: Self.loket), encoding: .utf8)
        let from = "path: /concepts/**, methods: read, access: authenticated"
        #expect(text.contains(from))
        try shop.write(
            "policy.yaml",
            text.replacingOccurrences(of: from, with: "path: /concepts/**, methods: read, access: public"))
        let check = try shop.run("policy", "check", "policy.yaml")
        #expect(check.status == 78)
        #expect(check.errors.contains("is broken: somebody who is not logged in may GET /concepts"), "\(check.errors)")
        let suite = CommandLineTool.root.appending(path: "Examples/loket/policy-tests/toezicht.yaml").path
        #expect(try shop.run("policy", "test", suite, "--policy", "policy.yaml").status == 78)
        let explain = ["policy", "explain", "--policy", "policy.yaml", "--anonymous", "GET /concepts"]
        #expect(try CommandLineTool.run(explain, in: shop.folder).status == 0)
        #expect(try shop.run("policy", "prove", "policy.yaml").status == 11)
    }

    @Test("keeps the gateway from starting, by the same sentence")
    func serve() throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let invariants =
            "\ninvariants:\n  - { name: lists are for gemeenten, only: { path: /concepts/**, bestuurstypes: [gemeente] } }\n"
        try shop.write("policy.yaml", Configurations.policy + invariants)
        for words in [["config", "check", "poort.yaml"], ["serve", "--config", "poort.yaml"]] {
            let result = try shop.run(words)
            #expect(result.status == 78)
            #expect(
                result.errors.contains(
                    "invariant `lists are for gemeenten` is broken: somebody without a role for an active ocmw"),
                "\(result.errors)")
        }
    }
}
