import Besturen
import Foundation
import JOSE
import Libcrypto
import OIDC
import StandIn
import Testing

@testable import Gateway

/// Who does not get in, and what is not done.
@Suite("The board refuses", .timeLimit(.minutes(5)))
struct BoardRefusalTests {
    private static let form = "Content-Type: application/x-www-form-urlencoded\r\n"
    private static let json = "Content-Type: application/json\r\n"

    private static let reads = [
        "/register", "/register/", "/register/open", "/register/besturen", "/register/conflicts",
        "/register/dossiers/D1",
        "/register/bestuur?uri=x", "/register/nothing",
    ]
    private static let writes = [
        "/register/open", "/register/dossiers/D1/steps", "/register/bestuur/amend?uri=x",
        "/register/bestuur/merge?uri=x",
    ]
    private static let interface = [
        "/register/api/v1/dossiers", "/register/api/v1/besturen", "/register/api/v1/journal",
        "/register/api/v1/conflicts", "/register/api/v1/openapi.json", "/register/api/v1/nothing",
    ]

    private static func head(_ response: RawClient.Response) -> String {
        "\(response.status) \(response.code ?? response.text.components(separatedBy: "<dt>Code</dt><dd><code>").last?.prefix { $0 != "<" }.description ?? "")"
    }

    @Test("whoever has no session, at every address, and leaves health and metrics as they are")
    func nobody() async throws {
        try await BoardWorld.run { world in
            for path in Self.reads {
                let response = try await world.ask("GET", path)
                #expect(response.status == 303, "\(path)")
                #expect(response["location"]?.hasPrefix("/register/login") == true, "\(path)")
            }
            let own = "Origin: \(world.origin)\r\nSec-Fetch-Site: same-origin\r\n"
            for path in Self.writes {
                let response = try await world.ask("POST", path, fields: own + Self.form, body: "a=b")
                #expect(Self.head(response) == "401 session_missing", "\(path)")
            }
            for path in Self.interface {
                let response = try await world.ask("GET", path)
                #expect(Self.head(response) == "401 session_missing", "\(path)")
                #expect(response["content-type"] == "application/problem+json")
            }
            #expect(try await world.ask("GET", "/health/live", host: "anything").text == "live\n")
            #expect(try await world.ask("GET", "/metrics", host: "anything").status == 200)
            #expect(try await world.ask("GET", "/registered").status == 404)
        }
    }

    @Test("a session for the modules under its own name or the board's, and the board's before the modules")
    func swapped() async throws {
        try await BoardWorld.run { world in
            let browser = Browser()
            _ = try await world.login.logIn(browser, InventedPeople.petra)
            let modules = try #require(browser.cookies["__Host-poort-session"])
            for name in ["__Host-poort-session", "__Host-poort-board"] {
                let path = "/register/api/v1/dossiers"
                let response = try await world.ask("GET", path, fields: "Cookie: \(name)=\(modules)\r\n")
                #expect(response.status == 401, "\(name)")
            }
            let visit = try await world.visit(InventedPeople.petra)
            let board = try #require(visit.browser.cookies["__Host-poort-board"])
            #expect(visit.browser.cookies["__Host-poort-session"] == nil)
            for name in ["__Host-poort-session", "__Host-poort-board"] {
                let gateway = world.login.world.gateway
                let answer = try await gateway.ask(
                    gateway.get("/concepts", fields: "Cookie: \(name)=\(board)\r\n"))
                #expect(answer.status == 401, "\(name)")
            }
            // Two cookies of the name: which one counts would be a guess.
            let two = "Cookie: __Host-poort-board=\(board); __Host-poort-board=\(board)\r\n"
            #expect(try await world.ask("GET", "/register/api/v1/dossiers", fields: two).status == 401)
        }
    }

    @Test("requests to another host, with an origin that is not its own, and addresses in another spelling")
    func foreign() async throws {
        try await BoardWorld.run { world in
            let visit = try await world.visit(InventedPeople.petra)
            let board = try #require(visit.browser.cookies["__Host-poort-board"])
            let cookie = "Cookie: __Host-poort-board=\(board)\r\n"
            for host in ["evil.example", "localhost:\(Browser.parts(world.origin).port)", "127.0.0.1", ""] {
                let response = try await world.ask("GET", "/register", host: host, fields: cookie)
                #expect(response.status == 421 || response.status == 400, "\(host)")
                #expect(!response.text.contains("Petra"))
            }
            let two = try await world.ask("GET", "/register", fields: cookie + "Host: evil.example\r\n")
            #expect(two.status == 421 || two.status == 400, "\(two.status)")
            let opening = try await visit.browser.open(world.origin + "/register/open")
            let token = try #require(opening.between("name=\"token\" value=\"", "\""))
            let body = "form=open&token=\(token)&name=Evil&announced="
            let origins = [
                "", "Origin: null\r\n", "Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n", "Sec-Fetch-Site: none\r\n", "Origin: \(world.login.origin)\r\n",
                "Origin: \(world.origin).evil.example\r\n", "Origin: \(world.origin)\r\nSec-Fetch-Site: cross-site\r\n",
                "Origin: http://evil.example\r\nSec-Fetch-Site: same-origin\r\n",
                "Origin: https\(world.origin.dropFirst(4))\r\n",
            ]
            for origin in origins {
                for path in ["/register/open", "/register/api/v1/dossiers", "/register/logout"] {
                    let response = try await world.ask("POST", path, fields: cookie + Self.form + origin, body: body)
                    #expect(Self.head(response) == "403 request_cross_origin", "\(path) \(origin)")
                }
            }
            let spellings = [
                "//register", "/register//open", "/register/./open", "/register/../register", "/register/%6Fpen",
                "/register/dossiers/..%2F..", "/REGISTER", "/register;a=b", "/register/dossiers/D1%00",
                "/register\\open", "/%72egister",
            ]
            for path in spellings {
                let response = try await world.ask("GET", path, fields: cookie)
                #expect(response.status == 400 || response.status == 404, "\(path) \(response.status)")
                #expect(!response.text.contains("Petra Voorbeeld"), "\(path)")
            }
            #expect(try world.store.read().state.dossiers.isEmpty)
            // The same form from the board's own page is taken.
            let taken = try await world.ask(
                "POST", "/register/open", fields: cookie + Self.form + "Origin: \(world.origin)\r\n", body: body)
            #expect(taken.status == 303, "\(taken.text)")
            #expect(try world.store.read().state.dossiers.count == 1)
        }
    }

    @Test("a form without its token, with that of another session, with one that was changed, and one that was used")
    func tokens() async throws {
        try await BoardWorld.run { world in
            let petra = try await world.visit(InventedPeople.petra, "/register/open")
            let lotte = try await world.visit(InventedPeople.lotte, "/register/open")
            func token(_ page: Browser.Page) throws -> String {
                try #require(page.between("name=\"token\" value=\"", "\""))
            }
            let own = try token(petra.page)
            let session = try #require(petra.browser.cookies["__Host-poort-board"])
            let wrong = [
                "", "x", try token(lotte.page), String(own.dropLast()), own + "A", "Z" + own.dropFirst(), session,
            ]
            for each in wrong {
                let body = "form=open&token=\(each)&name=Evil&announced="
                let page = try await petra.browser.post(world.origin + "/register/open", body, from: world.origin)
                #expect(page.status == 403 && page.code == "form_token_invalid", "\(each)")
            }
            let twice = "form=open&token=\(own)&token=\(own)&name=Evil"
            #expect(
                try await petra.browser.post(world.origin + "/register/open", twice, from: world.origin).status == 400)
            #expect(try world.store.read().state.dossiers.isEmpty)
            let first = try await petra.send("open", on: petra.page, ["name": "Een"])
            #expect(first.status == 200)
            let second = try await petra.send("open", on: petra.page, ["name": "Een"])
            #expect(second.status == 409 && second.text.contains("form_used"))
            #expect(try world.store.read().state.dossiers.count == 1)
            // A slip uses nothing up: what was typed stands there, with what is wrong with it.
            let page = try await petra.browser.open(world.origin + "/register/open")
            let slip = try await petra.send("open", on: page, ["name": "Twee \"&", "announced": "0999998830"])
            #expect(slip.status == 422 && slip.text.contains("value=\"Twee &quot;&amp;\""), "\(slip.text)")
            let mended = try await petra.send("open", on: slip, ["announced": ""])
            #expect(mended.status == 200 && mended.text.contains("Twee &quot;&amp;"))
            // Logging out by a page that is not one's own does nothing either.
            let out = try await petra.browser.post(world.origin + "/register/logout", "token=x", from: world.origin)
            #expect(out.status == 403)
            #expect(try await petra.browser.open(world.origin + "/register").status == 200)
        }
    }

    @Test("somebody who may only look: no forms, and nothing done when they are sent all the same")
    func viewer() async throws {
        try await BoardWorld.run { world in
            let entry = try world.store.append(
                by: "P", for: .abb, at: RegisterLiveTests.now, .init(nil, .open(name: "Een", announced: nil)))
            let petra = try await world.visit(InventedPeople.petra, "/register/dossiers/\(entry.subject)")
            let vera = try await world.visit(InventedPeople.vera, "/register/dossiers/\(entry.subject)")
            #expect(vera.page.status == 200 && BoardWorld.forms(vera.page).isEmpty)
            #expect(!vera.page.text.contains("/register/open"))
            #expect(try await vera.browser.open(world.origin + "/register/open").status == 403)
            let token = try #require(vera.page.between("name=\"token\" value=\"", "\""))
            let posts = [
                ("/register/open", "form=open&name=x&announced="),
                (
                    "/register/dossiers/\(entry.subject)/steps",
                    "form=stap-goedgekeurd&sequence=\(entry.sequence)&decision=x"
                ),
                (
                    "/register/dossiers/\(entry.subject)/steps",
                    "form=stap-goedgekeurd&sequence=\(entry.sequence)&decision=x&party=abb"
                ),
            ]
            for (path, body) in posts {
                let page = try await vera.browser.post(
                    world.origin + path, body + "&token=\(token)", from: world.origin)
                #expect([403, 422].contains(page.status), "\(path) \(page.status)")
            }
            // A party may not take the step of another either, whatever it calls itself.
            let own = try #require(petra.page.between("name=\"token\" value=\"", "\""))
            for party in ["", "&party=loket", "&party=nobody"] {
                let page = try await petra.browser.post(
                    world.origin + "/register/dossiers/\(entry.subject)/steps",
                    "form=stap-toegang-gevraagd&sequence=\(entry.sequence)&reference=x&token=\(own)\(party)",
                    from: world.origin)
                #expect([403, 422].contains(page.status), "\(party) \(page.status)")
            }
            #expect(try world.store.head().sequence == entry.sequence)
        }
    }

    @Test(
        "a page of a list that there is not: the last that there is, and a gateway that goes on",
        arguments: [
            "9223372036854775807", "9223372036854775806", "-9223372036854775808", "4611686018427387905", "0", "-1", "x",
        ])
    func pages(_ page: String) async throws {
        try await BoardWorld.run { world in
            let vera = try await world.visit(InventedPeople.vera)
            for address in ["/register?state=active&page=\(page)", "/register/besturen?page=\(page)"] {
                let answer = try await vera.browser.open(world.origin + address)
                #expect(answer.status == 200 || answer.status == 400, "\(address): \(answer.status)")
                #expect(
                    !answer.text.contains("[&quot;text") && !answer.text.contains("[\"text"),
                    "no value as Swift writes it")
            }
            #expect(try await vera.browser.open(world.origin + "/register").status == 200)
        }
    }

    @Test("a role that is held elsewhere, none at all, and a session that was ended, and says which roles open it")
    func roles() async throws {
        try await BoardWorld.run { world in
            let an = try await world.visit(InventedPeople.an)
            #expect(an.page.status == 403 && an.page.code == "board_role_missing")
            #expect(an.page.text.contains("LoketRegisterABB") && an.page.text.contains("lokale beheerder"))
            #expect(an.page.text.contains("/register/logout"))
            let answer = try await an.browser.send(
                "GET", world.origin + "/register/api/v1/dossiers", isNavigation: false)
            #expect(answer.status == 403 && answer.code == "board_role_missing")
            // Sealed as the board does, with roles that do not count for the bestuur that was chosen.
            let cases: [(roles: [String], bestuur: String, doelgroep: String, opens: Bool)] = [
                (["LoketRegisterABB:OVO999909"], "OVO999909", "GID", true),
                (["LoketRegisterABB:OVO999901"], "OVO999909", "GID", false),
                (["LoketRegisterABB:0999999922"], "0999999922", "GID", false),
                (["LoketRegisterABB:OVO999909"], "OVO999909", "LB", false),
                (["LoketRegisterABB:OVO999909"], "OVO999909", "EA", false),
                (["loketregisterabb:OVO999909"], "OVO999909", "GID", false),
                (["LoketRegisterABB:OVO999909"], "OVO999998", "GID", false),
                (["LoketLB-toezichtGebruiker:OVO999909"], "OVO999909", "GID", false),
            ]
            for (roles, bestuur, doelgroep, opens) in cases {
                let session = try world.session(roles, bestuur, doelgroep)
                let browser = Browser()
                browser.setCookie("__Host-poort-board", try SealedSession.seal(session, as: .board, with: world.ring))
                let page = try await browser.open(world.origin + "/register")
                #expect(page.status == (opens ? 200 : 403), "\(roles) \(bestuur) \(doelgroep)")
            }
            let petra = try await world.visit(InventedPeople.petra)
            let copy = try #require(petra.browser.cookies["__Host-poort-board"])
            let out = try await petra.browser.submit(petra.page, "/register/logout\"")
            #expect(out.text.contains("U wordt afgemeld"))
            let path = "/register/api/v1/dossiers"
            let dead = try await world.ask("GET", path, fields: "Cookie: __Host-poort-board=\(copy)\r\n")
            #expect(Self.head(dead) == "401 session_revoked")
        }
    }

    @Test("a step on what has changed meanwhile, with the present state, and a body that is too large")
    func stale() async throws {
        try await BoardWorld.run { world in
            let petra = try await world.visit(InventedPeople.petra, "/register/open")
            let opened = try await petra.send("open", on: petra.page, ["name": "Een"])
            let first = try await petra.send("stap-goedgekeurd", on: opened, ["decision": "BVR 1"])
            #expect(first.status == 200)
            // The same form again, as a second click or somebody else's older page sends it.
            let again = try await petra.send("stap-goedgekeurd", on: opened, ["decision": "BVR 2"])
            #expect(again.status == 409 && again.text.contains("journal_moved"), "\(again.text)")
            #expect(BoardWorld.forms(again).contains("stap-loket-verwittigd"))
            let head = try world.store.head().sequence
            let large = try await petra.browser.post(
                world.origin + "/register/open", "name=" + String(repeating: "x", count: 20_000), from: world.origin)
            #expect(large.status == 413)
            let secret = try await petra.send(
                "stap-loket-verwittigd", on: again, ["sequence": "99999999999999999999"])
            #expect(secret.status == 400)
            #expect(try world.store.head().sequence == head)
            // A national number never comes into the journal.
            let page = try await petra.browser.open(opened.url)
            let rrn = try await petra.send("weiger-goedkeuring", on: page, ["reason": "85.07.30-033.28"])
            #expect(rrn.status == 422)
            #expect(try world.store.head().sequence == head)
            let log = try world.login.world.gateway.auditText()
            #expect(log.contains("\"event\":\"register_step\"") && log.contains("\"code\":\"journal_moved\""))
            #expect(!log.contains("85.07.30") && !log.contains("token"))
        }
    }
}

extension BoardWorld {
    func session(_ roles: [String], _ bestuur: String, _ doelgroep: String, name: String = "Iemand") throws -> Session {
        let now = LoginService.now()
        return Session(
            id: try SessionID.random(), issuer: login.provider.issuer, subject: "s-\(bestuur)", providerSession: nil,
            name: name,
            claims: [
                SessionClaim("vo_id", .text("a")), SessionClaim("vo_orgcode", .text(bestuur)),
                SessionClaim("vo_doelgroepcode", .text(doelgroep)), SessionClaim("abb_loketLB_rol_3d", .list(roles)),
            ], begun: now, issued: now, tokenIssued: now)
    }
}
