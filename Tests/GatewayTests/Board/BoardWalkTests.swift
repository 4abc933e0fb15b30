import Besturen
import Foundation
import StandIn
import Testing

@testable import Gateway

/// The procedure from the first form to the last, over real sockets.
@Suite("A new bestuur on the board", .timeLimit(.minutes(5)))
struct BoardWalkTests {
    @Test(
        "walks both tracks by the forms of three parties, each seeing those that are theirs, and is active at the end")
    func walk() async throws {
        try await BoardWorld.run { world in
            let petra = try await world.visit(InventedPeople.petra)
            #expect(petra.page.url == world.origin + "/register" && petra.page.status == 200, "\(petra.page.text)")
            #expect(petra.page.text.contains("U handelt voor Agentschap Binnenlands Bestuur."))
            let lotte = try await world.visit(InventedPeople.lotte)
            let gunter = try await world.visit(InventedPeople.gunter)

            let opening = try await petra.browser.open(world.origin + "/register/open")
            #expect(opening.text.contains("-hint\">") && !opening.text.contains("[\"text"), "a hint is a sentence")
            let opened = try await petra.send(
                "open", on: opening, ["name": "AGB <i>Nieuwstad</i>", "announced": "0999.998.239"])
            let id = try #require(opened.url.components(separatedBy: "/dossiers/").last?.prefix { $0 != "?" })
            let address = "\(world.origin)/register/dossiers/\(id)"
            #expect(opened.status == 200 && opened.text.contains("AGB &lt;i&gt;Nieuwstad&lt;/i&gt;"))
            #expect(!opened.text.contains("<i>") && opened.text.contains("Geregistreerd in het journaal, regel"))
            #expect(BoardWorld.forms(opened) == ["stap-goedgekeurd", "verbeter-announced"])
            let others = try await gunter.browser.open(address)
            #expect(BoardWorld.forms(others) == ["stap-toegang-gevraagd", "verbeter-announced"])
            #expect(BoardWorld.forms(try await lotte.browser.open(address)) == ["verbeter-announced"])

            let steps: [(BoardWorld.Visit, String, [String: String])] = [
                (petra, "stap-goedgekeurd", ["decision": "BVR 2026/12"]), (petra, "stap-loket-verwittigd", [:]),
                (lotte, "stap-uri-aangemaakt", [:]),
                (lotte, "stap-in-kalliope-gekend", [:]), (gunter, "stap-toegang-gevraagd", ["reference": "GB-7"]),
                (petra, "stap-geverifieerd", [:]),
                (
                    petra, "stap-ovo-en-typering-teruggekoppeld",
                    ["ovo": "OVO999998", "type": "autonoom-gemeentebedrijf"]
                ),
                (gunter, "stap-kbo-connectie", ["kbo": "0999998239"]),
            ]
            for (visit, form, values) in steps {
                let page = try await visit.browser.open(address)
                let answer = try await visit.send(form, on: page, values)
                #expect(answer.status == 200 && answer.url.hasPrefix(address + "?done="), "\(form): \(answer.text)")
            }
            let dossier = try #require(try world.store.read().state.dossier(String(id)))
            let uri = try #require(dossier.uri)
            #expect(
                dossier.isActive
                    && uri.wholeMatch(of: /http:\/\/data\.lblod\.info\/id\/bestuurseenheden\/[0-9a-f-]{36}/) != nil)
            let entries = try world.store.entries(of: String(id))
            #expect(
                entries.map(\.party) == [
                    .abb, .abb, .abb, .loket, .loket, .gebruikersbeheer, .abb, .abb, .gebruikersbeheer,
                ])
            #expect(entries[0].actor.wholeMatch(of: /Petra Voorbeeld \([0-9a-f]{8}(:[0-9a-f]{8}){3}\)/) != nil)
            let page = try await petra.browser.open("\(world.origin)/register/bestuur?uri=\(FormCoding.encode(uri))")
            #expect(page.status == 200 && page.text.contains("OVO999998") && page.text.contains(String(id)))
            let overview = try await petra.browser.open(world.origin + "/register?state=active")
            #expect(
                overview.text.contains("/register/dossiers/\(id)")
                    && overview.text.contains("beide sporen zijn volledig"))
        }
    }

    @Test("shows what is overdue first, and how late it is")
    func overdue() async throws {
        try await BoardWorld.run { world in
            let old = Moment(unixSeconds: Int64(Date().timeIntervalSince1970) - 4 * 86_400)
            let entry = try world.store.append(
                by: "G", for: .gebruikersbeheer, at: old, .init(nil, .open(name: "Laatkomer", announced: nil)))
            _ = try world.store.append(
                by: "G", for: .gebruikersbeheer, at: old,
                .init(entry.subject, .step(.requestAccess(reference: "GB-1"))))
            let vera = try await world.visit(InventedPeople.vera)
            let late = vera.page.between("id=\"overdue\"", "<h2") ?? ""
            #expect(late.contains("Laatkomer") && late.contains("(3 dagen te laat)"), "\(vera.page.text)")
            #expect(late.contains("class=\"awaited late\""))
            let filtered = try await vera.browser.open(world.origin + "/register?party=loket")
            #expect(!filtered.text.contains("Laatkomer"))
            #expect(try await vera.browser.open(world.origin + "/register?party=abb").text.contains("Laatkomer"))
        }
    }

    @Test("takes up the URI of a bestuur that a list brought, and no other that somebody types")
    func takenUp() async throws {
        try await BoardWorld.run { world in
            let uri = "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-000000000007"
            let opened = try world.store.append(
                by: "P", for: .abb, at: RegisterLiveTests.now, .init(nil, .open(name: "AGB Testgem", announced: nil)))
            for step in [OnboardingStep.approve(decision: "BVR 1"), .notifyLoket] {
                _ = try world.store.append(
                    by: "P", for: .abb, at: RegisterLiveTests.now, .init(opened.subject, .step(step)))
            }
            let lotte = try await world.visit(InventedPeople.lotte, "/register/dossiers/\(opened.subject)")
            let typed = try await lotte.send(
                "stap-uri-aangemaakt", on: lotte.page, ["uri": "http://data.lblod.info/id/bestuurseenheden/mine"])
            #expect(typed.status == 422 && typed.text.contains("field_invalid"))
            let taken = try await lotte.send("stap-uri-aangemaakt", on: typed, ["uri": uri])
            #expect(taken.status == 200, "\(taken.text)")
            #expect(try world.store.read().state.dossier(opened.subject)?.uri == uri)
        }
    }

    @Test("tells of receivers that nothing can be delivered to")
    func receivers() async throws {
        try await BoardWorld.run { world in
            try world.store.add(receiver: "kalliope")
            let vera = try await world.visit(InventedPeople.vera)
            #expect(!vera.page.text.contains("kalliope"))
            var state = try #require(try world.store.receivers().first)
            state.attempts = 4
            try world.store.update(state, leasedUntil: nil)
            let page = try await vera.browser.open(world.origin + "/register")
            #expect(page.text.contains("kalliope: 4 vergeefse pogingen"))
        }
    }

    @Test("shows numbers of several besturen, and a merger by a form ends the conflict")
    func conflicts() async throws {
        try await BoardWorld.run { world in
            let petra = try await world.visit(InventedPeople.petra, "/register/conflicts")
            #expect(petra.page.url.hasSuffix("/register/conflicts") && petra.page.text.contains("0999998338"))
            #expect(petra.page.text.contains("Dubbel A &lt;b&gt;") && !petra.page.text.contains("Dubbel A <b>"))
            let found = try await petra.browser.open(world.origin + "/register/besturen?q=DUBBEL+a")
            #expect(found.text.contains("1 gevonden"))
            let uri = "http://data.lblod.info/id/bestuurseenheden/dubbel-0"
            let page = try await petra.browser.open(world.origin + "/register/besturen/dubbel-0")
            #expect(page.status == 200 && page.text.contains(uri))
            let values = ["into": "http://data.lblod.info/id/bestuurseenheden/dubbel-1", "reason": "fusie 2025"]
            let merged = try await petra.send("merge", on: page, values)
            #expect(merged.status == 200 && merged.text.contains("Niet Actief"), "\(merged.text)")
            #expect(try world.store.read().state.conflicts.isEmpty)
            let calm = try await petra.browser.open(world.origin + "/register/conflicts")
            #expect(calm.text.contains("Er zijn geen conflicten."))
        }
    }
}

/// As a form encodes a value.
enum FormCoding {
    static func encode(_ text: String) -> String { Browser.encoded(text) }
}
