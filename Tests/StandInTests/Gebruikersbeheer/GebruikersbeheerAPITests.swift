import JOSE
import Testing

@testable import StandIn

@Suite("The API of gebruikersbeheer", .timeLimit(.minutes(5)))
struct GebruikersbeheerAPITests {
    private struct Caller {
        let agent: Agent
        let token: String
        var headers: [(String, String)] {
            [("authorization", "Bearer \(token)"), ("content-type", "application/json")]
        }

        init(_ person: String, _ world: StandInWorld) async throws {
            agent = world.agent()
            let answer = try await agent.post(
                "/gebruikersbeheer/api/sessies", headers: [("content-type", "application/json")],
                body: "{\"gebruiker\":\"\(person)\"}")
            #expect(answer.status == 201)
            token = try #require(answer.json?["token"]?.stringValue)
        }

        func get(_ path: String) async throws -> Agent.Answer {
            try await agent.get("/gebruikersbeheer/api/" + path, headers: headers)
        }

        func post(_ path: String, _ body: JSONValue) async throws -> Agent.Answer {
            try await agent.post("/gebruikersbeheer/api/" + path, headers: headers, body: body.compact)
        }

        /// The path of the one organisation of the caller.
        func organisatie() async throws -> String {
            let id = try await get("organisaties").json?.arrayValue?.first?["id"]?.numberValue
            return "organisaties/\(try #require(id))"
        }
    }

    private static let bbcdr: JSONValue = [
        "context": "LoketLB-bbcdrGebruiker", "begindatum": "2027-01-15", "reden": "nieuwe taak",
    ]

    static let unusable: [(name: String, body: JSONValue, status: Int, code: JSONValue)] = [
        ("a context that is a number", ["context": 1], 422, "recht_onbekend"),
        ("no object", [], 422, "recht_onbekend"),
        (
            "a date that is none", ["context": "LoketLB-bbcdrGebruiker", "begindatum": "x", "reden": "r"], 422,
            "datum_ongeldig"
        ),
        (
            "no reason", ["context": "LoketLB-bbcdrGebruiker", "begindatum": "2027-01-15"], 422, "reden_ongeldig"
        ),
        (
            "what is there", ["context": "LoketLB-toezichtGebruiker", "begindatum": "2027-01-15", "reden": "r"], 409,
            "al_toegekend"
        ),
    ]

    @Test("is closed without a token, to a page's cookie, and to another organisation's beheerder")
    func closed() async throws {
        try await StandInWorld.run { world in
            let jan = try await Caller("jan", world)
            let testgem = try await jan.organisatie()
            let path = testgem + "/personen/an/toekenningen"
            let visitor = world.agent()
            _ = try await visitor.post("/gebruikersbeheer/aanmelden", [("gebruiker", "jan")])
            #expect(visitor.cookies["stand-in-gebruikersbeheer"] != nil)
            for agent in [world.agent(), visitor] {
                let answer = try await agent.post(
                    "/gebruikersbeheer/api/" + path, headers: [("content-type", "application/json")],
                    body: Self.bbcdr.compact)
                #expect(answer.status == 401 && answer["www-authenticate"]?.hasPrefix("Bearer ") == true)
            }
            let karin = try await Caller("karin", world)
            for answer in [
                try await karin.get(testgem + "/personen"), try await karin.get(path),
                try await karin.get(testgem + "/geschiedenis"), try await karin.post(path, Self.bbcdr),
            ] {
                #expect(answer.status == 403 && answer.json?["code"] == "geen_beheerder")
            }
            for (name, body, status, code) in Self.unusable {
                let answer = try await jan.post(path, body)
                #expect(answer.status == status && answer.json?["code"] == code, "\(name)")
            }
            let elsewhere = try await jan.post(testgem + "/personen/dina/toekenningen", Self.bbcdr)
            #expect(elsewhere.status == 404 && elsewhere.json?["code"] == "niet_gevonden")
            let form = try await world.agent().post("/gebruikersbeheer/api/sessies", [("gebruiker", "jan")])
            #expect(form.status == 400)
        }
    }

    @Test("grants, and the next login has the role; withdraws, and it is gone; tokens that were given stay")
    func takesEffectAtLogin() async throws {
        try await StandInWorld.run { world in
            let jan = try await Caller("jan", world)
            let testgem = try await jan.organisatie()
            let people = try await jan.get(testgem + "/personen").json
            #expect(people?.arrayValue?.contains { $0["id"] == "griet" } == true)
            #expect(people?.compact.contains(InventedPeople.griet.nationalNumber) == false)
            let agent = world.agent()
            let first = try await world.logIn(InventedPeople.griet, agent)
            #expect(first.roles == nil)
            let again = try await world.redeem(try #require(try await world.begin(agent).sentFields?["code"]))
            let access = try #require(again.json?["access_token"]?.stringValue)

            let granted = try await jan.post(testgem + "/personen/griet/toekenningen", Self.bbcdr)
            #expect(granted.status == 201 && granted.json?["geldt"] == true)
            let userinfo = try await agent.get("/op/v1/userinfo", headers: [("authorization", "Bearer \(access)")])
            #expect(userinfo.json?["sub"] != nil && userinfo.json?["abb_loketLB_rol_3d"] == nil)
            // The next login is one within the session, too.
            let next = try await world.redeem(try #require(try await world.begin(agent).sentFields?["code"]))
            #expect(try world.claims(next).roles == ["LoketLB-bbcdrGebruiker:0999999922"])
            let short = try world.claims(try await agent.post("/people/griet/token", []))
            #expect(short.roles == ["LoketLB-bbcdrGebruiker:0999999922"])

            let id = try #require(granted.json?["id"]?.numberValue)
            #expect(try await jan.post("toekenningen/\(id)/intrekking", ["reden": "vergissing"]).status == 200)
            #expect(try await jan.post("toekenningen/\(id)/intrekking", ["reden": "r"]).status == 409)
            #expect(try await world.logIn(InventedPeople.griet, world.agent()).roles == nil)
            let history = try await jan.get(testgem + "/geschiedenis").json?.arrayValue
            #expect(history?.map { $0["soort"] } == ["ingetrokken", "toegekend"])
            #expect(history?.first?["door"] == "jan" && history?.first?["gebruiker"] == "griet")
        }
    }

    @Test("takes the right to log in away from somebody within a session, at their next login")
    func lockedOut() async throws {
        try await StandInWorld.run { world in
            let jan = try await Caller("jan", world)
            let agent = world.agent()
            _ = try await world.logIn(InventedPeople.an, agent)
            let grants = try await jan.get(try await jan.organisatie() + "/personen/an/toekenningen").json?.arrayValue
            let right = try #require(grants?.first { $0["context"] == .null }?["id"]?.numberValue)
            #expect(try await jan.post("toekenningen/\(right)/intrekking", ["reden": "weg"]).status == 200)
            let answer = try await world.begin(agent)
            #expect(answer.status == 403 && answer.text.contains("778323"))
        }
    }
}
