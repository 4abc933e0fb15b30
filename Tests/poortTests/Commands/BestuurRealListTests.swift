import Foundation
import Testing

private let list = CommandLineTool.root.deletingLastPathComponent().appending(path: "shared/data/besturen.csv")

@Suite(
    "poort bestuur with the real list",
    .enabled(
        if: FileManager.default.fileExists(atPath: list.path), "skipped: ../shared/data/besturen.csv is absent"))
struct BestuurRealListTests {
    @Test("takes over every bestuur, tells all that is remarkable, and writes them as Turtle that says the same")
    func real() throws {
        let shop = try Workshop()
        func run(_ arguments: String...) throws -> CommandLineTool.Result {
            try shop.run(["bestuur", arguments[0], "--register", "r"] + arguments.dropFirst())
        }
        let made = try run("import", "--apply", "--create", "--by", "Bo", list.path)
        #expect(made.status == 0, "\(made.errors)")
        for line in [
            "1384 besturen in \(list.path): 1384 can be taken over, 0 not",
            "     1  KBO number that cannot be right (taken over without the value)", "    22  no status (taken over)",
            "     8  neither a KBO number nor an OVO code (taken over)",
            "taken over: 1384 new, 0 changed; 0 as before, 0 not in the list and left as they are",
            "conflict: 0784526003: Mercator AGB Kapellen (in-oprichting), Mercator APB Kapellen (onbekend)",
        ] {
            #expect(made.output.contains(line + "\n"), "\(line)")
        }
        #expect(try run("verify").output.hasPrefix("1384 entries, all as they were written"))
        for (format, name) in [("csv", "o.csv"), ("turtle", "o.ttl")] {
            try shop.write(name, try run("export", "--format", format).output)
            let again = try run("import", name)
            #expect(again.output.contains("0 new, 0 changed; 1384 as before, 0 not in the list"), "\(format)")
        }
    }
}
