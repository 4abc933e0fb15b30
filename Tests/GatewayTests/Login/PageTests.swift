import Foundation
import HTTPWire
import JOSE
import Libcrypto
import OIDC
import Policy
import StandIn
import Testing

@testable import Gateway

/// What the gateway's own pages say.
@Suite("The gateway's own pages", .timeLimit(.minutes(5)))
struct PageTests {
    private static var templates: [(name: String, text: String)] {
        PageRenderer.sources.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    }

    @Test("have every word in both languages, and use every word they have")
    func words() throws {
        #expect(Set(PageWords.dutch.keys) == Set(PageWords.english.keys))
        for (key, word) in PageWords.dutch {
            #expect(!word.isEmpty && PageWords.english[key]?.isEmpty == false, "\(key)")
        }
        var named: Set<String> = []
        for (_, text) in Self.templates {
            for part in text.components(separatedBy: "{{w.").dropFirst() {
                named.insert(String(part.prefix { $0 != "}" }))
            }
        }
        for key in named { #expect(PageWords.dutch[key] != nil, "the word \(key) of a template is missing") }
        // The rest are named by the program, as texts.
        let folder = StandInLogin.checkout.appending(path: "Sources/Gateway")
        var sources = ""
        for file in try #require(FileManager.default.enumerator(atPath: folder.path)) {
            guard let file = file as? String, file.hasSuffix(".swift"), !file.hasSuffix("PageWords.swift") else {
                continue
            }
            sources += try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        }
        for key in PageWords.dutch.keys where !named.contains(key) {
            #expect(sources.contains("\"\(key)\""), "nobody says the word \(key)")
        }
    }

    @Test("escape whatever comes from outside, and load nothing")
    func escaping() throws {
        // A quotation mark before a combining one, and an angle behind a sign that joins what follows, are other characters.
        let hostile = "<script>alert(1)</script>\"'&\u{600}<img src=x>\"\u{301} onx=1'\u{301}&\u{301}>\u{301}"
        let frame = PageFrame(
            language: .dutch, title: hostile, home: "/_poort/", helpdesk: hostile, requestID: hostile, refresh: hostile,
            account: .init(name: hostile, bestuur: hostile))
        let tile: [String: Any] = [
            "label": hostile, "kind": "open", "state": hostile, "url": hostile, "note": hostile, "who": hostile,
            "sentences": [["text": hostile]],
        ]
        let values: [String: Any] = [
            "problems": ["sentences": [["text": hostile]], "who": hostile], "hasOpen": true, "open": [tile],
            "hasClosed": true, "closed": [tile], "sentences": [["text": hostile]], "who": hostile, "code": hostile,
            "action": ["url": hostile, "label": hostile], "name": hostile, "bestuur": hostile, "type": hostile,
            "doelgroep": hostile, "since": hostile, "hasRoles": true,
            "roles": [["name": hostile, "opens": hostile, "access": hostile]],
        ]
        for template in PageRenderer.Template.allCases {
            let text = String(decoding: PageRenderer.shared.page(template, frame, values), as: UTF8.self)
            #expect(text.contains("&lt;script&gt;") && !text.contains("<script"), "\(template)")
            let scalars = Array(text.unicodeScalars)
            for (index, scalar) in scalars.enumerated() where scalar == "\u{301}" || scalar == "\u{600}" {
                let neighbour = scalar == "\u{301}" ? scalars[index - 1] : scalars[index + 1]
                #expect(!["<", ">", "\"", "'"].contains(neighbour), "\(template)")
            }
            #expect(
                !text.contains("http://") && !text.contains("https://")
                    && !text.contains("@import"))
            #expect(!text.contains("{{"))
        }
    }

    @Test("admit by their policy their own style alone")
    func policy() throws {
        let policy = PageRenderer.shared.securityPolicy
        let page = String(
            decoding: PageRenderer.shared.page(.message, PageFrame(language: .english, title: "t"), [:]), as: UTF8.self)
        let style = try #require(
            page.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first)
        let digest = Data(Hash.sha256.digest(Array(style.utf8))).base64EncodedString()
        #expect(policy.contains("'sha256-\(digest)'") && policy.contains("default-src 'none'"))
        #expect(
            policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'")
                && policy.contains("form-action 'self'"))
        #expect(!policy.contains("unsafe") && !policy.contains("script-src"))
        #expect(!page.contains(" style=") && !page.contains(" on"), "an attribute that the policy would stop")
    }

    static let languages: [(accept: String, language: AcceptedLanguage)] = [
        ("", .dutch), ("nl", .dutch), ("nl-BE,nl;q=0.9,en;q=0.8", .dutch), ("en", .english),
        ("en-GB,en;q=0.9,nl;q=0.8", .english),
        ("fr,de", .dutch), ("fr, en;q=0.1", .english), ("en;q=0", .dutch), ("nl;q=0.5,en;q=0.5", .dutch),
        ("EN", .english),
        ("english", .dutch), ("*", .dutch), (";;;,,,q=", .dutch), ("en;q=x", .dutch), ("en ; q = 1", .english),
    ]

    @Test("speak Dutch, unless English is wanted more", arguments: languages.indices)
    func language(_ index: Int) {
        let (accept, language) = Self.languages[index]
        #expect(AcceptedLanguage(accept[...]) == language, "\(accept)")
    }

    @Test("say why a module is closed, who can change it, and what one may only read")
    func start() async throws {
        try await StandInLogin.run(
            pages: "pages: { helpdesk: help@example.be, modules: { toezicht: /supervision/submissions } }"
        ) { given in
            func tile(_ page: Browser.Page, _ label: String) -> String {
                page.text.components(separatedBy: "<li class=\"tile").first { $0.contains(">\(label)<") } ?? ""
            }
            let an = try await given.logIn(Browser(), InventedPeople.an)
            #expect(tile(an, "Toezicht").contains("<a href=\"/supervision/submissions\">Toezicht</a>"))
            #expect(tile(an, "Berichtencentrum").contains("Open") && !tile(an, "Berichtencentrum").contains("<a"))
            #expect(
                tile(an, "Personeelsbeheer").contains(
                    "U hebt geen toegang tot de module Personeelsbeheer voor Testgem."))
            #expect(tile(an, "Personeelsbeheer").contains("de lokale beheerder van uw organisatie"))
            // What is not for this type of bestuur nobody there can open: it stands apart, and bothers nobody.
            let apart = an.between("Niet voor uw type bestuur", "</details>") ?? ""
            #expect(apart.contains("<li>Bedienarenbeheer</li>") && !an.text.contains("<h3>Bedienarenbeheer"))
            #expect(an.text.contains("mailto:help@example.be"))
            let bart = try await given.logIn(Browser(), InventedPeople.bart)
            #expect(tile(bart, "Bedienarenbeheer").contains("Alleen lezen"), "\(bart.text)")
            let els = try await given.logIn(Browser(), InventedPeople.els)
            #expect(els.text.contains("AGB Testgem is niet actief in het Loket (status: In oprichting)."))
            #expect(!els.text.contains("class=\"tile") && els.text.contains("het Agentschap Binnenlands Bestuur"))
            let griet = try await given.logIn(Browser(), InventedPeople.griet)
            #expect(griet.text.contains("U hebt nog geen module waarvoor een recht nodig is."))
            let refused = try await given.logIn(Browser(), InventedPeople.chris, at: "/ministers/1")
            #expect(refused.status == 403 && refused.text.contains("<span class=\"who\">Chris Voorbeeld</span>"))
            #expect(refused.text.contains("Wie kan helpen: het Agentschap Binnenlands Bestuur"))
            let english = try await given.logIn(Browser(fields: "Accept-Language: en\r\n"), InventedPeople.an)
            #expect(tile(english, "Personeelsbeheer").contains("the local administrator of your organisation"))
            #expect(english.text.contains("<html lang=\"en\">"))
        }
    }

    @Test("list one's roles with what each opens, and names that nobody knows as text")
    func rights() async throws {
        let key = Base64URL.encode(try Random.bytes(count: 32))
        let ring = try SealingKeyRing([Secret(try #require(Base64URL.decode(key)))])
        try await StandInLogin.run(key: key) { given in
            let session = try SessionLiveTests.session(
                issuer: given.provider.issuer,
                roles: [
                    "LoketLB-toezichtGebruiker:0999999922", "LoketLB-berichtenGebruiker:0999999823",
                    "<i>x</i>:0999999922",
                ])
            let browser = Browser()
            browser.setCookie("__Host-poort-session", try SealedSession.seal(session, with: ring))
            let page = try await browser.open("\(given.origin)/_poort/rights")
            #expect(
                page.text.contains(
                    "<code>LoketLB-toezichtGebruiker:0999999922</code></th><td>Toezicht</td><td>Open</td>"))
            #expect(page.text.contains("geldt voor een andere organisatie"))
            #expect(
                page.text.contains(
                    "&lt;i&gt;x&lt;/i&gt;:0999999922</code></th><td>Deze rol is in het Loket niet gekend"))
            #expect(page.text.contains("An &lt;b&gt;Voorbeeld&lt;/b&gt;") && !page.text.contains("<b>Voorbeeld"))
            // Without a session one is sent to log in, and comes back.
            let other = try await Browser().open("\(given.origin)/_poort/rights", follow: false)
            #expect(other.status == 303 && other.response["location"] == "/_poort/login?return=/_poort/rights")
        }
    }

    @Test("have the fields of a page that nobody keeps, frames or refers from")
    func fields() async throws {
        try await StandInLogin.run { given in
            for path in [
                "/_poort/", "/_poort/nothing", "/_poort/callback", "/_poort/logged-out", "/ministers", "/nowhere",
            ] {
                let more = "Accept: text/html\r\nSec-Fetch-Dest: iframe\r\n"
                let response = try await given.world.gateway.ask(
                    "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(given.world.gateway.port)\r\n\(more)Connection: close\r\n\r\n"
                )
                #expect(response["cache-control"] == "no-store", "\(path)")
                #expect(response["content-security-policy"] == PageRenderer.shared.securityPolicy, "\(path)")
                #expect(
                    response["x-content-type-options"] == "nosniff" && response["x-frame-options"] == "DENY", "\(path)")
                #expect(response["referrer-policy"] == "same-origin", "\(path)")
                #expect(response["poort-request-id"] != nil && response["server"] == nil, "\(path)")
            }
            for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
                let response = try await Browser().send(method, "\(given.origin)/_poort/", from: given.origin)
                #expect(response.status == 404, "\(method)")
            }
            let head = try await Browser().send("HEAD", "\(given.origin)/_poort/")
            #expect(head.status == 200 && head.body.isEmpty)
            // The prefix is the gateway's, and nothing that only looks like it.
            #expect(try await given.ask(Browser(), "/_poort").hasPrefix("404 route_unknown"))
            #expect(try await given.ask(Browser(), "/_poort%2F").hasPrefix("400 request_target_ambiguous"))
            #expect(try await given.ask(Browser(), "/_Poort/").hasPrefix("404 route_unknown"))
        }
    }
}

/// `/sessions` as the Loket's own login service answers it.
@Suite("The session API of the Loket", .serialized, .timeLimit(.minutes(5)))
struct SessionAPITests {
    /// A code as the Loket's frontend gets one: without state, nonce and PKCE.
    private static func code(_ given: StandInLogin, _ browser: Browser, _ person: Person) async throws -> String {
        let redirect = Browser.encoded("\(given.origin)/_poort/callback")
        let page = try await browser.open(
            "\(given.provider.issuer)/v1/auth?response_type=code&client_id=\(LoginWorld.client)&redirect_uri=\(redirect)"
                + "&scope=openid%20vo%20profile%20abb_loketLB")
        let answer = try await browser.submit(page, "gebruiker", ["gebruiker": person.id], follow: false)
        let location = try #require(answer.response["location"])
        let query = location.split(separator: "?").last.map(String.init) ?? ""
        return try #require(FormEncoding.decode(Array(query.utf8).span)?["code"])
    }

    private static func post(
        _ given: StandInLogin, _ browser: Browser, _ body: String, from: String? = nil
    ) async throws -> RawClient.Response {
        try await browser.send(
            "POST", "\(given.origin)/sessions", from: from ?? given.origin, body: body, isNavigation: false,
            more: "Content-Type: application/vnd.api+json\r\n")
    }

    @Test("logs in with a code of the frontend, tells who it is, and logs out")
    func whole() async throws {
        try await StandInLogin.run(login: "  session-api: true") { given in
            let browser = Browser()
            let code = try await Self.code(given, browser, InventedPeople.an)
            let made = try await Self.post(given, browser, #"{"authorizationCode":"\#(code)"}"#)
            #expect(made.status == 201 && made["content-type"] == "application/vnd.api+json", "\(made.text)")
            let body = try #require(made.problem)
            #expect(
                body["data"]?["type"]?.stringValue == "sessions"
                    && body["links"]?["self"]?.stringValue == "/sessions/current")
            #expect(
                body["data"]?["attributes"]?["roles"]?.arrayValue?.compactMap(\.stringValue) == [
                    "LoketLB-toezichtGebruiker", "LoketLB-berichtenGebruiker",
                ])
            let account = body["relationships"]?["account"]?["data"]
            #expect(
                account?["type"]?.stringValue == "accounts"
                    && account?["id"]?.stringValue == InventedPeople.an.accountID)
            let group = body["relationships"]?["group"]?["data"]
            #expect(group?["type"]?.stringValue == "bestuurseenheden")
            #expect(group?["id"]?.stringValue == "00000000-0000-4000-8000-000000000001")
            #expect(try await given.ask(browser, "/submissions") == "200 through")
            let current = try await browser.send(
                "GET", "\(given.origin)/sessions/current", from: given.origin, isNavigation: false)
            #expect(current.status == 200 && current.body == made.body)
            let copy = Browser()
            copy.setCookie("__Host-poort-session", browser.cookies["__Host-poort-session"])
            let ended = try await browser.send(
                "DELETE", "\(given.origin)/sessions/current", from: given.origin, isNavigation: false)
            #expect(ended.status == 204 && browser.cookies["__Host-poort-session"] == nil)
            #expect(try await given.ask(copy, "/submissions") == "401 session_revoked")
            let gone = try await browser.send(
                "GET", "\(given.origin)/sessions/current", from: given.origin, isNavigation: false)
            #expect(gone.status == 400)
            // A code counts once.
            #expect(try await Self.post(given, browser, #"{"authorizationCode":"\#(code)"}"#).status == 401)
        }
    }

    @Test("refuses what is no code, pages of another site, and a bestuur that is not known")
    func refused() async throws {
        try await StandInLogin.run(login: "  session-api: true") { given in
            let browser = Browser()
            for body in ["", "{}", "[]", #"{"authorizationCode":""}"#, #"{"authorizationCode":1}"#, "{"] {
                #expect(try await Self.post(given, browser, body).status == 400, "\(body)")
            }
            #expect(try await Self.post(given, browser, #"{"authorizationCode":"x"}"#).status == 401)
            let code = try await Self.code(given, browser, InventedPeople.an)
            let foreign = try await Self.post(
                given, browser, #"{"authorizationCode":"\#(code)"}"#, from: "http://evil.example:1")
            #expect(foreign.status == 403 && foreign.code == "request_cross_origin")
            #expect(browser.cookies["__Host-poort-session"] == nil)
            let leen = try await Self.code(given, Browser(), InventedPeople.leen)
            let unknown = try await Self.post(given, browser, #"{"authorizationCode":"\#(leen)"}"#)
            #expect(unknown.status == 403 && unknown.text.contains("bestuur_unknown"))
            #expect(browser.cookies["__Host-poort-session"] == nil)
        }
    }

    @Test("is absent unless it is switched on: the paths are the policy's")
    func off() async throws {
        try await StandInLogin.run { given in
            let answer = try await Self.post(given, Browser(), #"{"authorizationCode":"x"}"#)
            #expect(answer.code == "route_unknown")
            #expect(try await given.ask(Browser(), "/sessions/current") == "404 route_unknown")
        }
    }
}
