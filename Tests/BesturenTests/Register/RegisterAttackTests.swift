import Testing

@testable import Besturen

/// Ways past an onboarding, or to lock out somebody else, that were open once.
@Suite("The register withstands")
struct RegisterAttackTests {
    private typealias Book = RegisterStateTests.Book
    private typealias States = RegisterStateTests

    private static func reportedBack(_ book: inout Book, _ dossier: String, uri: String, ovo: OVOCode? = nil) {
        let steps: [(OnboardingStep, Party)] = [
            (.approve(decision: "d"), .abb), (.notifyLoket, .abb), (.mintURI(uri), .loket), (.confirmKalliope, .loket),
            (.requestAccess(reference: "r"), .gebruikersbeheer), (.verify, .abb),
            (.reportBack(ovo: ovo, type: .gemeente), .abb),
        ]
        for (step, party) in steps { #expect(book.add(dossier, .step(step), as: party) == nil, "\(step)") }
    }

    @Test("a number of an active bestuur, amended to one that is not active yet, when that becomes active")
    func amendedNumber() throws {
        var book = Book()
        let (taken, own) = (try States.kbo(1), try States.kbo(2))
        book.add(States.uri(9), .record(try States.bestuur(9, kbo: taken), source: "l"))
        book.add(nil, .open(name: "N", announced: nil), as: .abb)
        Self.reportedBack(&book, "D2", uri: States.uri(2))
        #expect(book.add(States.uri(2), .amend(.kbo(taken), reason: "r"), as: .abb) == nil)
        #expect(
            book.add("D2", .step(.connect(kbo: own)), as: .gebruikersbeheer)
                == .numberTaken(taken.description, holder: States.uri(9)))
        #expect(book.state.conflicts.isEmpty && book.state.bestuur(uri: States.uri(2))?.status == .inOprichting)
    }

    @Test("an OVO code of a list above the report that there is none")
    func reportedNone() throws {
        var book = Book()
        let ovo = try #require(OVOCode("OVO000009"))
        func listed(_ number: Int, _ status: BestuurStatus) throws -> Bestuurseenheid {
            try Bestuurseenheid(
                uri: States.uri(number), name: "L", type: .gemeente, ovo: ovo, status: status)
        }
        book.add(States.uri(9), .record(try listed(9, .actief), source: "l"))
        book.add(nil, .open(name: "N", announced: nil), as: .abb)
        Self.reportedBack(&book, "D2", uri: States.uri(1))
        book.add(States.uri(1), .record(try listed(1, .actief), source: "l"))
        #expect(book.state.bestuur(uri: States.uri(1))?.ovo == nil)
        #expect(book.add("D2", .step(.connect(kbo: try States.kbo(1))), as: .gebruikersbeheer) == nil)
        #expect(book.state.bestuur(uri: States.uri(1))?.status == .actief && book.state.conflicts.isEmpty)
        // A correction to none, too.
        #expect(book.add("D2", .step(.correct(.ovo(OVOCode("OVO000008")), reason: "r")), as: .abb) == nil)
        #expect(book.state.bestuur(uri: States.uri(1))?.ovo == OVOCode("OVO000008"))
        #expect(book.add("D2", .step(.correct(.ovo(nil), reason: "r")), as: .abb) == nil)
        #expect(book.state.bestuur(uri: States.uri(1))?.ovo == nil)
    }

    @Test("a number that was announced by mistake, which blocks nobody and can be corrected")
    func announcedByMistake() throws {
        var book = Book()
        let (typo, own) = (try States.kbo(1), try States.kbo(2))
        book.add(nil, .open(name: "Typo", announced: typo), as: .abb)
        book.add(nil, .open(name: "Right", announced: typo), as: .abb)
        Self.reportedBack(&book, "D1", uri: States.uri(1))
        // The one that is under way is told, whoever was announced last.
        guard case .pending(let waiting) = book.state.register.lookup(.kbo(typo)) else {
            Issue.record("nobody waits for the number")
            return
        }
        #expect(waiting.dossier == "D1")
        #expect(book.add("D1", .step(.correct(.announced(own), reason: "typo")), as: .gebruikersbeheer) == nil)
        guard case .pending(let other) = book.state.register.lookup(.kbo(typo)) else {
            Issue.record("nobody waits for the number")
            return
        }
        #expect(other.dossier == "D2")
        Self.reportedBack(&book, "D2", uri: States.uri(2))
        #expect(book.add("D2", .step(.connect(kbo: typo)), as: .gebruikersbeheer) == nil)
        #expect(book.add("D1", .step(.connect(kbo: own)), as: .gebruikersbeheer) == nil)
        #expect(book.state.besturen.map(\.status) == [.actief, .actief] && book.state.conflicts.isEmpty)
        #expect(book.add("D1", .step(.correct(.announced(own), reason: "r")), as: .abb) == .step(.unchanged))
    }

    @Test("an operator who makes active what never was, past ABB and without an onboarding")
    func amendedStatus() throws {
        var book = Book()
        for (number, status) in [BestuurStatus.inOprichting, .nietActief, .onbekend, .actief].enumerated() {
            book.add(States.uri(number + 1), .record(try States.bestuur(number + 1, status: status), source: "l"))
        }
        func amend(_ number: Int, _ status: BestuurStatus, as party: Party) -> RegisterRefusal? {
            book.add(States.uri(number), .amend(.status(status), reason: "r"), as: party)
        }
        for number in 1...2 {
            #expect(amend(number, .actief, as: .abb) == .onboardingMissing(States.uri(number)))
        }
        #expect(amend(3, .actief, as: .loket) == .notFor(.loket, allowed: [.abb]))
        #expect(amend(3, .actief, as: .abb) == nil)
        // What was closed by mistake is opened again.
        #expect(amend(4, .nietActief, as: .loket) == nil)
        #expect(amend(4, .actief, as: .abb) == nil)
        #expect(book.state.bestuur(uri: States.uri(4))?.status == .actief)
    }

    @Test("the onboarding of a bestuur that a list has already, under the URI that it has")
    func adopted() throws {
        var book = Book()
        let uri = "http://data.lblod.info/id/bestuurseenheden/974816591f269bb7d74aa1720922651529f3d3b2"
        let kbo = try States.kbo(1)
        let listed = try Bestuurseenheid(uri: uri, name: "L", type: .gemeente, status: .inOprichting)
        book.add(uri, .record(listed, source: "l"))
        book.add(States.uri(2), .record(try States.bestuur(2), source: "l"))
        book.add(nil, .open(name: "L", announced: kbo), as: .abb)
        book.add("D3", .step(.approve(decision: "d")), as: .abb)
        book.add("D3", .step(.notifyLoket), as: .abb)
        #expect(book.add("D3", .step(.mintURI(States.uri(2)))) == .uriTaken(States.uri(2)))
        #expect(book.add("D3", .step(.mintURI(uri))) == nil)
        // A second URI for what a list has by its number would be for good.
        var other = Book()
        let numbered = try Bestuurseenheid(uri: uri, name: "L", type: .gemeente, kbo: kbo, status: .inOprichting)
        other.add(uri, .record(numbered, source: "l"))
        other.add(nil, .open(name: "L", announced: kbo), as: .abb)
        guard case .pending(let told) = other.state.register.lookup(.kbo(kbo)) else {
            Issue.record("nobody is told what is waited for")
            return
        }
        #expect(told.dossier == "D2" && told.awaited.count == 2)
        other.add("D2", .step(.approve(decision: "d")), as: .abb)
        other.add("D2", .step(.notifyLoket), as: .abb)
        #expect(other.add("D2", .step(.mintURI(States.uri(9)))) == .uriListed(uri))
        #expect(other.add("D2", .step(.mintURI(uri))) == nil)
        #expect(book.state.knownURIs == [uri, States.uri(2)] && book.state.dossier(ofURI: uri)?.id == "D3")
        for (step, party) in [
            (OnboardingStep.confirmKalliope, Party.loket), (.requestAccess(reference: "r"), .gebruikersbeheer),
            (.verify, .abb), (.reportBack(ovo: nil, type: .gemeente), .abb), (.connect(kbo: kbo), .gebruikersbeheer),
        ] {
            #expect(book.state.bestuur(uri: uri)?.status == .inOprichting)
            #expect(book.add("D3", .step(step), as: party) == nil, "\(step)")
        }
        #expect(book.state.bestuur(uri: uri)?.status == .actief)
    }

    @Test(
        "a minted URI that is none of the Loket's, or that ends in a number by which somebody logs in",
        arguments: [
            "0500000059", "OVO000009", "85073003328", "00000000-0000-4000-8000-00000000000A", "", "x",
            "00000000-0000-4000-8000-000000000001/", "00000000000040008000000000000001    ",
        ])
    func minted(_ tail: String) {
        var book = Book()
        book.add(nil, .open(name: "N", announced: nil), as: .abb)
        book.add("D1", .step(.approve(decision: "d")), as: .abb)
        book.add("D1", .step(.notifyLoket), as: .abb)
        let uri = States.base + tail
        #expect(book.add("D1", .step(.mintURI(uri))) == .uriInvalid(uri))
        let other = "http://data.lblod.info/id/werkingsgebieden/00000000-0000-4000-8000-000000000001"
        #expect(book.add("D1", .step(.mintURI(other))) == .uriInvalid(other))
    }

    @Test("an entry that somebody saw everything, when a merger or the other of dossier and bestuur moved on")
    func lastSequence() throws {
        var book = Book()
        book.add(nil, .open(name: "N", announced: nil), as: .abb)
        book.complete("D1", uri: States.uri(1), kbo: try States.kbo(1))
        book.add(States.uri(2), .record(try States.bestuur(2), source: "l"))
        #expect(book.state.lastSequence(of: "D1") == 9 && book.state.lastSequence(of: States.uri(1)) == 9)
        book.add(States.uri(1), .amend(.viewOnly(["x"]), reason: "r"))
        #expect(book.state.lastSequence(of: "D1") == 11 && book.state.lastSequence(of: States.uri(2)) == 10)
        book.add(States.uri(1), .merge(into: States.uri(2), reason: "r"), as: .abb)
        #expect(book.state.lastSequence(of: "D1") == 12 && book.state.lastSequence(of: States.uri(2)) == 12)
        #expect(book.state.lastSequence(of: "D9") == 0)
    }

    @Test("a number that stays blocked by the dossier of a bestuur that went on in another")
    func mergedNumber() throws {
        var book = Book()
        let kbo = try States.kbo(1)
        book.add(nil, .open(name: "N", announced: kbo), as: .abb)
        book.complete("D1", uri: States.uri(1), kbo: kbo)
        book.add(States.uri(2), .record(try States.bestuur(2), source: "l"))
        #expect(book.add(States.uri(1), .merge(into: States.uri(2), reason: "fusie"), as: .abb) == nil)
        #expect(book.add(States.uri(2), .amend(.kbo(kbo), reason: "r"), as: .abb) == nil)
        guard case .found(let found) = book.state.register.lookup(.kbo(kbo)) else {
            Issue.record("the number means nobody")
            return
        }
        #expect(found.uri == States.uri(2))
    }

    @Test("texts of a list that a journal cannot keep, or could not read again")
    func texts() throws {
        let number = "85.07.30-033.28"
        func bestuur(
            _ name: String = "A", also: [String] = [], place: String? = nil, only: Set<String> = [], was: [String] = []
        ) throws -> Bestuurseenheid {
            try Bestuurseenheid(
                uri: States.uri(1), name: name, type: .gemeente, status: .actief, viewOnlyModules: only,
                alternativeNames: also, werkingsgebied: Werkingsgebied(label: place, uri: nil), predecessors: was)
        }
        let many = (0..<101).map { "\($0)" }
        let cases: [(Bestuurseenheid, String)] = [
            (try bestuur(String(repeating: "A", count: 501)), "the name"), (try bestuur("A\u{1B}[31m"), "the name"),
            (try bestuur("A\nB"), "the name"), (try bestuur("A \(number)"), "the name"),
            (try bestuur(also: [number]), "an alternative name"), (try bestuur(also: many), "an alternative name"),
            (try bestuur(place: "\u{202E}"), "the werkingsgebied"), (try bestuur(only: ["\0"]), "a view-only module"),
            (try bestuur(only: Set(many)), "a view-only module"),
            (try bestuur(was: many.map { States.base + "x\($0)" }), "the list of mergers"),
        ]
        for (bestuur, what) in cases {
            var book = Book()
            #expect(book.add(States.uri(1), .record(bestuur, source: "l")) == .textInvalid(what), "\(what)")
        }
        var book = Book()
        #expect(
            book.add(States.uri(1), .record(try bestuur(), source: "85073003328.csv"))
                == .textInvalid("the name of the list"))
    }

    @Test(
        "a national number, however it is written",
        arguments: [
            "85073003328", "85.07.30-033.28", "85.07.30\u{2011}033.28", "85.07.30–033.28", "８５.０７.３０-０３３.２８",
            "850730_03328", "85,07,30,033,28", "85 07 30 (033) 28", "x85.07.30 - 033.28y",
            "dossier 12 of 85.07.30-033.28",
        ])
    func nationalNumbers(_ text: String) {
        #expect(!RegisterText.isValid(text, bytes: 500), "\(text)")
    }

    @Test(
        "a text that only looks like one",
        arguments: [
            "85.07.30-033.29", "BVR 2026/114 van 3 maart", "0207.437.468", "2026-11-26 12:00", "85.07.30a033.28",
            "An (850:73003328)",
        ])
    func others(_ text: String) {
        #expect(RegisterText.isValid(text, bytes: 500), "\(text)")
    }

    @Test("a number that thousands announce or share")
    func manyHolders() throws {
        // Each entry looks at who holds its number; that must not grow with those who hold it.
        var state = RegisterState()
        let kbo = try States.kbo(1)
        func add(_ subject: String?, _ action: RegisterAction, _ party: Party) throws {
            let sequence = state.sequence + 1
            try state.apply(
                RegisterEntry(
                    sequence: sequence, time: States.now, actor: "An", party: party,
                    subject: subject ?? RegisterEntry.dossier(openedBy: sequence), action: action))
        }
        for _ in 0..<5_000 { try add(nil, .open(name: "N", announced: kbo), .abb) }
        #expect(state.dossiers.count == 5_000)
        for (step, party) in [
            (OnboardingStep.requestAccess(reference: "r"), Party.gebruikersbeheer), (.verify, .abb),
            (.reportBack(ovo: nil, type: .gemeente), .abb), (.connect(kbo: kbo), .gebruikersbeheer),
        ] {
            try add("D1", .step(step), party)
        }
        #expect(state.dossier("D1")?.kbo == kbo)
    }
}
