import Foundation
import JOSE
import JSONSchema
import Testing

@Suite("poort policy diff")
struct PolicyDiffTests {
    static let loket = "Examples/loket/policy.yaml"

    /// The Loket's policy with one fragment changed, in a workshop of its own.
    static func changed(_ fragment: String, _ replacement: String) throws -> (shop: URL, text: String) {
        let text = try String(contentsOf: CommandLineTool.root.appending(path: loket), encoding: .utf8)
        #expect(text.contains(fragment))
        let folder = FileManager.default.temporaryDirectory.appending(path: "poort-diff-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: "old.yaml"), atomically: true, encoding: .utf8)
        try text.replacingOccurrences(of: fragment, with: replacement)
            .write(to: folder.appending(path: "new.yaml"), atomically: true, encoding: .utf8)
        return (folder, text)
    }

    /// Both ways of one change, so that gained and lost are seen.
    static let fragment = (
        "modules: [toezicht, berichtencentrum, bbcdr], roles: [LoketAdmin]",
        "modules: [toezicht, berichtencentrum], roles: [LoketAdmin]"
    )

    @Test("every example it prints is decided as it says")
    func examples() throws {
        let (folder, _) = try Self.changed(Self.fragment.0, Self.fragment.1)
        defer { try? FileManager.default.removeItem(at: folder) }
        for files in [["old.yaml", "new.yaml"], ["new.yaml", "old.yaml"]] {
            let result = try CommandLineTool.run(["policy", "diff", "--json"] + files, in: folder)
            #expect(result.status == 0, "\(result.errors)")
            let value = try JSONValue.parse(Array(result.output.utf8))
            #expect(try JSONSchema("policy-diff.schema.json").faults(value) == [])
            let changes = try #require(value["changes"]?.arrayValue)
            #expect(!changes.isEmpty)
            for change in changes {
                let isGained = change["direction"]?.stringValue == "gained"
                let (allowing, refusing) = isGained ? (files[1], files[0]) : (files[0], files[1])
                let command = try #require(change["example"]?["command"]?.stringValue)
                for (policy, status) in [(allowing, Int32(0)), (refusing, 8)] {
                    let words = Self.words(command.replacingOccurrences(of: allowing, with: policy))
                    let told = try CommandLineTool.run(Array(words.dropFirst()), in: folder)
                    #expect(told.status == status, "\(words)\n\(told.output)\(told.errors)")
                }
                let suite = try #require(change["example"]?["suite"]?.stringValue)
                try suite.write(to: folder.appending(path: "suite.yaml"), atomically: true, encoding: .utf8)
                let test = ["policy", "test", "suite.yaml", "--policy"]
                #expect(try CommandLineTool.run(test + [allowing], in: folder).status == 0)
                #expect(try CommandLineTool.run(test + [refusing], in: folder).status == 10)
            }
        }
    }

    /// The words of a command line in which only single quotes are special.
    static func words(_ command: String) -> [String] {
        var words: [String] = [""]
        var quoted = false
        for character in command {
            switch character {
            case "'": quoted.toggle()
            case " " where !quoted: words.append("")
            default: words[words.count - 1].append(character)
            }
        }
        return words
    }

    @Test("ends with 13 for a change that --fail-on names")
    func failOn() throws {
        let (folder, _) = try Self.changed(Self.fragment.0, Self.fragment.1)
        defer { try? FileManager.default.removeItem(at: folder) }
        func status(_ words: String...) throws -> Int32 {
            try CommandLineTool.run(["policy", "diff"] + words, in: folder).status
        }
        #expect(try status("old.yaml", "new.yaml") == 0)
        #expect(try status("--fail-on", "lost", "old.yaml", "new.yaml") == 13)
        #expect(try status("--fail-on", "gained", "old.yaml", "new.yaml") == 0)
        #expect(try status("--fail-on", "gained", "new.yaml", "old.yaml") == 13)
        #expect(try status("--fail-on", "any", "new.yaml", "old.yaml") == 13)
        #expect(try status("--fail-on", "any", "new.yaml", "new.yaml") == 0)
        #expect(try status("--fail-on", "some", "new.yaml", "new.yaml") == 64)
    }

    private static func git(_ words: String..., in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"] + words
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(words)")
    }

    @Test("reads revisions, and files of that very name before them")
    func revisions() throws {
        let (folder, _) = try Self.changed(Self.fragment.0, Self.fragment.1)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "policy.yaml")
        try Self.git("init", "-q", in: folder)
        try FileManager.default.copyItem(at: folder.appending(path: "old.yaml"), to: file)
        try Self.git("add", "policy.yaml", in: folder)
        try Self.git("commit", "-q", "-m", "old", in: folder)
        try FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: folder.appending(path: "new.yaml"), to: file)
        func diff(_ old: String, _ new: String) throws -> CommandLineTool.Result {
            try CommandLineTool.run(["policy", "diff", "--fail-on", "lost", "--", old, new], in: folder)
        }
        #expect(try diff("HEAD:policy.yaml", "policy.yaml").status == 13)
        #expect(try diff("HEAD:./policy.yaml", "HEAD:policy.yaml").status == 0)
        // The same words as a file.
        try FileManager.default.copyItem(at: file, to: folder.appending(path: "HEAD:policy.yaml"))
        #expect(try diff("HEAD:policy.yaml", "policy.yaml").status == 0)
        for wrong in ["HEAD~7:policy.yaml", "HEAD:missing.yaml", "--version:policy.yaml", ":policy.yaml", "HEAD:"] {
            let result = try diff(wrong, "policy.yaml")
            #expect(result.status == 66, "\(wrong): \(result.output)")
            #expect(result.errors.contains("error:") && result.errors.contains("hint:"), "\(result.errors)")
        }
    }

    @Test("says of a policy that cannot be loaded which of the two it is")
    func mistakes() throws {
        let (folder, _) = try Self.changed("version: 1", "version: 2")
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try CommandLineTool.run(["policy", "diff", "old.yaml", "new.yaml"], in: folder)
        #expect(result.status == 78 && result.errors.contains("new.yaml:23:10"), "\(result.errors)")
    }
}
