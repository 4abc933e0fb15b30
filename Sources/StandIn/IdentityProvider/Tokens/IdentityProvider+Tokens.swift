internal import Hummingbird
internal import JOSE
internal import NIOCore

extension IdentityProvider {
    func addTokens(to router: Router<BasicRequestContext>) {
        router.post(RouterPath(Self.path + DiscoveryDocument.tokenPath)) { request, _ in
            try await token(request)
        }
        router.get(RouterPath(Self.path + DiscoveryDocument.userinfoPath)) { request, _ in
            userinfo(request)
        }
        router.post(RouterPath(Self.path + DiscoveryDocument.userinfoPath)) { request, _ in
            userinfo(request)
        }
        router.post(RouterPath(Self.path + DiscoveryDocument.introspectionPath)) { request, _ in
            await introspect(request)
        }
        router.post("/people/:id/token") { request, context in
            var means: AuthenticationMeans?
            if let text = request.uri.queryParameters["acr_values"] {
                guard let known = AuthenticationMeans(rawValue: String(text)) else {
                    return Response.problem(.badRequest, "`acr_values` names no means of authentication known here")
                }
                means = known
            }
            guard let id = context.parameters.get("id"), let token = try token(for: id, means: means) else {
                return Response.problem(.notFound, "nobody has this id; GET /people lists everybody")
            }
            return Response.json(token)
        }
        router.get("/people") { _, _ in
            Response.json(people)
        }
    }

    // MARK: - Token endpoint

    private func token(_ request: Request) async throws -> Response {
        if let fault = try await faultyTokenAnswer() { return fault }
        let at = now()
        guard let form = await request.form() else {
            return .refusal(.invalidRequest("the body is no form"))
        }
        guard form.repeatedNames.isEmpty else { return .refusal(.invalidRequest("a field comes more than once")) }
        switch authenticated(request, form, endpoint: DiscoveryDocument.tokenPath, at: at) {
        case .failure(let refusal): return .refusal(.client(refusal))
        case .success(let client):
            let redemption = CodeRedemption(
                codes: state.codes, accessTokens: state.accessTokens, sessions: state.sessions)
            switch try redemption.redeem(form, by: client, at: at) {
            case .failure(let refusal): return .refusal(refusal)
            case .success(let (login, accessToken)):
                state.sessions.add(client: client.id, to: login.sid, at: at)
                let maker = IDTokenMaker(issuer: issuer, keys: mint.signingKeys, misbehaviour: misbehaviour)
                var answer = JSONObject([
                    ("access_token", .string(accessToken)), ("token_type", "Bearer"),
                    ("expires_in", .integer(AccessGrant.lifetime)),
                    ("scope", .string(login.scopes.joined(separator: " "))),
                ])
                if misbehaviour != .tokenEndpointGivesNoIDToken {
                    answer["id_token"] = .string(try maker.token(for: login, accessToken: accessToken, at: at))
                }
                return Response.json(.object(answer))
            }
        }
    }

    private func faultyTokenAnswer() async throws -> Response? {
        switch misbehaviour {
        case .tokenEndpointRefuses:
            return .refusal(.invalidGrant("this stand-in was told to refuse"))
        case .tokenEndpointAnswersNoJSON:
            return Response(
                status: .ok, headers: [.contentType: "text/html", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<p>Onderhoud</p>")))
        case .tokenEndpointIsSlow:
            try await Task.sleep(for: slowness)
            return nil
        case .tokenEndpointRedirects:
            return Response(
                status: .temporaryRedirect,
                headers: [.location: issuer + DiscoveryDocument.userinfoPath, .cacheControl: "no-store"])
        default: return nil
        }
    }

    private func authenticated(
        _ request: Request, _ form: FormFields, endpoint: String, at: Instant
    ) -> Result<StandInClient, ClientRefusal> {
        let fields = request.headers[values: .authorization]
        guard fields.count <= 1 else { return .failure(.malformed("the Authorization field comes more than once")) }
        return ClientAuthenticator(
            clients: state.clients, usedAssertions: state.usedAssertions,
            audiences: [issuer + endpoint, issuer + DiscoveryDocument.tokenPath, issuer]
        ).client(authorization: fields.first, form: form, at: at)
    }

    // MARK: - Userinfo (OpenID Connect Core 1.0, section 5.3)

    private func userinfo(_ request: Request) -> Response {
        let at = now()
        let words = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            // RFC 6750 section 3.1: no error code for a request that shows no token.
            return .challenge("Bearer realm=\"stand-in\"", .problem(.unauthorized, "there is no bearer token"))
        }
        guard let grant = state.accessTokens.value(String(words[1]), at: at) else {
            return .challenge(
                "Bearer realm=\"stand-in\", error=\"invalid_token\"",
                .problem(.unauthorized, "the access token is unknown or expired"))
        }
        let subject =
            misbehaviour == .userinfoOfAnotherSubject ? Misbehaviour.stranger : grant.login.person.subject
        return Response.json(
            .object([("sub", .string(subject))] + grant.login.person.members(for: grant.login.scopes)))
    }

    // MARK: - Introspection (RFC 7662)

    /// Every registered client may ask about every token: it is what a resource server of another client's tokens does.
    private func introspect(_ request: Request) async -> Response {
        let at = now()
        guard let form = await request.form(), form.repeatedNames.isEmpty else {
            return .refusal(.invalidRequest("the body is no form, or a field comes more than once"))
        }
        switch authenticated(request, form, endpoint: DiscoveryDocument.introspectionPath, at: at) {
        case .failure(let refusal): return .refusal(.client(refusal))
        case .success:
            guard let token = form["token"] else { return .refusal(.invalidRequest("token is missing")) }
            guard let grant = state.accessTokens.value(token, at: at) else {
                return Response.json(["active": false])
            }
            return Response.json(
                .object(
                    [
                        ("active", true), ("iss", .string(issuer)), ("client_id", .string(grant.login.client)),
                        ("aud", .string(grant.login.client)),
                        ("scope", .string(grant.login.scopes.joined(separator: " "))), ("token_type", "Bearer"),
                        ("sub", .string(grant.login.person.subject)),
                        ("iat", .integer(grant.issued.unixSeconds)), ("exp", .integer(grant.expires.unixSeconds)),
                    ] + grant.login.person.members(for: grant.login.scopes)))
        }
    }
}

extension Response {
    /// An error of the token endpoint (RFC 6749, section 5.2).
    fileprivate static func refusal(_ refusal: TokenEndpointRefusal) -> Response {
        let body = JSONValue.object([
            ("error", .string(refusal.code)), ("error_description", .string(refusal.description)),
        ])
        guard case .client(.invalid) = refusal else { return json(body, status: .badRequest) }
        return challenge("Basic realm=\"stand-in\"", json(body, status: .unauthorized))
    }

    fileprivate static func challenge(_ text: String, _ response: Response) -> Response {
        var response = response
        response.headers[.wwwAuthenticate] = text
        return response
    }
}
