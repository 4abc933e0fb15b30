import Testing

@testable import JOSE

@Suite("The members of a header")
struct HeaderMemberTests {
    static func problem(_ header: String) -> JSONError.Problem? {
        if case .headerInvalid(let error) = Tokens.refusal(Tokens.header(header)) { return error.problem }
        return nil
    }

    @Test(
        "are refused twice, at any depth and in any spelling",
        arguments: [
            (#"{"alg":"HS256","x":{"y":1,"\u0079":2}}"#, "y"), (#"{"alg":"HS256","x":[{"y":[{"z":0,"z":0}]}]}"#, "z"),
            (#"{"kid":"a","alg":"HS256","k\u0069d":"b"}"#, "kid"), (#"{"\u0061lg":"HS256","al\u0067":"none"}"#, "alg"),
            (#"{"alg":"HS256","crit":["a"],"\u0063rit":[]}"#, "crit"),
            (#"{"alg":"HS256","":"","":""}"#, ""), ("{\"alg\":\"HS256\",\"\u{E9}\":0,\"\\u00e9\":0}", "\u{E9}"),
        ])
    func duplicates(_ header: String, _ name: String) {
        #expect(Self.problem(header) == .repeatedMember(name))
        #expect(Tokens.refusal(Tokens.header(header))?.code == .tokenMalformed)
    }

    @Test(
        "are known by their exact names: one that only looks like `crit`, `jwk` or `b64` asks for nothing",
        arguments: [
            "CRIT", "crit ", "cr\u{456}t", "\u{FF43}rit", "JWK", "jwk\\u0000", "j\u{2C}wk", "B64", "b6\u{664}", "Jku",
            "x5C",
        ])
    func lookAlikes(_ name: String) {
        #expect(Tokens.refusal(Tokens.header(#"{"alg":"HS256","\#(name)":["x"]}"#)) == nil)
    }

    @Test(
        "are found however they are escaped",
        arguments: [
            (#""\u006awk":{}"#, TokenRefusal.keyInHeader("jwk")), (#""j\u006b\u0075":"""#, .keyInHeader("jku")),
            (#""x5\u0063":[]"#, .keyInHeader("x5c")), (#""\u00785u":"""#, .keyInHeader("x5u")),
            (#""\u00626\u0034":false"#, .unencodedPayload), (#""cri\u0074":["x"]"#, .criticalHeader(["x"])),
            (#""c\u0074y":"\u004aWT""#, .nestedToken),
        ])
    func escapes(_ member: String, _ refusal: TokenRefusal) {
        #expect(Tokens.refusal(Tokens.header("{\"alg\":\"HS256\",\(member)}")) == refusal)
        #expect(Tokens.refusal(Tokens.header("{\(member),\"alg\":\"HS256\"}")) == refusal)
    }

    @Test("hold a `kid` of any size that fits, which names a key or none and is cut off in sentences")
    func longKeyID() throws {
        let long = String(repeating: "k", count: 4_000)
        let token = Tokens.header(#"{"alg":"HS256","kid":"\#(long)"}"#)
        let refusal = try #require(Tokens.refusal(token))
        #expect(refusal == .keyUnknown(keyID: long))
        #expect(refusal.detail.utf8.count < 120)
        #expect(Tokens.refusal(token, keys: TestKeys.set(.hs256, keyID: long)) == nil)
        #expect(
            Tokens.refusal(token, keys: TestKeys.set(.hs256, keyID: String(long.dropLast())))
                == .keyUnknown(keyID: long))
    }

    @Test("an empty `kid` is a name that no key has", arguments: [#""""#, #""\u0000""#, #"" ""#])
    func emptyKeyID(_ written: String) throws {
        let token = Tokens.header(#"{"alg":"HS256","kid":\#(written)}"#)
        for keys in [Tokens.keys, TestKeys.set(.hs256, keyID: "one")] {
            #expect(Tokens.refusal(token, keys: keys)?.code == .tokenKeyUnknown)
        }
    }

    @Test("are at most 256 values, eight levels deep")
    func bounded() {
        func many(_ count: Int) -> String {
            #"{"alg":"HS256","x":[\#(Array(repeating: "0", count: count).joined(separator: ","))]}"#
        }
        // The object, two names, "HS256" and the array are five.
        #expect(Tokens.refusal(Tokens.header(many(251))) == nil)
        #expect(Self.problem(many(252)) == .tooManyValues(limit: 256))
        func deep(_ levels: Int) -> String {
            #"{"alg":"HS256","x":\#(String(repeating: "[", count: levels))\#(String(repeating: "]", count: levels))}"#
        }
        #expect(Tokens.refusal(Tokens.header(deep(7))) == nil)
        #expect(Self.problem(deep(8)) == .tooDeep(limit: 8))
    }

    @Test(
        "of another JOSE object are no help to a token",
        arguments: [
            (#"{"alg":"dir","enc":"A256GCM"}"#, TokenReasonCode.tokenAlgorithmNotAllowed),
            (#"{"alg":"RSA-OAEP","enc":"A128CBC-HS256","kid":"a"}"#, .tokenAlgorithmNotAllowed),
            (#"{"alg":"ECDH-ES","enc":"A128GCM","epk":{}}"#, .tokenAlgorithmNotAllowed),
            (#"{"enc":"A128GCM"}"#, .tokenMalformed),
            (#"{"alg":"ML-DSA-44"}"#, .tokenAlgorithmNotAllowed), (#"{"alg":"ESP256"}"#, .tokenAlgorithmNotAllowed),
            (#"{"alg":"Ed448"}"#, .tokenAlgorithmNotAllowed), (#"{"alg":"HS256/64"}"#, .tokenAlgorithmNotAllowed),
            (#"{"alg":"n\u200bone"}"#, .tokenAlgorithmNotAllowed),
            (#"{"alg":"\uff4eone"}"#, .tokenAlgorithmNotAllowed), (#"{"alg":"none\u0000"}"#, .tokenAlgorithmNotAllowed),
            (#"{"alg":["none","HS256"]}"#, .tokenMalformed),
        ])
    func others(_ header: String, _ code: TokenReasonCode) {
        #expect(Tokens.refusal(Tokens.header(header))?.code == code)
    }
}
