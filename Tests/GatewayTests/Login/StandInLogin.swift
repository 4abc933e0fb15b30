import Besturen
import Foundation
import JOSE
import Libcrypto
import Logging
import StandIn
import Testing

/// The stand-in for ACM/IDM with a gateway at which its people log in, both over real sockets.
struct StandInLogin: Sendable {
    let world: LoginWorld
    let provider: IdentityProvider

    var origin: String { world.origin }

    /// Modules of the Loket by their true names, so that the stand-in's people can open some.
    static let policy = """
        version: 1
        claims: { account: vo_id, bestuur: vo_orgcode, doelgroep: vo_doelgroepcode, roles: abb_loketLB_rol_3d }
        doelgroepen: [LB, GID]
        modules:
          toezicht: { label: Toezicht, role: LoketLB-toezichtGebruiker, bestuurstypes: [gemeente, ocmw] }
          berichten: { label: Berichtencentrum, role: LoketLB-berichtenGebruiker, bestuurstypes: all }
          personeel: { label: Personeelsbeheer, role: LoketLB-personeelsbeheer, bestuurstypes: [gemeente, ocmw] }
          bedienaren:
            label: Bedienarenbeheer
            role: LoketLB-eredienstBedienaarGebruiker
            bestuurstypes: [bestuur-van-de-eredienst]
            view-only: honoured
        upstreams: [main]
        routes:
          - { path: /submissions/**, modules: [toezicht], upstream: main }
          - { path: /employee-datasets/**, modules: [personeel], upstream: main }
          - { path: /ministers/**, modules: [bedienaren], upstream: main }
          - { path: /concepts/**, access: authenticated, methods: read, upstream: main }
          - { path: /assets/**, access: public, methods: read, upstream: main, why: the application itself }
        """

    private static let key = Result { try PrivateKey.generate(.rsa2048) }
    static let clientKey = Result { try PrivateKey.generate(.rsa2048) }

    static var checkout: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    static func besturen() throws -> String {
        try String(contentsOf: checkout.appending(path: "Examples/demo/besturen.csv"), encoding: .utf8)
    }

    /// How the gateway shows itself at the token endpoint.
    enum Client: String, CaseIterable, Sendable {
        case secretBasic = "client_secret_basic"
        case secretPost = "client_secret_post"
        case privateKey = "private_key_jwt"
    }

    /// - Parameters:
    ///   - login, session, pages: more lines, as ``LoginWorld`` takes them.
    ///   - hasEndSession: false for a provider to which one cannot log out.
    static func run(
        client: Client = .secretBasic, login: String = "", session: String = "", pages: String = "",
        configuration: String = "", policy: String = StandInLogin.policy, key: String? = nil,
        site given: LoginWorld.Site? = nil, people: [Person] = InventedPeople.all,
        prepare: (URL) throws -> Void = { _ in },
        test: (StandInLogin) async throws -> Void
    ) async throws {
        let site = if let given { given } else { try await LoginWorld.Site.make() }
        defer { if given == nil { site.remove() } }
        let origin = "http://127.0.0.1:\(site.port)"
        let register = BesturenRegister.read(csv: try besturen(), source: "besturen.csv").register
        let id = "development-test"
        let signing = try Self.key.get()
        let authentication: StandInClient.Authentication
        var lines: String?
        switch client {
        case .secretBasic: authentication = .secret(LoginWorld.secret)
        case .secretPost:
            authentication = .secret(LoginWorld.secret)
            lines =
                "client-secret: \(site.directory.path)/client-secret\n  authentication: client_secret_post"
        case .privateKey:
            let key = try clientKey.get()
            authentication = .keys(JWKSet.json([JWK(publicKey: key.publicKey, keyID: "c1", algorithm: .rs256)]))
            let text = try PrivateJWK(privateKey: key, keyID: "c1", algorithm: .rs256).jsonText
                .withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
            lines = "private-key: \(try site.write("client.jwk", text))"
        }
        let provider = IdentityProvider(
            address: try ListenAddress(host: "127.0.0.1", port: 0),
            directory: try PeopleDirectory(people: people, register: register),
            mint: TokenMint(
                issuer: "http://127.0.0.1:0/op", audience: LoginWorld.client,
                signer: try JWTSigner(privateKey: signing, algorithm: .rs256, keyID: id)),
            keys: JWKSet.json([JWK(publicKey: signing.publicKey, keyID: id, algorithm: .rs256)]),
            now: { Instant(unixSeconds: Date().timeIntervalSince1970) ?? .distantPast },
            clients: [
                StandInClient(
                    id: LoginWorld.client, authentication: authentication,
                    redirectURIs: [site.callback, site.board + "/register/callback"],
                    postLogoutRedirectURIs: [
                        "\(origin)/_poort/logged-out", "\(origin)/_poort/switched",
                        site.board + "/register/logged-out", site.board + "/register/switched",
                    ],
                    backChannelLogoutURI: "\(origin)/_poort/backchannel-logout")
            ])
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let server = Task { try await provider.run(logger: quiet) { announce.yield($0) } }
        defer { server.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        try await LoginWorld.run(
            site, issuer: "http://127.0.0.1:\(port)/op",
            login: "  scopes: [openid, profile, vo, abb_loketLB]\n\(login)", session: session, pages: pages, key: key,
            authentication: lines, policy: policy, besturen: try besturen(), configuration: configuration,
            // A provider that changes its keys seconds after they were fetched is asked again within the test.
            issuerKeys: "{ cooldown: 100ms }", prepare: prepare
        ) { world in
            try await test(StandInLogin(world: world, provider: provider))
        }
    }

    // MARK: Logging in

    /// Goes through the provider's pages from wherever a page of the gateway led.
    func logIn(
        _ browser: Browser, _ person: Person, organisation: String? = nil, from page: Browser.Page
    ) async throws -> Browser.Page {
        var page = page
        if page.text.contains("name=\"gebruiker\"") {
            page = try await browser.submit(page, "gebruiker", ["gebruiker": person.id])
        }
        if let organisation, page.url.contains("/op/") {
            page = try await browser.submit(
                page, "werkrelatie",
                ["werkrelatie": try #require(Self.button(organisation, in: page.text), "\(page.text)")])
        }
        return page
    }

    func logIn(
        _ browser: Browser, _ person: Person, organisation: String? = nil, at path: String = "/_poort/login"
    ) async throws -> Browser.Page {
        try await logIn(browser, person, organisation: organisation, from: try await browser.open(origin + path))
    }

    /// The value of the button with a text.
    static func button(_ name: String, in text: String) -> String? {
        guard let end = text.range(of: "\">\(name)</button>") else { return nil }
        guard let start = text[..<end.lowerBound].range(of: "value=\"", options: .backwards) else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// Status and code of a request by a script with the browser's session.
    func ask(_ browser: Browser, _ path: String, method: String = "GET", more: String = "") async throws -> String {
        let response = try await browser.send(
            method, origin + path, from: origin, body: method == "GET" ? nil : "{}", isNavigation: false,
            more: method == "GET" ? more : "Content-Type: application/json\r\n\(more)")
        return "\(response.status) \(response.code ?? response.text)"
    }
}
