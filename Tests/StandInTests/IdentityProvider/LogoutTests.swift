import HTTPTypes
import JOSE
import Libcrypto
import Testing

@testable import StandIn

@Suite("A logout at the stand-in", .timeLimit(.minutes(5)))
struct LogoutTests {
    private static func logout(_ fields: [(name: String, value: String)]) -> String {
        "/op/v1/logout?" + FormEncoding.encode(fields)
    }

    static let refused: [(name: String, query: String)] = [
        ("an address without a client", "post_logout_redirect_uri=\(StandInWorld.loggedOut)"),
        ("an unknown client", "client_id=x&post_logout_redirect_uri=\(StandInWorld.loggedOut)"),
        ("another address", "client_id=\(StandInWorld.clientID)&post_logout_redirect_uri=https://evil.example/"),
        (
            "a longer address",
            "client_id=\(StandInWorld.clientID)&post_logout_redirect_uri=\(StandInWorld.loggedOut)/../evil"
        ),
        (
            "two addresses",
            "client_id=\(StandInWorld.clientID)&post_logout_redirect_uri=\(StandInWorld.loggedOut)&post_logout_redirect_uri=\(StandInWorld.loggedOut)"
        ),
        ("a switch without an address", "switch=true&client_id=\(StandInWorld.clientID)"),
        ("a switch without a client", "switch=true&post_logout_redirect_uri=\(StandInWorld.switched)"),
        ("a field that cannot be read", "client_id=%"),
    ]

    @Test("ends nothing and leads nowhere, when asked wrongly")
    func refusals() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            _ = try await world.logIn(InventedPeople.an, agent)
            for (name, query) in Self.refused {
                let answer = try await agent.get("/op/v1/logout?" + query)
                #expect(answer.status == 400 && answer.location == nil, "\(name)")
                #expect(try await world.begin(agent, [("prompt", "none")]).sentFields?["code"] != nil, "\(name)")
            }
        }
    }

    @Test("ends the session, echoes the state, and tells the client with the session's own sid and sub")
    func told() async throws {
        try await LogoutListener.run { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let agent = world.agent()
                let elsewhere = world.agent()
                let token = try await world.logIn(InventedPeople.an, agent)
                // A second code of the session makes no second message.
                _ = try await world.redeem(try #require(try await world.begin(agent).sentFields?["code"]))
                _ = try await world.logIn(InventedPeople.an, elsewhere)
                let cookie = agent.cookies
                let answer = try await agent.get(
                    Self.logout([
                        ("client_id", StandInWorld.clientID), ("post_logout_redirect_uri", StandInWorld.loggedOut),
                        ("state", "a&b"),
                    ]))
                #expect(answer.status == 303 && answer.location == StandInWorld.loggedOut + "?state=a%26b")
                #expect(agent.cookies["stand-in-sso"] == nil)
                #expect(try await world.begin(agent, [("prompt", "none")]).sentFields?["error"] == "login_required")
                // A copy of the cookie is dead, too.
                let copied = try await world.agent().get(
                    "/op/v1/auth?" + FormEncoding.encode(StandInWorld.fields([("prompt", "none")])),
                    headers: [("cookie", cookie.map { "\($0.key)=\($0.value)" }.joined(separator: "; "))])
                #expect(copied.sentFields?["error"] == "login_required")

                #expect(listener.received.count == 1)
                let claims = try #require(listener.claims.first)
                #expect(listener.headers.first?["typ"] == "logout+jwt" && listener.headers.first?["alg"] == "RS256")
                #expect(claims["iss"] == .string(world.provider.issuer))
                #expect(claims["aud"] == .string(StandInWorld.clientID))
                #expect(claims["sid"] == token.value("sid") && claims["sub"] == .string(token.subject))
                #expect(claims["iat"] == .integer(world.clock.now.unixSeconds) && claims["exp"] != nil)
                #expect(claims["events"] == ["http://schemas.openid.net/event/backchannel-logout": [:]])
                #expect(claims["jti"]?.stringValue?.isEmpty == false && claims["nonce"] == nil)
                let keys = try KeySet(
                    try KeySet.load(jwks: world.provider.keys.bytes(), algorithms: [.rs256], source: "").keys)
                _ = try TokenVerifier().verifySignature(Array(listener.received[0].utf8).span, keys: keys).get()
                // The other browser is still logged in.
                #expect(try await world.begin(elsewhere, [("prompt", "none")]).sentFields?["code"] != nil)
                #expect(world.provider.backChannelDeliveries.map(\.outcome) == [.delivered(status: 200)])
            }
        }
    }

    @Test("says so on a page when there is nowhere to go, and does no harm without a session")
    func page() async throws {
        try await LogoutListener.run(answering: .badRequest) { _, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let agent = world.agent()
                #expect(try await agent.get("/op/v1/logout").text.contains("U bent afgemeld"))
                _ = try await world.logIn(InventedPeople.an, agent)
                let page = try await agent.post("/op/v1/logout", [])
                #expect(page.status == 200 && page.text.contains("refused, 400"))
            }
        }
    }

    @Test("is no logout when it is a switch")
    func switching() async throws {
        try await LogoutListener.run { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let agent = world.agent()
                _ = try await world.logIn(InventedPeople.an, agent)
                // The manual says that the value is optional.
                for value in ["true", ""] {
                    let answer = try await agent.get(
                        Self.logout([
                            ("switch", value), ("client_id", StandInWorld.clientID),
                            ("post_logout_redirect_uri", StandInWorld.switched),
                        ]))
                    #expect(answer.location == StandInWorld.switched)
                    #expect(try await world.begin(agent, [("prompt", "none")]).sentFields?["code"] != nil)
                }
                #expect(listener.received.isEmpty)
            }
        }
    }

    @Test("from the provider's side ends every session of the person, by sid or by sub")
    func fromTheProvider() async throws {
        try await LogoutListener.run { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let browsers = [world.agent(), world.agent()]
                var sids: Set<String> = []
                for agent in browsers {
                    sids.insert(try #require(try await world.logIn(InventedPeople.an, agent).string("sid")))
                }
                let other = world.agent()
                _ = try await world.logIn(InventedPeople.chris, other)

                let admin = world.agent()
                #expect(try await admin.post("/admin/people/nobody/logout", []).status == 404)
                #expect(try await admin.post("/admin/people/an/logout?by=name", []).status == 400)
                let foreign = [("sec-fetch-site", "cross-site")]
                #expect(try await admin.post("/admin/people/an/logout", [], headers: foreign).status == 403)
                #expect(listener.received.isEmpty)

                let answer = try await admin.post("/admin/people/an/logout?by=sid", [])
                #expect(answer.json?.arrayValue?.count == 2)
                #expect(
                    listener.claims.count == 2 && Set(listener.claims.compactMap { $0["sid"]?.stringValue }) == sids)
                #expect(listener.claims.allSatisfy { $0["sub"] == nil })
                for agent in browsers {
                    #expect(
                        try await world.begin(agent, [("prompt", "none")]).sentFields?["error"] == "login_required")
                    _ = try await world.logIn(InventedPeople.an, agent)
                }
                // Hours later the client is still known, though the session would save nobody from logging in.
                world.clock.advance(seconds: SSOSession.lifetime + 1)
                let deliveries = try await world.provider.logOut("an", naming: .subject)
                #expect(deliveries.map(\.outcome) == [.delivered(status: 200)])
                #expect(listener.claims.last?["sub"] == .string(InventedPeople.an.subject))
                #expect(listener.claims.last?["sid"] == nil)
                #expect(try await admin.get("/admin/deliveries").json?.arrayValue?.count == 3)
                #expect(try await world.provider.logOut("an", naming: .subject).isEmpty)
            }
        }
    }

    @Test("of one person ends when another logs in, in the same browser")
    func replaced() async throws {
        try await LogoutListener.run { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                let agent = world.agent()
                let an = try await world.logIn(InventedPeople.an, agent)
                _ = try await world.logIn(InventedPeople.an, agent, [("prompt", "login")])
                #expect(listener.received.isEmpty)
                _ = try await world.logIn(InventedPeople.chris, agent, [("prompt", "login")])
                #expect(listener.claims.map { $0["sid"] } == [an.value("sid")])
            }
        }
    }

    static let addresses: [(uri: String, isLoopback: Bool)] = [
        ("http://127.0.0.1:8080/x", true), ("https://localhost/x", true), ("http://[::1]:1/", true),
        ("http://192.0.2.1/", false), ("http://127.0.0.1@evil.example/", false),
        ("http://127.0.0.1.evil.example/", false), ("http://evil.example/127.0.0.1", false),
        ("http://evil.example#127.0.0.1", false), ("http+unix://127.0.0.1/", false), ("file:///127.0.0.1", false),
        ("//127.0.0.1/", false), ("", false), ("http://2130706433/", false), ("http://127.1/", false),
        ("http://127.0.0.1%2eevil.example/", false), ("http://[::ffff:192.0.2.1]/", false),
    ]

    @Test("is sent to this machine alone", arguments: addresses.indices)
    func loopback(_ index: Int) {
        let (uri, isLoopback) = Self.addresses[index]
        #expect(BackChannel.isLoopback(uri) == isLoopback, "\(uri)")
    }

    @Test("comes to an end when a client is away, answers wrongly, sends it on, or may not be told")
    func unreachable() async throws {
        try await StandInWorld.run(client: StandInWorld.client(backChannel: "http://192.0.2.1/logout")) { world in
            _ = try await world.logIn(InventedPeople.an, world.agent())
            let sent = try await world.provider.logOut("an", naming: .session)
            #expect(sent.map(\.outcome) == [.notLoopback])
            // A port on which nobody listens.
            world.provider.register(StandInWorld.client(backChannel: "http://127.0.0.1:1/logout"))
            _ = try await world.logIn(InventedPeople.an, world.agent())
            guard case .failed = try await world.provider.logOut("an", naming: .session).first?.outcome else {
                Issue.record("something was delivered")
                return
            }
        }
        try await LogoutListener.run(answering: .temporaryRedirect) { listener, uri in
            try await StandInWorld.run(client: StandInWorld.client(backChannel: uri)) { world in
                _ = try await world.logIn(InventedPeople.an, world.agent())
                let sent = try await world.provider.logOut("an", naming: .session)
                #expect(sent.map(\.outcome) == [.refused(status: 307)] && listener.received.count == 1)
            }
        }
    }
}
