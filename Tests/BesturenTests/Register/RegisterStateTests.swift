import Testing

@testable import Besturen

/// What a journal of entries makes of the register, and what cannot be done to it.
@Suite("The state of the register")
struct RegisterStateTests {
    static let now = Moment(unixSeconds: 1_768_478_400)
    static let base = "http://data.lblod.info/id/bestuurseenheden/"

    static func uri(_ number: Int) -> String { "\(base)00000000-0000-4000-8000-00000000000\(number)" }

    /// Numbers with a right checksum.
    static func kbo(_ number: UInt64) throws -> KBONummer {
        let stem = 9_000_000 + number
        let check = 97 - stem % 97
        return try #require(KBONummer("0\(stem)" + (check < 10 ? "0" : "") + "\(check)"))
    }

    static func bestuur(
        _ number: Int, name: String = "Gemeente", kbo: KBONummer? = nil, status: BestuurStatus = .actief
    ) throws -> Bestuurseenheid {
        try Bestuurseenheid(uri: uri(number), name: name, type: .gemeente, kbo: kbo, status: status)
    }

    /// A state with the means to go on.
    struct Book {
        var state = RegisterState()
        var entries: [RegisterEntry] = []

        @discardableResult
        mutating func add(
            _ subject: String?, _ action: RegisterAction, as party: Party = .loket, by actor: String = "Ann",
            at time: Moment = now
        ) -> RegisterRefusal? {
            let sequence = state.sequence + 1
            let entry = RegisterEntry(
                sequence: sequence, time: time, actor: actor, party: party,
                subject: subject ?? RegisterEntry.dossier(openedBy: sequence), action: action)
            switch state.applying(entry) {
            case .success(let next):
                state = next
                entries.append(entry)
                return nil
            case .failure(let refusal): return refusal
            }
        }

        /// All steps of a dossier with each party in turn.
        mutating func complete(_ dossier: String, uri: String, kbo: KBONummer) {
            let steps: [(OnboardingStep, Party)] = [
                (.approve(decision: "2026/1"), .abb), (.notifyLoket, .abb), (.mintURI(uri), .loket),
                (.confirmKalliope, .loket), (.requestAccess(reference: "GB-1"), .gebruikersbeheer), (.verify, .abb),
                (.reportBack(ovo: nil, type: .gemeente), .abb), (.connect(kbo: kbo), .gebruikersbeheer),
            ]
            for (step, party) in steps { #expect(add(dossier, .step(step), as: party) == nil, "\(step)") }
        }
    }

    // MARK: What cannot be done

    @Test("refuses what nobody may write, and stays as it was")
    func hostile() throws {
        var book = Book()
        book.add(nil, .open(name: "Nieuwstad", announced: try Self.kbo(1)))
        book.add("D1", .step(.approve(decision: "d")), as: .abb)
        book.add(Self.uri(1), .record(try Self.bestuur(1, kbo: try Self.kbo(2)), source: "list"))
        book.add(Self.uri(2), .record(try Self.bestuur(2, name: "OCMW"), source: "list"))
        let long = String(repeating: "x", count: 3_000)
        let cases: [(String, String?, RegisterAction, Party, String, RegisterRefusal)] = try [
            ("nobody's name", nil, .open(name: "B", announced: nil), .abb, " ", .actorMissing),
            ("a name of two lines", nil, .open(name: "B", announced: nil), .abb, "A\nB", .textInvalid("`actor`")),
            (
                "a name with a national number", nil, .open(name: "B", announced: nil), .abb, "An 85.07.30-033.28",
                .textInvalid("`actor`")
            ),
            (
                "a name that turns the direction", nil, .open(name: "B\u{202E}", announced: nil), .abb, "An",
                .textInvalid("the name")
            ),
            ("no name", nil, .open(name: "\t ", announced: nil), .abb, "An", .nameMissing),
            (
                "another id than its number", "D99", .open(name: "B", announced: nil), .abb, "An",
                .dossierUnknown("D99")
            ),
            (
                "the number of an active bestuur", nil, .open(name: "B", announced: try Self.kbo(2)), .abb, "An",
                .numberTaken(try Self.kbo(2).description, holder: Self.uri(1))
            ),
            (
                "an empty name", Self.uri(1), .amend(.name(" "), reason: "r"), .abb, "An", .nameMissing
            ),
            ("a step in no dossier", "D9", .step(.verify), .abb, "An", .dossierUnknown("D9")),
            (
                "a step that comes later", "D1", .step(.verify), .abb, "An", .step(.missing([.accessRequested]))
            ),
            (
                "evidence beyond bounds", "D1", .step(.correct(.decision(long), reason: "r")), .abb, "An",
                .textInvalid("the evidence")
            ),
            (
                "a national number as evidence", "D1", .step(.requestAccess(reference: "85073003328")),
                .gebruikersbeheer, "An", .textInvalid("the evidence")
            ),
            (
                "another URI than its own", Self.uri(1), .record(try Self.bestuur(3), source: "l"), .loket, "An",
                .bestuurUnknown(Self.uri(1))
            ),
            (
                "a list that ABB imports", Self.uri(3), .record(try Self.bestuur(3), source: "l"), .abb, "An",
                .notFor(.abb, allowed: [.loket])
            ),
            (
                "what it has", Self.uri(1), .record(try Self.bestuur(1, kbo: try Self.kbo(2)), source: "l"), .loket,
                "An", .unchanged
            ),
            (
                "a bestuur it does not have", Self.uri(3), .amend(.kbo(nil), reason: "r"), .abb, "An",
                .bestuurUnknown(Self.uri(3))
            ),
            ("no reason", Self.uri(1), .amend(.kbo(nil), reason: " "), .abb, "An", .reasonMissing),
            (
                "an amendment by Gebruikersbeheer", Self.uri(1), .amend(.kbo(nil), reason: "r"), .gebruikersbeheer,
                "An", .notFor(.gebruikersbeheer, allowed: [.abb, .loket])
            ),
            (
                "the number of another active bestuur", Self.uri(2), .amend(.kbo(try Self.kbo(2)), reason: "r"),
                .abb, "An", .numberTaken(try Self.kbo(2).description, holder: Self.uri(1))
            ),
            (
                "a merger into itself", Self.uri(1), .merge(into: Self.uri(1), reason: "r"), .abb, "An",
                .mergerInCircle(Self.uri(1))
            ),
            (
                "a merger into nobody", Self.uri(1), .merge(into: Self.uri(9), reason: "r"), .abb, "An",
                .bestuurUnknown(Self.uri(9))
            ),
        ]
        let before = book.state
        for (what, subject, action, party, actor, refusal) in cases {
            #expect(book.add(subject, action, as: party, by: actor) == refusal, "\(what)")
            #expect(book.state.sequence == before.sequence && book.state.besturen == before.besturen, "\(what)")
            #expect(book.state.dossiers == before.dossiers, "\(what)")
            for words in [refusal.english, refusal.dutch, refusal.code] {
                #expect(!words.isEmpty && !words.contains("\n") && !words.contains("85073003328"), "\(what)")
            }
        }
    }

    @Test("takes no URI twice, whoever has it")
    func uris() throws {
        var book = Book()
        book.add(Self.uri(1), .record(try Self.bestuur(1), source: "list"))
        for _ in 1...2 { book.add(nil, .open(name: "N", announced: nil)) }
        for dossier in ["D2", "D3"] {
            book.add(dossier, .step(.approve(decision: "d")), as: .abb)
            book.add(dossier, .step(.notifyLoket), as: .abb)
        }
        #expect(book.add("D2", .step(.mintURI(Self.uri(1)))) == .uriTaken(Self.uri(1)))
        #expect(book.add("D2", .step(.mintURI("urn:x"))) == .uriInvalid("urn:x"))
        #expect(book.add("D2", .step(.mintURI(Self.uri(2)))) == nil)
        #expect(book.add("D3", .step(.mintURI(Self.uri(2)))) == .uriTaken(Self.uri(2)))
        // Another spelling would be another URI, and the Loket makes no such one.
        let shouted = Self.uri(2).replacing("8000", with: "800A")
        #expect(book.add("D3", .step(.mintURI(shouted))) == .uriInvalid(shouted))
        #expect(book.add("D2", .step(.mintURI(Self.uri(4)))) != nil)
    }

    private static let texts: [(String, Bool)] = [
        ("85.07.30-033.28", false), ("85073003328", false), ("850730 033 28", false), ("rrn 85073003328.", false),
        ("85/07/30 033 28", false), ("85073003329", true), ("0207437468", true), ("0207437468 0207437469", true),
        ("2026/12-345", true), ("besluit 85-0730", true), ("a\u{0}b", false), ("a\u{2028}b", false),
        ("a\u{200B}b", false), ("Zoë 👩‍👩‍👧", true), ("12345678901234567890", true), ("", true),
    ]

    @Test("keeps national numbers and invisible characters out of what people write", arguments: texts)
    func text(_ text: String, _ isValid: Bool) {
        #expect(RegisterText.isValid(text, bytes: 100) == isValid)
        #expect(!RegisterText.isValid(text + String(repeating: "x", count: 101), bytes: 100))
    }

    // MARK: What comes of it

    @Test("lets a bestuur in when its dossier is complete, and says at every step before what is waited for")
    func onboarding() throws {
        var book = Book()
        let kbo = try Self.kbo(1)
        book.add(Self.uri(9), .record(try Self.bestuur(9), source: "list"))
        #expect(book.state.register.lookup(.kbo(kbo)) == .unknown)
        #expect(book.add(nil, .open(name: "AGB Nieuwstad", announced: kbo)) == nil)
        let steps: [(OnboardingStep, Party, [Milestone])] = [
            (.approve(decision: "d"), .abb, [.loketNotified, .accessRequested]),
            (.requestAccess(reference: "r"), .gebruikersbeheer, [.loketNotified, .verified]),
            (.notifyLoket, .abb, [.uriMinted, .verified]), (.verify, .abb, [.uriMinted, .reportedBack]),
            (.mintURI(Self.uri(1)), .loket, [.knownInKalliope, .reportedBack]),
            (.reportBack(ovo: OVOCode("OVO000009"), type: .gemeente), .abb, [.knownInKalliope, .connectedByKBO]),
            (.connect(kbo: kbo), .gebruikersbeheer, [.knownInKalliope]), (.confirmKalliope, .loket, []),
        ]
        func waited() -> [Milestone]? {
            switch book.state.register.lookup(.kbo(kbo)) {
            case .pending(let pending): pending.name == "AGB Nieuwstad" ? pending.awaited : nil
            case .found(let bestuur): bestuur.status == .actief ? [] : bestuur.awaited
            case .unknown, .conflict: nil
            }
        }
        #expect(waited() == [.approved, .accessRequested])
        for (step, party, awaited) in steps {
            #expect(book.add("D2", .step(step), as: party) == nil)
            #expect(waited() == awaited, "after \(step)")
        }
        let bestuur = try #require(book.state.bestuur(uri: Self.uri(1)))
        #expect(bestuur.status == .actief && bestuur.kbo == kbo && bestuur.ovo == OVOCode("OVO000009"))
        #expect(book.state.dossier(ofURI: Self.uri(1))?.id == "D2")
        // A track that ends takes the access with it, and says how it begins again.
        #expect(book.add("D2", .step(.withdraw(.access, reason: "dissolved")), as: .abb) == nil)
        #expect(book.state.bestuur(uri: Self.uri(1))?.status == .inOprichting && waited() == [.accessRequested])
    }

    @Test("is active in doubt never: the list, an operator, a merger and the dossier must all agree")
    func status() throws {
        let kbo = try Self.kbo(1)
        for recorded in [nil] + BestuurStatus.allCases.map(Optional.some) {
            for amended in [nil] + BestuurStatus.allCases.map(Optional.some) {
                for isComplete in [nil, false, true] {
                    for isMerged in [false, true] {
                        var book = Book()
                        book.add(Self.uri(2), .record(try Self.bestuur(2), source: "list"))
                        if let isComplete {
                            book.add(nil, .open(name: "N", announced: nil))
                            book.complete("D2", uri: Self.uri(1), kbo: kbo)
                            if !isComplete { book.add("D2", .step(.withdraw(.access, reason: "r")), as: .abb) }
                        }
                        if let recorded {
                            book.add(Self.uri(1), .record(try Self.bestuur(1, status: recorded), source: "list"))
                        }
                        guard book.state.bestuur(uri: Self.uri(1)) != nil else { continue }
                        if let amended { book.add(Self.uri(1), .amend(.status(amended), reason: "r"), as: .abb) }
                        if isMerged { book.add(Self.uri(1), .merge(into: Self.uri(2), reason: "r"), as: .abb) }
                        // What never was active needs an onboarding, whatever an operator says.
                        let isRefused =
                            amended == .actief && isComplete == nil
                            && (recorded == .inOprichting || recorded == .nietActief)
                        let amended = isRefused ? nil : amended
                        let said = amended ?? recorded
                        let isActive =
                            !isMerged && isComplete != false
                            && (isComplete == nil ? said == .actief : said != .nietActief)
                            && (amended == nil || amended == .actief)
                        #expect(
                            (book.state.bestuur(uri: Self.uri(1))?.status == .actief) == isActive,
                            "list \(recorded as Any), operator \(amended as Any), dossier \(isComplete as Any), merged \(isMerged)"
                        )
                    }
                }
            }
        }
    }

    @Test("keeps an operator's word through later imports")
    func amendments() throws {
        var book = Book()
        book.add(Self.uri(1), .record(try Self.bestuur(1, kbo: try Self.kbo(1)), source: "list"))
        book.add(Self.uri(1), .amend(.kbo(try Self.kbo(2)), reason: "the list is wrong"), as: .abb)
        book.add(Self.uri(1), .amend(.viewOnly(["LoketLB-mandaatGebruiker"]), reason: "fed elsewhere"), as: .abb)
        book.add(Self.uri(1), .record(try Self.bestuur(1, name: "New", kbo: try Self.kbo(3)), source: "list"))
        let bestuur = try #require(book.state.bestuur(uri: Self.uri(1)))
        let (second, third) = (try Self.kbo(2), try Self.kbo(3))
        #expect(bestuur.name == "New" && bestuur.kbo == second)
        #expect(bestuur.viewOnlyModules == ["LoketLB-mandaatGebruiker"])
        #expect(book.state.recorded(uri: Self.uri(1))?.kbo == third)
        #expect(book.state.amendments(uri: Self.uri(1)).count == 2)
        #expect(book.add(Self.uri(1), .amend(.kbo(second), reason: "r"), as: .abb) == .unchanged)
    }

    @Test("takes a number that only an idle dossier announced: a slip is not for good")
    func announced() throws {
        var book = Book()
        let kbo = try Self.kbo(1)
        #expect(book.add(nil, .open(name: "Typo", announced: kbo)) == nil)
        #expect(book.add(nil, .open(name: "Right", announced: kbo)) == nil)
        book.complete("D2", uri: Self.uri(1), kbo: kbo)
        #expect(book.state.bestuur(uri: Self.uri(1))?.status == .actief)
        #expect(book.add("D1", .step(.requestAccess(reference: "r")), as: .gebruikersbeheer) == nil)
        #expect(book.add("D1", .step(.verify), as: .abb) == nil)
        #expect(book.add("D1", .step(.reportBack(ovo: nil, type: .ocmw)), as: .abb) == nil)
        #expect(
            book.add("D1", .step(.connect(kbo: kbo)), as: .gebruikersbeheer)
                == .numberTaken(kbo.description, holder: Self.uri(1)))
        #expect(book.add(Self.uri(1), .amend(.name("AGB Right"), reason: "as it is written"), as: .abb) == nil)
        #expect(book.state.bestuur(uri: Self.uri(1))?.name == "AGB Right")
    }

    @Test("says which numbers mean nobody, until a merger or an operator decides")
    func conflicts() throws {
        var book = Book()
        let kbo = try Self.kbo(1)
        for number in 1...3 {
            book.add(Self.uri(number), .record(try Self.bestuur(number, name: "B\(number)", kbo: kbo), source: "list"))
        }
        #expect(book.state.conflicts.map(\.code) == [.kbo(kbo)])
        #expect(book.state.conflicts.first?.holders.map(\.name) == ["B1", "B2", "B3"])
        guard case .conflict = book.state.register.lookup(.kbo(kbo)) else {
            Issue.record("two active besturen, and one is meant")
            return
        }
        #expect(book.add(Self.uri(1), .merge(into: Self.uri(3), reason: "fusie 2025"), as: .abb) == nil)
        #expect(book.state.conflicts.count == 1)
        #expect(book.add(Self.uri(2), .amend(.kbo(nil), reason: "it has none"), as: .loket) == nil)
        #expect(book.state.conflicts.isEmpty)
        guard case .found(let bestuur) = book.state.register.lookup(.kbo(kbo)) else {
            Issue.record("the number means nobody")
            return
        }
        #expect(bestuur.name == "B3" && bestuur.predecessors == [Self.uri(1)])
        #expect(book.state.bestuur(uri: Self.uri(1))?.successors == [Self.uri(3)])
        #expect(
            book.add(Self.uri(3), .merge(into: Self.uri(1), reason: "back"), as: .abb) == .mergerInCircle(Self.uri(1)))
        #expect(book.add(Self.uri(1), .merge(into: Self.uri(3), reason: "again"), as: .abb) == .unchanged)
    }

    @Test(
        "is the same from the same journal, whatever was refused in between, and no two active besturen get one number by hand"
    )
    func random() throws {
        for seed in 1...60 as ClosedRange<UInt64> {
            var generator = SeededGenerator(state: seed)
            var book = Book()
            let numbers = try (1...3).map { try Self.kbo($0) }
            for _ in 0..<120 {
                let number = numbers.randomElement(using: &generator) ?? numbers[0]
                let uri = Self.uri(Int.random(in: 1...4, using: &generator))
                let dossier = "D\(Int.random(in: 1...12, using: &generator))"
                let party = Party.allCases.randomElement(using: &generator) ?? .abb
                let steps: [OnboardingStep] = [
                    .approve(decision: "d"), .notifyLoket, .mintURI(uri), .confirmKalliope,
                    .requestAccess(reference: "r"), .verify, .reportBack(ovo: nil, type: .ocmw), .connect(kbo: number),
                    .refuse(.access, reason: "r"), .withdraw(.approval, reason: "r"),
                    .correct(.kbo(number), reason: "c"),
                ]
                let actions: [(String?, RegisterAction)] = [
                    (nil, .open(name: "N", announced: Bool.random(using: &generator) ? number : nil)),
                    (uri, .amend(.kbo(Bool.random(using: &generator) ? number : nil), reason: "r")),
                    (
                        uri,
                        .amend(.status(BestuurStatus.allCases.randomElement(using: &generator) ?? .actief), reason: "r")
                    ),
                    (uri, .merge(into: Self.uri(Int.random(in: 1...4, using: &generator)), reason: "r")),
                ]
                let (subject, action) =
                    Bool.random(using: &generator)
                    ? (dossier, .step(steps.randomElement(using: &generator) ?? .verify))
                    : actions.randomElement(using: &generator) ?? actions[0]
                book.add(subject, action, as: party)
            }
            let isContested = book.state.conflicts.contains { $0.isBetweenActive }
            #expect(!isContested, "seed \(seed)")
            var replayed = RegisterState()
            for entry in book.entries { try replayed.apply(entry) }
            #expect(replayed.besturen == book.state.besturen && replayed.dossiers == book.state.dossiers)
            #expect(replayed.register.conflicts == book.state.conflicts && replayed.sequence == book.state.sequence)
        }
    }
}
