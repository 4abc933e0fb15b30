import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// The relying-party tests of the OpenID Foundation that concern answers and ID tokens, each refused with its own code.
@Suite("What a provider answers at a login")
struct LoginAnswerTests {
    // MARK: - By way of the browser

    static let answers: [(name: String, query: String, code: String)] = [
        ("nothing", "", "login_response_malformed"), ("no state", "code=a", "login_response_malformed"),
        ("an empty state", "code=a&state=", "login_response_malformed"),
        ("no code and no error", "state=s", "login_response_malformed"),
        ("an empty code", "code=&state=s", "login_response_malformed"),
        ("code and error", "code=a&error=access_denied&state=s", "login_response_malformed"),
        ("a code twice", "code=a&code=b&state=s", "login_response_malformed"),
        ("a state twice", "code=a&state=s&state=s", "login_response_malformed"),
        ("an encoded name twice", "code=a&c%6Fde=b&state=s", "login_response_malformed"),
        ("a broken escape", "code=a%2&state=s", "login_response_malformed"),
        ("a zero byte", "code=a%00&state=s", "login_response_malformed"),
        ("bytes that are no UTF-8", "code=a%FF&state=s", "login_response_malformed"),
        ("a line end in an error", "error=access%0Adenied&state=s", "login_response_malformed"),
        ("an error with other characters", "error=%3Cscript%3E&state=s", "login_response_malformed"),
        ("too many bytes", "state=s&code=" + String(repeating: "a", count: 8_200), "login_response_malformed"),
        ("somebody who declined", "error=access_denied&state=s&error_description=x", "login_denied"),
        ("a scope that the client may not have", "error=invalid_scope&state=s", "login_provider_error"),
        ("another issuer", "code=a&state=s&iss=https%3A%2F%2Fevil.example", "login_issuer_mismatch"),
        ("another issuer with an error", "error=access_denied&state=s&iss=x", "login_issuer_mismatch"),
        (
            "the issuer with a slash more", "code=a&state=s&iss=https%3A%2F%2Fidp.example%2Fop%2F",
            "login_issuer_mismatch"
        ),
    ]

    private static func judge(_ query: String, _ provider: LoginProvider) -> Result<String, LoginRefusal> {
        AuthorizationResponse.read(Array(query.utf8).span).flatMap { $0.judged(by: provider) }
    }

    @Test("is refused", arguments: answers.indices)
    func refused(_ index: Int) throws {
        let (name, query, code) = Self.answers[index]
        switch Self.judge(query, try LoginGiven.provider()) {
        case .success: Issue.record("\(name) is taken")
        case .failure(let refusal): #expect(refusal.code == code, "\(name)")
        }
    }

    @Test("is a code, from the provider that was asked")
    func accepted() throws {
        let provider = try LoginGiven.provider()
        #expect(try Self.judge("state=s&code=a%2Bb+c&session_state=x", provider).get() == "a+b c")
        let iss = "&iss=https%3A%2F%2Fidp.example%2Fop"
        #expect(try Self.judge("state=s&code=a" + iss, provider).get() == "a")
        let strict = try LoginGiven.provider([("authorization_response_iss_parameter_supported", true)])
        #expect(try Self.judge("state=s&code=a" + iss, strict).get() == "a")
        // One that says it names the issuer and does not.
        #expect(Self.judge("state=s&code=a", strict) == .failure(.issuerMismatch))
        #expect(Self.judge("state=s&error=access_denied", strict) == .failure(.issuerMismatch))
    }

    // MARK: - At the token endpoint

    static let bodies: [(name: String, status: Int, body: String, refusal: LoginRefusal.TokenEndpointProblem)] = [
        ("no JSON", 200, "ok", .malformed), ("a list", 200, "[]", .malformed),
        ("no access token", 200, #"{"id_token":"a.b.c","token_type":"Bearer"}"#, .malformed),
        ("no type", 200, #"{"id_token":"a.b.c","access_token":"x"}"#, .malformed),
        (
            "a member twice", 200, #"{"id_token":"a","id_token":"b","access_token":"x","token_type":"Bearer"}"#,
            .malformed
        ),
        ("another type", 200, #"{"id_token":"a.b.c","access_token":"x","token_type":"mac"}"#, .tokenType),
        ("no ID token", 200, #"{"access_token":"x","token_type":"Bearer"}"#, .noIDToken),
        ("an ID token that is a number", 200, #"{"id_token":1,"access_token":"x","token_type":"Bearer"}"#, .noIDToken),
        ("a used code", 400, #"{"error":"invalid_grant"}"#, .refused(error: "invalid_grant")),
        ("a wrong secret", 401, #"{"error":"invalid_client"}"#, .clientRefused),
        ("an error that is no code", 400, #"{"error":"<b>no</b>"}"#, .fetch(.status(400))),
        ("a page", 502, "<html>", .fetch(.status(502))), ("a redirect", 302, "", .fetch(.status(302))),
        (
            "tokens with a bad status", 500, #"{"id_token":"a.b.c","access_token":"x","token_type":"Bearer"}"#,
            .fetch(.status(500))
        ),
    ]

    @Test("has no tokens", arguments: bodies.indices)
    func tokens(_ index: Int) {
        let (name, status, body, problem) = Self.bodies[index]
        switch LoginTokens.read(status: status, Array(body.utf8)) {
        case .success: Issue.record("\(name) is taken")
        case .failure(let refusal): #expect(refusal == .tokenEndpoint(problem), "\(name)")
        }
    }

    // MARK: - The ID token

    /// Claims of a token that is right but for what a case changes; nil takes a claim out.
    struct Case: Sendable {
        var name: String
        var changes: [(String, JSONValue?)] = []
        var kid: String? = "k1"
        var header: String?
        var isForged = false
        var contexts: [String] = []
        var code: String
    }

    private static let tooOld = "login_issued_too_long_ago"

    static let cases: [Case] = [
        Case(
            name: "rp-id_token-issuer-mismatch", changes: [("iss", "https://evil.example")],
            code: "token_issuer_untrusted"),
        Case(name: "rp-id_token-sub: no subject", changes: [("sub", nil)], code: "token_claims_invalid"),
        Case(name: "an empty subject", changes: [("sub", "")], code: "token_claims_invalid"),
        Case(name: "rp-id_token-aud: of another client", changes: [("aud", "other")], code: "token_audience_mismatch"),
        Case(name: "no audience", changes: [("aud", nil)], code: "token_claims_invalid"),
        Case(
            name: "several clients and no azp", changes: [("aud", ["client", "other"])], code: "token_audience_mismatch"
        ),
        Case(name: "an azp of another client", changes: [("azp", "other")], code: "token_audience_mismatch"),
        Case(name: "rp-id_token-iat: none", changes: [("iat", nil)], code: "login_issued_at_missing"),
        Case(name: "made in the future", changes: [("iat", 1_768_488_400)], code: "token_not_yet_valid"),
        Case(name: "made an hour ago for another login", changes: [("iat", 1_768_474_800)], code: tooOld),
        Case(
            name: "made long ago and good for a year", changes: [("iat", 0), ("exp", 1_800_000_000)], code: tooOld),
        // Ten minutes, and one for the clocks.
        Case(name: "made eleven minutes ago", changes: [("iat", 1_768_477_740)], code: tooOld),
        Case(
            name: "made a fraction of a second earlier",
            changes: [("iat", JSONNumber(1_768_477_739.5).map { .number($0) })], code: tooOld),
        Case(name: "expired", changes: [("exp", 1_768_470_000)], code: "token_expired"),
        Case(name: "no expiry", changes: [("exp", nil)], code: "token_claims_invalid"),
        Case(name: "rp-id_token-kid-absent-multiple-jwks", kid: nil, code: "token_key_unknown"),
        Case(name: "a key that is not published", kid: "k9", code: "token_key_unknown"),
        Case(name: "rp-id_token-sig-none", header: #"{"alg":"none"}"#, code: "token_algorithm_not_allowed"),
        Case(name: "rp-id_token-bad-sig", isForged: true, code: "token_signature_invalid"),
        Case(name: "rp-nonce-invalid: of another login", changes: [("nonce", "other")], code: "login_nonce_mismatch"),
        Case(name: "rp-nonce-unless-code-flow: none", changes: [("nonce", nil)], code: "login_nonce_mismatch"),
        Case(name: "a nonce that is a number", changes: [("nonce", 1)], code: "login_nonce_mismatch"),
        Case(name: "rp-id_token-bad-at_hash", changes: [("at_hash", "AAAA")], code: "login_access_token_hash_mismatch"),
        Case(name: "an at_hash that is a list", changes: [("at_hash", [])], code: "login_access_token_hash_mismatch"),
        Case(name: "no acr where one is asked for", contexts: ["eid"], code: "login_authentication_context"),
        Case(
            name: "a weaker acr", changes: [("acr", "password")], contexts: ["eid"],
            code: "login_authentication_context"),
    ]

    private static func check(_ item: Case, keys count: Int = 2) throws -> Result<VerifiedJWT, LoginRefusal> {
        let transaction = try LoginGiven.transaction()
        let key = try PrivateKey.generate(.p256)
        let other = try PrivateKey.generate(.p256)
        let keys = try [("k1", key), ("k2", other)].prefix(count).map {
            try VerificationKey(publicKey: $1.publicKey, keyID: $0, algorithms: [.es256], source: "test")
        }
        let access = "access token"
        let hash = Base64URL.encode(Array(Hash.sha256.digest(Array(access.utf8)).prefix(16)))
        let now = LoginGiven.now.unixSeconds
        var claims = JSONObject([
            ("iss", .string(LoginGiven.issuer)), ("sub", "person"), ("aud", "client"), ("iat", .integer(now - 5)),
            ("exp", .integer(now + 3_600)), ("nonce", .string(transaction.nonce)), ("at_hash", .string(hash)),
            ("acr", "substantial"),
        ])
        if !item.contexts.isEmpty, !item.changes.contains(where: { $0.0 == "acr" }), item.code.hasPrefix("login_auth") {
            claims = JSONObject(claims.members.filter { $0.name != "acr" }.map { ($0.name, $0.value) })
        }
        for (name, value) in item.changes {
            claims = JSONObject(claims.members.filter { $0.name != name }.map { ($0.name, $0.value) })
            if let value { claims[name] = value }
        }
        let signer = try JWTSigner(privateKey: item.isForged ? other : key, algorithm: .es256, keyID: item.kid)
        var token = try signer.sign(claims: .object(claims))
        if let header = item.header {
            let parts = token.split(separator: ".")
            token = Base64URL.encode(Array(header.utf8)) + "." + parts[1] + "."
        }
        let tokens = LoginTokens(idToken: token, accessToken: access)
        return tokens.check(
            for: transaction, keys: try KeySet(keys),
            rules: try ClaimRules(issuer: LoginGiven.issuer, audiences: ["client"]),
            contexts: item.contexts, at: LoginGiven.now)
    }

    @Test("is no ID token that counts", arguments: cases.indices)
    func idToken(_ index: Int) throws {
        let item = Self.cases[index]
        switch try Self.check(item) {
        case .success: Issue.record("\(item.name) is taken")
        case .failure(let refusal): #expect(refusal.code == item.code, "\(item.name): \(refusal)")
        }
    }

    @Test("is an ID token that counts, with or without what is optional")
    func counts() throws {
        for item in [
            Case(name: "as it is", code: ""), Case(name: "no at_hash", changes: [("at_hash", nil)], code: ""),
            Case(name: "made just within eleven minutes", changes: [("iat", 1_768_477_741)], code: ""),
            Case(
                name: "made within them by half a second",
                changes: [("iat", JSONNumber(1_768_477_740.5).map { .number($0) })], code: ""),
            Case(name: "the acr asked for", changes: [("acr", "eid")], contexts: ["x", "eid"], code: ""),
            Case(
                name: "several clients, made for this one",
                changes: [("aud", ["other", "client"]), ("azp", "client")], code: ""),
        ] {
            #expect(try Self.check(item).get().subject == "person", "\(item.name)")
        }
        // rp-id_token-kid-absent-single-jwks
        #expect(try Self.check(Case(name: "one key and no kid", kid: nil, code: ""), keys: 1).get().subject == "person")
    }
}
