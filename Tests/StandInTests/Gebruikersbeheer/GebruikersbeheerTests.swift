import Foundation
import GRDB
import JOSE
import Testing

@testable import StandIn

@Suite("Gebruikersbeheer")
struct GebruikersbeheerTests {
    /// The clock of the tests stands at 2027-01-15.
    private static func store(_ clock: TestClock = TestClock()) throws -> (Gebruikersbeheer, testgem: Int64) {
        let store = try Gebruikersbeheer.inMemory(now: { clock.now })
        try store.seed(try StandInWorld.directory())
        let testgem = try #require(try store.beheerdeOrganisaties(of: "jan").first)
        return (store, testgem.id)
    }

    private static func aanvraag(
        _ context: String? = "LoketLB-bbcdrGebruiker", recht: String = Recht.loket.code, begin: String = "2027-01-15",
        einde: String? = nil, reden: String = "nieuwe taak"
    ) -> Aanvraag {
        Aanvraag(recht: recht, context: context, begindatum: begin, einddatum: einde, reden: reden)
    }

    private static func rollen(_ store: Gebruikersbeheer, _ gebruiker: String) throws -> [String] {
        try store.identiteiten(of: gebruiker).first?.rollen ?? []
    }

    /// What a withdrawal is refused for; nil when it is not.
    private static func refusal(
        _ store: Gebruikersbeheer, withdrawing id: Int64, by beheerder: String, reden: String = "r"
    ) throws -> BeheerRefusal? {
        if case .failure(let refusal) = try store.withdraw(id, by: beheerder, reden: reden) { refusal } else { nil }
    }

    static let refused: [(name: String, aanvraag: Aanvraag, refusal: BeheerRefusal)] = [
        ("no right", aanvraag(recht: ""), .rechtOnbekend), ("another right", aanvraag(recht: "x"), .rechtOnbekend),
        ("a right in other letters", aanvraag(nil, recht: "loketadmin"), .rechtOnbekend),
        ("a right of another doelgroep", aanvraag(nil, recht: "LoketAdmin"), .rechtOnbekend),
        ("another context", aanvraag("LoketLB-x"), .rechtOnbekend),
        ("a context of no right", aanvraag("LoketLB-bbcdrGebruiker", recht: "LoketAdmin"), .rechtOnbekend),
        ("no begin", aanvraag(begin: ""), .datumOngeldig),
        ("a day there is not", aanvraag(begin: "2027-02-29"), .datumOngeldig),
        ("a short day", aanvraag(begin: "2027-1-1"), .datumOngeldig),
        ("a day with a time", aanvraag(begin: "2027-01-15T00:00:00Z"), .datumOngeldig),
        ("a Dutch day", aanvraag(begin: "15/01/2027"), .datumOngeldig),
        ("an end before the begin", aanvraag(einde: "2027-01-14"), .datumOngeldig),
        ("an end that is none", aanvraag(einde: "nooit"), .datumOngeldig),
        ("no reason", aanvraag(reden: ""), .redenOngeldig), ("a blank reason", aanvraag(reden: "   "), .redenOngeldig),
        ("a long reason", aanvraag(reden: String(repeating: "a", count: 201)), .redenOngeldig),
        ("a reason of two lines", aanvraag(reden: "a\nb"), .redenOngeldig),
        ("what is granted already", aanvraag("LoketLB-toezichtGebruiker"), .alToegekend),
        ("the right, again", aanvraag(nil), .alToegekend),
    ]

    @Test("does not grant", arguments: refused.indices)
    func refusals(_ index: Int) throws {
        let (name, aanvraag, refusal) = Self.refused[index]
        let (store, testgem) = try Self.store()
        #expect(try store.grant(aanvraag, to: "an", in: testgem, by: "jan") == .failure(refusal), "\(name)")
        #expect(try store.wijzigingen(in: testgem, for: "jan").get().isEmpty, "\(name)")
    }

    @Test("lets nobody but the lokale beheerder of the organisation see or change anything")
    func beheerders() throws {
        let (store, testgem) = try Self.store()
        let ocmw = try #require(try store.beheerdeOrganisaties(of: "karin").first?.id)
        let ofAn = try #require(try store.toekenningen(of: "an", in: testgem, for: "jan").get().first)
        for who in ["karin", "an", "nora", "nobody", ""] {
            #expect(try store.grant(Self.aanvraag(), to: "an", in: testgem, by: who) == .failure(.geenBeheerder))
            #expect(try Self.refusal(store, withdrawing: ofAn.id, by: who) == .geenBeheerder)
            #expect(try store.gebruikers(of: testgem, for: who) == .failure(.geenBeheerder))
            #expect(try store.toekenningen(of: "an", in: testgem, for: who) == .failure(.geenBeheerder))
            #expect(try store.wijzigingen(in: testgem, for: who) == .failure(.geenBeheerder))
        }
        // Neither for somebody else's people through one's own organisation.
        #expect(try store.grant(Self.aanvraag(), to: "an", in: ocmw, by: "karin") == .failure(.nietGevonden))
        #expect(try store.toekenningen(of: "an", in: ocmw, for: "karin") == .failure(.nietGevonden))
        #expect(try store.grant(Self.aanvraag(), to: "an", in: 0, by: "jan") == .failure(.geenBeheerder))
        #expect(try Self.refusal(store, withdrawing: 0, by: "jan") == .geenBeheerder)
        #expect(try Self.refusal(store, withdrawing: ofAn.id, by: "jan", reden: "") == .redenOngeldig)
        #expect(try Self.rollen(store, "an") == InventedPeople.an.roles)
    }

    @Test("gives a role from the first day to the last, and none once withdrawn")
    func days() throws {
        let clock = TestClock()
        let (store, testgem) = try Self.store(clock)
        let aanvraag = Self.aanvraag(begin: "2027-01-16", einde: "2027-01-17")
        _ = try store.grant(aanvraag, to: "griet", in: testgem, by: "jan").get()
        // What does not overlap is another grant.
        let next = Self.aanvraag(begin: "2027-01-18", einde: "2027-01-18")
        _ = try store.grant(next, to: "griet", in: testgem, by: "jan").get()
        for edge in [("2027-01-17", "2027-01-20"), ("2027-01-01", "2027-01-16"), ("2027-01-17", nil)] {
            let overlapping = Self.aanvraag(begin: edge.0, einde: edge.1)
            #expect(try store.grant(overlapping, to: "griet", in: testgem, by: "jan") == .failure(.alToegekend))
        }
        var seen: [Bool] = []
        for _ in 0..<5 {
            seen.append(try Self.rollen(store, "griet") == ["LoketLB-bbcdrGebruiker"])
            clock.advance(seconds: 86_400)
        }
        #expect(seen == [false, true, true, true, false])
        let last = try store.grant(Self.aanvraag(begin: "2027-01-20"), to: "griet", in: testgem, by: "jan").get()
        #expect(try Self.rollen(store, "griet") == ["LoketLB-bbcdrGebruiker"])
        try store.withdraw(last.id, by: "jan", reden: "vertrokken").get()
        #expect(try Self.rollen(store, "griet") == [])
        #expect(try Self.refusal(store, withdrawing: last.id, by: "jan") == .alIngetrokken)
    }

    @Test("gives no role for a context without its right, and no login")
    func withoutRight() throws {
        let (store, testgem) = try Self.store()
        let granted = try store.toekenningen(of: "an", in: testgem, for: "jan").get()
        let right = try #require(granted.first { $0.context == nil })
        try store.withdraw(right.id, by: "jan", reden: "met pensioen").get()
        let an = try #require(try store.identiteiten(of: "an").first)
        #expect(an.rollen == [] && !an.magAanmelden)
        _ = try store.grant(Self.aanvraag(nil), to: "mo", in: testgem, by: "jan").get()
        #expect(try store.identiteiten(of: "mo").first?.magAanmelden == true)
    }

    @Test("records who changed what, when and why, and lets nobody change the record")
    func record() throws {
        let clock = TestClock()
        let (store, testgem) = try Self.store(clock)
        let granted = try store.grant(Self.aanvraag(), to: "griet", in: testgem, by: "jan").get()
        let first = clock.now
        clock.advance(seconds: 60)
        try store.withdraw(granted.id, by: "jan", reden: "vergissing").get()
        #expect(
            try store.wijzigingen(in: testgem, for: "jan").get() == [
                Wijziging(
                    tijdstip: clock.now, door: "jan", soort: .ingetrokken, gebruiker: "griet",
                    naam: "Context Gebruiker BBC DR", reden: "vergissing"),
                Wijziging(
                    tijdstip: first, door: "jan", soort: .toegekend, gebruiker: "griet",
                    naam: "Context Gebruiker BBC DR", reden: "nieuwe taak"),
            ])
        let statements = [
            "DELETE FROM wijziging", "UPDATE wijziging SET door = 'an'",
            "INSERT INTO toekenning (werkrelatie, recht, begindatum, reden) VALUES (9999, 'x', 'x', 'x')",
        ]
        for sql in statements {
            #expect(throws: DatabaseError.self, "\(sql)") { try store.database.write { try $0.execute(sql: sql) } }
        }
    }

    @Test("keeps what was changed in a file of its owner, over a restart and a second seed")
    func file() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "poort-standin-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = try PrivateDirectory(at: path)
        let clock = TestClock()
        func open() throws -> Gebruikersbeheer {
            let store = try Gebruikersbeheer.file("g.sqlite", in: directory, now: { clock.now })
            try store.seed(try StandInWorld.directory())
            return store
        }
        do {
            let store = try open()
            let testgem = try #require(try store.beheerdeOrganisaties(of: "jan").first?.id)
            let granted = try store.toekenningen(of: "an", in: testgem, for: "jan").get()
            let toezicht = try #require(granted.first { $0.context == "LoketLB-toezichtGebruiker" })
            try store.withdraw(toezicht.id, by: "jan", reden: "andere taak").get()
            #expect(try store.database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
            #expect(try store.database.read { try Int.fetchOne($0, sql: "PRAGMA foreign_keys") } == 1)
        }
        let store = try open()
        #expect(try Self.rollen(store, "an") == ["LoketLB-berichtenGebruiker"])
        #expect(try store.gebruikers().count == InventedPeople.all.count + InventedPeople.outsiders.count)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(of: name))
            #expect((attributes[.posixPermissions] as? Int ?? 0o777) & 0o077 == 0, "\(name)")
        }
    }

    @Test("begins with people who show each case, none of whom exists")
    func seed() throws {
        let (store, _) = try Self.store()
        let overzicht = try store.overzicht()
        func of(_ id: String) -> [Identiteit] { overzicht.first { $0.gebruiker.id == id }?.identiteiten ?? [] }
        #expect(of("ines").map(\.organisatie.naam) == ["Testgem", "OCMW Testgem"])
        #expect(of("nora").first?.rollen == Recht.loket.contexten.map(\.rol))
        #expect(of("mo").map(\.magAanmelden) == [false] && of("griet").map(\.magAanmelden) == [true])
        #expect(of("jan").map(\.isBeheerder) == [true] && of("an").map(\.isBeheerder) == [false])
        #expect(of("leen").map(\.organisatie.hoedanigheid) == [.economischeActoren])
        #expect(of("nora").map(\.omschrijving) == ["Voorbeeldstad: alle modules"])
        #expect(of("jan").map(\.omschrijving) == ["Testgem: Mijn Toezicht, lokale beheerder"])
        #expect(of("mo").map(\.omschrijving) == ["Testgem: geen recht om aan te melden"])
        #expect(of("farid").map(\.omschrijving) == ["Agentschap Voorbeeld: Loket beheerder"])
        for person in InventedPeople.all + InventedPeople.outsiders {
            let number = try #require(UInt64(person.nationalNumber))
            #expect(person.nationalNumber.hasPrefix("000000") && person.nationalNumber.utf8.count == 11)
            #expect(97 - number / 100 % 97 == number % 100, "\(person.id)")
        }
    }
}
