import JOSE
import Libcrypto
import Testing

@testable import OIDC

@Suite("What a provider is asked at a login")
struct LoginRequestTests {
    @Test("is a code for this client, with state, nonce and a PKCE challenge, always")
    func authorization() throws {
        let provider = try LoginGiven.provider()
        let transaction = try LoginGiven.transaction()
        let client = LoginClient(
            id: "client 1", authentication: .secretBasic(Secret([1])), scopes: ["vo", "abb_loketLB"],
            authenticationContexts: ["urn:be:vlaanderen:authmech:eid", "b"])
        let url = client.authorizationURL(
            at: provider, for: transaction, hint: .init(doelgroep: "LB", organisation: "0999999922"))
        #expect(url.hasPrefix("https://idp.example/op/v1/auth?"))
        let members = LoginGiven.members(url.dropFirst("https://idp.example/op/v1/auth?".count))
        #expect(members.count == 10)
        #expect(members["response_type"] == "code" && members["client_id"] == "client 1")
        #expect(members["redirect_uri"] == LoginGiven.redirect)
        #expect(members["scope"] == "openid vo abb_loketLB")
        #expect(members["state"] == transaction.state && members["nonce"] == transaction.nonce)
        let challenge = Base64URL.encode(Hash.sha256.digest(Array(transaction.verifier.utf8)))
        #expect(members["code_challenge"] == challenge && members["code_challenge_method"] == "S256")
        #expect(members["acr_values"] == "urn:be:vlaanderen:authmech:eid b")
        #expect(
            members["login_hint"] == "eyJjYXBfaGludCI6IkxCIiwiY29kZV9oaW50IjoiMDk5OTk5OTkyMiJ9")
        // The verifier is for the token endpoint alone.
        #expect(!url.contains(transaction.verifier))
    }

    @Test("goes behind a query that the endpoint has already")
    func query() throws {
        let provider = try LoginGiven.provider([("authorization_endpoint", "https://idp.example/auth?tenant=1")])
        let client = LoginClient(id: "c", authentication: .secretBasic(Secret([1])), scopes: [])
        let url = client.authorizationURL(at: provider, for: try LoginGiven.transaction())
        #expect(url.hasPrefix("https://idp.example/auth?tenant=1&response_type=code&"))
        #expect(LoginGiven.members(url.split(separator: "?")[1])["acr_values"] == nil)
    }

    private static func text(_ secret: Secret?) -> String {
        secret?.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) } ?? ""
    }

    private static func request(
        _ authentication: ClientAuthentication
    ) throws -> (LoginClient.TokenRequest, LoginTransaction) {
        let transaction = try LoginGiven.transaction()
        let client = LoginClient(id: "a:b c", authentication: authentication, scopes: ["openid"])
        return (
            try client.tokenRequest(
                code: "x+y&z", for: transaction, at: try LoginGiven.provider(), now: LoginGiven.now), transaction
        )
    }

    @Test("exchanges a code with the secret in the field, both parts form-encoded, or in the body")
    func secrets() throws {
        let secret = Secret(Array("s%c:r t".utf8))
        let (basic, transaction) = try Self.request(.secretBasic(secret))
        // base64 of `a%3Ab+c:s%25c%3Ar+t`.
        #expect(Self.text(basic.authorization) == "Basic YSUzQWIrYzpzJTI1YyUzQXIrdA==")
        var members = LoginGiven.members(Self.text(basic.body))
        #expect(
            members == [
                "grant_type": "authorization_code", "code": "x+y&z", "redirect_uri": LoginGiven.redirect,
                "code_verifier": transaction.verifier,
            ])
        #expect("\(basic)".contains("s%c") == false && "\(basic)".contains(transaction.verifier) == false)
        let (post, _) = try Self.request(.secretPost(secret))
        members = LoginGiven.members(Self.text(post.body))
        #expect(post.authorization == nil && members["client_id"] == "a:b c" && members["client_secret"] == "s%c:r t")
    }

    @Test("exchanges a code with an assertion that is for the token endpoint, good for a minute and for one use")
    func assertion() throws {
        let key = try PrivateKey.generate(.ed25519)
        let signer = try JWTSigner(privateKey: key, algorithm: .edDSA, keyID: "k1")
        var ids: Set<String> = []
        for _ in 0..<3 {
            let (request, _) = try Self.request(.privateKey(signer))
            let members = LoginGiven.members(Self.text(request.body))
            #expect(request.authorization == nil && members["client_secret"] == nil)
            #expect(members["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            let keys = try KeySet([
                VerificationKey(publicKey: key.publicKey, keyID: "k1", algorithms: [.edDSA], source: "test")
            ])
            let rules = try ClaimRules(issuer: "a:b c", audiences: ["https://idp.example/op/v1/token"])
            let token = try TokenVerifier().verify(
                Array(try #require(members["client_assertion"]).utf8).span, keys: keys, rules: rules, at: LoginGiven.now
            ).get()
            #expect(token.subject == "a:b c" && token.expires == LoginGiven.now.adding(seconds: 60))
            ids.insert(try #require(token.tokenID))
        }
        #expect(ids.count == 3)
    }

    static let metadata: [(name: String, changes: [(String, JSONValue?)], text: String)] = [
        (
            "another issuer", [("issuer", "https://idp.example/op/")],
            "it speaks for another issuer, `https://idp.example/op/`"
        ),
        ("no issuer", [("issuer", nil)], "`issuer` is missing or no text"),
        (
            "no authorization endpoint", [("authorization_endpoint", nil)],
            "`authorization_endpoint` is missing or no text"
        ),
        ("a token endpoint that is a number", [("token_endpoint", 1)], "`token_endpoint` is missing or no text"),
        (
            "a token endpoint without TLS", [("token_endpoint", "http://idp.example/token")],
            "`token_endpoint` must be an `https` URL: it does not begin with `https://`"
        ),
        ("no code", [("response_types_supported", ["id_token"])], "`response_types_supported` lacks `code`"),
        (
            "plain challenges alone", [("code_challenge_methods_supported", ["plain"])],
            "`code_challenge_methods_supported` lacks `S256`"
        ),
        (
            "a logout that is no URL", [("end_session_endpoint", "logout")],
            "`end_session_endpoint` must be an `https` URL: it does not begin with `https://`"
        ),
    ]

    @Test("is nothing when its metadata will not do", arguments: metadata.indices)
    func refused(_ index: Int) {
        let (name, changes, text) = Self.metadata[index]
        switch LoginProvider.read(LoginGiven.metadata(changes), issuer: LoginGiven.issuer, allowsLoopbackHTTP: false) {
        case .success: Issue.record("\(name) is taken")
        case .failure(let problem): #expect(problem.text == text)
        }
    }

    @Test("is asked of providers that say less of themselves, too")
    func sparse() throws {
        let provider = try LoginGiven.provider([
            ("response_types_supported", nil), ("code_challenge_methods_supported", nil), ("end_session_endpoint", nil),
        ])
        #expect(provider.endSession == nil && !provider.namesIssuer)
        #expect(try LoginGiven.provider([("authorization_response_iss_parameter_supported", true)]).namesIssuer)
    }
}
