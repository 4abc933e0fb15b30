import Testing

@testable import Besturen

@Suite("A bestuurseenheid")
struct BestuurseenheidTests {
    static func made(uri: String, name: String = "Testgem") throws(BesturenError) -> Bestuurseenheid {
        try Bestuurseenheid(uri: uri, name: name, type: .gemeente, status: .actief)
    }

    static let good: [(uri: String, uuid: String)] = [
        ("http://data.lblod.info/id/bestuurseenheden/abc", "abc"), ("https://a/b", "b"),
        ("http://data.example/id/1#x", "1#x"), ("http://data.example/a%20b", "a%20b"),
        ("http://data.example/" + String(repeating: "a", count: 480), String(repeating: "a", count: 480)),
    ]

    @Test("keeps its URI as it was minted and is named by the last segment", arguments: good)
    func uris(_ row: (uri: String, uuid: String)) throws {
        let bestuur = try Self.made(uri: row.uri)
        #expect(bestuur.uri == row.uri)
        #expect(bestuur.uuid == row.uuid)
    }

    static let bad: [(name: String, uri: String)] = [
        ("nothing", ""), ("no scheme", "data.lblod.info/id/1"), ("a scheme in capitals", "HTTP://data.example/1"),
        ("ftp", "ftp://data.example/1"), ("a script", "javascript:alert(1)"), ("no host", "http:///1"),
        ("no path", "http://data.example"), ("a slash behind", "http://data.example/"),
        ("a slash at the end", "http://data.example/id/1/"), ("a space", "http://data.example/a b"),
        ("a newline", "http://data.example/a\nb"), ("a tab", "http://data.example/a\tb"),
        ("NUL", "http://data.example/a\0"), ("an angle bracket", "http://data.example/a>b"),
        ("a quote", "http://data.example/a\"b"), ("braces", "http://data.example/{a}"),
        ("a backslash", "http://data.example\\a/b"), ("a backtick", "http://data.example/`a`"),
        ("a caret", "http://data.example/^a"), ("a bar", "http://data.example/a|b"),
        ("a letter with an accent", "http://data.example/é"), ("the Kelvin sign", "http://data.example/\u{212A}"),
        ("501 bytes", "http://data.example/" + String(repeating: "a", count: 481)),
        ("a space before", " http://data.example/1"), ("a space behind", "http://data.example/1 "),
    ]

    @Test("is refused with a URI that is not one", arguments: bad)
    func badURIs(_ row: (name: String, uri: String)) {
        #expect(throws: BesturenError.uriInvalid(row.uri)) { try Self.made(uri: row.uri) }
    }

    @Test("is refused without a name", arguments: ["", " ", "    "])
    func names(_ name: String) {
        let uri = "http://data.example/1"
        #expect(throws: BesturenError.nameEmpty(uri: uri)) { try Self.made(uri: uri, name: name) }
    }

    @Test("lists the numbers by which a token can mean it")
    func codes() throws {
        let kbo = try #require(KBONummer("0999999922"))
        let ovo = try #require(OVOCode("OVO999909"))
        let uri = "http://data.example/1"
        func codes(_ kbo: KBONummer?, _ ovo: OVOCode?) throws -> [OrganisationCode] {
            try Bestuurseenheid(
                uri: uri, name: "Testgem", type: .gemeente, kbo: kbo, ovo: ovo, nis: NISCode("99999"), status: .actief
            ).codes
        }
        #expect(try codes(kbo, ovo) == [.kbo(kbo), .ovo(ovo)])
        #expect(try codes(kbo, nil) == [.kbo(kbo)])
        #expect(try codes(nil, ovo) == [.ovo(ovo)])
        #expect(try codes(nil, nil).isEmpty)
    }

    @Test("keeps what it has besides, and is another without it")
    func details() throws {
        let uri = "http://data.example/1"
        func bestuur(
            _ names: [String] = [], _ gebied: Werkingsgebied? = nil, _ before: [String] = [], _ after: [String] = []
        ) throws -> Bestuurseenheid {
            try Bestuurseenheid(
                uri: uri, name: "Testgem", type: .gemeente, status: .actief, alternativeNames: names,
                werkingsgebied: gebied, predecessors: before, successors: after)
        }
        let gebied = Werkingsgebied(label: "Testgem", uri: "http://data.example/gebied/1")
        let full = try bestuur(["Stad Testgem"], gebied, ["http://data.example/2"], ["http://data.example/3"])
        #expect(full.alternativeNames == ["Stad Testgem"])
        #expect(full.werkingsgebied == gebied)
        #expect(full.predecessors == ["http://data.example/2"])
        #expect(full.successors == ["http://data.example/3"])
        #expect(try full == bestuur(["Stad Testgem"], gebied, ["http://data.example/2"], ["http://data.example/3"]))
        let others = try [
            bestuur(), bestuur(["Stad Testgem"]), bestuur([], gebied), bestuur([], nil, ["http://data.example/2"]),
            bestuur([], nil, [], ["http://data.example/2"]), bestuur([], Werkingsgebied(label: "Testgem")),
        ]
        #expect(Set(others + [full]).count == 7)
        #expect(try others[0] == Self.made(uri: uri))
        #expect(others[0].alternativeNames.isEmpty && others[0].werkingsgebied == nil)
        #expect(Werkingsgebied() == nil)
    }

    @Test("is refused with a predecessor or successor that is no URI", arguments: ["", "2", "http://data.example/é"])
    func relations(_ other: String) {
        for (before, after) in [([other], []), ([], [other])] {
            #expect(throws: BesturenError.uriInvalid(other)) {
                try Bestuurseenheid(
                    uri: "http://data.example/1", name: "Testgem", type: .gemeente, status: .actief,
                    predecessors: before, successors: after)
            }
        }
    }

    @Test("takes no more room for what most besturen have not")
    func size() {
        #expect(MemoryLayout<Bestuurseenheid>.size <= 88)
    }

    @Test("errors name the value and say what to do")
    func errors() {
        let errors: [BesturenError] = [.uriInvalid("x:y"), .nameEmpty(uri: "x:y"), .uriTwice("x:y")]
        for error in errors {
            #expect(error.description.contains("`x:y`"))
            #expect(!error.hint.isEmpty)
        }
        #expect(Set(errors.map(\.description)).count == 3)
    }
}
