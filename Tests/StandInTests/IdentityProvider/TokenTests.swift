import Foundation
import JOSE
import Libcrypto
import OIDC
import Testing

@testable import StandIn

@Suite("The tokens of the stand-in", .timeLimit(.minutes(5)))
struct TokenTests {
    static let refusals: [(name: String, changes: [(String, String?)], error: String)] = [
        ("no grant type", [("grant_type", nil)], "invalid_request"),
        ("a refresh token", [("grant_type", "refresh_token")], "unsupported_grant_type"),
        ("a password", [("grant_type", "password")], "unsupported_grant_type"),
        ("no code", [("code", nil)], "invalid_request"), ("another code", [("code", "x")], "invalid_grant"),
        ("no redirect address", [("redirect_uri", nil)], "invalid_request"),
        ("another redirect address", [("redirect_uri", StandInWorld.loggedOut)], "invalid_grant"),
        ("no verifier", [("code_verifier", nil)], "invalid_grant"),
        ("another verifier", [("code_verifier", String(repeating: "w", count: 43))], "invalid_grant"),
        ("a short verifier", [("code_verifier", "v")], "invalid_grant"),
        ("the challenge as verifier", [("code_verifier", StandInWorld.challenge)], "invalid_grant"),
        ("another client beside the field", [("client_id", "another")], "invalid_request"),
        ("two authentications", [("client_secret", StandInWorld.secret)], "invalid_request"),
        ("an assertion beside the field", [("client_assertion", "x.y.z")], "invalid_request"),
    ]

    @Test("are refused")
    func refused() async throws {
        try await StandInWorld.run { world in
            for (name, changes, error) in Self.refusals {
                let code = try await world.code(InventedPeople.an, world.agent())
                let answer = try await world.redeem(code, changes)
                #expect(answer.status == 400 && answer.json?["error"]?.stringValue == error, "\(name)")
                #expect(answer["cache-control"] == "no-store", "\(name)")
                #expect(answer.json?["access_token"] == nil, "\(name)")
            }
            let code = try await world.code(InventedPeople.an, world.agent())
            let twice = try await world.agent().post(
                "/op/v1/token", [("grant_type", "authorization_code"), ("code", code), ("code", code)],
                headers: [StandInWorld.basic])
            #expect(twice.json?["error"]?.stringValue == "invalid_request")
        }
    }

    static let credentials: [(name: String, header: String?, changes: [(String, String?)])] = [
        ("none at all", nil, []), ("the client's name alone", nil, [("client_id", StandInWorld.clientID)]),
        ("another secret", nil, [("client_id", StandInWorld.clientID), ("client_secret", "x")]),
        ("another client", nil, [("client_id", "x"), ("client_secret", StandInWorld.secret)]),
        ("a field that is no Base64", "Basic ???", []), ("a field without colon", "Basic YQ==", []),
        // Not form-encoded (RFC 6749, section 2.3.1).
        (
            "a secret as it is",
            "Basic " + Data("\(StandInWorld.clientID):\(StandInWorld.secret)".utf8).base64EncodedString(), []
        ),
        ("a bearer token", "Bearer x", []),
    ]

    @Test("are not for a client that does not show that it is itself")
    func clients() async throws {
        try await StandInWorld.run { world in
            for (name, header, changes) in Self.credentials {
                let code = try await world.code(InventedPeople.an, world.agent())
                let answer = try await world.redeem(
                    code, changes, headers: header.map { [("authorization", $0)] } ?? [])
                #expect(answer.status == 401 && answer.json?["error"]?.stringValue == "invalid_client", "\(name)")
                #expect(answer["www-authenticate"]?.hasPrefix("Basic ") == true, "\(name)")
            }
        }
    }

    @Test("come for a code once, within 30 seconds, and are taken back at its second use")
    func once() async throws {
        try await StandInWorld.run { world in
            let code = try await world.code(InventedPeople.an, world.agent())
            world.clock.advance(seconds: 29)
            let answer = try await world.redeem(code)
            let access = try #require(answer.json?["access_token"]?.stringValue)
            let bearer = [("authorization", "Bearer \(access)")]
            #expect(try await world.agent().get("/op/v1/userinfo", headers: bearer).status == 200)
            let second = try await world.redeem(code)
            #expect(second.status == 400 && second.json?["error"]?.stringValue == "invalid_grant")
            #expect(try await world.agent().get("/op/v1/userinfo", headers: bearer).status == 401)

            let late = try await world.code(InventedPeople.an, world.agent())
            world.clock.advance(seconds: 30)
            #expect(try await world.redeem(late).json?["error"]?.stringValue == "invalid_grant")
            let agent = world.agent()
            let left = try await world.code(InventedPeople.an, agent)
            _ = try await agent.get("/op/v1/logout")
            #expect(try await world.redeem(left).json?["error"]?.stringValue == "invalid_grant")
            // A wrong try counts as its use.
            let tried = try await world.code(InventedPeople.an, world.agent())
            _ = try await world.redeem(tried, [("code_verifier", nil)])
            #expect(try await world.redeem(tried).json?["error"]?.stringValue == "invalid_grant")
        }
    }

    @Test("are not for another client's code, and its try does not spoil it")
    func foreignCode() async throws {
        try await StandInWorld.run { world in
            world.provider.register(
                StandInClient(id: "another", authentication: .secret("s"), redirectURIs: [StandInWorld.redirectURI]))
            let code = try await world.code(InventedPeople.an, world.agent())
            let foreign = try await world.redeem(
                code, [("client_id", "another"), ("client_secret", "s")], headers: [])
            #expect(foreign.json?["error"]?.stringValue == "invalid_grant")
            #expect(try await world.redeem(code).status == 200)
        }
    }

    @Test("come with the secret in the body, and with each challenge method or none")
    func ways() async throws {
        try await StandInWorld.run { world in
            let posted = try await world.redeem(
                try await world.code(InventedPeople.an, world.agent()),
                [("client_id", StandInWorld.clientID), ("client_secret", StandInWorld.secret)], headers: [])
            #expect(try world.claims(posted).subject == InventedPeople.an.subject)
            let plain = try await world.code(
                InventedPeople.an, world.agent(),
                [("code_challenge", StandInWorld.verifier), ("code_challenge_method", nil)])
            #expect(try await world.redeem(plain).status == 200)
            let none: [(String, String?)] = [("code_challenge", nil), ("code_challenge_method", nil)]
            let without = try await world.code(InventedPeople.an, world.agent(), none)
            #expect(try await world.redeem(without, [("code_verifier", nil)]).status == 200)
            // A verifier without a challenge: it was taken out of the request.
            let downgraded = try await world.code(InventedPeople.an, world.agent(), none)
            #expect(try await world.redeem(downgraded).json?["error"]?.stringValue == "invalid_grant")
        }
    }

    @Test("say exactly what ACM/IDM's say, by scope")
    func contents() async throws {
        try await StandInWorld.run { world in
            let eid = AuthenticationMeans.eid.rawValue
            let answer = try await world.redeem(
                try await world.code(InventedPeople.an, world.agent(), [("acr_values", "magic \(eid)")]))
            #expect(answer.json?["token_type"] == "Bearer" && answer.json?["expires_in"] == 3600)
            #expect(answer["cache-control"] == "no-store")
            let claims = try world.claims(answer)
            let access = try #require(answer.json?["access_token"]?.stringValue)
            let hash = Base64URL.encode(Array(Hash.sha256.digest(Array(access.utf8)).prefix(16)))
            let now = world.clock.now.unixSeconds
            let sid = try #require(claims.string("sid"))
            #expect(
                claims.claimsJSON
                    == .object([
                        ("iss", .string(world.provider.issuer)), ("aud", .string(StandInWorld.clientID)),
                        ("sub", .string(InventedPeople.an.subject)), ("iat", .integer(now)),
                        ("exp", .integer(now + 3600)), ("nonce", "a nonce"), ("at_hash", .string(hash)),
                        ("sid", .string(sid)), ("auth_time", .integer(now)), ("acr", .string(eid)),
                        ("given_name", "An"), ("family_name", "Voorbeeld"), ("rrn", "00000000196"),
                        ("vo_id", "00000000-0000-4000-8000-000000000001"), ("vo_doelgroepcode", "LB"),
                        ("vo_doelgroepnaam", "Lokale Besturen"), ("vo_orgcode", "0999999922"),
                        ("vo_orgnaam", "Testgem"),
                        (
                            "abb_loketLB_rol_3d",
                            ["LoketLB-toezichtGebruiker:0999999922", "LoketLB-berichtenGebruiker:0999999922"]
                        ),
                    ]))
            let scopes: [(scope: String, claims: [String])] = [
                ("openid", []), ("openid profile", ["given_name", "family_name"]), ("openid rrn", ["rrn"]),
                (
                    "openid vo", ["vo_id", "vo_doelgroepcode", "vo_doelgroepnaam", "vo_orgcode", "vo_orgnaam"]
                ), ("openid abb_loketLB", ["abb_loketLB_rol_3d"]),
            ]
            for (scope, wanted) in scopes {
                let token = try await world.logIn(
                    InventedPeople.an, world.agent(), [("scope", scope), ("nonce", nil)])
                let protocolClaims = ["iss", "aud", "sub", "iat", "exp", "at_hash", "sid", "auth_time"]
                #expect(token.claimsJSON.objectValue?.names == protocolClaims + wanted, "\(scope)")
            }
        }
    }

    @Test("pass the checks of a relying party, for each way of client authentication", arguments: 0..<3)
    func relyingParty(_ way: Int) async throws {
        let key = try StandInWorld.key.get()
        let signer = try JWTSigner(privateKey: key, algorithm: .rs256, keyID: "client")
        let (registered, own): (StandInClient.Authentication, ClientAuthentication) =
            switch way {
            case 0: (.secret(StandInWorld.secret), .secretBasic(Secret(Array(StandInWorld.secret.utf8))))
            case 1: (.secret(StandInWorld.secret), .secretPost(Secret(Array(StandInWorld.secret.utf8))))
            default:
                (
                    .keys(JWKSet.json([JWK(publicKey: key.publicKey, keyID: "client", algorithm: .rs256)])),
                    .privateKey(signer)
                )
            }
        try await StandInWorld.run(client: StandInWorld.client(registered)) { world in
            let agent = world.agent()
            let metadata = try await agent.get("/op/.well-known/openid-configuration")
            let provider = try LoginProvider.read(
                Array(metadata.text.utf8), issuer: world.provider.issuer, allowsLoopbackHTTP: true
            ).get()
            #expect(provider.namesIssuer && provider.endSession != nil)
            let client = LoginClient(
                id: StandInWorld.clientID, authentication: own, scopes: ["profile", "vo", "rrn", "abb_loketLB"],
                authenticationContexts: [AuthenticationMeans.eid.rawValue])
            let transaction = try LoginTransaction.begin(
                redirect: StandInWorld.redirectURI, returnAddress: "/", at: world.clock.now)
            let url = client.authorizationURL(
                at: provider, for: transaction, hint: .init(doelgroep: "LB", organisation: "0999999823"))
            let path = try #require(url.firstRange(of: "/op/").map { String(url[$0.lowerBound...]) })
            let done = try await world.choose(InventedPeople.ines, try await agent.get(path), agent)
            let query = try #require(done.location?.split(separator: "?").last)
            let response = try AuthorizationResponse.read(Array(query.utf8).span).get()
            #expect(response.state == transaction.state)
            let request = try client.tokenRequest(
                code: try response.judged(by: provider).get(), for: transaction, at: provider, now: world.clock.now)
            func text(_ secret: Secret) -> String { secret.withBytes { String(decoding: $0) } }
            let answer = try await agent.post(
                provider.token.text,
                headers: [("content-type", "application/x-www-form-urlencoded")]
                    + (request.authorization.map { [("authorization", text($0))] } ?? []), body: text(request.body))
            let tokens = try LoginTokens.read(status: answer.status, Array(answer.text.utf8)).get()
            let keys = try await agent.get("/op/v1/keys")
            let set = try KeySet(
                try KeySet.load(jwks: Array(keys.text.utf8), algorithms: [.rs256], source: "stand-in").keys)
            let token = try tokens.check(
                for: transaction, keys: set,
                rules: ClaimRules(issuer: provider.issuer, audiences: [StandInWorld.clientID]),
                contexts: client.authenticationContexts, at: world.clock.now
            ).get()
            #expect(token.string("vo_orgcode") == "0999999823")
        }
    }
}
