import JOSE
import Testing

@testable import StandIn

@Suite("An access token of the stand-in", .timeLimit(.minutes(5)))
struct AccessTokenTests {
    private static func bearer(_ token: String) -> [(String, String)] { [("authorization", "Bearer \(token)")] }

    @Test("opens userinfo for an hour, with the claims of its scopes and the subject of the ID token")
    func userinfo() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            for (name, headers) in [
                ("none", []), ("another", Self.bearer("x")), ("as Basic", [StandInWorld.basic]),
            ] {
                let answer = try await agent.get("/op/v1/userinfo", headers: headers)
                #expect(answer.status == 401 && answer["www-authenticate"]?.hasPrefix("Bearer ") == true, "\(name)")
            }
            let code = try await world.code(InventedPeople.an, agent, [("scope", "openid profile")])
            let token = try #require(try await world.redeem(code).json?["access_token"]?.stringValue)
            let answer = try await agent.get("/op/v1/userinfo", headers: Self.bearer(token))
            #expect(
                answer.json == [
                    "sub": .string(InventedPeople.an.subject), "given_name": "An", "family_name": "Voorbeeld",
                ])
            #expect(try await agent.post("/op/v1/userinfo", [], headers: Self.bearer(token)).status == 200)
            world.clock.advance(seconds: 3599)
            #expect(try await agent.get("/op/v1/userinfo", headers: Self.bearer(token)).status == 200)
            world.clock.advance(seconds: 1)
            #expect(try await agent.get("/op/v1/userinfo", headers: Self.bearer(token)).status == 401)
        }
    }

    @Test("is told about to clients that authenticate, and to nobody else")
    func introspection() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            let code = try await world.code(InventedPeople.an, agent, [("scope", "openid vo")])
            let token = try #require(try await world.redeem(code).json?["access_token"]?.stringValue)
            let form = [(name: "token", value: token)]
            #expect(try await agent.post("/op/v1/introspect", form).status == 401)
            #expect(try await agent.post("/op/v1/introspect", form, headers: Self.bearer(token)).status == 401)
            #expect(try await agent.post("/op/v1/introspect", [], headers: [StandInWorld.basic]).status == 400)
            let unknown = try await agent.post(
                "/op/v1/introspect", [("token", "x")], headers: [StandInWorld.basic])
            #expect(unknown.status == 200 && unknown.json == ["active": false])
            let known = try await agent.post("/op/v1/introspect", form, headers: [StandInWorld.basic])
            #expect(known.json?["active"] == true && known.json?["scope"] == "openid vo")
            #expect(known.json?["client_id"] == .string(StandInWorld.clientID))
            #expect(known.json?["vo_orgcode"] == "0999999922" && known.json?["rrn"] == nil)
            #expect(known.json?["exp"] == .integer(world.clock.now.unixSeconds + 3600))
            world.clock.advance(seconds: 3600)
            let expired = try await agent.post("/op/v1/introspect", form, headers: [StandInWorld.basic])
            #expect(expired.json == ["active": false])
        }
    }
}
