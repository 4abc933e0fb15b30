import Testing

@testable import Besturen

@Suite("Reading a list of besturen")
struct RegisterReadingTests {
    static let header = "uri,name,bestuurstype,status,kbo,ovo,nis,view_only_modules"

    static func read(_ rows: String..., header: String = header) -> (BesturenRegister, [RegisterProblem]) {
        let result = BesturenRegister.read(csv: ([header] + rows).joined(separator: "\n"), source: "list.csv")
        return (result.register, result.problems)
    }

    // MARK: - Mistakes

    struct Mistake: CustomTestStringConvertible, Sendable {
        let name: String
        let row: String
        let kind: RegisterProblem.Kind
        let effect: RegisterProblem.Effect
        /// A part of the message.
        let says: String

        init(
            _ name: String, _ row: String, _ kind: RegisterProblem.Kind, _ effect: RegisterProblem.Effect,
            _ says: String
        ) {
            self.name = name
            self.row = row
            self.kind = kind
            self.effect = effect
            self.says = says
        }

        var testDescription: String { name }
    }

    static let mistakes: [Mistake] = [
        Mistake(
            "too few fields", "http://a.example/2,Testgem,gemeente,Actief", .rowMalformed, .rowRefused,
            "4 fields and the header 8"),
        Mistake(
            "too many fields", "http://a.example/2,Testgem,gemeente,Actief,,,,,", .rowMalformed, .rowRefused,
            "9 fields and the header 8"),
        Mistake(
            "a comma that shifts the columns", "http://a.example/2,Testgem, deel 2,gemeente,Actief,,,,", .rowMalformed,
            .rowRefused, "9 fields"),
        Mistake(
            "a quote within a field", "http://a.example/2,Test\"gem,gemeente,Actief,,,,", .rowMalformed, .rowRefused,
            "a quote stands inside"),
        Mistake(
            "text behind a quote", "http://a.example/2,\"Test\"gem,gemeente,Actief,,,,", .rowMalformed, .rowRefused,
            "text follows the closing quote"),
        Mistake(
            "an open quote", "http://a.example/2,\"Testgem,gemeente,Actief,,,,", .rowMalformed, .rowRefused,
            "never closed"),
        Mistake("no URI", ",Testgem,gemeente,Actief,,,,", .uriInvalid, .rowRefused, "`` is not the URI"),
        Mistake("a relative URI", "/id/2,Testgem,gemeente,Actief,,,,", .uriInvalid, .rowRefused, "`/id/2` is not"),
        Mistake(
            "a URI that looks like another", "http://a.example/\u{43E}ne,Testgem,gemeente,Actief,,,,", .uriInvalid,
            .rowRefused, "is not the URI"),
        Mistake(
            "a URI that was there", "http://a.example/one,Testgem,gemeente,Actief,,,,", .uriTwice, .rowRefused,
            "already on line 2"),
        Mistake(
            "a name with a national number", "http://a.example/2,An 85.07.30-033.28,gemeente,Actief,0999999823,,,",
            .textInvalid, .rowRefused, "the name is too long, or holds control characters or a national number"),
        Mistake("no name", "http://a.example/2,,gemeente,Actief,0999999823,,,", .nameEmpty, .rowRefused, "has no name"),
        Mistake(
            "no type", "http://a.example/2,Testgem,,Actief,0999999823,,,", .typeUnknown, .rowRefused,
            "`` is not a type"),
        Mistake(
            "an unknown type", "http://a.example/2,Testgem,Stad,Actief,0999999823,,,", .typeUnknown, .rowRefused,
            "`Stad` is not a type"),
        Mistake(
            "a type in another case", "http://a.example/2,Testgem,GEMEENTE,Actief,0999999823,,,", .typeUnknown,
            .rowRefused, "`GEMEENTE` is not a type"),
        Mistake(
            "one unknown type of two", "http://a.example/2,Testgem,Gemeente|Stad,Actief,0999999823,,,", .typeUnknown,
            .rowRefused, "`Gemeente|Stad`"),
        Mistake(
            "two types", "http://a.example/2,Testgem,Gemeente|OCMW,Actief,0999999823,,,", .typeDouble, .rowRefused,
            "more than one type"),
        Mistake(
            "the wider type twice", "http://a.example/2,Testgem,Intercommunale|Intercommunale,Actief,0999999823,,,",
            .typeDouble, .rowRefused, "more than one type"),
        Mistake(
            "a wider and a narrower type",
            "http://a.example/2,Testgem,Intercommunale|Projectvereniging,Actief,0999999823,,,",
            .typeDouble, .noted, "`Projectvereniging` is used"),
        Mistake(
            "an unknown status", "http://a.example/2,Testgem,gemeente,Gefuseerd,0999999823,,,", .statusUnknown,
            .valueDropped, "`Gefuseerd` is not a status"),
        Mistake(
            "no status", "http://a.example/2,Testgem,gemeente,,0999999823,,,", .statusMissing, .noted,
            "counts as not active"),
        Mistake(
            "a wrong check of a KBO number beside an OVO code",
            "http://a.example/2,Testgem,gemeente,Actief,0999999923,OVO999910,,", .kboInvalid, .valueDropped,
            "`0999999923` is not a KBO number"),
        Mistake(
            "a wrong OVO code beside a KBO number", "http://a.example/2,Testgem,gemeente,Actief,0999999823,ovo999910,,",
            .ovoInvalid, .valueDropped, "`ovo999910` is not an OVO code"),
        Mistake(
            "a wrong NIS code", "http://a.example/2,Testgem,gemeente,Actief,0999999823,,9999,", .nisInvalid,
            .valueDropped, "`9999` is not a NIS code"),
        Mistake(
            "no number at all", "http://a.example/2,Testgem,gemeente,Actief,,,,", .numberMissing, .noted,
            "nobody can log in"),
        Mistake(
            "a number of two active besturen", "http://a.example/2,Testgem,gemeente,Actief,0999999922,,,",
            .numberShared, .noted, "more than one of them is active"),
    ]

    @Test("each mistake is told with its kind, its line and what became of the row", arguments: mistakes)
    func reports(_ mistake: Mistake) {
        let first = "http://a.example/one,Een,gemeente,Actief,0999999922,,,"
        let (register, problems) = Self.read(first, mistake.row)
        #expect(problems.count == 1, "\(problems)")
        guard let problem = problems.first else { return }
        #expect(problem.kind == mistake.kind)
        #expect(problem.effect == mistake.effect)
        #expect(problem.line == 3)
        #expect(problem.source == "list.csv")
        #expect(problem.message.contains(mistake.says), "\(problem.message)")
        let word = mistake.effect == .noted ? "note" : "error"
        #expect(problem.description.hasPrefix("list.csv:3: \(word): "), "\(problem)")
        #expect((problem.hint != nil) == problem.description.contains("\n    hint: "))
        #expect(register.besturen.first?.name == "Een")
        #expect(register.count == (mistake.effect == .rowRefused ? 1 : 2))
    }

    @Test("this table and that of the import show every kind of problem, but for those of a whole source")
    func tableIsComplete() {
        let shown = Set(Self.mistakes.map(\.kind)).union(ImportProblemTests.mistakes.map(\.kind))
            .union([.headerInvalid, .turtleInvalid])
        #expect(shown == Set(RegisterProblem.Kind.allCases))
    }

    static let headers: [(name: String, text: String, line: Int, says: String)] = [
        ("nothing", "", 1, "the list is empty"),
        ("empty lines only", "\n\n", 1, "the list is empty"),
        ("no columns that are known", "a,b\n1,2\n", 1, "`uri`, `name`, `status`, `bestuurstype`"),
        ("no status", "uri,name,bestuurstype\n", 1, "no column `status`"),
        ("names in capitals", "URI,Name,Bestuurstype,Status\n", 1, "no column"),
        ("a space in a name", "uri, name,bestuurstype,status\n", 1, "no column `name`"),
        ("a column named twice", "uri,name,bestuurstype,status,uri\n", 1, "column `uri` is named twice"),
        ("two columns without a name", "uri,name,bestuurstype,status,,\n", 1, "column `` is named twice"),
        ("semicolons for commas", "uri;name;bestuurstype;status\n", 1, "no column"),
        ("empty lines before it", "\n\nuri,name\n", 3, "no column `status`, `bestuurstype`"),
    ]

    @Test("a list that cannot be read gives no bestuur and says why", arguments: headers)
    func reportsHeader(_ row: (name: String, text: String, line: Int, says: String)) {
        let (register, problems) = BesturenRegister.read(csv: row.text, source: "list.csv")
        #expect(register.count == 0)
        #expect(problems.map(\.kind) == [.headerInvalid])
        #expect(problems.first?.effect == .sourceRefused)
        #expect(problems.first?.line == row.line)
        #expect(problems.first?.message.contains(row.says) == true, "\(problems)")
        #expect(problems.first?.hint?.isEmpty == false)
    }

    // MARK: - What is read

    @Test("a BOM, CRLF, quotes, other columns and another order of columns change nothing")
    func spellings() throws {
        let plain = "uri,name,bestuurstype,status,kbo\nhttp://a.example/1,Testgem,gemeente,Actief,0999999922\n"
        let other =
            "\u{FEFF}kbo,note,status,name,classification_label,uri\r\n"
            + "0999999922,\"a, b\",\"Actief\",\"Testgem\",Gemeente,http://a.example/1\r\n"
        let one = BesturenRegister.read(csv: plain, source: "a.csv")
        let two = BesturenRegister.read(csv: Array(other.utf8), source: "b.csv")
        #expect(one.problems.isEmpty && two.problems.isEmpty)
        #expect(one.register.besturen == two.register.besturen)
        #expect(one.register.besturen.first?.kbo == KBONummer("0999999922"))
    }

    @Test("`bestuurstype` is taken before `classification_label`")
    func bothTypeColumns() {
        let (register, problems) = Self.read(
            "http://a.example/1,Testgem,OCMW,gemeente,Actief,0999999922",
            header: "uri,name,classification_label,bestuurstype,status,kbo")
        #expect(problems.isEmpty)
        #expect(register.besturen.map(\.type) == [.gemeente])
    }

    @Test("every value of a row comes through")
    func values() throws {
        let (register, problems) = Self.read(
            "http://a.example/1,\"Test, \"\"gem\"\"\",ocmw,In oprichting,0999999922,OVO999909,99999,Rol-a|Rol-b||Rol-a")
        #expect(problems.isEmpty)
        let bestuur = try #require(register.besturen.first)
        #expect(bestuur.name == "Test, \"gem\"")
        #expect(bestuur.type == .ocmw)
        #expect(bestuur.status == .inOprichting)
        #expect(bestuur.codes.map(\.description) == ["0999999922", "OVO999909"])
        #expect(bestuur.nis?.description == "99999")
        #expect(bestuur.viewOnlyModules == ["Rol-a", "Rol-b"])
    }

    @Test("a dropped number leaves a bestuur that cannot be found by it")
    func droppedNumber() throws {
        let (register, problems) = Self.read("http://a.example/1,Testgem,gemeente,Actief,0999999923,,,")
        #expect(problems.map(\.kind) == [.kboInvalid, .numberMissing])
        #expect(register.besturen.map(\.codes) == [[]])
    }

    @Test("all mistakes of a list come at once, in its order")
    func allAtOnce() {
        let (register, problems) = Self.read(
            "http://a.example/1,\"Testgem\"x,gemeente,Actief,,,,", "x,Testgem,gemeente,Actief,,,,",
            "http://a.example/2,,gemeente,Actief,,,,", "http://a.example/3,Testgem,Stad,Actief,,,,",
            "http://a.example/4,Testgem,gemeente,Weg,1,2,3,", "http://a.example/4,Testgem,gemeente,Actief,,,,", "short")
        #expect(problems.map(\.line) == [2, 3, 4, 5, 6, 6, 6, 6, 6, 7, 8])
        #expect(
            Set(problems.filter { $0.line == 6 }.map(\.kind)) == [
                .statusUnknown, .kboInvalid, .ovoInvalid, .nisInvalid, .numberMissing,
            ])
        #expect(register.besturen.map(\.uri) == ["http://a.example/4"])
    }

    @Test("a row that was refused does not keep its URI from a later one")
    func refusedRowLeavesNothing() {
        let (register, problems) = Self.read(
            "http://a.example/1,,gemeente,Actief,0999999922,,,",
            "http://a.example/1,Testgem,gemeente,Actief,0999999922,,,")
        #expect(problems.map(\.kind) == [.nameEmpty])
        #expect(register.besturen.map(\.name) == ["Testgem"])
    }

    @Test("a broken row names the line on which it begins, though it goes on for several")
    func linesOfLongRows() {
        let (_, problems) = Self.read(
            "http://a.example/1,\"Test\n\n\ngem\",gemeente,Actief,0999999922,,,", "http://a.example/2,x,Stad,Actief,,,,"
        )
        #expect(problems.map(\.kind) == [.textInvalid, .typeUnknown] && problems.map(\.line) == [2, 6])
    }
}
