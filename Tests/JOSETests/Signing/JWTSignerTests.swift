import Libcrypto
import Testing

@testable import JOSE

@Suite("A signer of tokens")
struct JWTSignerTests {
    static func problem(_ body: () throws(JWTSigner.Problem) -> Void) -> JWTSigner.Problem? { failure(body) }

    @Test("does not exist with a key that does not fit its algorithm", arguments: JWSAlgorithm.allCases)
    func fits(_ algorithm: JWSAlgorithm) {
        for specification in TestKeys.specifications {
            let key = TestKeys.key(specification)
            let problem = Self.problem { () throws(JWTSigner.Problem) in
                _ = try JWTSigner(privateKey: key, algorithm: algorithm, keyID: nil)
            }
            let expected = JWTSigner.Problem.key(
                KeyError(.algorithmMismatch(algorithm, key: "\(key.publicKey.kind)"), source: ""))
            #expect(problem == (algorithm.fits(key.publicKey.kind) ? nil : expected))
        }
        let secret = Self.problem { () throws(JWTSigner.Problem) in
            _ = try JWTSigner(hmacSecret: TestKeys.secret, algorithm: algorithm, keyID: nil)
        }
        #expect((secret == nil) == algorithm.isSymmetric)
        let short = Self.problem { () throws(JWTSigner.Problem) in
            _ = try JWTSigner(hmacSecret: Secret([1, 2, 3]), algorithm: algorithm, keyID: nil)
        }
        #expect(short != nil)
    }

    @Test("writes the header itself, and lets nobody write its members again")
    func header() throws {
        let signer = try TestKeys.signer(.hs256, keyID: "one")
        let token = try signer.sign(claims: Tokens.claims, type: "at+jwt", headers: [("x", 1)])
        let header = try #require(Base64URL.decode(String(token.split(separator: ".")[0])))
        #expect(String(decoding: header, as: UTF8.self) == #"{"alg":"HS256","kid":"one","typ":"at+jwt","x":1}"#)
        let bare = try TestKeys.signer(.hs256).sign(claims: Tokens.claims, type: nil)
        #expect(bare.hasPrefix(Tokens.b64(#"{"alg":"HS256"}"#) + "."))
        for name in ["alg", "kid", "typ"] {
            let problem = Self.problem { () throws(JWTSigner.Problem) in
                _ = try signer.sign(claims: Tokens.claims, headers: [(name, "none")])
            }
            #expect(problem == .reservedHeader(name))
        }
        let twice = Self.problem { () throws(JWTSigner.Problem) in
            _ = try signer.sign(claims: Tokens.claims, headers: [("x", 1), ("x", 2)])
        }
        #expect(twice == .reservedHeader("x"))
    }

    @Test("signs objects only", arguments: [nil, 1, "{}", []] as [JSONValue])
    func claims(_ claims: JSONValue) throws {
        let signer = try TestKeys.signer(.hs256)
        #expect(
            Self.problem { () throws(JWTSigner.Problem) in _ = try signer.sign(claims: claims) } == .claimsNotObject)
    }

    @Test("writes claims in their order, and so that they are read back the same")
    func order() throws {
        let claims: JSONValue = [
            "z": 1, "a": ["b": [nil, true, "\u{E9}\n\"\u{1F600}"]], "m": .number(JSONNumber(verified: "1.50")),
        ]
        let token = try TestKeys.signer(.hs384).sign(claims: claims)
        let payload = try Tokens.parse(token).get().payload
        #expect(payload == claims.bytes())
        #expect(try JSONValue.parse(payload) == claims)
    }

    @Test("says why a token cannot be made, without the key")
    func sentences() {
        let problems: [JWTSigner.Problem] = [
            .key(KeyError(.noAlgorithms, source: "")), .claimsNotObject, .reservedHeader("alg"),
            .signing(.library(operation: "signing", reason: "x")),
        ]
        #expect(
            problems.map(\.description) == [
                "no algorithm is allowed for the key", "the claims must be a JSON object",
                "the header `alg` is set by the signer", "signing failed: x",
            ])
    }

    @Test("shows nothing of its key")
    func redacted() throws {
        var dumped = ""
        dump(try TestKeys.signer(.hs256), to: &dumped)
        dump(try TestKeys.signer(.es256), to: &dumped)
        #expect(dumped.contains("<redacted>") && !dumped.contains("invented"))
    }
}
