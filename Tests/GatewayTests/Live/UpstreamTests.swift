import Foundation
import JOSE
import Synchronization
import Testing

/// Upstreams that are down, slow or wrong.
@Suite("An upstream", .timeLimit(.minutes(5)))
struct UpstreamTests {
    @Test("that is down gives 502, and the client's connection goes on")
    func down() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/dead/x"))
            let response = try await client.response()
            #expect(response.status == 502)
            #expect(response.code == "upstream_unavailable")
            #expect(!response.text.contains("127.0.0.1"), "no address of an upstream is told")
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().status == 200)
            await client.close()
        }
    }

    @Test("that is slow gives 504")
    func slow() async throws {
        try await TestWorld.run(upstreamOptions: ", response-timeout: 300ms") { _ in
            .never
        } test: { world in
            let response = try await world.ask(world.get("/assets/x"))
            #expect(response.status == 504)
            #expect(response.code == "upstream_timeout")
        }
    }

    @Test(
        "whose answer is not HTTP/1.1 as we read it gives 502, and its connection is not used again",
        arguments: [
            "garbage\r\n\r\n", "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
        ])
    func malformed(_ answer: String) async throws {
        try await TestWorld.run {
            $0.connection == 0 ? .bytes(answer) : .ok("fine")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().status == 502)
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().text == "fine")
            await client.close()
        }
    }

    @Test("that answers more than was asked is not used again")
    func surplus() async throws {
        let poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        try await TestWorld.run {
            $0.connection == 0 ? .bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + poison) : .ok("clean")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().text == "ok")
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().text == "clean")
            await client.close()
        }
    }

    @Test("that breaks off within its answer breaks off the client's, which no one can mistake for whole")
    func truncated() async throws {
        try await TestWorld.run { _ in
            .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/assets/x"))
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            #expect(text.hasSuffix("part"))
        }
    }

    @Test("that closed a resting connection is asked once more for what can be asked twice, and not for a POST")
    func retries() async throws {
        try await TestWorld.run {
            $0.index == 1 ? .close : .ok("answer \($0.connection)")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/upload/x"))
            #expect(try await client.response().text == "answer 0")
            try await client.send(world.get("/upload/x"))
            #expect(try await client.response().text == "answer 1")
            try await client.send("POST /upload/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
            #expect(try await client.response().status == 502)
            #expect(world.upstream.requests.filter { $0.lines[0].hasPrefix("POST") }.count == 1)
            await client.close()
        }
    }

    @Test("hears nothing more of a request whose client has gone")
    func clientGone() async throws {
        try await TestWorld.run { _ in
            .never
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/assets/x", token: try world.token()))
            while world.upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            await client.close()
            let entries = try await world.audit(atLeast: 1)
            #expect(entries.first?["outcome"]?.stringValue == "client_gone")
        }
    }
}
