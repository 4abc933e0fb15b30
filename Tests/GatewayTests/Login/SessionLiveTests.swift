import Foundation
import GRDB
import JOSE
import Libcrypto
import OIDC
import StandIn
import Testing

@testable import Gateway

/// Sessions from their beginning to each of their ends, over real sockets.
@Suite("A session at the gateway", .serialized, .timeLimit(.minutes(5)))
struct SessionLiveTests {
    /// Waits until a browser's session is refused, and gives how long that took.
    private static func ended(
        _ given: StandInLogin, _ browser: Browser
    ) async throws -> (answer: String, time: Duration) {
        let begin = ContinuousClock.now
        for _ in 0..<400 {
            let answer = try await given.ask(browser, "/submissions")
            if !answer.hasPrefix("200") { return (answer, .now - begin) }
            try await Task.sleep(for: .milliseconds(10))
        }
        return ("200 still", .now - begin)
    }

    // MARK: - Its ends

    @Test("ends with a logout: every copy of its cookie is dead, and the provider is logged out of as well")
    func logout() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let start = try await given.logIn(browser, InventedPeople.an)
            let copy = Browser()
            copy.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
            #expect(try await given.ask(copy, "/submissions") == "200 through")
            let leaving = try await browser.submit(start, "/_poort/logout\"")
            #expect(browser.cookies["__Host-poort-session"] == nil)
            let provider = try #require(leaving.refresh)
            #expect(provider.contains("/op/v1/logout?client_id=") && !provider.contains("switch"))
            #expect(try await given.ask(copy, "/submissions") == "401 session_revoked")
            let out = try await browser.open(provider, from: leaving.url)
            #expect(out.url.hasPrefix("\(given.origin)/_poort/logged-out") && out.text.contains("U bent afgemeld"))
            // The provider asks again who it is.
            let again = try await browser.open("\(given.origin)/_poort/login")
            #expect(again.text.contains("name=\"gebruiker\""), "\(again.text)")
        }
    }

    @Test("is another one after each login, and the former one of the browser is dead")
    func fixation() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            // One that somebody planted.
            let attacker = Browser()
            _ = try await given.logIn(attacker, InventedPeople.chris)
            let planted = attacker.cookies["__Host-poort-session"]
            browser.setCookie("__Host-poort-session", planted)
            _ = try await given.logIn(browser, InventedPeople.an)
            #expect(browser.cookies["__Host-poort-session"] != planted)
            #expect(try await given.ask(browser, "/submissions") == "200 through")
            #expect(try await given.ask(attacker, "/submissions") == "401 session_revoked")
        }
    }

    @Test("ends everywhere when the person says so, and a login afterwards counts")
    func everywhere() async throws {
        try await StandInLogin.run { given in
            let one = Browser()
            let two = Browser()
            let other = Browser()
            let start = try await given.logIn(one, InventedPeople.an)
            _ = try await given.logIn(two, InventedPeople.an)
            _ = try await given.logIn(other, InventedPeople.ines, organisation: "Testgem")
            _ = try await one.submit(start, "/_poort/logout-everywhere")
            #expect(try await given.ask(two, "/submissions") == "401 session_revoked")
            #expect(try await given.ask(other, "/submissions") == "200 through")
            // In another second: a session that began in the second of the logout counts as older.
            try await Task.sleep(for: .milliseconds(1_100))
            _ = try await given.logIn(one, InventedPeople.an)
            #expect(try await given.ask(one, "/submissions") == "200 through")
        }
    }

    @Test("ends within a second when the provider says so, by session and by person", arguments: ["sid", "sub"])
    func backChannel(_ scope: String) async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let other = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            _ = try await given.logIn(other, InventedPeople.ines, organisation: "Testgem")
            let naming = try #require(IdentityProvider.LogoutScope(rawValue: scope))
            let deliveries = try await given.provider.logOut(InventedPeople.an.id, naming: naming)
            #expect(deliveries.map(\.outcome.text) == ["delivered, 200"], "\(deliveries) \(given.world.log.lines)")
            let (answer, time) = try await Self.ended(given, browser)
            #expect(answer == "401 session_revoked" && time < .seconds(1), "\(answer) \(time)")
            #expect(try await given.ask(other, "/submissions") == "200 through")
            _ = try await given.logIn(browser, InventedPeople.an)
            // Logged in after the logout, by the provider's clock: in its next second at the latest.
            if try await given.ask(browser, "/submissions") != "200 through" {
                try await Task.sleep(for: .milliseconds(1_100))
                _ = try await given.logIn(browser, InventedPeople.an)
            }
            #expect(try await given.ask(browser, "/submissions") == "200 through")
        }
    }

    static let badLogouts: [(fault: Misbehaviour, code: String)] = [
        (.logoutTokenWithoutEvents, "logout_token_event"), (.logoutTokenWithNonce, "logout_token_nonce"),
        (.logoutTokenForAnotherAudience, "logout_token_audience"), (.logoutTokenIsOld, "logout_token_expired"),
        (.logoutTokenUnsigned, "token_algorithm_not_allowed"),
        (.logoutTokenWithoutSessionAndSubject, "logout_token_holder"),
    ]

    @Test("does not end by a logout token that is wrong", arguments: badLogouts.indices)
    func badLogout(_ index: Int) async throws {
        let (fault, code) = Self.badLogouts[index]
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            given.provider.misbehaviour = fault
            let deliveries = try await given.provider.logOut(InventedPeople.an.id, naming: .session)
            #expect(deliveries.map(\.outcome.text) == ["refused, 400"], "\(fault): \(deliveries)")
            #expect(
                given.world.log.lines.contains { $0.contains("logout token refused") && $0.contains("code=\(code)") })
            #expect(try await given.ask(browser, "/submissions") == "200 through")
        }
    }

    static let badForms: [(name: String, body: String)] = [
        ("nothing", ""), ("another field", "token=x"), ("no token", "logout_token="),
        ("two tokens", "logout_token=a&logout_token=b"), ("no token at all", "logout_token=x.y.z"),
        ("a large body", "logout_token=" + String(repeating: "a", count: 70_000)),
    ]

    @Test("does not end by what is no logout token")
    func badForm() async throws {
        try await StandInLogin.run { given in
            for (name, body) in Self.badForms {
                let response = try await Browser().send(
                    "POST", "\(given.origin)/_poort/backchannel-logout", body: body, isNavigation: false)
                #expect([400, 413].contains(response.status), "\(name): \(response.status)")
            }
            #expect(try await Browser().open("\(given.origin)/_poort/backchannel-logout").status == 404)
        }
    }

    @Test("is switched: nothing of the former bestuur survives, and the provider asks for the next")
    func switching() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let start = try await given.logIn(browser, InventedPeople.ines, organisation: "Testgem")
            #expect(start.text.contains("Testgem"))
            #expect(try await given.ask(browser, "/submissions") == "200 through")
            #expect(try await given.ask(browser, "/employee-datasets") == "403 module_not_granted")
            let former = Browser()
            former.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
            let leaving = try await browser.submit(start, "/_poort/switch")
            let provider = try #require(leaving.refresh)
            #expect(provider.contains("switch=true"))
            let choice = try await browser.open(provider, from: leaving.url)
            #expect(
                choice.text.contains("OCMW Testgem") && !choice.text.contains("name=\"gebruiker\""), "\(choice.text)")
            let next = try await given.logIn(browser, InventedPeople.ines, organisation: "OCMW Testgem", from: choice)
            #expect(next.url == "\(given.origin)/_poort/" && next.text.contains("OCMW Testgem"))
            #expect(try await given.ask(browser, "/submissions") == "403 module_not_granted")
            #expect(try await given.ask(browser, "/employee-datasets") == "200 through")
            #expect(try await given.ask(former, "/submissions") == "401 session_revoked")
        }
    }

    @Test("that was ended stays ended after a restart, and for another gateway with the same file")
    func persistence() async throws {
        let site = try await LoginWorld.Site.make()
        defer { site.remove() }
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let browser = Browser()
        let kept = Browser()
        try await StandInLogin.run(key: key, site: site) { given in
            let start = try await given.logIn(browser, InventedPeople.an)
            let cookie = browser.cookies["__Host-poort-session"]
            _ = try await browser.submit(start, "/_poort/logout\"")
            browser.setCookie("__Host-poort-session", cookie)
        }
        // The sessions of another issuer would not count: this stand-in has another port. So they are made here.
        try await StandInLogin.run(key: key, site: site) { given in
            let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
            let session = try Self.session(issuer: given.provider.issuer)
            kept.setCookie("__Host-poort-session", try SealedSession.seal(session, with: ring))
            #expect(try await given.ask(kept, "/submissions") == "200 through")
            // Another connection writes to the file, as another gateway would.
            let file = "\(site.directory.path)/sessions.sqlite"
            let hex = session.digest.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            let forget = Int64(Date().timeIntervalSince1970) + 3_600
            try await DatabaseQueue(path: file).write { database in
                try database.execute(
                    sql: "INSERT INTO revocation (kind, key, until, forget) VALUES ('session', x'\(hex)', 0, \(forget))"
                )
            }
            let (answer, time) = try await Self.ended(given, kept)
            #expect(answer == "401 session_revoked" && time < .seconds(1), "\(answer) \(time)")
        }
        try await StandInLogin.run(key: key, site: site) { given in
            // Loaded from the file at the start: two sessions are on it.
            let count = try #require(try await given.world.gateway.metric("poort_sessions_revoked"))
            #expect(count == 2)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: "\(site.directory.path)/sessions.sqlite")
        #expect(mode[.posixPermissions] as? Int == 0o600)
    }

    @Test("ends within a second when an operator says so, by what the audit log shows", arguments: 0..<3)
    func operators(_ way: Int) async throws {
        let site = try await LoginWorld.Site.make()
        defer { site.remove() }
        try await StandInLogin.run(site: site) { given in
            let browser = Browser()
            let other = Browser()
            _ = try await given.logIn(browser, InventedPeople.an, at: "/submissions")
            _ = try await given.logIn(other, InventedPeople.ines, organisation: "Testgem", at: "/submissions")
            let entries = try await given.world.gateway.audit(atLeast: 8)
            let entry = try #require(
                entries.first {
                    $0["session"] != nil && $0["bestuur"] != nil && $0["path"]?.stringValue == "/submissions"
                })
            func bytes(_ name: String) throws -> [UInt8] {
                let digits = Array(try #require(entry[name]?.stringValue).utf8)
                return stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16)
                }
            }
            let digest = SessionDigest(bytes: try bytes("session"))
            let key = HolderKey(bytes: try bytes("subject"))
            let ending: [SessionEnding] = [.session(try #require(digest)), .subject(try #require(key)), .everybody]
            let file = given.world.gateway.directory.appendingPathComponent("poort.yaml").path
            let login = try #require(try GatewayLoader.load(file: file).configuration.login)
            try await ending[way].end(login, at: Instant(unixSeconds: Int64(Date().timeIntervalSince1970)))
            let (answer, time) = try await Self.ended(given, browser)
            #expect(answer == "401 session_revoked" && time < .seconds(1), "\(answer) \(time)")
            let expected = way == 2 ? "401 session_revoked" : "200 through"
            #expect(try await given.ask(other, "/submissions") == expected)
        }
    }

    @Test("ends on every loop when many end at once, and stays ended", .timeLimit(.minutes(2)))
    func atOnce() async throws {
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
        try await StandInLogin.run(configuration: "", key: key) { given in
            for _ in 0..<5 {
                let browsers = try (0..<12).map { _ in
                    let browser = Browser()
                    let session = try Self.session(issuer: given.provider.issuer)
                    browser.setCookie("__Host-poort-session", try SealedSession.seal(session, with: ring))
                    return browser
                }
                for browser in browsers { #expect(try await given.ask(browser, "/submissions") == "200 through") }
                let copies = browsers.map { browser in
                    let copy = Browser()
                    copy.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
                    return copy
                }
                let answers = try await withThrowingTaskGroup(of: [String].self) { group in
                    for (browser, copy) in zip(browsers, copies) {
                        group.addTask {
                            _ = try await browser.post("\(given.origin)/_poort/logout", from: given.origin)
                            // At once, on connections of other loops too.
                            var answers: [String] = []
                            for _ in 0..<4 { answers.append(try await given.ask(copy, "/submissions")) }
                            return answers
                        }
                    }
                    return try await group.reduce(into: []) { $0 += $1 }
                }
                #expect(Set(answers) == ["401 session_revoked"])
                for copy in copies { #expect(try await given.ask(copy, "/submissions") == "401 session_revoked") }
            }
        }
    }

    @Test("stays ended when the file is taken away, emptied or replaced, here and for whoever opens it next")
    func lostFile() async throws {
        let site = try await LoginWorld.Site.make()
        defer { site.remove() }
        let file = "\(site.directory.path)/sessions.sqlite"
        let ways: [() throws -> Void] = [
            { for end in ["-wal", "-shm", ""] { try? FileManager.default.removeItem(atPath: file + end) } },
            {
                try DatabaseQueue(path: file).write { database in
                    try database.execute(sql: "DELETE FROM revocation; DELETE FROM sqlite_sequence")
                }
            },
        ]
        try await StandInLogin.run(site: site) { given in
            let browser = Browser()
            var copies: [Browser] = []
            for way in ways {
                let start = try await given.logIn(browser, InventedPeople.an)
                let copy = Browser()
                copy.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
                _ = try await browser.submit(start, "/_poort/logout\"")
                copies.append(copy)
                let before = given.world.log.lines.count { $0.contains("the file of ended sessions") }
                try way()
                try await FetchedKeysTests.until {
                    given.world.log.lines.count { $0.contains("the file of ended sessions") } > before
                }
                // One more logout, into the file as it is now.
                let next = try await given.logIn(browser, InventedPeople.chris)
                let last = Browser()
                last.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
                _ = try await browser.submit(next, "/_poort/logout\"")
                copies.append(last)
                for copy in copies { #expect(try await given.ask(copy, "/submissions") == "401 session_revoked") }
            }
            // What another gateway would read.
            let other = try RevocationStore(path: file)
            #expect(other.current.count >= 4)
        }
    }

    @Test("ends though its cookie comes twice, and an answer on its way brings it back to no browser")
    func twice() async throws {
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
        try await StandInLogin.run(key: key) { given in
            let session = try Self.session(issuer: given.provider.issuer, begun: 1_000, issued: 1_000)
            let value = try SealedSession.seal(session, with: ring)
            let host = "127.0.0.1:\(given.world.gateway.port)"
            let logout = try await given.world.gateway.ask(
                "POST /_poort/logout HTTP/1.1\r\nHost: \(host)\r\nSec-Fetch-Site: same-origin\r\n"
                    + "Cookie: __Host-poort-session=\(value); __Host-poort-session=zzz\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            #expect(logout.status == 200)
            let browser = Browser()
            browser.setCookie("__Host-poort-session", value)
            let after = try await browser.send(
                "GET", "\(given.origin)/submissions", from: given.origin, isNavigation: false)
            #expect(after.code == "session_revoked" && after["set-cookie"] == nil)
        }
    }

    @Test("begins in no session of the provider that was ended meanwhile")
    func endedMeanwhile() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let form = try await browser.open("\(given.origin)/submissions")
            let answer = try await browser.submit(form, "gebruiker", ["gebruiker": "an"], follow: false)
            let callback = try #require(answer.response["location"])
            // The provider ends the session in which the code was made, and then takes the code all the same.
            let other = Browser()
            _ = try await given.logIn(other, InventedPeople.an)
            _ = try await given.provider.logOut(InventedPeople.an.id, naming: .session)
            let page = try await browser.open(callback, from: form.url)
            #expect(
                page.code?.hasPrefix("login_") == true && browser.cookies["__Host-poort-session"] == nil, "\(page.text)"
            )
        }
    }

    @Test("is left alone by a link on another site that asks for a login")
    func foreignLink() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.ines, organisation: "Testgem")
            let link = "\(given.origin)/_poort/login?bestuur=0999999823"
            let asked = try await browser.open(link, from: "http://evil.example:1", follow: false)
            #expect(asked.status == 200 && asked.text.contains("U bent al aangemeld"))
            #expect(try await given.ask(browser, "/submissions") == "200 through")
            // By their own will they go on.
            #expect(try await browser.open(link, from: asked.url, follow: false).status == 303)
        }
    }

    @Test("asks anew who somebody is after a session was ended, however short ago they showed it")
    func anew() async throws {
        try await StandInLogin.run { given in
            let one = Browser()
            let two = Browser()
            let start = try await given.logIn(one, InventedPeople.an)
            _ = try await given.logIn(two, InventedPeople.an)
            _ = try await one.submit(start, "/_poort/logout-everywhere")
            let page = try await two.open("\(given.origin)/submissions")
            #expect(
                page.text.contains("name=\"gebruiker\""), "the provider's own session does not suffice: \(page.url)")
        }
    }

    @Test("takes nothing of a body that drips, and its pages go on beside many that do")
    func drippingBodies() async throws {
        try await StandInLogin.run(configuration: "timeouts: { head: 1s }") { given in
            let host = "127.0.0.1:\(given.world.gateway.port)"
            func head(_ length: Int) -> String {
                "POST /_poort/backchannel-logout HTTP/1.1\r\nHost: \(host)\r\nContent-Length: \(length)\r\n\r\nx"
            }
            var clients: [RawClient] = []
            for _ in 0..<600 {
                let client = try await given.world.gateway.connect()
                try await client.send(head(6_000))
                clients.append(client)
            }
            #expect(try await Browser().open("\(given.origin)/_poort/").status == 200)
            #expect(try await clients[0].response().code == "request_timeout")
            for client in clients { await client.close() }
            let large = try await given.world.gateway.connect()
            try await large.send(head(16_385))
            #expect(try await large.response().code == "request_too_large")
            // In pieces, and in chunks, a form arrives whole.
            let pieces = try await given.world.gateway.connect()
            let fields = "POST /_poort/backchannel-logout HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n"
            try await pieces.send(fields + "Transfer-Encoding: chunked\r\n\r\nd\r\nlogout_token=\r\n")
            try await Task.sleep(for: .milliseconds(50))
            try await pieces.send("5\r\nx.y.z\r\n0\r\n\r\n")
            #expect(try await pieces.response().text.contains("token_malformed"))
        }
    }

    // MARK: - Its life

    static func session(
        issuer: String, begun: Int64 = 0, issued: Int64 = 0, roles: [String] = ["LoketLB-toezichtGebruiker:0999999922"]
    ) throws -> Session {
        let now = Int64(Date().timeIntervalSince1970)
        return Session(
            id: try .random(), issuer: issuer, subject: "person-1", providerSession: nil, name: "An <b>Voorbeeld</b>",
            claims: [
                SessionClaim("vo_id", .text("account-1")), SessionClaim("vo_orgcode", .text("0999999922")),
                SessionClaim("vo_doelgroepcode", .text("LB")), SessionClaim("abb_loketLB_rol_3d", .list(roles)),
            ],
            begun: Instant(unixSeconds: now - begun), issued: Instant(unixSeconds: now - issued),
            tokenIssued: Instant(unixSeconds: now - begun))
    }

    @Test("counts for its time, gets a new cookie while it is used, and never one on a response that others may keep")
    func life() async throws {
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
        try await StandInLogin.run(session: "  idle: 10m\n  absolute: 1h", key: key) { given in
            func ask(
                begun: Int64, issued: Int64, _ path: String = "/submissions"
            ) async throws -> (RawClient.Response, Session, [String]) {
                let session = try Self.session(issuer: given.provider.issuer, begun: begun, issued: issued)
                let browser = Browser()
                browser.setCookie("__Host-poort-session", try SealedSession.seal(session, with: ring))
                let response = try await browser.send(
                    "GET", given.origin + path, from: given.origin, isNavigation: false)
                return (response, session, response.fields.filter { $0.name == "set-cookie" }.map(\.value))
            }
            let fresh = try await ask(begun: 10, issued: 10)
            #expect(fresh.0.status == 200 && fresh.2.isEmpty && fresh.0["cache-control"] == "private")
            let due = try await ask(begun: 600, issued: 300)
            #expect(due.0.status == 200 && due.0["cache-control"] == "private")
            let line = try #require(due.2.first)
            #expect(line.hasPrefix("__Host-poort-session=") && line.hasSuffix("Path=/; Secure; HttpOnly; SameSite=Lax"))
            let value = line.dropFirst("__Host-poort-session=".count).prefix { $0 != ";" }
            let opened = SealedSession.open(Array(value.utf8).span, with: ring)
            let renewed = try #require(opened)
            #expect(renewed.id == due.1.id && renewed.begun == due.1.begun && renewed.issued > due.1.issued)
            // The gateway's own pages, too.
            #expect(try await ask(begun: 600, issued: 300, "/_poort/").2.count == 1)
            #expect(try await ask(begun: 10, issued: 10, "/_poort/").2.isEmpty)
            #expect(try await ask(begun: 700, issued: 601).0.code == "session_expired")
            #expect(try await ask(begun: 3_601, issued: 5).0.code == "session_expired")
            // A page of a browser goes to log in instead.
            let expired = Browser()
            let old = try Self.session(issuer: given.provider.issuer, begun: 700, issued: 650)
            expired.setCookie("__Host-poort-session", try SealedSession.seal(old, with: ring))
            #expect(try await expired.open("\(given.origin)/submissions", follow: false).status == 303)
        }
    }

    static let cacheControls: [(value: String, renews: Bool)] = [
        ("no-store", true), ("private, max-age=10", true), ("no-cache", true), ("max-age=10", true),
        ("private=\"x-foo\", max-age=600", true), ("max-age=600, no-store-x, ext=\"private\"", true),
        ("ext=\"a, public\"", true), ("public, max-age=10", false), ("PUBLIC", false), ("s-maxage=10", false),
        ("no-cache, public", false), ("max-age=10\r\nCDN-Cache-Control: max-age=600", false),
        ("max-age=10\r\nSurrogate-Control: max-age=600", false),
    ]

    @Test("is renewed on no response that a shared cache may keep, and makes every answer private")
    func caches() async throws {
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
        try await StandInLogin.run(key: key) { given in
            for (value, renews) in Self.cacheControls {
                let session = try Self.session(issuer: given.provider.issuer, begun: 1_000, issued: 1_000)
                let browser = Browser()
                browser.setCookie("__Host-poort-session", try SealedSession.seal(session, with: ring))
                let response = try await browser.send(
                    "GET", given.origin + "/submissions", from: given.origin, isNavigation: false,
                    more: "Answer-Cache-Control: \(value.replacingOccurrences(of: "\r\n", with: "|"))\r\n")
                #expect((response["set-cookie"] != nil) == renews, "\(value)")
                // Whatever the module says, the answer is for this person alone.
                let all = response.fields.filter { $0.name == "cache-control" }.map(\.value)
                #expect(
                    all.contains("private") || all.contains { $0.contains("no-store") && !$0.contains("no-store-x") }
                        || value.hasPrefix("private,"), "\(value): \(all)")
            }
        }
    }

    @Test("does not mend a bearer token that is refused, and two of it count for nothing")
    func precedence() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            #expect(
                try await given.ask(browser, "/submissions", more: "Authorization: Bearer x.y.z\r\n")
                    == "401 token_malformed")
            #expect(
                try await given.ask(browser, "/submissions", more: "Authorization: Basic eDp5\r\n")
                    == "401 token_missing")
            let value = try #require(browser.cookies["__Host-poort-session"])
            let twice = Browser(fields: "")
            twice.setCookie("__Host-poort-session", "\(value); __Host-poort-session=\(value)")
            #expect(try await given.ask(twice, "/submissions") == "400 credentials_ambiguous")
            twice.setCookie("__Host-poort-session", value + "; __host-poort-session=x")
            #expect(try await given.ask(twice, "/submissions") == "200 through")
            let changed = Browser()
            changed.setCookie("__Host-poort-session", String(value.dropLast()) + (value.hasSuffix("A") ? "B" : "A"))
            #expect(try await given.ask(changed, "/submissions") == "401 session_invalid")
        }
    }

    @Test("shows no module a cookie that it could read as ours, and takes none of these for its own")
    func spellings() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            let value = try #require(browser.cookies["__Host-poort-session"])
            let host = "127.0.0.1:\(given.world.gateway.port)"
            func ask(_ cookies: String) async throws -> RawClient.Response {
                try await given.world.gateway.ask(
                    "GET /submissions HTTP/1.1\r\nHost: \(host)\r\nCookie: \(cookies)\r\nConnection: close\r\n\r\n")
            }
            for spelling in [
                "=__Host-poort-session", "==__Host-poort-session", "= __Host-poort-session", "__HOST-POORT-SESSION",
                "__Secure-poort-session", "poort-session", "=Poort-session", "%5F_Host-poort-session",
                "..Host-poort-session",
                "\u{A0}__Host-poort-session", "$Version=1,__Host-poort-session", "$VERSION=\"1\", __Host-poort-session",
            ] {
                let alone = try await ask("\(spelling)=\(value)")
                #expect(alone.status == 401 && alone.code == "token_missing", "\(spelling)")
                let beside = try await ask("a=1; \(spelling)=\(value); __Host-poort-session=\(value); b= 2")
                #expect(beside.status == 200, "\(spelling): \(beside.status)")
                let seen = try #require(given.world.gateway.upstream.requests.last)
                #expect(seen.values("cookie") == ["a=1; b= 2"], "\(spelling)")
                #expect(!seen.head.contains(value))
            }
        }
    }

    static let origins: [(fields: String, isAdmitted: Bool)] = [
        ("Sec-Fetch-Site: same-origin\r\n", true), ("Sec-Fetch-Site: cross-site\r\n", false),
        ("Sec-Fetch-Site: same-site\r\n", false), ("Sec-Fetch-Site: none\r\n", false),
        ("Sec-Fetch-Site: cross-site\r\nOrigin: SELF\r\n", false), ("Origin: SELF\r\n", true),
        ("Origin: null\r\n", false), ("Origin: https://evil.example\r\n", false),
        ("Origin: SELF.evil.example\r\n", false),
        ("Origin: SELF/\r\n", false), ("", false),
    ]

    @Test("changes nothing for a page of another site", arguments: ["POST", "PUT", "PATCH", "DELETE"])
    func crossOrigin(_ method: String) async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            let cookie = try #require(browser.cookies["__Host-poort-session"])
            let host = "127.0.0.1:\(given.world.gateway.port)"
            for (fields, isAdmitted) in Self.origins {
                let fields = fields.replacingOccurrences(of: "SELF", with: "http://\(host)")
                for path in ["/submissions/1", "/_poort/logout-everywhere"] {
                    if path.hasPrefix("/_poort"), method != "POST" || isAdmitted { continue }
                    let response = try await given.world.gateway.ask(
                        "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nCookie: __Host-poort-session=\(cookie)\r\n\(fields)"
                            + "Content-Length: 0\r\nConnection: close\r\n\r\n")
                    let expected = isAdmitted ? "200 through" : "403 request_cross_origin"
                    #expect("\(response.status) \(response.code ?? response.text)" == expected, "\(path) \(fields)")
                }
            }
            // Nobody was logged out meanwhile.
            #expect(try await given.ask(browser, "/submissions") == "200 through")
        }
    }

    @Test("counts from the policy and register of now, on the next request")
    func reload() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an)
            #expect(try await given.ask(browser, "/submissions") == "200 through")
            let file = given.world.gateway.directory.appendingPathComponent("policy.yaml")
            let policy = StandInLogin.policy.replacingOccurrences(
                of: "role: LoketLB-toezichtGebruiker, bestuurstypes: [gemeente, ocmw]",
                with: "role: LoketLB-toezichtGebruiker, bestuurstypes: [ocmw]")
            try #require(policy != StandInLogin.policy)
            try policy.write(to: file, atomically: true, encoding: .utf8)
            try await FetchedKeysTests.until {
                try await given.ask(browser, "/submissions") == "403 bestuurstype_not_eligible"
            }
            let start = try await browser.open("\(given.origin)/_poort/")
            #expect(
                start.between("Niet voor uw type bestuur", "</details>")?.contains("Toezicht") == true, "\(start.text)")
        }
    }

    @Test("is named in the audit log by a digest, without cookie, name or national number")
    func audit() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            _ = try await given.logIn(browser, InventedPeople.an, at: "/submissions")
            _ = try await given.ask(browser, "/ministers")
            let entries = try await given.world.gateway.audit(atLeast: 5)
            let text = try given.world.gateway.auditText()
            let cookie = try #require(browser.cookies["__Host-poort-session"])
            #expect(!text.contains(cookie.prefix(40)) && !text.contains("Voorbeeld"))
            #expect(!text.contains(InventedPeople.an.nationalNumber) && !text.contains("code="))
            let sessions = entries.compactMap { $0["session"]?.stringValue }
            #expect(sessions.count >= 2 && Set(sessions).count == 1 && sessions[0].utf8.count == 16)
            let own = entries.filter { $0["by"]?.stringValue == "poort" }
            let login = try #require(own.first { $0["path"]?.stringValue == "/_poort/callback" })
            #expect(login["decision"]?.stringValue == "allow" && login["event"]?.stringValue == "login")
            #expect(login["session"]?.stringValue == sessions[0])
            let module = try #require(
                entries.first { $0["path"]?.stringValue == "/submissions" && $0["subject"] != nil })
            #expect(login["subject"] == module["subject"])
            // What was refused, who logged out, and whose session it was that no longer counts.
            let kept = browser.cookies["__Host-poort-session"]
            _ = try await browser.post("\(given.origin)/_poort/logout", from: given.origin)
            browser.setCookie("__Host-poort-session", kept)
            _ = try await given.ask(browser, "/submissions")
            _ = try await Browser().open("\(given.origin)/_poort/callback?code=a&state=b")
            let later = try await given.world.gateway.audit(atLeast: entries.count + 3)
            let logout = try #require(later.first { $0["event"]?.stringValue == "logout" })
            #expect(logout["session"] == login["session"] && logout["subject"] == login["subject"])
            let revoked = try #require(later.first { $0["code"]?.stringValue == "session_revoked" })
            #expect(revoked["session"] == login["session"] && revoked["subject"] == login["subject"])
            let failed = try #require(later.first { $0["event"]?.stringValue == "login_refused" })
            #expect(failed["decision"]?.stringValue == "deny" && failed["code"]?.stringValue == "login_state_unknown")
            #expect(try await given.world.gateway.metric("poort_logins_total{outcome=\"ok\"}") == 1)
            #expect(try await given.world.gateway.metric("poort_logins_total{outcome=\"login_state_unknown\"}") == 1)
            #expect(try await given.world.gateway.metric("poort_logouts_total{kind=\"here\"}") == 1)
            let logs = given.world.log.lines.joined(separator: "\n")
            #expect(!logs.contains(cookie.prefix(40)) && !logs.contains("Voorbeeld") && logs.contains("logged in"))
        }
    }
}
