import JOSE
import Testing

@testable import StandIn

@Suite("The metadata of the stand-in", .timeLimit(.minutes(5)))
struct DiscoveryTests {
    @Test("name every endpoint below the issuer, at ACM/IDM's paths, and each answers")
    func endpoints() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let document = try #require(try await agent.get("/op/.well-known/openid-configuration").json)
            let issuer = "http://127.0.0.1:\(world.port)/op"
            #expect(document["issuer"] == .string(issuer) && world.provider.issuer == issuer)
            let endpoints: [(name: String, path: String)] = [
                ("authorization_endpoint", "/v1/auth"), ("token_endpoint", "/v1/token"),
                ("userinfo_endpoint", "/v1/userinfo"), ("introspection_endpoint", "/v1/introspect"),
                ("end_session_endpoint", "/v1/logout"), ("jwks_uri", "/v1/keys"),
            ]
            for (name, path) in endpoints {
                #expect(document[name] == .string(issuer + path), "\(name)")
                #expect(try await agent.post("/op" + path, []).status != 404 || path == "/v1/keys", "\(name)")
            }
            #expect(document["response_types_supported"] == ["code"])
            #expect(document["response_modes_supported"] == ["query"])
            #expect(document["code_challenge_methods_supported"] == ["plain", "S256"])
            #expect(
                document["token_endpoint_auth_methods_supported"]
                    == ["client_secret_basic", "client_secret_post", "private_key_jwt"])
            for name in [
                "backchannel_logout_supported", "backchannel_logout_session_supported",
                "authorization_response_iss_parameter_supported",
            ] {
                #expect(document[name] == true, "\(name)")
            }
            #expect(document["scopes_supported"] == ["openid", "profile", "rrn", "vo", "abb_loketLB"])
        }
    }

    @Test("and everything else are for this machine's own names")
    func loopbackNames() async throws {
        try await StandInWorld.run { world in
            for path in ["/op/.well-known/openid-configuration", "/op/v1/auth", "/gebruikersbeheer", "/people"] {
                let answer = try await world.agent().get(path, headers: [("host", "evil.example")])
                #expect(answer.status == 421, "\(path)")
            }
        }
        #expect(throws: StandInError.notLoopback(host: "0.0.0.0")) { try ListenAddress(host: "0.0.0.0", port: 0) }
    }

    @Test("are of clients that can be replaced while it runs")
    func clients() async throws {
        try await StandInWorld.run { world in
            #expect(world.provider.clients.map(\.id) == [StandInWorld.clientID])
            world.provider.register(
                StandInClient(
                    id: StandInWorld.clientID, authentication: .secret("another"), redirectURIs: ["http://[::1]/cb"]))
            #expect(world.provider.clients.count == 1)
            #expect(try await world.begin(world.agent()).status == 400)
            let moved = try await world.begin(world.agent(), [("redirect_uri", "http://[::1]/cb")])
            #expect(moved.status == 200)
            #expect(moved["content-security-policy"]?.contains("form-action 'self' http://[::1];") == true)
        }
    }
}
