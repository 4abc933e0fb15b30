import Besturen
import Foundation
import JOSE
import Libcrypto
import OIDC
import StandIn
import Testing

@testable import Gateway

/// A gateway with the board of a register, the stand-in's people, and the demo's besturen in the register.
struct BoardWorld: Sendable {
    let login: StandInLogin
    let store: RegisterStore
    let ring: SealingKeyRing
    /// Scheme, host and port of the board.
    let origin: String

    static let administrativeRoles = """

        administrative-roles:
          LoketRegisterABB: { label: Register ABB, bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [GID] }
          LoketRegisterLoket: { label: Register Loket, bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [GID] }
          LoketRegisterGebruikersbeheer: { label: Register GB, bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [GID] }
          LoketRegisterLezer: { label: Register lezer, bestuurstypes: [agentschap-binnenlands-bestuur], doelgroepen: [GID] }
        """

    static let roles = """
          roles:
            abb: [LoketRegisterABB]
            loket: [LoketRegisterLoket]
            gebruikersbeheer: [LoketRegisterGebruikersbeheer]
            viewer: [LoketRegisterLezer]
        """

    /// The besturen of the demo, and two that have one number.
    static func register(_ directory: URL) throws {
        let file = directory.appendingPathComponent("besturen.csv")
        let list = BesturenRegister.read(csv: try String(contentsOf: file, encoding: .utf8), source: "list")
        try FileManager.default.removeItem(at: file)
        let store = try RegisterStore(path: file.path, create: true)
        _ = try store.append(by: "An", for: .loket, at: RegisterLiveTests.now) { _ throws(RegisterStoreError) in
            list.register.besturen.map { .init($0.uri, .record($0, source: "list")) }
        }
        let double = try ["A <b>", "B"].enumerated().map { index, name in
            try Bestuurseenheid(
                uri: "http://data.lblod.info/id/bestuurseenheden/dubbel-\(index)", name: "Dubbel \(name)",
                type: .gemeente, kbo: KBONummer("0999998338"), status: .actief)
        }
        _ = try store.append(by: "An", for: .loket, at: RegisterLiveTests.now) { _ throws(RegisterStoreError) in
            double.map { .init($0.uri, .record($0, source: "list")) }
        }
    }

    static func run(
        policy: String? = nil, session: String = "", test: (BoardWorld) async throws -> Void
    ) async throws {
        let site = try await LoginWorld.Site.make(hasBoard: true)
        defer { site.remove() }
        let key = try Random.bytes(count: 32)
        try await StandInLogin.run(
            session: session, configuration: "board:\n  address: \(site.board)\n\(roles)",
            policy: policy ?? StandInLogin.policy + administrativeRoles, key: Base64URL.encode(key), site: site,
            prepare: register
        ) { login in
            let file = login.world.gateway.directory.appendingPathComponent("besturen.csv").path
            try await test(
                BoardWorld(
                    login: login, store: try RegisterStore(path: file), ring: try SealingKeyRing([Secret(key)]),
                    origin: site.board))
        }
    }

    /// Somebody who logged in at the board, as their browser and the page they came to.
    func visit(_ person: Person, _ path: String = "/register", organisation: String? = nil) async throws -> Visit {
        let browser = Browser()
        let page = try await login.logIn(
            browser, person, organisation: organisation, from: try await browser.open(origin + path))
        return Visit(browser: browser, page: page)
    }

    struct Visit {
        let browser: Browser
        let page: Browser.Page

        /// Sends the form with an id.
        func send(_ form: String, on page: Browser.Page, _ values: [String: String] = [:]) async throws -> Browser.Page
        {
            try await browser.submit(page, "value=\"\(form)\"", values)
        }
    }

    /// Which forms a page has.
    static func forms(_ page: Browser.Page) -> [String] {
        Browser.forms(page).compactMap { form in form.form.fields.first { $0.name == "form" }?.value }
    }

    /// A request as it is written here, and its answer.
    func ask(
        _ method: String, _ path: String, host: String? = nil, fields: String = "", body: String? = nil
    ) async throws -> RawClient.Response {
        let parts = Browser.parts(origin)
        let client = try await RawClient.connect(parts.port)
        let length = body.map { "Content-Length: \($0.utf8.count)\r\n" } ?? ""
        try await client.send(
            "\(method) \(path) HTTP/1.1\r\nHost: \(host ?? parts.authority)\r\nConnection: close\r\n\(fields)\(length)\r\n\(body ?? "")"
        )
        let response = try await client.response(hasBody: method != "HEAD")
        await client.close()
        return response
    }
}
