import JOSE
import Libcrypto
import Testing

@testable import StandIn

@Suite("A client's assertion")
struct ClientAssertionTests {
    private static let moment = Instant(unixSeconds: Int64(1_800_000_000))
    private static let endpoint = "http://127.0.0.1/op/v1/token"

    private struct Given {
        let authenticator: ClientAuthenticator
        let signer: JWTSigner

        init() throws {
            let key = try StandInWorld.key.get()
            let set = JWKSet.json([JWK(publicKey: key.publicKey, keyID: "client", algorithm: .rs256)])
            let clients = ClientRegistry([
                StandInWorld.client(.keys(set)),
                StandInClient(id: "with-secret", authentication: .secret("s"), redirectURIs: []),
            ])
            authenticator = ClientAuthenticator(
                clients: clients, usedAssertions: ExpiringStore(lifetime: 600),
                audiences: [endpoint, "http://127.0.0.1/op"])
            signer = try JWTSigner(privateKey: key, algorithm: .rs256, keyID: "client")
        }

        func judge(
            _ assertion: String, type: String? = ClientAuthenticator.assertionType, client: String? = nil,
            at instant: Instant = moment
        ) throws -> String? {
            var fields = [(name: "client_assertion", value: assertion)]
            if let type { fields.append(("client_assertion_type", type)) }
            if let client { fields.append(("client_id", client)) }
            let form = try #require(FormFields(FormEncoding.encode(fields).utf8))
            return try? authenticator.client(authorization: nil, form: form, at: instant).get().id
        }
    }

    private static func claims(_ changes: [(String, JSONValue?)] = []) -> JSONValue {
        var claims = JSONObject([
            ("iss", .string(StandInWorld.clientID)), ("sub", .string(StandInWorld.clientID)),
            ("aud", .string(endpoint)), ("jti", "one"), ("exp", .integer(moment.unixSeconds + 60)),
        ])
        for (name, value) in changes { claims[name] = value }
        return .object(claims)
    }

    static let refused: [(name: String, changes: [(String, JSONValue?)])] = [
        ("no issuer", [("iss", nil)]), ("another issuer", [("iss", "x")]), ("another subject", [("sub", "x")]),
        ("no subject", [("sub", nil)]), ("no audience", [("aud", nil)]),
        ("another audience", [("aud", "https://evil.example")]), ("an empty audience", [("aud", [])]),
        ("an audience with a slash more", [("aud", "http://127.0.0.1/op/")]), ("no end", [("exp", nil)]),
        ("an end in the past", [("exp", .integer(moment.unixSeconds - 61))]),
        ("an end far away", [("exp", .integer(moment.unixSeconds + 601))]),
        ("an end that is no number", [("exp", "soon")]),
        ("no id", [("jti", nil)]), ("an empty id", [("jti", "")]), ("an id that is a number", [("jti", 1)]),
        ("made in the future", [("iat", .integer(moment.unixSeconds + 61))]),
        ("not valid yet", [("nbf", .integer(moment.unixSeconds + 61))]), ("a time that is no number", [("nbf", "x")]),
    ]

    @Test("is refused", arguments: refused.indices)
    func refusal(_ index: Int) throws {
        let given = try Given()
        let assertion = try given.signer.sign(claims: Self.claims(Self.refused[index].changes))
        #expect(try given.judge(assertion, client: StandInWorld.clientID) == nil, "\(Self.refused[index].name)")
    }

    @Test("is refused without its type, by other keys, for another client, unsigned, and a second time")
    func forged() throws {
        let given = try Given()
        let good = try given.signer.sign(claims: Self.claims())
        #expect(try given.judge(good, type: nil) == nil)
        #expect(try given.judge(good, type: "x") == nil)
        #expect(try given.judge(good, client: "with-secret") == nil)
        #expect(try given.judge(good, client: "nobody") == nil)
        #expect(try given.judge(SigningKeys.spoiled(good)) == nil)
        #expect(try given.judge(SigningKeys.unsigned(Self.claims(), type: "JWT")) == nil)
        #expect(try given.judge("x.y.z") == nil)
        let stranger = try JWTSigner(privateKey: .generate(.rsa2048), algorithm: .rs256, keyID: "client")
        #expect(try given.judge(try stranger.sign(claims: Self.claims())) == nil)
        let pss = try JWTSigner(privateKey: try StandInWorld.key.get(), algorithm: .ps256, keyID: "client")
        #expect(try given.judge(try pss.sign(claims: Self.claims())) == nil)
        // None of these was its use.
        #expect(try given.judge(good) == StandInWorld.clientID)
        #expect(try given.judge(good) == nil)
    }

    @Test("is taken for the token endpoint or the issuer, among others")
    func taken() throws {
        let given = try Given()
        let audiences: [JSONValue] = [
            .string(Self.endpoint), "http://127.0.0.1/op", ["https://other.example", .string(Self.endpoint)],
        ]
        for (index, audience) in audiences.enumerated() {
            let assertion = try given.signer.sign(
                claims: Self.claims([("aud", audience), ("jti", .string("\(index)"))]))
            #expect(try given.judge(assertion) == StandInWorld.clientID)
        }
    }
}
