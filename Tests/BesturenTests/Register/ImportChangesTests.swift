import Testing

@testable import Besturen

/// What an import changes, and what Kalliope is told of it.
@Suite("What becomes of a register")
struct ImportChangesTests {
    private typealias Book = RegisterStateTests.Book

    private static func state(_ besturen: [Bestuurseenheid]) -> RegisterState {
        var book = Book()
        for bestuur in besturen {
            #expect(book.add(bestuur.uri, .record(bestuur, source: "list")) == nil)
        }
        return book.state
    }

    @Test("an import tells apart what is new, changed, as before, and not in the list any more")
    func changes() throws {
        let kbo = try RegisterStateTests.kbo(1)
        let kept = try RegisterStateTests.bestuur(1)
        let renamed = try RegisterStateTests.bestuur(2, name: "Before")
        let gone = try RegisterStateTests.bestuur(3)
        let state = Self.state([kept, renamed, gone])
        let now = try RegisterStateTests.bestuur(2, name: "After", kbo: kbo, status: .nietActief)
        let new = try RegisterStateTests.bestuur(4)
        let changes = ImportChanges(
            taking: try BesturenRegister([kept, now, new]), into: state, source: "list")
        #expect(changes.unchanged == 1 && changes.added == [new] && changes.absent == [gone])
        #expect(changes.changed.map(\.after) == [now] && changes.changed[0].before == renamed)
        #expect(changes.changed[0].fields == ["name", "status", "kbo"])
        #expect(changes.records == [new, now] && changes.newConflicts.isEmpty)
    }

    @Test("a field that changed is named")
    func fields() throws {
        func bestuur(
            _ type: Bestuurstype = .gemeente, ovo: String? = nil, nis: String? = nil, only: Set<String> = [],
            also: [String] = [], place: String? = nil, was: [String] = [], became: [String] = []
        ) throws -> Bestuurseenheid {
            try Bestuurseenheid(
                uri: RegisterStateTests.uri(1), name: "A", type: type, ovo: ovo.flatMap { OVOCode($0) },
                nis: nis.flatMap { NISCode($0) }, status: .actief, viewOnlyModules: only, alternativeNames: also,
                werkingsgebied: Werkingsgebied(label: place, uri: nil), predecessors: was, successors: became)
        }
        let other = RegisterStateTests.uri(2)
        let cases: [(Bestuurseenheid, String)] = [
            (try bestuur(.ocmw), "bestuurstype"), (try bestuur(ovo: "OVO000001"), "ovo"),
            (try bestuur(nis: "24062"), "nis"), (try bestuur(only: ["x"]), "view_only_modules"),
            (try bestuur(also: ["B"]), "alternative_names"), (try bestuur(place: "C"), "werkingsgebied"),
            (try bestuur(was: [other]), "predecessors"), (try bestuur(became: [other]), "successors"),
        ]
        let before = try bestuur()
        for (after, field) in cases {
            #expect(ImportChanges.Change(before: before, after: after).fields == [field])
        }
        #expect(ImportChanges.Change(before: before, after: before).fields.isEmpty)
    }

    @Test(
        "a number that would mean nobody any more is told before it is so, and what operators said counts above the list"
    )
    func conflicts() throws {
        let kbo = try RegisterStateTests.kbo(1)
        let first = try RegisterStateTests.bestuur(1, kbo: kbo)
        let second = try RegisterStateTests.bestuur(2, kbo: kbo)
        let list = try BesturenRegister([first, second])
        let changes = ImportChanges(taking: list, into: Self.state([first]), source: "list")
        #expect(changes.newConflicts.map(\.code) == [.kbo(kbo)])
        #expect(ImportChanges(taking: list, into: Self.state([first, second]), source: "list").newConflicts.isEmpty)
        var book = Book()
        book.add(first.uri, .record(first, source: "list"))
        book.add(first.uri, .amend(.kbo(nil), reason: "typo"), as: .abb)
        #expect(ImportChanges(taking: list, into: book.state, source: "list").newConflicts.isEmpty)
    }

    @Test("Kalliope is told of a URI as soon as it is minted, and again when a number comes or goes")
    func kalliope() throws {
        var book = Book()
        let listed = try RegisterStateTests.bestuur(1, name: "Een, \"twee\"", status: .onbekend)
        book.add(listed.uri, .record(listed, source: "list"))
        book.add(nil, .open(name: "Nieuw", announced: nil), as: .abb)
        let minted = RegisterStateTests.uri(2)
        book.add("D2", .step(.approve(decision: "x")), as: .abb)
        book.add("D2", .step(.notifyLoket), as: .abb)
        var changes = Told(book.state)
        book.add("D2", .step(.mintURI(minted)))
        changes.note(book)
        let fresh = changes.list(book)
        #expect(fresh.rows.map(\.uri) == [minted] && fresh.rows[0].type == nil)
        let all = KalliopeList(book.state).csv()
        #expect(
            all == """
                uri,uuid,name,bestuurstype,kbo,ovo,status
                \(listed.uri),\(listed.uuid),"Een, ""twee\""",gemeente,,,
                \(minted),00000000-0000-4000-8000-000000000002,Nieuw,,,,In oprichting

                """)
        var later = Told(book.state)
        book.add("D2", .step(.requestAccess(reference: "x")), as: .gebruikersbeheer)
        later.note(book)
        #expect(later.list(book).rows.isEmpty)
        book.add(listed.uri, .amend(.kbo(try RegisterStateTests.kbo(3)), reason: "x"), as: .abb)
        later.note(book)
        #expect(later.list(book).rows.map(\.uri) == [listed.uri])
        // What was told in between must be told again when it is taken back.
        book.add(listed.uri, .amend(.kbo(nil), reason: "y"), as: .abb)
        later.note(book)
        #expect(later.list(book).rows.map(\.uri) == [listed.uri] && later.list(book).rows[0].kbo == nil)
    }

    /// What changed since a state, entry by entry.
    private struct Told {
        var changes: KalliopeList.Changes

        init(_ state: RegisterState) { changes = KalliopeList.Changes(since: state) }

        mutating func note(_ book: RegisterStateTests.Book) {
            guard let last = book.entries.last else { return }
            changes.note(last, book.state)
        }

        func list(_ book: RegisterStateTests.Book) -> KalliopeList { KalliopeList(changes, book.state) }
    }

    @Test("a list that has a bestuur as active with a number of a dossier that is not complete is told of")
    func overtaking() throws {
        var book = Book()
        let kbo = try RegisterStateTests.kbo(1)
        book.add(nil, .open(name: "Nieuw", announced: kbo), as: .abb)
        let list = try BesturenRegister([
            try RegisterStateTests.bestuur(1, kbo: kbo), try RegisterStateTests.bestuur(2),
        ])
        let changes = ImportChanges(taking: list, into: book.state, source: "list")
        #expect(changes.overtaking.map(\.bestuur.uri) == [RegisterStateTests.uri(1)])
        #expect(changes.overtaking.map(\.dossier) == ["D1"])
        // Its own URI, and a bestuur that is not active, pass nothing by.
        let closed = try BesturenRegister([try RegisterStateTests.bestuur(1, kbo: kbo, status: .nietActief)])
        #expect(ImportChanges(taking: closed, into: book.state, source: "list").overtaking.isEmpty)
        book.complete("D1", uri: RegisterStateTests.uri(3), kbo: kbo)
        #expect(ImportChanges(taking: list, into: book.state, source: "list").overtaking.isEmpty)
    }
}
