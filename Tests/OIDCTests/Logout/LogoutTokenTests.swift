import JOSE
import Libcrypto
import Testing

@testable import OIDC

/// The back-channel logout tests of the OpenID Foundation, each refused with its own code.
@Suite("A logout token")
struct LogoutTokenTests {
    private static let now = LoginGiven.now
    private static let client = "client-1"
    private static let event = "http://schemas.openid.net/event/backchannel-logout"

    struct Given {
        var claims: JSONObject
        var type: String? = "logout+jwt"
        var keyID: String? = "k1"

        init(_ change: (inout JSONObject) -> Void = { _ in }) {
            claims = JSONObject([
                ("iss", .string(LoginGiven.issuer)), ("aud", .string(client)),
                ("iat", .integer(now.unixSeconds - 1)), ("exp", .integer(now.unixSeconds + 120)), ("jti", "j1"),
                ("events", .object([(event, .object([]))])), ("sub", "person-1"), ("sid", "sid-1"),
            ])
            change(&claims)
        }
    }

    static let wrong: [(name: String, given: Given, code: String)] = [
        ("of another issuer", Given { $0["iss"] = "https://evil.example" }, "logout_token_issuer"),
        ("without issuer", Given { $0["iss"] = nil }, "logout_token_issuer"),
        ("for another client", Given { $0["aud"] = "client-2" }, "logout_token_audience"),
        ("for a list without this client", Given { $0["aud"] = ["client-2", "client-3"] }, "logout_token_audience"),
        ("for a list with something else", Given { $0["aud"] = ["client-1", 1] }, "logout_token_audience"),
        ("without audience", Given { $0["aud"] = nil }, "logout_token_audience"),
        ("with a nonce", Given { $0["nonce"] = "n" }, "logout_token_nonce"),
        ("with a nonce that is null", Given { $0["nonce"] = .null }, "logout_token_nonce"),
        ("without events", Given { $0["events"] = nil }, "logout_token_event"),
        ("with another event", Given { $0["events"] = .object([("x", .object([]))]) }, "logout_token_event"),
        (
            "with an event that is no object", Given { $0["events"] = .object([(event, .bool(true))]) },
            "logout_token_event"
        ),
        ("with events as a list", Given { $0["events"] = .array([.string(event)]) }, "logout_token_event"),
        ("without iat", Given { $0["iat"] = nil }, "logout_token_issued_at"),
        ("with iat as a text", Given { $0["iat"] = "now" }, "logout_token_issued_at"),
        ("from the future", Given { $0["iat"] = .integer(now.unixSeconds + 61) }, "logout_token_issued_at"),
        (
            "from long ago",
            Given {
                $0["iat"] = .integer(now.unixSeconds - 400)
                $0["exp"] = nil
            }, "logout_token_expired"
        ),
        ("that has expired", Given { $0["exp"] = .integer(now.unixSeconds - 61) }, "logout_token_expired"),
        ("with exp as a text", Given { $0["exp"] = "soon" }, "logout_token_claims"),
        ("without jti", Given { $0["jti"] = nil }, "logout_token_id"),
        ("with an empty jti", Given { $0["jti"] = "" }, "logout_token_id"),
        (
            "of nobody",
            Given {
                $0["sub"] = nil
                $0["sid"] = nil
            }, "logout_token_holder"
        ),
        ("with a sub that is no text", Given { $0["sub"] = 1 }, "logout_token_claims"),
        ("with an empty sid", Given { $0["sid"] = "" }, "logout_token_claims"),
    ]

    private func token(_ given: Given, _ key: PrivateKey) throws -> String {
        try JWTSigner(privateKey: key, algorithm: .es256, keyID: given.keyID)
            .sign(claims: .object(given.claims), type: given.type)
    }

    private func check(_ token: String, _ key: PrivateKey) throws -> Result<LogoutToken, LogoutRefusal> {
        let keys = try KeySet([
            VerificationKey(publicKey: key.publicKey, keyID: "k1", algorithms: [.es256], source: "test")
        ])
        return LogoutToken.check(
            Array(token.utf8), keys: keys, issuer: LoginGiven.issuer, audience: Self.client, leewaySeconds: 60,
            at: Self.now)
    }

    @Test("is refused", arguments: wrong.indices)
    func refused(_ index: Int) throws {
        let (name, given, code) = Self.wrong[index]
        let key = try PrivateKey.generate(.p256)
        switch try check(token(given, key), key) {
        case .success: Issue.record("one \(name) is taken")
        case .failure(let refusal): #expect(refusal.code == code, "\(name)")
        }
    }

    @Test("is refused under the type of another token", arguments: ["at+jwt", "id_token+jwt", "dpop+jwt", ""])
    func type(_ type: String) throws {
        let key = try PrivateKey.generate(.p256)
        var given = Given()
        given.type = type
        #expect(try check(token(given, key), key) == .failure(.type))
    }

    @Test("is refused with another key's signature, with none, and when it is no token")
    func signature() throws {
        let key = try PrivateKey.generate(.p256)
        func code(_ token: String) throws -> String {
            guard case .failure(let refusal) = try check(token, key) else { return "taken" }
            return refusal.code
        }
        #expect(try code(token(Given(), .generate(.p256))) == "token_signature_invalid")
        let none = Base64URL.encode(Array(#"{"alg":"none"}"#.utf8))
        let claims = Base64URL.encode(JSONValue.object(Given().claims).bytes())
        #expect(try code("\(none).\(claims).") == "token_algorithm_not_allowed")
        #expect(try code("x") == "token_malformed")
        var unknown = Given()
        unknown.keyID = "k2"
        #expect(try code(token(unknown, key)) == "token_key_unknown")
    }

    static let good: [(name: String, given: Given, entry: Revocations.Entry)] = [
        (
            "a session and a person: the session", Given(),
            .provider(.providerSession("sid-1", issuer: LoginGiven.issuer), issuedUntil: now.unixSeconds - 1)
        ),
        (
            "a person", Given { $0["sid"] = nil },
            .provider(.subject("person-1", issuer: LoginGiven.issuer), issuedUntil: now.unixSeconds - 1)
        ),
        (
            "a session",
            Given {
                $0["sub"] = nil
                $0["exp"] = nil
                $0["aud"] = ["client-2", "client-1"]
            }, .provider(.providerSession("sid-1", issuer: LoginGiven.issuer), issuedUntil: now.unixSeconds - 1)
        ),
    ]

    @Test("ends", arguments: good.indices, ["logout+jwt", "application/logout+jwt", "LOGOUT+JWT", "JWT", nil])
    func accepted(_ index: Int, _ type: String?) throws {
        var (name, given, entry) = Self.good[index]
        let key = try PrivateKey.generate(.p256)
        given.type = type
        #expect(try check(token(given, key), key).get().revocation(issuer: LoginGiven.issuer) == entry, "\(name)")
    }

    /// `iat` of a logout token, and of ID tokens beside it: in seconds around now.
    static let instants: [(logout: Double, login: Double, ends: Bool)] = [
        (-1, -1, true), (-1, -1.5, true), (-1, -0.5, true), (-1, 0, false),
        (-0.1, -1, true), (-0.1, -0.5, true), (-0.1, -0.2, true),
        // A provider that rounds `iat` of its ID tokens and not that of its logout tokens.
        (-0.1, 0, true), (-0.1, 1, false), (-0.9, 0, true), (-0.9, 1, false),
    ]

    @Test("with a fraction of a second in iat ends what began within that second", arguments: instants.indices)
    func fraction(_ index: Int) throws {
        let (logout, login, ends) = Self.instants[index]
        let key = try PrivateKey.generate(.p256)
        let issued = Double(Self.now.unixSeconds) + logout
        let number = try #require(JSONNumber(issued))
        let given = Given {
            $0["iat"] = .number(number)
            $0["sid"] = nil
        }
        let entry = try #require(
            try check(token(given, key), key).get().revocation(issuer: LoginGiven.issuer))
        let session = try SessionGiven.session(
            providerSession: nil, tokenIssued: Instant(unixSeconds: Double(Self.now.unixSeconds) + login))
        let ring = try LoginGiven.ring(1)
        // As it is made, and as it comes back from its cookie.
        let sealed = SealedSession.open(Array(try SealedSession.seal(session, with: ring).utf8).span, with: ring)
        for session in [session, try #require(sealed)] {
            #expect(Revocations(version: 1, [entry]).contains(session) == ends, "\(logout) \(login)")
        }
    }

    @Test("with a fraction of a second in exp counts until then, and with a date that is none not at all")
    func dates() throws {
        let key = try PrivateKey.generate(.p256)
        func code(_ name: String, _ value: Double) throws -> String? {
            let number = try #require(JSONNumber(value))
            let given = Given { $0[name] = .number(number) }
            guard case .failure(let refusal) = try check(token(given, key), key) else { return nil }
            return refusal.code
        }
        let now = Double(Self.now.unixSeconds)
        #expect(try code("exp", now - 59.5) == nil && code("exp", now - 60.5) == "logout_token_expired")
        #expect(try code("iat", now + 59.5) == nil && code("iat", now + 60.5) == "logout_token_issued_at")
        for value in [-1, -0.5, 1e15, 1e300] {
            #expect(try code("iat", value) == "logout_token_issued_at", "\(value)")
            #expect(try code("exp", value) == "logout_token_claims", "\(value)")
        }
    }

    @Test("is no ID token, and an ID token is no logout token")
    func confusion() throws {
        let key = try PrivateKey.generate(.p256)
        let keys = try KeySet([
            VerificationKey(publicKey: key.publicKey, keyID: "k1", algorithms: [.es256], source: "test")
        ])
        let rules = try ClaimRules(issuer: LoginGiven.issuer, audiences: [Self.client])
        for type in ["logout+jwt", "JWT", nil] {
            var given = Given()
            given.type = type
            let token = try token(given, key)
            guard case .failure = TokenVerifier().verify(Array(token.utf8).span, keys: keys, rules: rules, at: Self.now)
            else {
                Issue.record("a logout token of type \(type ?? "-") is taken for an ID token")
                continue
            }
        }
    }
}

@Suite("The way to log out at the provider")
struct EndSessionTests {
    @Test("names the client and where to come back, and says so when the person only switches")
    func url() throws {
        let provider = try LoginGiven.provider()
        let redirect = "https://loket.example/_poort/logged-out"
        let plain = try #require(EndSession(redirect: redirect).url(at: provider, clientID: "c 1"))
        #expect(
            plain
                == "https://idp.example/op/v1/logout?client_id=c+1&post_logout_redirect_uri=https%3A%2F%2Floket.example%2F_poort%2Flogged-out"
        )
        let switching = try #require(
            EndSession(redirect: redirect, state: "s", isSwitch: true).url(at: provider, clientID: "c"))
        let members = LoginGiven.members(switching.split(separator: "?")[1])
        #expect(members == ["switch": "true", "client_id": "c", "post_logout_redirect_uri": redirect, "state": "s"])
    }

    @Test("is none where the provider has no such address")
    func absent() throws {
        let provider = try LoginGiven.provider([("end_session_endpoint", nil)])
        #expect(EndSession(redirect: "https://loket.example/x").url(at: provider, clientID: "c") == nil)
    }
}
