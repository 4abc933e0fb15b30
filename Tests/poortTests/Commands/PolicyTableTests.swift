import Foundation
import JOSE
import JSONSchema
import Testing

@Suite("poort policy table")
struct PolicyTableTests {
    static let loket = "Examples/loket/policy.yaml"

    @Test("writes every form, the same on every run", arguments: ["text", "markdown", "csv", "json", "html"])
    func forms(_ form: String) throws {
        let words = ["policy", "table", "--format", form, Self.loket]
        let result = try CommandLineTool.run(words)
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.contains("LoketLB-personeelsbeheer"))
        #expect(try CommandLineTool.run(words).output == result.output)
        if form == "json" {
            let value = try JSONValue.parse(Array(result.output.utf8))
            #expect(try JSONSchema("access-table.schema.json").faults(value) == [])
        }
        let shop = try Workshop()
        let ending = ["text": "txt", "markdown": "md"][form] ?? form
        try shop.write("table.\(ending)", result.output)
        let policy = CommandLineTool.root.appending(path: Self.loket).path
        #expect(try shop.run("policy", "table", "--check", "table.\(ending)", policy).status == 0)
    }

    @Test("--check ends with 0 for the committed table and with 13 for another, and says what changed")
    func check() throws {
        let committed = "Examples/loket/access-table.md"
        #expect(try CommandLineTool.run(["policy", "table", "--check", committed, Self.loket]).status == 0)
        let shop = try Workshop()
        let text = try String(contentsOf: CommandLineTool.root.appending(path: committed), encoding: .utf8)
        try shop.write(
            "table.md", text.replacingOccurrences(of: "`/berichten/**`", with: "`/berichten/**`, `/mock/**`"))
        let policy = CommandLineTool.root.appending(path: Self.loket).path
        let result = try shop.run("policy", "table", "--check", "table.md", policy)
        #expect(result.status == 13)
        #expect(
            result.output
                == "What modules and roles open: Berichtencentrum · all methods, paths: no longer /mock/**\n",
            "\(result.output)")
        #expect(result.errors.contains("differs from the policy in 1 place"))
        #expect(try shop.run("policy", "table", "--check", "missing.md", policy).status == 66)
        #expect(try shop.run("policy", "table", "--check", "table.xlsx", policy).status == 64)
    }
}
