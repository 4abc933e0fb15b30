import JOSE
import Testing

@testable import StandIn

@Suite("The keys of the stand-in", .timeLimit(.minutes(5)))
struct KeyRotationTests {
    @Test("rotate: the new one signs, the older ones are published until they are withdrawn")
    func rotation() async throws {
        try await StandInWorld.run { world in
            let agent = world.agent()
            func published() async throws -> [String] {
                let answer = try await agent.get("/op/v1/keys")
                #expect(answer["cache-control"] == "public, max-age=21500, must-revalidate")
                return answer.json?["keys"]?.arrayValue?.compactMap { $0["kid"]?.stringValue } ?? []
            }
            let first = try await world.redeem(try await world.code(InventedPeople.an, world.agent()))
            #expect(try await published() == ["development-test"])
            #expect(
                try await agent.post("/admin/keys/rotate", [], headers: [("origin", "https://evil.example")]).status
                    == 403)
            let rotated = try await agent.post("/admin/keys/rotate", [])
            let kid = try #require(rotated.json?["kid"]?.stringValue)
            #expect(kid.hasPrefix("development-"))
            #expect(try await published() == [kid, "development-test"])
            let second = try await world.redeem(try await world.code(InventedPeople.an, world.agent()))
            #expect(try world.claims(first).keyID == "development-test")
            #expect(try world.claims(second).keyID == kid)
            // The development short cut follows.
            let short = try await agent.post("/people/an/token", [])
            #expect(try world.claims(short).keyID == kid)
            #expect(try await agent.post("/admin/keys/withdraw", []).status == 200)
            #expect(try await published() == [kid])
            #expect(throws: TokenRefusal.self) { try world.claims(first) }
            #expect(try world.claims(second).keyID == kid)
        }
    }
}
