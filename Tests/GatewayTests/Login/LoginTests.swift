import Foundation
import JOSE
import Libcrypto
import OIDC
import StandIn
import Testing

/// A person logs in, from the first request to the last, over real sockets.
@Suite("Logging in", .serialized, .timeLimit(.minutes(5)))
struct LoginTests {
    @Test(
        "opens what was asked for, by each way in which a client shows itself", arguments: StandInLogin.Client.allCases)
    func whole(_ client: StandInLogin.Client) async throws {
        try await StandInLogin.run(client: client) { given in
            let browser = Browser()
            let page = try await given.logIn(browser, InventedPeople.an, at: "/submissions?page=2&sort=-sent")
            #expect(page.url == "\(given.origin)/submissions?page=2&sort=-sent")
            #expect(page.status == 200 && page.text == "through", "\(page.text) \(given.world.log.lines)")
            // The transaction is gone, the session is there, and no upstream sees either.
            #expect(browser.cookies.keys.filter { $0.hasPrefix("__Host-poort") } == ["__Host-poort-session"])
            let upstream = try #require(given.world.gateway.upstream.requests.last).head
            #expect(!upstream.lowercased().contains("__host-poort"))
            #expect(upstream.contains("Poort-Subject: \(InventedPeople.an.subject)"))
            #expect(upstream.contains("Poort-Bestuur-Name: Testgem"))
            #expect(try await given.ask(browser, "/ministers") == "403 module_not_granted")
        }
    }

    @Test(
        "keeps cookies to this host, from scripts and from plain connections, and below 4 KB for somebody with every role"
    )
    func cookies() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let form = try await browser.open("\(given.origin)/submissions")
            let answer = try await browser.submit(
                form, "gebruiker", ["gebruiker": InventedPeople.nora.id], follow: false)
            let callback = try #require(answer.response["location"])
            let response = try await browser.send("GET", callback, from: form.url)
            let lines = response.fields.filter { $0.name == "set-cookie" }.map(\.value)
            #expect(lines.count == 2)
            for line in lines {
                #expect(line.hasPrefix("__Host-poort-") && line.utf8.count < 4_096)
                #expect(line.hasSuffix("Path=/; Secure; HttpOnly; SameSite=Lax") && !line.contains("Domain"))
            }
            #expect(response["cache-control"] == "no-store" && response["referrer-policy"] == "no-referrer")
            #expect(try await given.ask(browser, "/submissions") == "200 through")
        }
    }

    @Test("in several tabs at once: each comes back to what it asked for")
    func tabs() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let one = try await browser.open("\(given.origin)/submissions/1")
            let two = try await browser.open("\(given.origin)/submissions/2")
            let second = try await given.logIn(browser, InventedPeople.an, from: two)
            let first = try await given.logIn(browser, InventedPeople.an, from: one)
            #expect(second.url == "\(given.origin)/submissions/2" && second.status == 200)
            #expect(first.url == "\(given.origin)/submissions/1" && first.status == 200)
        }
    }

    @Test("begun a hundred times leaves the browser with four logins under way, and the request small")
    func manyTabs() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            for _ in 0..<100 { _ = try await browser.open("\(given.origin)/_poort/login", follow: false) }
            #expect(browser.cookies.keys.filter { $0.hasPrefix("__Host-poort-login-") }.count == 4)
        }
    }

    private static var ownName: Regex<Substring> { /__Host-poort-login-[A-Za-z0-9_-]{12}/ }

    static let hostileNames: [String] = [
        "__Host-poort-login-", "__Host-poort-login-x", "__Host-poort-login-AAAA AAAAAAA",
        "__Host-poort-login-AAAA\tAAAAAAA",
        "__Host-poort-login-AAAAAAAAAAA\"", "\"__Host-poort-login-AAAAAAAAAAAA\"", "__Host-poort-login-AAAAA,AAAAAA",
        "__Host-poort-login-AAAAA<b>AAA", "__Host-poort-login-AAAA%0D%0AAA", "__Host-poort-login-AAAA\\r\\nAA",
        "__Host-poort-login-AAAAAAAAAA\u{E9}", "__Host-poort-login-AAAAAAAAAAA\u{301}",
        "__Host-poort-login-AAAAAAAAA\u{2028}",
        "__Host-poort-login-AAAAA:AAAAAA", "__Host-poort-login-AAAAAAAAAAAAA", "__Host-poort-login-../../../../",
        "__Host-poort-login-" + String(repeating: "A", count: 6_000), "__host-poort-login-AAAAAAAAAAAA",
    ]

    @Test("repeats no name of a cookie that it could not have made, and ends the surplus of its own")
    func foreignNames() async throws {
        try await StandInLogin.run { given in
            let host = "127.0.0.1:\(given.world.gateway.port)"
            func begin(_ cookies: [String]) async throws -> [String] {
                let response = try await given.world.gateway.ask(
                    "GET /_poort/login HTTP/1.1\r\nHost: \(host)\r\nCookie: \(cookies.joined(separator: "; "))\r\n"
                        + "Connection: close\r\n\r\n")
                #expect(response.status == 303, "\(response.status) \(cookies.count)")
                return response.fields.filter { $0.name == "set-cookie" }.map(\.value)
            }
            func own(_ number: Int) -> String { LoginTransaction.cookieName(state: "\(number)") }
            // Each beside more logins than a browser may have under way, so that some are ended.
            for name in Self.hostileNames {
                for cookies in [["\(name)=x"], Array(repeating: "\(name)=x", count: name.utf8.count > 99 ? 2 : 9)] {
                    let lines = try await begin(cookies + (0..<5).map { "\(own($0))=x" } + cookies)
                    #expect(lines.count == 3, "\(name): \(lines)")
                    for line in lines {
                        let (name, rest) = try #require(line.firstIndex(of: "=").map { (line[..<$0], line[$0...]) })
                        #expect(name.wholeMatch(of: Self.ownName) != nil, "\(line)")
                        #expect(rest.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Lax"), "\(line)")
                    }
                    let ended = Set(lines.filter { $0.contains("=; Max-Age=0;") }.map { $0.prefix { $0 != "=" } })
                    #expect(ended.count == 2 && ended.isSubset(of: (0..<5).map { own($0)[...] }), "\(name)")
                }
            }
            // So many that lines for all of them would make a head that is too large: whoever has them still logs in.
            for count in [200, 800] {
                let lines = try await begin((0..<count).map { "\(own($0))=x" })
                #expect((2...50).contains(lines.count), "\(lines.count)")
            }
        }
    }

    static let brokenNames: [String] = [
        "__Host-poort-login-A\r\nSet-Cookie: a=b", "__Host-poort-login-A\rSet-Cookie: a=b",
        "__Host-poort-login-A\nSet-Cookie: a=b", "__Host-poort-login-A\r\n Set-Cookie: a=b",
        "__Host-poort-login-A\u{0}", "__Host-poort-login-A\u{B}", "__Host-poort-login-A\u{7F}",
    ]

    @Test("never takes a line end or another control in a cookie's name")
    func controlsInNames() async throws {
        try await StandInLogin.run { given in
            let host = "127.0.0.1:\(given.world.gateway.port)"
            for name in Self.brokenNames {
                let response = try await given.world.gateway.ask(
                    "GET /_poort/login HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\nCookie: "
                        + Array(repeating: "\(name)=x", count: 6).joined(separator: "; ") + "\r\n\r\n")
                let lines = response.fields.filter { $0.name == "set-cookie" }.map(\.value)
                #expect(
                    lines.allSatisfy { !$0.hasPrefix("a=b") && $0.prefixMatch(of: Self.ownName) != nil }, "\(lines)")
                #expect(response.status == 400 || lines.count == 1, "\(response.status)")
            }
        }
    }

    @Test("answers a state of any kind with a cookie of its own name alone")
    func hostileStates() async throws {
        try await StandInLogin.run { given in
            for state in [
                "%0d%0aSet-Cookie:a=b", "a%3B+Domain%3Devil.example", "%22", "%3D", "a+b", "%C3%A9%CC%81", "../x",
            ] {
                let response = try await Browser().send(
                    "GET", "\(given.origin)/_poort/callback?code=a&state=\(state)")
                #expect(response.status == 400)
                let lines = response.fields.filter { $0.name == "set-cookie" }.map(\.value)
                // Nothing of the state, and nothing at all where the answer cannot be read.
                #expect(lines.count <= 1, "\(state)")
                for line in lines {
                    #expect(line.prefixMatch(of: Self.ownName) != nil, "\(line)")
                    #expect(line.dropFirst(31) == "=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax", "\(line)")
                }
            }
        }
    }

    @Test("sends scripts, frames and changes nowhere: they are told 401")
    func scripts() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let script = try await browser.send(
                "GET", "\(given.origin)/submissions", from: given.origin, isNavigation: false)
            #expect(script.status == 401 && script.code == "token_missing" && script["location"] == nil)
            let frame = try await given.world.gateway.ask(
                given.world.gateway.get(
                    "/submissions",
                    fields: "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe\r\n"))
            #expect(frame.status == 401)
            let change = try await browser.send("POST", "\(given.origin)/submissions", from: given.origin, body: "a=b")
            #expect(change.status == 401)
            let page = try await browser.open("\(given.origin)/submissions?a=b%20c", follow: false)
            #expect(page.status == 303)
            #expect(page.response["location"] == "/_poort/login?return=/submissions%3Fa%3Db%2520c")
            #expect(page.response["cache-control"] == "no-store")
            #expect(try await browser.open("\(given.origin)/assets/app.js").text == "through")
        }
    }

    static let returns: [(name: String, address: String)] = [
        ("another host", "https://evil.example/"), ("another host without scheme", "//evil.example/"),
        ("a backslash", "/\\evil.example"), ("an encoded backslash", "/%5Cevil.example"),
        ("a tab", "/%09/evil.example"), ("a dot segment", "/../x"), ("an encoded slash", "/a%2Fb"),
        ("a fragment", "/a#b"), ("nothing", ""), ("no slash", "submissions"), ("a script", "javascript:alert(1)"),
        ("the address that logs in", "/_poort/login"), ("the address that logs out", "/_poort/logout"),
        ("a long address", "/" + String(repeating: "a", count: 1_100)),
    ]

    @Test("leads to the first page instead of elsewhere")
    func openRedirects() async throws {
        try await StandInLogin.run { given in
            for (name, address) in Self.returns {
                let browser = Browser()
                let path = "/_poort/login?return=\(Browser.encoded(address))"
                let page = try await given.logIn(browser, InventedPeople.an, at: path)
                #expect(page.url == "\(given.origin)/_poort/", "\(name): \(page.url)")
            }
        }
    }

    // MARK: - Answers that do not belong here

    @Test("is refused for an answer of another browser, one that comes twice, an old one, and one that is none")
    func foreignAnswers() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            let form = try await browser.open("\(given.origin)/submissions")
            let answer = try await browser.submit(form, "gebruiker", ["gebruiker": "an"], follow: false)
            let callback = try #require(answer.response["location"])
            // Somebody else gets the link.
            let other = Browser()
            let stolen = try await other.open(callback, from: form.url)
            #expect(stolen.status == 400 && stolen.code == "login_state_unknown")
            #expect(stolen.text.contains("Probeer het opnieuw") && other.cookies.isEmpty)
            let copies = browser.cookies
            #expect(try await browser.open(callback, from: form.url).status == 200)
            let session = browser.cookies["__Host-poort-session"]
            // The same answer again: without its cookie, and with a copy of it.
            #expect(try await browser.open(callback, from: form.url).code == "login_state_unknown")
            for (name, value) in copies { browser.setCookie(name, value) }
            #expect(try await browser.open(callback, from: form.url).code == "login_replayed")
            #expect(session != nil)
            for (query, code) in [
                ("", "login_response_malformed"), ("?code=a", "login_response_malformed"),
                ("?code=a&state=b", "login_state_unknown"), ("?code=a&code=b&state=c", "login_response_malformed"),
                ("?error=access_denied&state=b", "login_state_unknown"),
            ] {
                let page = try await Browser().open("\(given.origin)/_poort/callback\(query)")
                #expect(page.status == 400 && page.code == code, "\(query) \(page.status) \(page.code ?? "-")")
            }
            #expect(given.world.log.lines.contains { $0.contains("login refused") && $0.contains("login_replayed") })
        }
    }

    @Test("is refused with a cookie that was made longer, shorter, or twice")
    func brokenTransaction() async throws {
        try await StandInLogin.run { given in
            for change in ["", "A", String(repeating: "A", count: 5_000)] {
                let browser = Browser()
                let form = try await browser.open("\(given.origin)/submissions")
                let (name, value) = try #require(browser.cookies.first { $0.key.hasPrefix("__Host-poort-login-") })
                browser.setCookie(name, change.isEmpty ? String(value.dropLast()) : value + change)
                let page = try await browser.submit(form, "gebruiker", ["gebruiker": "an"])
                #expect(page.code == "login_state_unknown", "\(page.status) \(change.count)")
                #expect(browser.cookies["__Host-poort-session"] == nil)
            }
        }
    }

    @Test("that the provider refuses is told so, with who can help")
    func denied() async throws {
        try await StandInLogin.run(login: "  acr-values: [\"urn:x:nothing\"]") { given in
            // The stand-in knows no such means, and answers by way of the browser.
            let page = try await given.logIn(Browser(), InventedPeople.an, at: "/submissions")
            #expect(page.url.hasPrefix("\(given.origin)/_poort/callback"), "\(page.url)")
            #expect(page.code?.hasPrefix("login_") == true, "\(page.text)")
        }
    }

    // MARK: - A provider that does wrong

    static let faults: [(fault: Misbehaviour, code: String, status: Int)] = [
        (.discoveryNamesAnotherIssuer, "login_provider_unavailable", 503),
        (.responseWithoutIssuer, "login_issuer_mismatch", 502),
        (.responseNamesAnotherIssuer, "login_issuer_mismatch", 502),
        (.tokenEndpointRefuses, "login_token_endpoint", 502),
        (.tokenEndpointAnswersNoJSON, "login_token_endpoint", 502),
        (.tokenEndpointRedirects, "login_token_endpoint", 502),
        (.tokenEndpointGivesNoIDToken, "login_token_endpoint", 502),
        (.idTokenOfAnotherIssuer, "token_issuer_untrusted", 502),
        (.idTokenWithoutSubject, "token_claims_invalid", 502),
        (.idTokenForAnotherAudience, "token_audience_mismatch", 502),
        (.idTokenWithoutIssuedAt, "login_issued_at_missing", 502),
        (.idTokenExpired, "token_expired", 502),
        (.idTokenWithAnotherNonce, "login_nonce_mismatch", 400),
        (.idTokenWithoutNonce, "login_nonce_mismatch", 400),
        (.idTokenUnsigned, "token_algorithm_not_allowed", 502),
        (.idTokenWithBadSignature, "token_signature_invalid", 502),
        (.idTokenWithoutKeyID, "token_key_unknown", 502),
        (.idTokenOfUnknownKey, "token_key_unknown", 502),
        (.idTokenWithAnotherAccessTokenHash, "login_access_token_hash_mismatch", 502),
        (.idTokenWithAnotherAuthenticationContext, "login_authentication_context", 403),
        (.userinfoOfAnotherSubject, "login_userinfo_subject_mismatch", 502),
    ]

    @Test("is refused with the fault's own code, and nobody is logged in", arguments: faults.indices)
    func fault(_ index: Int) async throws {
        let (fault, code, status) = Self.faults[index]
        let asks = fault == .idTokenWithAnotherAuthenticationContext
        try await StandInLogin.run(
            login: "  userinfo: true" + (asks ? "\n  acr-values: [\"\(AuthenticationMeans.eid.rawValue)\"]" : "")
        ) { given in
            let browser = Browser()
            given.provider.misbehaviour = fault
            if fault == .idTokenWithoutKeyID { try given.provider.rotateKeys() }
            let page = try await given.logIn(browser, InventedPeople.an, at: "/submissions")
            #expect(page.code == code, "\(fault): \(page.status) \(page.code ?? page.text)")
            #expect(page.status == status, "\(fault)")
            #expect(browser.cookies["__Host-poort-session"] == nil)
            #expect(page.text.contains("Kenmerk van deze aanvraag"))
            #expect(given.world.log.lines.contains { $0.contains("code=\(code)") }, "\(given.world.log.lines)")
            // And without the fault it works.
            given.provider.misbehaviour = nil
            if fault == .discoveryNamesAnotherIssuer { try await Task.sleep(for: .seconds(2)) }
            let good = try await given.logIn(browser, InventedPeople.an, at: "/submissions")
            #expect(good.text == "through", "\(fault): \(good.code ?? good.text)")
        }
    }

    @Test("every fault of a login that the stand-in can make has its line above")
    func allFaults() {
        let places: [Misbehaviour.Place] = [.discovery, .response, .tokenEndpoint, .idToken, .userinfo]
        let known = Set(Self.faults.map(\.fault) + [.tokenEndpointIsSlow])
        for fault in places.flatMap(Misbehaviour.all) { #expect(known.contains(fault), "\(fault)") }
    }

    @Test("goes on after the provider changed its keys, without a restart")
    func rotation() async throws {
        try await StandInLogin.run { given in
            let browser = Browser()
            #expect(try await given.logIn(browser, InventedPeople.an, at: "/submissions").text == "through")
            try given.provider.rotateKeys()
            given.provider.withdrawOlderKeys()
            let other = Browser()
            #expect(try await given.logIn(other, InventedPeople.an, at: "/submissions").text == "through")
            // Sessions are ours, and do not depend on the provider's keys.
            #expect(try await given.ask(browser, "/submissions") == "200 through")
        }
    }

    @Test("for one organisation: the hint skips the choice")
    func hint() async throws {
        try await StandInLogin.run { given in
            let page = try await given.logIn(
                Browser(), InventedPeople.ines,
                at: "/_poort/login?bestuur=0999999823&doelgroep=LB&return=/_poort/rights")
            #expect(page.text.contains("OCMW Testgem"), "\(page.text)")
        }
    }

    @Test("under a host that is none of the redirect addresses' is refused")
    func otherHost() async throws {
        try await StandInLogin.run { given in
            let response = try await given.world.gateway.ask(
                "GET /_poort/login HTTP/1.1\r\nHost: other.example\r\nAccept: text/html\r\nConnection: close\r\n\r\n")
            #expect(response.status == 400 && response.text.contains("login_host_unknown"))
        }
    }
}
