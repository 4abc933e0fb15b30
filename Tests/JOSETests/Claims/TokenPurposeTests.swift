import Testing

@testable import JOSE

/// Tokens that an issuer signs for something else, each in the shape its standard gives it and otherwise sound: signed
/// with the right key, of the right issuer, for us, and in time.
@Suite("A token that was made for another purpose")
struct TokenPurposeTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: String?
        var claims: JSONValue
        /// Where ID tokens are due, and where access tokens are.
        var idToken: TokenReasonCode
        var accessToken: TokenReasonCode

        init(
            _ name: String, _ type: String?, idToken: TokenReasonCode = .tokenTypeMismatch,
            accessToken: TokenReasonCode = .tokenTypeMismatch, _ change: (JSONValue) -> JSONValue
        ) {
            self.name = name
            self.type = type
            claims = change(Tokens.claims)
            self.idToken = idToken
            self.accessToken = accessToken
        }

        var testDescription: String { name }
    }

    static let logout: JSONValue = ["http://schemas.openid.net/event/backchannel-logout": .object([])]

    static let cases = [
        Case("a logout token (OpenID Connect Back-Channel Logout section 2.4)", "logout+jwt") {
            $0.with("events", logout).with("jti", "j").with("sid", "s")
        },
        Case("a logout token without `typ`, as older providers send it", nil) { $0.with("events", logout) },
        Case("a logout token that says `JWT`", "JWT") { $0.with("events", logout).with("sid", "s") },
        Case("a security event (RFC 8417)", "secevent+jwt") { $0.with("events", ["urn:x": .object([])]) },
        Case("a DPoP proof (RFC 9449 section 4.2)", "dpop+jwt") {
            $0.with("htm", "GET").with("htu", "https://poort.example/").with("jti", "j")
        },
        Case("an access token bound to a DPoP key (RFC 9449 section 6)", "at+jwt") {
            $0.with("cnf", ["jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"])
        },
        Case("an access token bound to a certificate (RFC 8705 section 3.1)", "at+jwt") {
            $0.with("cnf", ["x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"])
        },
        Case("an ID token bound to a key", "JWT") { $0.with("cnf", ["kid": "k"]) },
        Case("a token bound to nothing that can be read", nil) { $0.with("cnf", .some(.null)) },
        Case("a client assertion (RFC 7523 section 3)", "client-authentication+jwt") { $0.with("iss", "client") },
        Case(
            "a client assertion that says `JWT`: its issuer is the client", "JWT", idToken: .tokenIssuerUntrusted
        ) { $0.with("iss", "client").with("sub", "client").with("jti", "j") },
        Case("a request object (RFC 9101)", "oauth-authz-req+jwt") { $0.with("response_type", "code") },
        Case(
            "an authorization response (JARM section 2.1): it has no `sub`", "JWT", idToken: .tokenClaimsInvalid
        ) { $0.with("sub", nil as JSONValue?).with("code", "c").with("state", "s") },
        Case(
            "a signed userinfo answer (OpenID Connect Core section 5.3.2): it has no `exp`", nil,
            idToken: .tokenClaimsInvalid
        ) { $0.with("exp", nil as JSONValue?).with("nbf", nil as JSONValue?).with("iat", nil as JSONValue?) },
        Case("an introspection answer (RFC 9701)", "token-introspection+jwt") {
            $0.with("token_introspection", ["active": true])
        },
        Case("an entity statement (OpenID Federation)", "entity-statement+jwt") { $0 },
        Case("a verifiable credential", "vc+sd-jwt") { $0 },
        Case("a client's metadata", "oauth-client-attestation+jwt") { $0 },
    ]

    static let idTokens = Tokens.rules(kinds: [.idToken])
    static let accessTokens = Tokens.rules(kinds: [.accessToken])
    static let both = Tokens.rules(kinds: [.idToken, .accessToken])

    @Test("is refused whatever kind is due", arguments: cases)
    func refused(_ hostile: Case) {
        let token = Tokens.sign(hostile.claims, type: hostile.type)
        #expect(Tokens.refusal(token, rules: Self.idTokens)?.code == hostile.idToken)
        #expect(Tokens.refusal(token, rules: Self.accessTokens)?.code == hostile.accessToken)
        #expect(Tokens.refusal(token, rules: Self.both) != nil)
    }

    @Test("is an ID token where an access token is due, and the reverse")
    func kinds() {
        for type in [nil, "JWT", "jwt", "application/JWT"] as [String?] {
            let token = Tokens.sign(Tokens.claims, type: type)
            #expect(
                Tokens.refusal(token, rules: Self.accessTokens)
                    == .typeMismatch(found: type, accepted: [.accessToken]))
            #expect(Tokens.refusal(token, rules: Self.idTokens) == nil)
        }
        for type in ["at+jwt", "AT+JWT", "application/at+jwt"] {
            let token = Tokens.sign(Tokens.claims, type: type)
            #expect(
                Tokens.refusal(token, rules: Self.idTokens) == .typeMismatch(found: type, accepted: [.idToken]))
            #expect(Tokens.refusal(token, rules: Self.accessTokens) == nil)
        }
    }

    @Test(
        "is not told by parameters behind the name: `typ` is a name, not a whole media type",
        arguments: [
            "JWT;charset=utf-8", "JWT; charset=utf-8", "at+jwt;v=1", "at+jwt; profile=x", "application/at+jwt;q=1",
            "JWT;", "at+jwt;", "JWT,at+jwt", "at+jwt\t", "\u{FF41}t+jwt", "at\u{FF0B}jwt", "at+jwt+jwt",
            "*/*", "application/*", "application/at%2Bjwt", "at\\u002bjwt",
        ])
    func parameters(_ type: String) {
        let token = Tokens.sign(Tokens.claims, type: type)
        #expect(
            Tokens.refusal(token, rules: Self.both)
                == .typeMismatch(found: type, accepted: [.idToken, .accessToken]))
    }

    @Test("is found out by a kind that is written with an escape, too")
    func escaped() {
        let token = Tokens.header(#"{"alg":"HS256","t\u0079p":"logout\u002bjwt"}"#)
        #expect(
            Tokens.refusal(token, rules: Self.both)
                == .typeMismatch(found: "logout+jwt", accepted: [.idToken, .accessToken]))
        #expect(Tokens.refusal(Tokens.header(#"{"alg":"HS256","typ":"at\u002bjwt"}"#), rules: Self.accessTokens) == nil)
    }
}

/// RFC 9068: an access token as a profile of JWT.
@Suite("An access token of RFC 9068")
struct AccessTokenTests {
    /// The example of section 2.2, for us and for now.
    static let claims: JSONValue = [
        "iss": .string(Tokens.issuer), "sub": "5ba552d67", "aud": .string(Tokens.audience),
        "exp": .integer(Tokens.seconds + 600), "iat": .integer(Tokens.seconds - 30),
        "jti": "dbe39bf3a3ba4238a513f51d6e1691c4", "client_id": "s6BhdRkqt3", "scope": "openid profile reademail",
    ]
    static let rules = Tokens.rules(kinds: [.accessToken], required: ["client_id", "iat", "jti"])
    static let keys = TestKeys.set(.rs256, keyID: "RjEwOwOA")

    static func token(_ claims: JSONValue = claims, type: String? = "at+JWT") throws -> String {
        try TestKeys.signer(.rs256, keyID: "RjEwOwOA").sign(claims: claims, type: type)
    }

    @Test("is accepted as one, with what it says")
    func accepted() throws {
        let verified = try Tokens.verify(Self.token(), keys: Self.keys, rules: Self.rules).get()
        #expect(verified.subject == "5ba552d67" && verified.string("client_id") == "s6BhdRkqt3")
        #expect(verified.tokenID == "dbe39bf3a3ba4238a513f51d6e1691c4" && verified.header.kind == .accessToken)
    }

    @Test(
        "is refused without any of the claims that section 2.2 requires",
        arguments: ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"])
    func incomplete(_ name: String) throws {
        let token = try Self.token(Self.claims.with(name, nil as JSONValue?))
        #expect(Tokens.refusal(token, keys: Self.keys, rules: Self.rules) == .claimMissing(name))
    }

    @Test("is refused without its `typ`, which section 4 says to look at first")
    func type() throws {
        for type in [nil, "JWT", "bearer", "access+jwt", "at", "jwt+at"] as [String?] {
            #expect(
                try Tokens.refusal(Self.token(type: type), keys: Self.keys, rules: Self.rules)
                    == .typeMismatch(found: type, accepted: [.accessToken]))
        }
    }
}
