import Foundation
import Testing

@Suite("poort bestuur")
struct BestuurCommandTests {
    /// A register that the commands of a test share.
    struct Register: ~Copyable {
        let shop: Workshop

        init() throws { shop = try Workshop() }

        func run(_ arguments: String...) throws -> CommandLineTool.Result { try run(arguments) }

        func run(_ arguments: [String], input: String = "") throws -> CommandLineTool.Result {
            try shop.run(
                ["bestuur", arguments[0], "--register", "register.sqlite"] + Array(arguments.dropFirst()), input: input)
        }

        /// One that must succeed.
        @discardableResult
        func done(_ arguments: String...) throws -> String {
            let result = try run(arguments)
            #expect(result.status == 0, "\(arguments): \(result.errors)")
            return result.output
        }

        func opened(_ name: String = "AGB Nieuw", _ more: String...) throws {
            let result = try run(["open", name, "--create", "--as", "abb", "--by", "An"] + more)
            #expect(result.status == 0, "\(result.errors)")
        }
    }

    static let uri = "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-000000000001"

    // MARK: Refusals

    struct Refused: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let status: Int32
        let says: String

        init(_ description: String, _ arguments: String, _ status: Int32, _ says: String) {
            testDescription = description
            self.arguments = arguments.split(separator: " ").map(String.init)
            self.status = status
            self.says = says
        }
    }

    @Test(
        "what cannot be done is refused, with what is missing",
        arguments: [
            Refused(
                "a step before the one that comes first", "step D1 verify --as abb --by An", 8,
                "the request for access must come first; Gebruikersbeheer must act"),
            Refused(
                "a step for somebody else", "step D1 approve --decision x --as loket --by An", 8, "may not do this"),
            Refused("a dossier that there is not", "step D2 verify --as abb --by An", 8, "there is no dossier `D2`"),
            Refused("a step without a name", "step D1 approve --decision x --as abb", 64, "who does this is not said"),
            Refused("a step for nobody", "step D1 approve --decision x --by An", 64, "--as"),
            Refused(
                "a step without its evidence", "step D1 approve --as abb --by An", 64, "`approve` needs --decision"),
            Refused(
                "a step with evidence of another", "step D1 verify --kbo 0207437468 --as abb --by An", 64,
                "`verify` takes no --kbo"),
            Refused(
                "a number that cannot be right", "step D1 connect --kbo 0207437469 --as gebruikersbeheer --by An", 64,
                "is no KBO number"),
            Refused(
                "a typering that there is not", "step D1 report-back --no-ovo --type dorp --as abb --by An", 64,
                "is no type of bestuur"),
            Refused(
                "with and without OVO code",
                "step D1 report-back --ovo OVO000001 --no-ovo --type autonoom-gemeentebedrijf --as abb --by An",
                64, "needs one of --ovo and --no-ovo"),
            Refused(
                "two corrections at once", "step D1 correct --decision a --reference b --reason c --as abb --by An", 64,
                "one correction at a time"),
            Refused(
                "a national number for a name", "step D1 approve --decision x --as abb --by 85.07.30-033.28", 8,
                "national number"),
            Refused("to show a dossier that there is not", "show D99", 8, "there is no dossier `D99`"),
            Refused("a bestuur that there is not", "show Nergenshuizen", 8, "has no bestuur `Nergenshuizen`"),
            Refused("a register that there is not", "list --register nowhere", 66, "there is no register `nowhere`"),
            Refused("an anchor that is none", "verify --anchor 12", 64, "is no head"),
            Refused(
                "an anchor beyond the end", "verify --anchor 9:\(String(repeating: "a", count: 64))", 65, "missing"),
            Refused(
                "another journal than was noted", "verify --anchor 1:\(String(repeating: "a", count: 64))", 65, "noted"),
            Refused("a delta of what has none", "export --format csv --since 2026-01-01", 64, "--since is for"),
            Refused("to make a file in a dry run", "import --create x.csv", 64, "a dry run makes no file"),
            Refused("a list of an unknown form", "import x.pdf", 64, "what form `x.pdf` has is not known"),
        ])
    func refused(_ refused: Refused) throws {
        let register = try Register()
        try register.opened()
        let result = try register.run(refused.arguments)
        #expect(result.status == refused.status, "\(result.errors)")
        #expect(result.errors.contains(refused.says), "\(result.errors)")
        #expect(try register.done("journal").split(separator: "\n").count == 1, "something was written")
    }

    // MARK: The walk

    @Test("a bestuur walks both tracks, and each answer says what is waited for")
    func walk() throws {
        let register = try Register()
        try register.opened("AGB Nieuw", "--kbo", "0207437468")
        #expect(try register.done("show", "0207437468").contains("0207437468 (announced)"))
        func step(_ arguments: String..., says: String) throws {
            let result = try register.run(["step", "D1"] + arguments + ["--by", "Cem"])
            #expect(
                result.status == 0 && result.output.contains(says), "\(arguments): \(result.output)\(result.errors)")
        }
        try step(
            "approve", "--decision", "BVR 1", "--as", "abb", says: "awaited: notify-loket (Loket verwittigd) by abb")
        try step("notify-loket", "--as", "abb", says: "awaited: mint-uri (URI aangemaakt) by loket, due 20")
        try step("mint-uri", "--as", "loket", says: "URI: http://data.lblod.info/id/bestuurseenheden/")
        try step("request-access", "--reference", "T-1", "--as", "gebruikersbeheer", says: "awaited: verify")
        try step("verify", "--as", "abb", says: "awaited: report-back")
        // The URI is known while the typering is not.
        let fresh = try register.done("export", "--format", "kalliope").split(separator: "\n")
        #expect(fresh.count == 2 && fresh[1].contains(",AGB Nieuw,,,,In oprichting"))
        try step(
            "report-back", "--type", "autonoom-gemeentebedrijf", "--ovo", "OVO000001", "--as", "abb",
            says: "awaited: connect")
        try step("connect", "--kbo", "0207437468", "--as", "gebruikersbeheer", says: "awaited: confirm-kalliope")
        #expect(try register.done("list", "--status", "in-oprichting").contains("AGB Nieuw"))
        try step("confirm-kalliope", "--as", "loket", says: "both tracks are complete\nthe bestuur is actief")
        #expect(try register.done("list").contains("0207437468  OVO000001  actief"))
        let shown = try register.done("show", "agb nieuw")
        #expect(shown.contains("track toegang: complete") && shown.contains("connect: 0207437468, by Cem"))
        let again = try register.run("step", "D1", "mint-uri", "--as", "loket", "--by", "Cem")
        #expect(again.status == 8 && again.errors.contains("a URI is minted once"), "\(again.errors)")
        #expect(try register.done("dossiers", "--state", "complete").contains("D1  complete"))
        #expect(try register.done("dossiers", "--overdue").isEmpty)
        let json = try register.run("show", "--json", "D1").json
        #expect((json?["dossier"] as? [String: Any])?["state"] as? String == "complete")
        #expect((json?["bestuur"] as? [String: Any])?["dossier"] as? String == "D1")
        #expect((json?["entries"] as? [Any])?.count == 9)
        #expect(try register.done("verify").contains("9 entries, all as they were written"))
    }

    // MARK: Lists

    private static func list(_ rows: String...) -> String {
        "uri,uuid,name,bestuurstype,status,kbo,ovo\n" + rows.map { $0 + "\n" }.joined()
    }

    private static let first = "\(uri),,Aal,gemeente,Actief,0207437468,OVO000001"
    private static let second =
        "\(uri.dropLast())2,,Bos,gemeente,Actief,0207474585,OVO000002"

    @Test("an import writes nothing before it is told to, and then all of it")
    func imports() throws {
        let register = try Register()
        try register.shop.write("a.csv", Self.list(Self.first, Self.second))
        let dry = try register.run("import", "a.csv")
        #expect(dry.status == 0 && dry.output.contains("all 2 would be new"), "\(dry.output)\(dry.errors)")
        #expect(dry.errors.contains("nothing was written"))
        #expect(!FileManager.default.fileExists(atPath: register.shop.folder.appending(path: "register.sqlite").path))
        let unmade = try register.run("import", "--apply", "--by", "Bo", "a.csv")
        #expect(unmade.status == 66 && unmade.errors.contains("--create"))
        let made = try register.done("import", "--apply", "--create", "--by", "Bo", "a.csv")
        #expect(made.contains("taken over: 2 new, 0 changed") && made.contains("head: 2:"))
        #expect(try register.done("import", "--apply", "--by", "Bo", "a.csv").contains("0 new, 0 changed; 2 as before"))
        // What comes out goes in again unchanged.
        for (format, name) in [("csv", "out.csv"), ("turtle", "out.ttl")] {
            try register.shop.write(name, try register.done("export", "--format", format))
            #expect(try register.done("import", name).contains("0 new, 0 changed; 2 as before, 0 not"), "\(format)")
        }
        try register.shop.write("b.csv", Self.list(Self.first.replacing("Aal", with: "Aalst")))
        let changed = try register.done("import", "--apply", "--by", "Bo", "b.csv")
        #expect(changed.contains("changed: Aalst (name)") && changed.contains("not in the list: Bos (actief)"))
        #expect(try register.done("list").split(separator: "\n").count == 2)
    }

    @Test("a list with a bestuur that cannot be taken over brings none, unless that is asked for")
    func halfImports() throws {
        let register = try Register()
        try register.shop.write("a.csv", Self.list(Self.first, "no-uri,,Bad,gemeente,Actief,,"))
        for arguments in [["import", "a.csv"], ["import", "--apply", "--create", "--by", "Bo", "a.csv"]] {
            let result = try register.run(arguments)
            #expect(result.status == 65 && result.errors.contains("1 row cannot be taken over, so nothing is"))
        }
        #expect(try register.run("list").output.isEmpty)
        try register.done("import", "--apply", "--skip-refused", "--create", "--by", "Bo", "a.csv")
        #expect(try register.done("list").split(separator: "\n").count == 1)
        // A row that is cut off, and a column that is misspelt, take nothing with them.
        try register.shop.write("cut.csv", Self.list(Self.first) + "http://a.example/2,,Cut\n")
        let row = try register.run("import", "--apply", "--by", "Bo", "cut.csv")
        #expect(row.status == 65 && row.errors.contains("1 row cannot be taken over"), "\(row.errors)")
        try register.shop.write("kb0.csv", Self.list(Self.first).replacing(",kbo,", with: ",kb0,"))
        let column = try register.run("import", "--apply", "--by", "Bo", "kb0.csv")
        #expect(column.status == 65 && column.output.contains("did you mean `kbo`?"), "\(column.output)")
        try register.shop.write("cut.ttl", "@prefix a: <http")
        let cut = try register.run("import", "--apply", "--skip-refused", "--by", "Bo", "cut.ttl", "a.csv")
        #expect(cut.status == 65 && cut.errors.contains("a list could not be read"), "\(cut.errors)")
    }

    @Test("a number of two active besturen is a conflict until it is taken from one or one is merged into the other")
    func conflicts() throws {
        let register = try Register()
        try register.shop.write("a.csv", Self.list(Self.first, Self.second.replacing("0207474585", with: "0207437468")))
        let made = try register.done("import", "--apply", "--create", "--by", "Bo", "a.csv")
        #expect(made.contains("conflict: 0207437468: Aal (actief), Bos (actief)"))
        #expect(try register.done("conflicts").hasPrefix("0207437468: several are active\n  Aal (actief)"))
        #expect(try register.done("show", "Aal").contains("CONFLICT of 2 besturen"))
        #expect(try register.done("show", "0207.437.468").contains("a login with it is refused (bestuur_conflict)"))
        let which = try register.run("amend", "0207437468", "--no-kbo", "--reason", "x", "--as", "abb", "--by", "An")
        #expect(which.status == 64 && which.errors.contains("is not one bestuur but 2"))
        try register.done("amend", "bos", "--no-kbo", "--reason", "typo", "--as", "abb", "--by", "An")
        #expect(try register.done("conflicts").isEmpty)
        #expect(try register.done("show", "Bos").contains("amended       KBO number none"))
        let taken = try register.run(
            "amend", "Bos", "--kbo", "0207437468", "--reason", "x", "--as", "abb", "--by", "An")
        #expect(taken.status == 8 && taken.errors.contains("is that of \(Self.uri)"), "\(taken.errors)")
        // An operator's word stands above the list that comes again.
        #expect(try register.done("import", "--apply", "--by", "Bo", "a.csv").contains("0 changed"))
        #expect(try register.done("conflicts").isEmpty)
        try register.done("merge", "Bos", "--into", "Aal", "--reason", "fusie", "--as", "abb", "--by", "An")
        let merged = try register.done("show", "Bos")
        #expect(merged.contains("Bos  (niet-actief)") && merged.contains("became        Aal"))
        let circle = try register.run("merge", "Aal", "--into", "Bos", "--reason", "x", "--as", "abb", "--by", "An")
        #expect(circle.status == 8, "\(circle.errors)")
    }

    @Test("Kalliope gets what is other than it was at a time, and nothing else")
    func kalliope() throws {
        let register = try Register()
        try register.shop.write("a.csv", Self.list(Self.first, Self.second))
        try register.done("import", "--apply", "--create", "--by", "Bo", "a.csv")
        #expect(try register.done("export", "--format", "kalliope").split(separator: "\n").count == 3)
        #expect(
            try register.done("export", "--format", "kalliope", "--since", "2026-01-01").split(separator: "\n").count
                == 3)
        let after = String(Int64(Date().timeIntervalSince1970) + 1)
        while Date().timeIntervalSince1970 < Double(after)! { usleep(20_000) }
        #expect(try register.done("export", "--format", "kalliope", "--since", after).split(separator: "\n").count == 1)
        try register.done("amend", "Bos", "--view-only", "x", "--reason", "y", "--as", "loket", "--by", "Bo")
        #expect(try register.done("export", "--format", "kalliope", "--since", after).split(separator: "\n").count == 1)
        try register.done("amend", "Bos", "--ovo", "OVO000009", "--reason", "y", "--as", "loket", "--by", "Bo")
        let rows = try register.done("export", "--format", "kalliope", "--since", after).split(separator: "\n")
        #expect(rows.count == 2 && rows[1].contains(",Bos,gemeente,0207474585,OVO000009,Actief"))
    }

    // MARK: Lines

    @Test("lines are done one after the other, and what was answered before a refusal stays")
    func lines() throws {
        let register = try Register()
        try register.opened()
        let input = """
            {"subject":"D1","decision":"BVR","step":"approve","action":"step"}

            {"action":"open","name":"Two"}
            {"subject":"D1","action":"step","step":"confirm-kalliope"}
            {"action":"open","name":"Three"}
            """
        let result = try register.run(["apply", "--as", "abb", "--by", "An", "-"], input: input)
        #expect(result.status == 8 && result.errors.contains("line 4: "), "\(result.errors)")
        let answers = result.output.split(separator: "\n")
        #expect(answers.count == 2 && answers[1].contains(#""subject":"D3""#), "\(result.output)")
        #expect(try register.done("journal", "--after", "1").split(separator: "\n").count == 2)
        #expect(
            try register.done("journal", "--json", "--after", "1").split(separator: "\n").map(String.init)
                == answers.map(String.init))
    }

    @Test(
        "a line that cannot be read stops the work before it does anything",
        arguments: [
            #"{"action":"open"}"#, #"{"action":"open","name":"x","kbo":"1"}"#,
            #"{"action":"open","name":"x","announced":"12"}"#,
            #"{"action":"open","name":"x","subject":"D9"}"#, #"{"action":"step","step":"verify"}"#,
            #"{"subject":1,"action":"step","step":"verify"}"#, #"{"subject":"D1","action":"step","step":"fly"}"#, "[]",
            "{", "nul",
            #"{"subject":"u","action":"record","source":"s","bestuur":{}}"#,
            #"{"subject":"u","action":"amend","view_only":[1],"reason":"x"}"#,
            #"{"subject":"u","action":"amend","status":"actief","kbo":null,"reason":"x"}"#,
            #"{"action":"open","action":"open","name":"x"}"#,
        ])
    func unreadable(_ line: String) throws {
        let register = try Register()
        try register.opened()
        let result = try register.run(["apply", "--as", "loket", "--by", "An", "-"], input: line + "\n")
        #expect(result.status == 65 && result.errors.contains("line 1: "), "\(result.errors)")
        #expect(try register.done("journal").split(separator: "\n").count == 1)
    }
}
