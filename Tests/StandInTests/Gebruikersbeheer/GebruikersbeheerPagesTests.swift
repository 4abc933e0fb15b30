import JOSE
import Testing

@testable import StandIn

@Suite("The pages of gebruikersbeheer", .timeLimit(.minutes(5)))
struct GebruikersbeheerPagesTests {
    private static func logIn(_ person: String, _ world: StandInWorld) async throws -> (Agent, start: Agent.Answer) {
        let agent = world.agent()
        let answer = try await agent.post("/gebruikersbeheer/aanmelden", [("gebruiker", person)])
        #expect(answer.status == 303 && answer.location == "/gebruikersbeheer")
        let cookie = answer.setCookies.first ?? ""
        for part in ["HttpOnly", "SameSite=Strict", "Path=/gebruikersbeheer;"] { #expect(cookie.contains(part)) }
        return (agent, try await agent.get("/gebruikersbeheer"))
    }

    private static let bbcdr = "\(Recht.loket.code) LoketLB-bbcdrGebruiker"
    private static let grant: [(name: String, value: String)] = [
        ("wat", bbcdr), ("begindatum", "2027-01-15"), ("reden", "zomaar"),
    ]

    private static func rollen(_ person: String, _ world: StandInWorld) throws -> [String]? {
        try world.provider.gebruikersbeheer.identiteiten(of: person).first?.rollen
    }

    @Test("are closed to whoever is no beheerder, and to the beheerder of another organisation")
    func closed() async throws {
        try await StandInWorld.run { world in
            let testgem = try #require(try world.provider.gebruikersbeheer.beheerdeOrganisaties(of: "jan").first?.id)
            let paths = ["", "/geschiedenis", "/personen/an"].map { "/gebruikersbeheer/organisaties/\(testgem)" + $0 }
            for path in paths {
                let answer = try await world.agent().get(path)
                #expect(answer.status == 303 && answer.location == "/gebruikersbeheer")
            }
            let (an, start) = try await Self.logIn("an", world)
            #expect(start.status == 403 && start.text.contains("U bent geen lokale beheerder"))
            let (karin, _) = try await Self.logIn("karin", world)
            for agent in [an, karin] {
                for path in paths { #expect(try await agent.get(path).status == 403, "\(path)") }
            }
            let form = Self.grant + [("formulier", try #require(start.hidden("formulier")))]
            #expect(try await an.post(paths[2] + "/toekennen", form).status == 403)
            #expect(try Self.rollen("an", world) == InventedPeople.an.roles)
        }
    }

    @Test("change nothing for a form that does not come from them")
    func forged() async throws {
        try await StandInWorld.run { world in
            let (jan, start) = try await Self.logIn("jan", world)
            let (_, other) = try await Self.logIn("karin", world)
            let id = try #require(start.text.between("href=\"/gebruikersbeheer/organisaties/", "\""))
            let path = "/gebruikersbeheer/organisaties/\(id)/personen/an/toekennen"
            let own = try #require(start.hidden("formulier"))
            let foreign = try #require(other.hidden("formulier"))
            for token in [nil, "x", foreign] {
                let form = Self.grant + (token.map { [("formulier", $0)] } ?? [])
                #expect(try await jan.post(path, form).status == 403)
            }
            let good = Self.grant + [("formulier", own)]
            for sender in [("origin", "https://evil.example"), ("sec-fetch-site", "same-site"), ("origin", "null")] {
                #expect(try await jan.post(path, good, headers: [sender]).status == 403)
            }
            #expect(try Self.rollen("an", world) == InventedPeople.an.roles)
            #expect(try await jan.post(path, good).location?.hasSuffix("/personen/an?gedaan=toegekend") == true)
            #expect(try Self.rollen("an", world)?.count == 3)
            // Logged out is logged out, also for a copy of the cookie.
            let copy = jan.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
            #expect(try await jan.post("/gebruikersbeheer/afmelden", [("formulier", own)]).status == 303)
            let copied = try await world.agent().get("/gebruikersbeheer", headers: [("cookie", copy)])
            #expect(copied.text.contains("Aanmelden bij gebruikersbeheer"))
        }
    }

    @Test("grant and withdraw, say what is wrong beside what was filled in, and show the history as text")
    func grantAndWithdraw() async throws {
        try await StandInWorld.run { world in
            let (jan, start) = try await Self.logIn("jan", world)
            let token = try #require(start.hidden("formulier"))
            let id = try #require(start.text.between("href=\"/gebruikersbeheer/organisaties/", "\""))
            let organisation = "/gebruikersbeheer/organisaties/\(id)"
            #expect(try await jan.get(organisation).text.contains("Griet Voorbeeld"))
            let person = organisation + "/personen/griet"
            let page = try await jan.get(person)
            for label in ["for=\"wat\"", "for=\"begindatum\"", "for=\"einddatum\"", "for=\"reden\""] {
                #expect(page.text.contains(label), "\(label)")
            }
            #expect(page["content-security-policy"]?.contains("form-action 'self';") == true)
            let hostile = "\"><script>alert(1)</script>"
            let fields: [(name: String, value: String)] = [
                ("formulier", token), ("wat", Self.bbcdr), ("begindatum", "2027-01-15"), ("reden", hostile),
            ]
            let wrong = try await jan.post(person + "/toekennen", fields + [("einddatum", "2026-01-01")])
            #expect(wrong.status == 422 && wrong.text.contains("role=\"alert\""))
            #expect(wrong.text.contains("value=\"&quot;&gt;&lt;script&gt;") && !wrong.text.contains("<script"))
            let granted = try await jan.post(person + "/toekennen", fields)
            #expect(granted.status == 303)
            let right = try await jan.get(try #require(granted.location))
            #expect(right.text.contains("role=\"status\">Toegekend.") && !right.text.contains("<script"))
            #expect(try Self.rollen("griet", world) == ["LoketLB-bbcdrGebruiker"])
            let withdrawal = try #require(right.text.between("action=\"\(person)/intrekken/", "\""))
            let withdraw: [(name: String, value: String)] = [("formulier", token), ("reden", "vergissing")]
            // Through somebody else's page.
            let elsewhere = organisation + "/personen/an/intrekken/\(withdrawal)"
            #expect(try await jan.post(elsewhere, withdraw).status == 404)
            let withdrawn = try await jan.post(person + "/intrekken/\(withdrawal)", withdraw)
            #expect(try await jan.get(try #require(withdrawn.location)).text.contains("role=\"status\">Ingetrokken."))
            #expect(try await jan.post(person + "/intrekken/\(withdrawal)", withdraw).status == 422)
            #expect(try Self.rollen("griet", world) == [])
            let history = try await jan.get(organisation + "/geschiedenis")
            #expect(history.text.contains("<td>ingetrokken: Context Gebruiker BBC DR</td>"))
            #expect(history.text.contains("<td>&quot;&gt;&lt;script&gt;") && !history.text.contains("<script"))
        }
    }
}
