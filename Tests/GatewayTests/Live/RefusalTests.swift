import Foundation
import JOSE
import Policy
import Testing

/// What does not get through, and what is said about it.
@Suite("The gate refuses", .timeLimit(.minutes(5)))
struct RefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let method: String
        let path: String
        /// `nil`: no token.
        let bestuur: String?
        let roles: [String]
        let status: Int
        let code: String
        var fields = ""

        var testDescription: String { name }

        init(
            _ name: String, _ request: String, bestuur: String? = "0999999922",
            roles: [String] = ["R-toezicht"], _ status: Int, _ code: String, fields: String = ""
        ) {
            self.name = name
            let parts = request.split(separator: " ")
            method = parts.count == 2 ? String(parts[0]) : "GET"
            path = String(parts[parts.count - 1])
            self.bestuur = bestuur
            self.roles = roles
            self.status = status
            self.code = code
            self.fields = fields
        }
    }

    static let cases = [
        Case("nobody", "/submissions", bestuur: nil, 401, "token_missing"),
        Case(
            "another scheme", "/submissions", bestuur: nil, 401, "token_missing",
            fields: "Authorization: Basic eDp5\r\n"),
        Case(
            "garbage as a token", "/submissions", bestuur: nil, 401, "token_malformed",
            fields: "Authorization: Bearer x\r\n"),
        Case(
            "two credentials", "/submissions", bestuur: nil, 400, "header_duplicated",
            fields: "Authorization: Bearer x\r\nAuthorization: Bearer y\r\n"),
        Case("a module that is not granted", "/submissions", roles: ["R-bedienaar"], 403, "module_not_granted"),
        Case("a type that is not eligible", "/submissions", bestuur: "0999999031", 403, "bestuurstype_not_eligible"),
        Case("a role of no module", "/submissions", roles: ["R-Toezicht"], 403, "module_not_granted"),
        Case(
            "a write in a view-only module", "PATCH /ministers/1", bestuur: "0999999031", roles: ["R-bedienaar"], 403,
            "module_read_only"),
        Case("a write where only reading is admitted", "DELETE /concepts/1", 403, "method_not_allowed"),
        Case("an unknown bestuur", "/submissions", bestuur: "0999999130", 403, "bestuur_unknown"),
        Case("a bestuur that is not active", "/submissions", bestuur: "0999999328", 403, "bestuur_not_active"),
        Case("a number of two besturen", "/submissions", bestuur: "0999999724", 403, "bestuur_conflict"),
        Case("an address that no rule names", "/nothing", 404, "route_unknown"),
        Case("a closed address", "/mock/sessions", 404, "route_closed"),
        Case("dot segments", "/submissions/../ministers", 400, "request_target_ambiguous"),
        Case("encoded dot segments", "/submissions/%2e%2e/ministers", 400, "request_target_ambiguous"),
        Case("an encoded slash", "/assets%2fx", 400, "request_target_ambiguous"),
        Case("an empty segment", "//submissions", 400, "request_target_ambiguous"),
        Case("a path parameter", "/assets/x;y", 400, "request_target_ambiguous"),
        Case("double encoding", "/assets/%252e%252e/submissions", 400, "request_target_ambiguous"),
        Case("related data of another module", "/files?include=minister", 403, "include_not_admitted"),
        Case("a relationship that is not named", "/files/1/submission", 403, "relationship_not_admitted"),
        Case(
            "a filter over data that are not named", "/files?filter%5Bminister%5D%5Bname%5D=x", 403,
            "filter_not_admitted"),
        Case("an include in brackets", "/files?include[]=minister", 400, "query_ambiguous"),
        Case("an include twice", "/files?include=submission&include=minister", 400, "query_ambiguous"),
        Case("an include behind a semicolon", "/files?page[size]=1;include=minister", 400, "query_ambiguous"),
        Case("a parameter of no JSON:API", "/files?_method=DELETE", 400, "parameter_unknown"),
        Case("another case", "/Submissions", 404, "route_unknown"),
        Case("a longer word", "/submissionsx", 404, "route_unknown"),
    ]

    @Test("with one status and code, and never reaches an upstream", arguments: cases)
    func refuses(_ item: Case) async throws {
        try await TestWorld.run(configuration: "explain-refusals: full") { _ in
            .ok("leaked")
        } test: { world in
            let token = try item.bestuur.map { try world.token(bestuur: $0, roles: item.roles) }
            let response = try await world.ask(
                world.get(item.path, method: item.method, token: token, fields: item.fields))
            #expect(response.status == item.status)
            #expect(response.code == item.code)
            #expect(response["content-type"] == "application/problem+json")
            #expect(response["cache-control"] == "no-store")
            #expect(response.problem?["request_id"]?.stringValue == response["poort-request-id"])
            #expect((response["www-authenticate"] != nil) == (item.status == 401))
            #expect(world.upstream.requests.isEmpty)
        }
    }

    @Test(
        "not what a route admits of its JSON:API: that reaches the upstream byte for byte",
        arguments: [
            "/files?include=submission.status%2Csubmission&page%5Bnumber%5D=0&sort=-name",
            "/files/1/owner?page[size]=1",
            "/files?filter%5Bsubmission%5D%5B%3Aid%3A%5D=1%2C2", "/files?include=",
        ])
    func admitted(_ target: String) async throws {
        try await TestWorld.run { _ in
            .ok("here")
        } test: { world in
            let response = try await world.ask(
                world.get(target, token: try world.token(bestuur: "0999999922", roles: ["R-toezicht"])))
            #expect(response.status == 200)
            #expect(world.upstream.requests.map(\.lines.first) == ["GET \(target) HTTP/1.1"])
        }
    }

    @Test("a token for another audience, or one that has expired, and says exactly so only when told to")
    func tokens() async throws {
        for (detail, audience, expiry, code) in [
            ("full", "other", 600, "token_audience_mismatch"), ("full", "poort", -600, "token_expired"),
            ("brief", "other", 600, "token_invalid"), ("brief", "poort", -600, "token_expired"),
        ] {
            try await TestWorld.run(configuration: "explain-refusals: \(detail)") { _ in
                .ok("")
            } test: { world in
                let token = try world.token(expiresIn: Int64(expiry), audience: audience)
                let response = try await world.ask(world.get("/submissions", token: token))
                #expect(response.status == 401)
                #expect(response.code == code)
                #expect(response["www-authenticate"]?.contains("error=\"invalid_token\"") == true)
                if detail == "brief" { #expect(!response.text.contains("audience") && !response.text.contains("aud`")) }
                #expect(!response.text.contains("85073003328"))
            }
        }
    }

    @Test("with the words of the policy's own explanation")
    func sameWords() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let response = try await world.ask(
                world.get("/submissions/1", method: "DELETE", token: try world.token(roles: ["R-bedienaar"])))
            let policy = try PolicyLoader.load(file: "policy.yaml", text: TestWorld.policy).get()
            let register = BesturenReading.register(TestWorld.besturen)
            let claims = PrincipalClaims(
                account: "a", bestuur: "0999999922", doelgroep: "LB", roles: ["R-bedienaar:0999999922"])
            let explanation = policy.explain(
                Asker(policy.principal(from: claims, register: register)),
                request: AccessRequest(method: .delete, host: "loket.example", path: "/submissions/1"))
            #expect(response.code == explanation.code?.rawValue)
            #expect(response.problem?["detail"]?.stringValue == explanation.refusals.first?.english)
            #expect(response.problem?["detail_nl"]?.stringValue == explanation.refusals.first?.dutch)
        }
    }

    @Test("a person's browser with a page in Dutch")
    func page() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let response = try await world.ask(
                world.get(
                    "/submissions", token: try world.token(roles: []), fields: "Accept: text/html,*/*;q=0.8\r\n"))
            #expect(response.status == 403)
            #expect(response["content-type"] == "text/html; charset=utf-8")
            #expect(response.text.contains("<html lang=\"nl\">"))
            #expect(response.text.contains("module_not_granted"))
            #expect(response.text.contains("Testgem"))
        }
    }

    @Test("HEAD without a body")
    func head() async throws {
        try await TestWorld.run { _ in
            .ok("")
        } test: { world in
            let client = try await world.connect()
            try await client.send(world.get("/submissions", method: "HEAD"))
            #expect(try await client.response(hasBody: false).status == 401)
            try await client.send(world.get("/assets/x"))
            #expect(try await client.response().status == 200)
            await client.close()
        }
    }

    @Test("and serves the next request of the connection, for which nothing of the refused one is taken")
    func nextRequest() async throws {
        try await TestWorld.run { _ in
            .ok("fine")
        } test: { world in
            let client = try await world.connect()
            let body = "GET /assets/smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
            try await client.send(
                "POST /submissions HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
                    + world.get("/assets/next"))
            #expect(try await client.response().status == 401)
            #expect(try await client.response().text == "fine")
            #expect(world.upstream.requests.map { $0.lines[0] } == ["GET /assets/next HTTP/1.1"])
            await client.close()
        }
    }

    @Test(
        "and closes the connection when the end of a request is in doubt",
        arguments: [
            "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
            "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd",
            "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
            "GET /assets/x HTTP/1.1\nHost: a\n\n",
            "GET /assets/x HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
            "GET /assets/x HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET /assets/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /assets/x HTTP/1.1\r\n\r\n",
            "GET  /assets/x HTTP/1.1\r\nHost: a\r\n\r\n",
            "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /assets/x HTTP/2.0\r\nHost: a\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /assets/x\u{0}y HTTP/1.1\r\nHost: a\r\n\r\n",
        ])
    func malformed(_ request: String) async throws {
        try await TestWorld.run { _ in
            .ok("leaked")
        } test: { world in
            let client = try await world.connect()
            try await client.send(request + world.get("/assets/second"))
            let text = String(decoding: await client.untilClosed(), as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 4") || text.hasPrefix("HTTP/1.1 5"))
            #expect(text.contains("request_malformed") || text.contains("header_duplicated"))
            #expect(!text.contains("leaked"))
            #expect(world.upstream.requests.isEmpty)
        }
    }
}
