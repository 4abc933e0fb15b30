import Testing

@testable import Besturen

@Suite("Looking up a bestuur")
struct RegisterLookupTests {
    static func bestuur(
        _ id: String, _ kbo: String? = nil, ovo: String? = nil, status: BestuurStatus = .actief
    ) throws -> Bestuurseenheid {
        try Bestuurseenheid(
            uri: "http://a.example/\(id)", name: "Bestuur \(id)", type: .gemeente, kbo: kbo.flatMap { KBONummer($0) },
            ovo: ovo.flatMap { OVOCode($0) }, status: status)
    }

    static func lookup(_ register: BesturenRegister, _ text: String) throws -> BesturenRegister.Answer {
        register.lookup(try #require(OrganisationCode(text)))
    }

    @Test("by either number, and by URI")
    func found() throws {
        let one = try Self.bestuur("one", "0999999922", ovo: "OVO999909")
        let two = try Self.bestuur("two", "0999999823")
        let register = try BesturenRegister([one, two])
        #expect(register.count == 2)
        #expect(try Self.lookup(register, "0999999922") == .found(one))
        #expect(try Self.lookup(register, "OVO999909") == .found(one))
        #expect(try Self.lookup(register, "0999999823") == .found(two))
        #expect(try Self.lookup(register, "OVO999910") == .unknown)
        #expect(try Self.lookup(register, "0999999130") == .unknown)
        #expect(register.bestuur(uri: "http://a.example/two") == two)
    }

    @Test(
        "by URI, to the letter",
        arguments: [
            "http://a.example/Two", "http://a.example/two/", "https://a.example/two", "http://a.example/t%77o",
            "HTTP://a.example/two", " http://a.example/two", "", "http://a.example/tw\u{43E}",
        ])
    func uriToTheLetter(_ uri: String) throws {
        let register = try BesturenRegister([try Self.bestuur("two", "0999999922")])
        #expect(register.bestuur(uri: uri) == nil)
    }

    @Test("a URI that String calls equal finds nothing")
    func uriByBytes() throws {
        let register = try BesturenRegister([try Self.bestuur("K", "0999999922")])
        #expect("http://a.example/K" == "http://a.example/\u{212A}")
        #expect(register.bestuur(uri: "http://a.example/\u{212A}") == nil)
        #expect(register.bestuur(uri: "http://a.example/K") != nil)
    }

    @Test("nothing in the empty register")
    func empty() throws {
        #expect(BesturenRegister.empty.count == 0)
        #expect(try Self.lookup(.empty, "0999999922") == .unknown)
        #expect(BesturenRegister.empty.bestuur(uri: "http://a.example/one") == nil)
    }

    @Test("a KBO number and an OVO code with the same digits are not confused")
    func separateNumbers() throws {
        let ovo = try Self.bestuur("ovo", ovo: "OVO000097")
        let kbo = try Self.bestuur("kbo", "0000000097")
        let register = try BesturenRegister([ovo, kbo])
        #expect(try Self.lookup(register, "OVO000097") == .found(ovo))
        #expect(try Self.lookup(register, "0000000097") == .found(kbo))
    }

    @Test("two besturen with one URI are refused")
    func uriTwice() throws {
        let one = try Self.bestuur("one", "0999999922")
        let again = try Self.bestuur("one", "0999999823")
        #expect(throws: BesturenError.uriTwice("http://a.example/one")) { try BesturenRegister([one, again]) }
    }

    /// The statuses of the besturen that share a number, and the one that is meant.
    static let shared: [(statuses: [BestuurStatus], meant: Int?)] = [
        ([.actief], 0), ([.nietActief], 0), ([.onbekend], 0), ([.inOprichting], 0),
        ([.actief, .nietActief], 0), ([.nietActief, .actief], 1), ([.onbekend, .inOprichting, .actief], 2),
        ([.actief, .actief], nil), ([.nietActief, .nietActief], nil), ([.inOprichting, .onbekend], nil),
        ([.actief, .nietActief, .actief], nil), ([.nietActief, .inOprichting, .onbekend], nil),
    ]

    @Test("a shared number means the only active bestuur, and else nothing", arguments: shared)
    func meant(_ row: (statuses: [BestuurStatus], meant: Int?)) throws {
        let besturen = try row.statuses.enumerated().map { try Self.bestuur("\($0)", "0999999922", status: $1) }
        for turned in [besturen, besturen.reversed()] {
            let register = try BesturenRegister(turned)
            switch (try Self.lookup(register, "0999999922"), row.meant) {
            case (.found(let bestuur), let meant?): #expect(bestuur == besturen[meant])
            case (.conflict(let all), nil): #expect(all == turned)
            case (let answer, _): Issue.record("unexpected answer \(answer)")
            }
        }
    }

    static let sharing: [(name: String, one: String, two: String, says: String, hint: Bool)] = [
        ("one active", "Niet Actief", "Actief", "only `Twee` is active, so it is meant", false),
        ("both active", "Actief", "Actief", "more than one of them is active, so the number opens nothing", true),
        ("none active", "Niet Actief", "In oprichting", "none of them is active, so the number opens nothing", true),
    ]

    @Test("the list tells of a shared number, who holds it and what it means", arguments: sharing)
    func reports(_ row: (name: String, one: String, two: String, says: String, hint: Bool)) {
        let text = """
            uri,name,bestuurstype,status,kbo
            http://a.example/1,Een,gemeente,\(row.one),0999999922
            http://a.example/2,Twee,ocmw,\(row.two),0999999922
            """
        let (_, problems) = BesturenRegister.read(csv: text, source: "list.csv")
        #expect(problems.map(\.kind) == [.numberShared])
        let message = problems.first?.message ?? ""
        #expect(message.contains("0999999922 is held by `Een` (line 2) and `Twee` (line 3): "))
        #expect(message.contains(row.says), "\(message)")
        #expect((problems.first?.hint != nil) == row.hint)
        #expect(problems.first?.line == 3)
    }
}
