import Foundation
import JOSE
import Testing

/// What reaches an upstream, byte for byte, over real sockets.
@Suite("A request that is let through", .timeLimit(.minutes(5)))
struct ForwardingTests {
    @Test("reaches the upstream with its line and fields as they came, and with the holder's name")
    func forwards() async throws {
        try await TestWorld.run { _ in
            .ok("hello", fields: "X-Module: toezicht\r\n")
        } test: { world in
            let request = world.get(
                "/submissions/1?page[size]=2&q=a%20b", token: try world.token(),
                fields: "Accept: application/json\r\nX-Custom: Als Het Was\r\n")
            let response = try await world.ask(request)
            #expect(response.status == 200)
            #expect(response.text == "hello")
            #expect(response["x-module"] == "toezicht")
            let seen = try #require(world.upstream.requests.first)
            #expect(seen.lines[0] == "GET /submissions/1?page[size]=2&q=a%20b HTTP/1.1")
            #expect(seen.lines[1] == "Host: loket.example")
            #expect(seen.values("x-custom") == ["Als Het Was"])
            #expect(seen.values("poort-subject") == ["person-1"])
            #expect(seen.values("poort-account") == ["account-1"])
            #expect(seen.values("poort-issuer") == [TestWorld.issuer])
            #expect(seen.values("poort-bestuur") == ["http://data.example/id/1"])
            #expect(seen.values("poort-bestuur-code") == ["0999999922"])
            #expect(seen.values("poort-bestuur-type") == ["gemeente"])
            #expect(seen.values("poort-bestuur-uuid") == ["1"])
            #expect(seen.values("poort-doelgroep") == ["LB"])
            #expect(seen.values("poort-roles") == ["R-toezicht"])
            #expect(seen.values("poort-modules") == ["toezicht"])
            #expect(seen.values("poort-read-only") == ["false"])
            #expect(seen.values("poort-request-id") == [response["poort-request-id"] ?? ""])
            #expect(seen.values("x-forwarded-for") == ["127.0.0.1"])
            #expect(seen.values("x-forwarded-proto") == ["http"])
            #expect(seen.values("x-forwarded-host") == ["loket.example"])
            #expect(seen.values("authorization").isEmpty, "the client's token stays at the gate")
        }
    }

    @Test(
        "never carries an identity that the client wrote",
        arguments: [
            "Poort-Subject", "poort-subject", "POORT-ROLES", "Poort-Anything", "X-Poort-Subject", "MU-SESSION-ID",
            "MU-AUTH-ALLOWED-GROUPS", "mu-auth-sudo", "MU-CALL-ID", "X-Forwarded-User", "X-Forwarded-For",
            "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL",
            "X-HTTP-Method-Override", "Remote-User", "X-User", "X-Auth-Request-Email", "Proxy", "Proxy-User",
        ])
    func strips(_ name: String) async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let request = world.get(
                "/submissions", token: try world.token(), fields: "\(name): evil\r\nConnection: Poort-Subject\r\n")
            let response = try await world.ask(request)
            // `Connection` may not name what is end to end; then nothing is forwarded at all.
            if response.status == 200 {
                let seen = try #require(world.upstream.requests.first)
                #expect(!seen.head.contains("evil"))
                #expect(seen.values("poort-subject") == ["person-1"])
            } else {
                #expect(response.status == 400)
                #expect(world.upstream.requests.isEmpty)
            }
        }
    }

    @Test(
        "refuses a look-alike that some servers take for the same name", arguments: ["Poort_Subject", "poort.subject"])
    func refusesLookAlikes(_ name: String) async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let response = try await world.ask(
                world.get("/submissions", token: try world.token(), fields: "\(name): evil\r\n"))
            #expect(response.status == 400)
            #expect(response.code == "request_malformed")
            #expect(world.upstream.requests.isEmpty)
        }
    }

    @Test("carries nobody's name on public and delegated routes", arguments: ["/assets/app.js", "/vendor/login"])
    func anonymousRoutes(_ path: String) async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let response = try await world.ask(
                world.get(path, token: try world.token(), fields: "Poort-Subject: evil\r\nKey: vendor-key\r\n"))
            #expect(response.status == 200)
            let seen = try #require(world.upstream.requests.first)
            #expect(seen.values("poort-subject").isEmpty)
            #expect(seen.values("poort-bestuur").isEmpty)
            #expect(seen.values("authorization").isEmpty)
            #expect(seen.values("key") == ["vendor-key"])
        }
    }

    @Test("writes names with letters that are not ASCII so that they stay one field")
    func encodesNames() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let token = try world.token(bestuur: "0999999031", roles: ["R-bedienaar"])
            let response = try await world.ask(world.get("/ministers", token: token))
            #expect(response.status == 200)
            let seen = try #require(world.upstream.requests.first)
            #expect(seen.values("poort-bestuur-name") == ["Kerkfabriek Sint-%C3%89t%C3%A9, \"Noord\""])
            #expect(seen.values("poort-read-only") == ["true"])
        }
    }

    @Test("drops the gateway's own cookies, and lets no upstream set one")
    func cookies() async throws {
        try await TestWorld.run { _ in
            .ok("", fields: "Set-Cookie: __Host-poort=x\r\nSet-Cookie: a=b\r\n")
        } test: { world in
            let response = try await world.ask(
                world.get("/assets/x", fields: "Cookie: proxy_session=1; __Host-poort=secret; b=2\r\n"))
            #expect(world.upstream.requests.first?.values("cookie") == ["proxy_session=1; b=2"])
            #expect(response.fields.filter { $0.name == "set-cookie" }.map(\.value) == ["a=b"])
        }
    }

    @Test("keeps internal fields of an upstream's answer inside")
    func responseFields() async throws {
        try await TestWorld.run { _ in
            .ok("", fields: "MU-AUTH-ALLOWED-GROUPS: [x]\r\nPoort-Subject: y\r\nKeep-Alive: timeout=5\r\nX-Ok: 1\r\n")
        } test: { world in
            let response = try await world.ask(world.get("/assets/x"))
            #expect(response["mu-auth-allowed-groups"] == nil)
            #expect(response["poort-subject"] == nil)
            #expect(response["keep-alive"] == nil)
            #expect(response["x-ok"] == "1")
        }
    }

    @Test("uses one upstream connection for many requests, and answers pipelined ones in order")
    func keepsAlive() async throws {
        try await TestWorld.run {
            .ok("\($0.lines[0].split(separator: " ")[1])")
        } test: { world in
            let client = try await world.connect()
            for number in 0..<5 {
                try await client.send(world.get("/assets/\(number)"))
                #expect(try await client.response().text == "/assets/\(number)")
            }
            #expect(world.upstream.connections == 1)
            try await client.send((0..<5).map { world.get("/assets/p\($0)") }.joined())
            for number in 0..<5 { #expect(try await client.response().text == "/assets/p\(number)") }
            await client.close()
        }
    }

    @Test("is answered once and the connection closed, when the client speaks HTTP/1.0")
    func http10() async throws {
        try await TestWorld.run { _ in
            .ok("old")
        } test: { world in
            let client = try await world.connect()
            try await client.send("GET /assets/x HTTP/1.0\r\nHost: a\r\n\r\n")
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 200"))
            #expect(text.hasSuffix("old"))
        }
    }

    @Test("gets no body to HEAD, and the length that it would have")
    func head() async throws {
        try await TestWorld.run { _ in
            .bytes("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/assets/x", method: "HEAD"))
            let response = try await client.response(hasBody: false)
            #expect(response["content-length"] == "1234")
            try await client.send(world.get("/assets/x", method: "HEAD"))
            #expect(try await client.response(hasBody: false).status == 200)
            await client.close()
        }
    }
}
