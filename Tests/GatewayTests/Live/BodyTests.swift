import Foundation
import Testing

/// Bodies stream through in both directions, without being held.
@Suite("A body", .timeLimit(.minutes(5)))
struct BodyTests {
    @Test("goes up as it is framed", arguments: [0, 1, 100, 70_000, 3_000_000])
    func uploads(_ size: Int) async throws {
        try await TestWorld.run {
            .ok("\($0.body.count)")
        } test: { world in
            let body = [UInt8]((0..<size).map { UInt8(truncatingIfNeeded: $0) })
            let client = try await world.connect()
            try await client.send("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: \(size)\r\n\r\n")
            try await client.send(body)
            #expect(try await client.response().text == "\(size)")
            #expect(world.upstream.requests.first?.body == body)
            try await client.send(world.get("/assets/next"))
            #expect(try await client.response().text == "0")
            await client.close()
        }
    }

    @Test("in chunks goes up in chunks of our own, without extensions and trailers")
    func chunkedUpload() async throws {
        try await TestWorld.run { _ in
            .ok("done")
        } test: { world in
            let client = try await world.connect()
            try await client.send("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhel")
            try await client.send("lo\r\n1\r\n!\r\n0\r\nPoort-Subject: evil\r\n\r\n")
            #expect(try await client.response().text == "done")
            let seen = try #require(world.upstream.requests.first)
            let text = String(decoding: seen.body, as: UTF8.self)
            #expect(!text.contains("x=y") && !text.contains("evil"))
            #expect(text.hasSuffix("0\r\n\r\n"))
            #expect(seen.values("transfer-encoding") == ["chunked"])
            await client.close()
        }
    }

    @Test("in chunks comes down in chunks, or up to the end of the connection for an old client")
    func chunkedDownload() async throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n"
        try await TestWorld.run { _ in
            .bytes(answer)
        } test: { world in
            let response = try await world.ask(world.get("/assets/x"))
            #expect(response.text == "abcde")
            #expect(response["transfer-encoding"] == "chunked")
            let client = try await world.connect()
            try await client.send("GET /assets/x HTTP/1.0\r\nHost: a\r\n\r\n")
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            #expect(text.hasSuffix("\r\n\r\nabcde"))
            #expect(!text.lowercased().contains("transfer-encoding"))
        }
    }

    @Test("up to the end of the upstream's connection comes down whole")
    func untilClose() async throws {
        try await TestWorld.run { _ in
            .bytesThenClose("HTTP/1.1 200 OK\r\n\r\nall of it")
        } test: { world in
            let response = try await world.ask(world.get("/assets/x"))
            #expect(response.text == "all of it")
        }
    }

    @Test("is offered with Expect and asked for by the gateway itself")
    func expectContinue() async throws {
        try await TestWorld.run {
            .ok("\($0.values("expect").count) \($0.body.count)")
        } test: { world in
            let client = try await world.connect()
            try await client.send(
                "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.response().status == 100)
            try await client.send("abc")
            #expect(try await client.response().text == "0 3")
            try await client.send(
                "POST /submissions HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.response().status == 401, "refused before a byte of it is sent")
            _ = await client.untilClosed()
        }
    }

    @Test("larger than allowed is refused, announced or not")
    func tooLarge() async throws {
        try await TestWorld.run(configuration: "limits: { request-body: 1KiB }") { _ in
            .ok("")
        } test: { world in
            let announced = try await world.ask("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1025\r\n\r\n")
            #expect(announced.status == 413)
            #expect(announced.code == "request_too_large")
            let chunk = String(repeating: "x", count: 600)
            let chunked = try await world.ask(
                "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n\(chunk)\r\n258\r\n\(chunk)\r\n"
            )
            #expect(chunked.status == 413)
            #expect(world.upstream.requests.isEmpty)
        }
    }

    @Test("that a client does not read is not read from the upstream either")
    func backpressureDown() async throws {
        let size = 64 << 20
        let body = [UInt8](repeating: 7, count: size)
        try await TestWorld.run { _ in
            .large(body)
        } test: { world in
            let client = try await world.connect()
            try await client.pauseReading()
            try await client.send(world.get("/assets/large"))
            var last = -1
            while world.upstream.written != last || last <= 0 {
                last = world.upstream.written
                try await Task.sleep(for: .milliseconds(150))
            }
            #expect(last < size / 2, "\(last) bytes were taken for a client that reads nothing")
            try await client.resumeReading()
            let response = try await client.response()
            #expect(response.body.count == size)
            await client.close()
        }
    }
}
