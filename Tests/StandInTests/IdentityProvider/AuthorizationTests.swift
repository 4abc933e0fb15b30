import Foundation
import JOSE
import Testing

@testable import StandIn

@Suite("A login at the stand-in", .timeLimit(.minutes(5)))
struct AuthorizationTests {
    // MARK: - Requests that are refused

    static let pages: [(name: String, changes: [(String, String?)])] = [
        ("no client", [("client_id", nil)]), ("an unknown client", [("client_id", "somebody")]),
        ("a client in other letters", [("client_id", StandInWorld.clientID.uppercased() + "A")]),
        ("no redirect address", [("redirect_uri", nil)]),
        ("another redirect address", [("redirect_uri", "https://evil.example/")]),
        ("a longer one", [("redirect_uri", StandInWorld.redirectURI + "/")]),
        ("one with a query", [("redirect_uri", StandInWorld.redirectURI + "?a=b")]),
        ("one with another host in front", [("redirect_uri", "http://127.0.0.1:8080@evil.example/_poort/callback")]),
        ("one in other letters", [("redirect_uri", "http://127.0.0.1:8080/_Poort/callback")]),
    ]

    @Test("is refused on a page, and the browser sent nowhere, for a request that may be anybody's")
    func refusedOnPage() async throws {
        try await StandInWorld.run { world in
            for (name, changes) in Self.pages {
                let answer = try await world.begin(world.agent(), changes)
                #expect(answer.status == 400 && answer.location == nil, "\(name)")
            }
            let twice = FormEncoding.encode(StandInWorld.fields() + [("redirect_uri", "https://evil.example/")])
            let answer = try await world.agent().get("/op/v1/auth?" + twice)
            #expect(answer.status == 400 && answer.location == nil)
        }
    }

    static let answers: [(name: String, changes: [(String, String?)], error: String)] = [
        ("no response type", [("response_type", nil)], "invalid_request"),
        ("the implicit flow", [("response_type", "id_token")], "unsupported_response_type"),
        ("a hybrid flow", [("response_type", "code id_token")], "unsupported_response_type"),
        ("an answer in the fragment", [("response_mode", "fragment")], "invalid_request"),
        ("no scope", [("scope", nil)], "invalid_scope"),
        ("a scope without openid", [("scope", "profile")], "invalid_scope"),
        ("a scope that the client may not have", [("scope", "openid abb_vmt")], "invalid_scope"),
        ("a scope in other letters", [("scope", "openid abb_loketlb")], "invalid_scope"),
        ("a short challenge", [("code_challenge", "short")], "invalid_request"),
        (
            "a challenge with other characters", [("code_challenge", String(repeating: "é", count: 43))],
            "invalid_request"
        ),
        ("an unknown challenge method", [("code_challenge_method", "S512")], "invalid_request"),
        ("a method without a challenge", [("code_challenge", nil)], "invalid_request"),
        ("a means that is not known", [("acr_values", "magic")], "unmet_authentication_requirements"),
        ("another prompt", [("prompt", "consent")], "invalid_request"),
        ("a silent login with a page", [("prompt", "none login")], "invalid_request"),
        ("an age that is no number", [("max_age", "soon")], "invalid_request"),
        ("a negative age", [("max_age", "-1")], "invalid_request"),
        ("a hint that is no Base64", [("login_hint", "{}")], "invalid_request"),
        ("a hint without its members", [("login_hint", "e30=")], "invalid_request"),
        ("a request object", [("request", "x.y.z")], "request_not_supported"),
        ("a request by reference", [("request_uri", "https://evil.example/")], "request_uri_not_supported"),
        ("a silent login of nobody", [("prompt", "none")], "login_required"),
    ]

    @Test("is refused to the client, with its state and the issuer, for everything else")
    func refusedToClient() async throws {
        try await StandInWorld.run { world in
            for (name, changes, error) in Self.answers {
                let answer = try await world.begin(world.agent(), changes)
                #expect(answer.status == 303, "\(name)")
                #expect(answer.location?.hasPrefix(StandInWorld.redirectURI + "?") == true, "\(name)")
                #expect(answer.sentFields?["error"] == error, "\(name)")
                #expect(answer.sentFields?["state"] == "a state", "\(name)")
                #expect(answer.sentFields?["iss"] == world.provider.issuer, "\(name)")
                #expect(answer.sentFields?["code"] == nil, "\(name)")
            }
            let twice = FormEncoding.encode(StandInWorld.fields() + [("state", "another")])
            let answer = try await world.agent().get("/op/v1/auth?" + twice)
            #expect(answer.sentFields?["error"] == "invalid_request" && answer.sentFields?["state"] == nil)
        }
    }

    // MARK: - Forms

    @Test("does not take a form from another browser, a second time, or one that was made up")
    func forms() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.begin(agent)
            let interaction = try #require(page.hidden("interactie"))
            let form = [(name: "interactie", value: interaction), ("gebruiker", "an")]
            // The attacker's own login, sent by the victim's browser: a login in the attacker's name.
            let victim = world.agent()
            _ = try await world.begin(victim)
            for other in [victim, world.agent()] {
                let answer = try await other.post("/op/v1/auth/persoon", form)
                #expect(answer.status == 400 && answer.location == nil)
                #expect(other.cookies["stand-in-sso"] == nil)
            }
            for made in ["", "x", String(repeating: "A", count: 43)] {
                let answer = try await agent.post(
                    "/op/v1/auth/persoon", [("interactie", made), ("gebruiker", "an")])
                #expect(answer.status == 400, "\(made)")
            }
            for foreign in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
                #expect(try await agent.post("/op/v1/auth/persoon", form, headers: [foreign]).status == 403)
            }
            #expect(
                try await agent.post(
                    "/op/v1/auth/persoon", [("interactie", interaction), ("gebruiker", "nobody")]
                ).status == 400)
            let own = [("origin", "http://127.0.0.1:\(world.port)"), ("sec-fetch-site", "same-origin")]
            #expect(try await agent.post("/op/v1/auth/persoon", form, headers: own).sentFields?["code"] != nil)
            #expect(try await agent.post("/op/v1/auth/persoon", form).status == 400)
        }
    }

    @Test("does not let somebody act for an organisation that is not theirs")
    func foreignOrganisation() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.choose(InventedPeople.ines, try await world.begin(agent), agent)
            let interaction = try #require(page.hidden("interactie"))
            let foreign = try #require(
                try world.provider.gebruikersbeheer.identiteiten(of: InventedPeople.nora.id).first)
            for werkrelatie in [String(foreign.werkrelatie), "0", "x", "99999999999999999999"] {
                let answer = try await agent.post(
                    "/op/v1/auth/organisatie", [("interactie", interaction), ("werkrelatie", werkrelatie)])
                #expect(answer.status == 400, "\(werkrelatie)")
            }
        }
    }

    @Test("expires")
    func expiry() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.begin(agent)
            world.clock.advance(seconds: LoginInteraction.lifetime + 1)
            #expect(try await world.choose(InventedPeople.an, page, agent).status == 400)
        }
    }

    @Test("shows what is foreign as text, under a policy that runs nothing")
    func escaping() async throws {
        let hostile = "<script>alert(1)</script>\"'&"
        let client = StandInClient(
            id: hostile, authentication: .secret("s"), redirectURIs: ["http://127.0.0.1:1/;script-src *"])
        try await StandInWorld.run(client: client) { world in
            let page = try await world.begin(
                world.agent(), [("client_id", hostile), ("redirect_uri", "http://127.0.0.1:1/;script-src *")])
            #expect(page.status == 200 && !page.text.contains("<script"))
            #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
            let policy = try #require(page["content-security-policy"])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(policy.contains("form-action 'self' http://127.0.0.1:1;") && !policy.contains("script-src"))
            #expect(page["cache-control"] == "no-store")
        }
    }

    // MARK: - Choosing

    @Test("asks who one is, says that it is no real one, and ends for whoever has one organisation")
    func onePerson() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.begin(agent)
            #expect(page.status == 200 && page.text.contains("Stand-in voor ontwikkeling"))
            #expect(!page.text.contains("<script"))
            let answer = try await world.choose(InventedPeople.an, page, agent)
            #expect(answer.status == 303)
            #expect(answer.sentFields?["state"] == "a state" && answer.sentFields?["iss"] == world.provider.issuer)
            let cookie = try #require(answer.setCookies.first { $0.hasPrefix("stand-in-sso=") })
            #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax") && cookie.contains("Path=/op;"))
        }
    }

    @Test("asks whoever works for two besturen for which, and remembers it until they switch")
    func twoOrganisations() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.choose(InventedPeople.ines, try await world.begin(agent), agent)
            #expect(page.text.contains("Kies een organisatie"))
            #expect(page.text.contains("KBO-nummer 0999999922") && page.text.contains("KBO-nummer 0999999823"))
            let first = try await world.choose(organisatie: "Testgem", page, agent)
            let claims = try world.claims(try await world.redeem(try #require(first.sentFields?["code"])))
            #expect(claims.string("vo_orgcode") == "0999999922" && claims.string("vo_orgnaam") == "Testgem")
            // Silent within the session, also when no page may be shown.
            for prompt in [nil, "none"] {
                let again = try await world.begin(agent, [("prompt", prompt)])
                let same = try world.claims(try await world.redeem(try #require(again.sentFields?["code"])))
                #expect(same.string("vo_orgcode") == "0999999922")
                #expect(same.string("sid") == claims.string("sid"))
            }
            let left = try await agent.get(
                "/op/v1/logout?"
                    + FormEncoding.encode([
                        ("switch", "true"), ("client_id", StandInWorld.clientID),
                        ("post_logout_redirect_uri", StandInWorld.switched), ("state", "s w"),
                    ]))
            #expect(left.location == StandInWorld.switched + "?state=s+w")
            let silent = try await world.begin(agent, [("prompt", "none")])
            #expect(silent.sentFields?["error"] == "interaction_required")
            let choice = try await world.begin(agent)
            #expect(choice.text.contains("Kies een organisatie"))
            let second = try await world.choose(organisatie: "OCMW Testgem", choice, agent)
            let other = try world.claims(try await world.redeem(try #require(second.sentFields?["code"])))
            #expect(other.string("vo_orgcode") == "0999999823" && other.subject == claims.subject)
            #expect(other.roles == ["LoketLB-personeelsbeheer:0999999823"])
        }
    }

    @Test("asks in which capacity first, where there is more than one")
    func twoHoedanigheden() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.choose(InventedPeople.omar, try await world.begin(agent), agent)
            #expect(page.text.contains("<h1>Aanmelden namens</h1>"))
            let interaction = try #require(page.hidden("interactie"))
            func choose(_ hoedanigheid: String) async throws -> Agent.Answer {
                try await agent.post(
                    "/op/v1/auth/hoedanigheid", [("interactie", interaction), ("hoedanigheid", hoedanigheid)])
            }
            for code in ["", "lb", "BUR"] { #expect(try await choose(code).status == 400, "\(code)") }
            // One that is not theirs is asked for again.
            #expect(try await choose("EA").text.contains("<h1>Aanmelden namens</h1>"))
            #expect(page.button("een lokaal of provinciaal bestuur") == "LB")
            let organisations = try await choose(try #require(page.button("de Vlaamse overheid")))
            #expect(organisations.text.contains("OVO-code OVO999909") && organisations.button("Voorbeeldstad") == nil)
            let done = try await world.choose(organisatie: "Agentschap Voorbeeld", organisations, agent)
            let claims = try world.claims(try await world.redeem(try #require(done.sentFields?["code"])))
            #expect(claims.string("vo_doelgroepcode") == "GID" && claims.roles == ["LoketAdmin:OVO999909"])
        }
    }

    @Test("leaves the choice out for a hint, and never takes another organisation than the one that is meant")
    func hint() async throws {
        try await StandInWorld.run { world in
            func hint(_ doelgroep: String, _ code: String) -> (String, String?) {
                let text = "{\"cap_hint\":\"\(doelgroep)\",\"code_hint\":\"\(code)\"}"
                return ("login_hint", Data(text.utf8).base64EncodedString())
            }
            let ocmw = try await world.logIn(InventedPeople.ines, world.agent(), [hint("LB", "0999999823")])
            #expect(ocmw.string("vo_orgcode") == "0999999823")
            for (doelgroep, code) in [("LB", "0999999724"), ("GID", "0999999823"), ("LB", "0999999823 ")] {
                let agent = world.agent()
                let page = try await world.choose(
                    InventedPeople.ines, try await world.begin(agent, [hint(doelgroep, code)]), agent)
                #expect(page.text.contains("Kies een organisatie"), "\(doelgroep) \(code)")
            }
            // Within a session for another organisation.
            let agent = world.agent()
            _ = try await world.code(InventedPeople.ines, agent, [hint("LB", "0999999922")])
            let directed = try await world.begin(agent, [hint("LB", "0999999823")])
            let claims = try world.claims(try await world.redeem(try #require(directed.sentFields?["code"])))
            #expect(claims.string("vo_orgcode") == "0999999823")
        }
    }

    @Test("says 778323 to somebody without the right, and lets a gebruiker without any module in")
    func noRight() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let page = try await world.choose(InventedPeople.mo, try await world.begin(agent), agent)
            #expect(page.status == 403 && page.location == nil)
            for text in [
                "Er is een fout opgetreden waardoor u niet kunt aanmelden.", "778323", "Mo Voorbeeld",
                "U beschikt niet over de rechten om aan te melden op deze toepassing.", "error=access_denied",
            ] {
                #expect(page.text.contains(text), "\(text)")
            }
            #expect(
                try await world.begin(agent, [("prompt", "none")]).sentFields?["error"] == "access_denied")
            let griet = try await world.logIn(InventedPeople.griet, world.agent())
            #expect(griet.value("abb_loketLB_rol_3d") == nil)
            let nora = try await world.logIn(InventedPeople.nora, world.agent())
            #expect(nora.roles?.count == 14)
            let leen = try await world.logIn(InventedPeople.leen, world.agent())
            #expect(leen.string("vo_doelgroepcode") == "EA" && leen.string("vo_orgnaam") == "Proefbouw nv")
            let farid = try await world.logIn(InventedPeople.farid, world.agent())
            #expect(farid.roles == ["LoketAdmin:OVO999909"] && farid.string("vo_doelgroepnaam") == "VO-medewerkers")
        }
    }

    @Test("is asked for again after two hours, when the client demands it, and when it is too long ago")
    func again() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let first = try await world.logIn(InventedPeople.an, agent)
            #expect(try await world.begin(agent).sentFields?["code"] != nil)
            #expect(try await world.begin(agent, [("prompt", "login")]).hidden("interactie") != nil)
            #expect(try await world.begin(agent, [("max_age", "0")]).hidden("interactie") != nil)
            world.clock.advance(seconds: 61)
            #expect(try await world.begin(agent, [("max_age", "61")]).sentFields?["code"] != nil)
            #expect(try await world.begin(agent, [("max_age", "60")]).hidden("interactie") != nil)
            // Logging in again keeps the session, under a new cookie, and the time is the new one.
            let cookie = try #require(agent.cookies["stand-in-sso"])
            let renewed = try await world.logIn(InventedPeople.an, agent, [("prompt", "login")])
            #expect(renewed.string("sid") == first.string("sid"))
            #expect(renewed.value("auth_time")?.numberValue?.integer == world.clock.now.unixSeconds)
            #expect(agent.cookies["stand-in-sso"] != cookie)
            let copied = try await world.agent().get(
                "/op/v1/auth?" + FormEncoding.encode(StandInWorld.fields([("prompt", "none")])),
                headers: [("cookie", "stand-in-sso=\(cookie)")])
            #expect(copied.sentFields?["error"] == "login_required")
            // Somebody else in the same browser is another session.
            let other = try await world.logIn(InventedPeople.chris, agent, [("prompt", "login")])
            #expect(other.string("sid") != first.string("sid"))
            world.clock.advance(seconds: SSOSession.lifetime)
            #expect(try await world.begin(agent, [("prompt", "none")]).sentFields?["error"] == "login_required")
        }
    }

    @Test("works by POST, too")
    func byPost() async throws {
        try await StandInWorld.run { world in
            let page = try await world.agent().post("/op/v1/auth", StandInWorld.fields())
            #expect(page.status == 200 && page.hidden("interactie") != nil)
        }
    }
}
