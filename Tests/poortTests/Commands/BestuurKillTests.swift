import Foundation
import Testing

/// What was acknowledged is on disk, whatever becomes of the process that wrote it, and of others that write beside it.
@Suite("The register outlives its writers", .serialized)
struct BestuurKillTests {
    private static let lines = String(
        decoding: Data((1...60).map { "{\"action\":\"open\",\"name\":\"Bestuur \($0)\"}\n" }.joined().utf8),
        as: UTF8.self)

    /// Starts a writer with its input in a file, so that nothing waits for this process.
    private static func writer(_ folder: URL, _ output: Pipe) throws -> Process {
        let process = CommandLineTool.process(
            ["bestuur", "apply", "--register", "register.sqlite", "--as", "abb", "--by", "An", "lines.jsonl"],
            in: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    private static func opened(_ folder: URL) throws {
        try lines.write(to: folder.appending(path: "lines.jsonl"), atomically: true, encoding: .utf8)
        let made = try CommandLineTool.run(
            ["bestuur", "open", "--create", "--register", "register.sqlite", "--as", "abb", "--by", "An", "Een"],
            in: folder)
        #expect(made.status == 0, "\(made.errors)")
    }

    private static func journal(_ folder: URL) throws -> [Substring] {
        let verified = try CommandLineTool.run(["bestuur", "verify", "--register", "register.sqlite"], in: folder)
        #expect(verified.status == 0, "\(verified.errors)")
        let journal = try CommandLineTool.run(
            ["bestuur", "journal", "--json", "--register", "register.sqlite"], in: folder)
        #expect(journal.status == 0, "\(journal.errors)")
        return journal.output.split(separator: "\n")
    }

    @Test("three hundred writers that are killed at any moment lose nothing that they acknowledged")
    func kills() throws {
        var generator = SystemRandomNumberGenerator()
        var (kills, acknowledged, cutShort) = (0, 0, 0)
        for _ in 0..<6 {
            let shop = try Workshop()
            try Self.opened(shop.folder)
            var answers: Set<Substring> = []
            for _ in 0..<50 {
                let output = Pipe()
                let process = try Self.writer(shop.folder, output)
                // After some of its answers, and up to four milliseconds more.
                var bytes = Data()
                let wanted = Int.random(in: 0...12, using: &generator)
                while bytes.count(where: { $0 == UInt8(ascii: "\n") }) < wanted {
                    let part = output.fileHandleForReading.availableData
                    guard !part.isEmpty else { break }
                    bytes += part
                }
                usleep(UInt32.random(in: 0...4_000, using: &generator))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                bytes += output.fileHandleForReading.readDataToEndOfFile()
                if process.terminationReason == .uncaughtSignal { kills += 1 }
                let text = String(decoding: bytes, as: UTF8.self)
                let complete = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                if complete.count < 60 { cutShort += 1 }
                answers.formUnion(complete)
            }
            let journal = try Self.journal(shop.folder)
            #expect(answers.isSubset(of: journal), "\(answers.subtracting(journal))")
            acknowledged += answers.count
            #expect(journal.count > answers.count, "the entry that opened the register is in it, too")
        }
        #expect(kills > 250 && cutShort > 250 && acknowledged > 600, "\(kills) \(cutShort) \(acknowledged)")
    }

    @Test("two processes that write at once lose nothing, and the journal is one")
    func together() throws {
        let shop = try Workshop()
        try Self.opened(shop.folder)
        let outputs = [Pipe(), Pipe(), Pipe()]
        let processes = try outputs.map { try Self.writer(shop.folder, $0) }
        let answers = outputs.map { $0.fileHandleForReading.readDataToEndOfFile() }
        for process in processes {
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }
        let lines = answers.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
        let journal = try Self.journal(shop.folder)
        #expect(lines.count == 180 && Set(lines).count == 180 && journal.count == 181)
        #expect(Set(lines).isSubset(of: journal))
    }

    @Test("an entry that was changed in the file is found, and nothing more is written")
    func tampered() throws {
        let shop = try Workshop()
        try Self.opened(shop.folder)
        let more = try CommandLineTool.run(
            ["bestuur", "apply", "--register", "register.sqlite", "--as", "abb", "--by", "An", "lines.jsonl"],
            in: shop.folder)
        #expect(more.status == 0)
        let file = shop.folder.appending(path: "register.sqlite")
        #expect(!FileManager.default.fileExists(atPath: file.path + "-wal"), "all is in the one file")
        var bytes = try Data(contentsOf: file)
        let place = try #require(bytes.range(of: Data("Bestuur 17".utf8)))
        bytes.replaceSubrange(place, with: Data("Bestuur 71".utf8))
        try bytes.write(to: file)
        let verified = try CommandLineTool.run(["bestuur", "verify", "--register", "register.sqlite"], in: shop.folder)
        #expect(
            verified.status == 65 && verified.errors.contains("entry 18 of the journal does not stand"),
            "\(verified.errors)")
        let written = try CommandLineTool.run(
            ["bestuur", "open", "--register", "register.sqlite", "--as", "abb", "--by", "An", "Twee"], in: shop.folder)
        #expect(written.status == 65, "\(written.output)")
    }

    @Test("a gateway follows every change that other processes make, the tenth as well as the first")
    func followed() async throws {
        let shop = try Workshop()
        try shop.key("p-256")
        try Configurations.write(in: shop)
        let made = try shop.run(
            "bestuur", "import", "--apply", "--create", "--register", "r.sqlite", "--by", "An", "besturen.csv")
        #expect(made.status == 0, "\(made.errors)")
        try shop.write(
            "poort.yaml", try shop.read("poort.yaml").replacing("besturen: besturen.csv", with: "besturen: r.sqlite"))
        let gateway = try LiveTool(["serve", "--config", "poort.yaml"], in: shop.folder)
        #expect(try await gateway.wait { $0.errorText.contains("listening on ") }, "\(gateway.errorText)")
        for number in 1...10 {
            let opened = try shop.run(
                "bestuur", "open", "--register", "r.sqlite", "--as", "abb", "--by", "An", "Bestuur \(number)")
            #expect(opened.status == 0, "\(opened.errors)")
            let isFollowed = try await gateway.wait { $0.errorText.split(separator: "reloaded ").count > number }
            #expect(isFollowed, "after \(number): \(gateway.errorText)")
        }
        #expect(try await gateway.end(SIGTERM) == 0)
        let verified = try shop.run("bestuur", "verify", "--register", "r.sqlite")
        #expect(verified.status == 0, "\(verified.errors)")
    }
}
