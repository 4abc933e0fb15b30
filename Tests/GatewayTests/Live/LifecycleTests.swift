import Foundation
import Testing

/// Time, limits, and stopping.
@Suite("A connection", .timeLimit(.minutes(5)))
struct LifecycleTests {
    @Test("that drips its head is cut off in time, however often it sends")
    func slowHead() async throws {
        try await TestWorld.run(configuration: "timeouts: { head: 600ms }") { _ in
            .ok("")
        } test: { world in
            let client = try await world.connect()
            let began = ContinuousClock.now
            let drip = Task {
                for character in world.get("/assets/x", fields: "X: \(String(repeating: "y", count: 500))\r\n") {
                    try await client.send(String(character))
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            drip.cancel()
            #expect(text.hasPrefix("HTTP/1.1 408"))
            #expect(text.contains("request_timeout"))
            #expect(ContinuousClock.now - began < .seconds(5))
        }
    }

    @Test("that says nothing is closed without a word")
    func idle() async throws {
        try await TestWorld.run(configuration: "timeouts: { idle: 300ms }") { _ in
            .ok("")
        } test: { world in
            let client = try await world.connect()
            #expect(await client.untilClosed().isEmpty)
        }
    }

    @Test("that does not send the body it announced is cut off")
    func slowBody() async throws {
        try await TestWorld.run(configuration: "timeouts: { body: 400ms }") { _ in
            .ok("")
        } test: { world in
            let client = try await world.connect()
            try await client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc")
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 408"))
        }
    }

    @Test("beyond the limit is not taken")
    func limit() async throws {
        try await TestWorld.run(configuration: "limits: { connections: 2 }") { _ in
            .ok("")
        } test: { world in
            // Two event loops with room for one connection each.
            var refused = 0
            var clients: [RawClient] = []
            for _ in 0..<6 {
                let client = try await world.connect()
                clients.append(client)
                try? await client.send(world.get("/assets/x"))
                do { _ = try await client.response() } catch { refused += 1 }
            }
            #expect(refused == 4)
            for client in clients { await client.close() }
        }
    }

    @Test(
        "gets its own status for a head that is too large",
        arguments: [
            ("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n", 431),
            ("GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: y\r\n", count: 200))\r\n", 431),
        ])
    func largeHead(_ request: String, _ status: Int) async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let response = try await world.ask(request)
            #expect(response.status == status)
            #expect(response.code == "request_head_too_large")
        }
    }

    @Test("in use when the gateway is asked to stop gets its answer, an idle one is closed, a new one is not taken")
    func gracefulStop() async throws {
        try await TestWorld.run { _ in
            .never
        } test: { world in
            let idle = try await world.connect()
            let busy = try await world.connect()
            try await busy.send(world.get("/assets/x"))
            while world.upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            await world.stop()
            #expect(await idle.untilClosed().isEmpty)
            try await world.upstream.answerWaiting("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nlast words")
            let response = try await busy.response()
            #expect(response.text == "last words")
            #expect(response["connection"] == "close")
            _ = await busy.untilClosed()
            await #expect(throws: (any Error).self) { _ = try await world.connect() }
        }
    }

    @Test("for health is another one, and tells whether the gateway is ready")
    func health() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            for path in ["/health/live", "/health/ready"] {
                let answer = try await world.askAdmin(path)
                #expect(answer.status == 200)
                #expect(try await world.ask(world.get(path)).status == 404, "not on the data listener")
            }
        }
    }
}
