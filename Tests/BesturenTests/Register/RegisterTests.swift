import Foundation
import Testing

@testable import Besturen

@Suite("A list of besturen")
struct RegisterReadingTests {
    static let header = "uri,name,bestuurstype,kbo,ovo,nis,status,view_only_modules\n"
    static let row = "http://x.example/id/1,Testgem,gemeente,0999999922,OVO000001,99901,Actief,A|B\n"

    static func read(_ text: String) -> (register: BesturenRegister, problems: [RegisterProblem]) {
        BesturenRegister.read(csv: text, source: "b.csv")
    }

    @Test("gives each bestuur with its numbers, status and view-only modules")
    func sound() throws {
        let (register, problems) = Self.read(
            "\u{FEFF}" + Self.header.replacingOccurrences(of: "\n", with: "\r\n") + Self.row)
        #expect(problems.isEmpty && register.count == 1)
        let code = try #require(OrganisationCode("0999999922"))
        guard case .found(let bestuur) = register.lookup(code) else {
            Issue.record("not found")
            return
        }
        #expect(bestuur.name == "Testgem" && bestuur.type == .gemeente && bestuur.status == .actief)
        #expect(bestuur.viewOnlyModules == ["A", "B"] && bestuur.nis?.description == "99901" && bestuur.uuid == "1")
        #expect(register.lookup(try #require(OrganisationCode("OVO000001"))) == .found(bestuur))
        #expect(register.lookup(try #require(OrganisationCode("OVO000002"))) == .unknown)
        #expect(register.bestuur(uri: "http://x.example/id/1") == bestuur)
        #expect(register.bestuur(uri: "http://x.example/id/2") == nil)
    }

    @Test(
        "says what is wrong, on which line, and what became of the row",
        arguments: [
            ("", "header_invalid", "source-refused", 1, 0), ("name,status\n", "header_invalid", "source-refused", 1, 0),
            ("uri,uri,name,bestuurstype,status\n", "header_invalid", "source-refused", 1, 0),
            (header + "a,b\n", "row_malformed", "row-refused", 2, 0),
            (header + row + "\"x\"y,n,gemeente,,,,Actief,\n", "row_malformed", "row-refused", 3, 1),
            (header + "ab\"c,n,gemeente,,,,Actief,\n", "row_malformed", "row-refused", 2, 0),
            (header + row + "\"never closed,n\n", "row_malformed", "row-refused", 3, 1),
            (header + "ftp://x/1,n,gemeente,0999999922,,,Actief,\n", "uri_invalid", "row-refused", 2, 0),
            (header + "http://x.example/id/,n,gemeente,0999999922,,,Actief,\n", "uri_invalid", "row-refused", 2, 0),
            (header + "http://x.example/a b,n,gemeente,0999999922,,,Actief,\n", "uri_invalid", "row-refused", 2, 0),
            (header + "http://x.example/a>b,n,gemeente,0999999922,,,Actief,\n", "uri_invalid", "row-refused", 2, 0),
            (header + "http://x.example/é,n,gemeente,0999999922,,,Actief,\n", "uri_invalid", "row-refused", 2, 0),
            (header + row + row, "uri_twice", "row-refused", 3, 1),
            (header + "http://x.example/1,  ,gemeente,0999999922,,,Actief,\n", "name_empty", "row-refused", 2, 0),
            (header + "http://x.example/1,n,stad,0999999922,,,Actief,\n", "type_unknown", "row-refused", 2, 0),
            (header + "http://x.example/1,n,gemeente|ocmw,0999999922,,,Actief,\n", "type_double", "row-refused", 2, 0),
            (header + "http://x.example/1,n,gemeente|,0999999922,,,Actief,\n", "type_unknown", "row-refused", 2, 0),
            (
                header + "http://x.example/1,n,gemeente,0999999923,OVO000001,,Actief,\n", "kbo_invalid",
                "value-dropped", 2, 1
            ),
            (header + "http://x.example/1,n,gemeente,0999999922,OVO1,,Actief,\n", "ovo_invalid", "value-dropped", 2, 1),
            (header + "http://x.example/1,n,gemeente,0999999922,,9,Actief,\n", "nis_invalid", "value-dropped", 2, 1),
            (header + "http://x.example/1,n,gemeente,0999999922,,,Levend,\n", "status_unknown", "value-dropped", 2, 1),
            (header + "http://x.example/1,n,gemeente,0999999922,,,,\n", "status_missing", "noted", 2, 1),
            (header + "http://x.example/1,n,gemeente,,,,Actief,\n", "number_missing", "noted", 2, 1),
            (header + row + "http://x.example/2,n,ocmw,0999999922,,,Actief,\n", "number_shared", "noted", 3, 2),
        ])
    func problems(_ text: String, _ kind: String, _ effect: String, _ line: Int, _ count: Int) throws {
        let (register, problems) = Self.read(text)
        let problem = try #require(problems.first, "nothing is said")
        #expect(problems.count == 1, "\(problems)")
        #expect(
            problem.kind.rawValue == kind && problem.effect.rawValue == effect && problem.line == line, "\(problem)")
        #expect(register.count == count)
        #expect(problem.description.hasPrefix("b.csv:\(line): \(effect == "noted" ? "note" : "error"): "))
    }

    @Test("takes the narrower of two types when one is the old Intercommunale")
    func narrower() throws {
        let (register, problems) = Self.read(
            Self.header + "http://x.example/1,n,intercommunale|projectvereniging,0999999922,,,Actief,\n")
        #expect(register.besturen.map(\.type) == [.projectvereniging])
        #expect(problems.map(\.kind) == [.typeDouble])
    }

    @Test("keeps quoted fields with commas, quotes and line ends, and counts lines through them")
    func quoting() {
        let (register, problems) = Self.read(
            Self.header + "http://x.example/1,\"A, \"\"B\"\"\nC\",gemeente,0999999922,,,Actief,\n\nbad\n")
        #expect(register.besturen.map(\.name) == ["A, \"B\"\nC"])
        #expect(problems.map(\.line) == [5])
    }

    @Test("that is not UTF-8 loses only the row")
    func bytes() {
        let bytes = Array((Self.header + Self.row).utf8) + [0xFF] + Array(",n,gemeente,,,,Actief,\n".utf8)
        let (register, problems) = BesturenRegister.read(csv: bytes, source: "b.csv")
        #expect(register.count == 1)
        #expect(problems.map(\.kind) == [.rowMalformed])
    }

    @Test(
        "means by a shared number the one active bestuur, or nobody",
        arguments: [
            (["Actief", "Niet Actief"], 1), (["Niet Actief", "Actief"], 2), (["Actief", "Actief"], nil),
            (["Niet Actief", "Niet Actief"], nil), (["Niet Actief", "In oprichting", "Actief"], 3),
        ] as [([String], Int?)])
    func shared(_ statuses: [String], _ meant: Int?) throws {
        let rows = statuses.enumerated().map { index, status in
            "http://x.example/\(index + 1),n,gemeente,0999999922,,,\(status),\n"
        }
        let register = Self.read(Self.header + rows.joined()).register
        let answer = register.lookup(try #require(OrganisationCode("0999999922")))
        if let meant {
            #expect(answer == .found(register.besturen[meant - 1]))
        } else {
            #expect(answer == .conflict(register.besturen))
        }
    }

    @Test("of which two have one URI is refused by the register itself")
    func uriTwice() throws {
        let bestuur = try Bestuurseenheid(uri: "http://x.example/1", name: "n", type: .gemeente, status: .actief)
        #expect(throws: BesturenError.uriTwice("http://x.example/1")) { try BesturenRegister([bestuur, bestuur]) }
        for error in [BesturenError.uriInvalid("x"), .nameEmpty(uri: "x"), .uriTwice("x")] {
            #expect(error.description.contains("`x`") && !error.hint.isEmpty)
        }
        #expect(BesturenRegister.empty.count == 0)
    }

    static let published = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/data/besturen.csv")

    @Test(
        "as it is published loads whole, with a remark on whatever is odd",
        .enabled(
            if: FileManager.default.isReadableFile(atPath: published.path),
            "skipped: the list does not lie beside the package"))
    func publishedList() throws {
        let text = try String(contentsOf: Self.published, encoding: .utf8)
        let (register, problems) = Self.read(text)
        #expect(register.count > 1_000)
        #expect(!problems.contains { $0.effect == .sourceRefused || $0.effect == .rowRefused }, "\(problems.prefix(3))")
        for bestuur in register.besturen where bestuur.status == .actief {
            for code in bestuur.codes {
                switch register.lookup(code) {
                case .found(let found): #expect(found.uri == bestuur.uri || bestuur.status != .actief)
                case .conflict(let all): #expect(all.contains(bestuur))
                case .unknown: Issue.record("\(code) of \(bestuur.uri) is unknown")
                }
            }
        }
    }
}
