import Libcrypto
import Testing

@testable import JOSE

@Suite("A token is refused for its header")
struct HeaderTests {
    static func json(_ text: String, _ problem: JSONError.Problem, at offset: Int) -> TokenRefusal {
        let bytes = Array(text.utf8)
        return .headerInvalid(JSONError(problem, at: offset, in: bytes.span))
    }

    /// The table is of headers; each token is otherwise sound, and its code right for HS256.
    static func hostile(_ why: String, _ header: String, _ refusal: TokenRefusal) -> HostileToken {
        HostileToken(why, Tokens.header(header), refusal)
    }

    static func bad(_ why: String, _ header: String, _ problem: JSONError.Problem, at offset: Int) -> HostileToken {
        hostile(why, header, json(header, problem, at: offset))
    }

    static let algorithms: [HostileToken] =
        ["none", "None", "NONE", "nOnE", "noNe"].map { hostile("alg \($0)", #"{"alg":"\#($0)"}"#, .unsigned($0)) }
        + [
            hostile("alg none, written with an escape", #"{"alg":"\u006eone"}"#, .unsigned("none")),
            hostile("alg none and a blank", #"{"alg":"none "}"#, .algorithmUnknown("none ")),
            hostile("a blank and alg HS256", #"{"alg":" HS256"}"#, .algorithmUnknown(" HS256")),
            hostile("alg empty", #"{"alg":""}"#, .algorithmUnknown("")),
            hostile("alg hs256", #"{"alg":"hs256"}"#, .algorithmUnknown("hs256")),
            hostile("alg HS256 and a blank", #"{"alg":"HS256 "}"#, .algorithmUnknown("HS256 ")),
            hostile("alg HS256 and NUL", #"{"alg":"HS256\u0000"}"#, .algorithmUnknown("HS256\0")),
            hostile("alg HS1", #"{"alg":"HS1"}"#, .algorithmUnknown("HS1")),
            hostile("alg RS1", #"{"alg":"RS1"}"#, .algorithmUnknown("RS1")),
            hostile("alg ES256K", #"{"alg":"ES256K"}"#, .algorithmUnknown("ES256K")),
            hostile("alg ES521", #"{"alg":"ES521"}"#, .algorithmUnknown("ES521")),
            hostile("alg Ed25519", #"{"alg":"Ed25519"}"#, .algorithmUnknown("Ed25519")),
            hostile("alg RSA-OAEP", #"{"alg":"RSA-OAEP"}"#, .algorithmUnknown("RSA-OAEP")),
            hostile("alg dir", #"{"alg":"dir"}"#, .algorithmUnknown("dir")),
            hostile(
                "alg in full-width letters", "{\"alg\":\"\u{FF28}\u{FF33}256\"}",
                .algorithmUnknown("\u{FF28}\u{FF33}256")),
            hostile("alg that moves the cursor", #"{"alg":"\u001b[2J"}"#, .algorithmUnknown("\u{1B}[2J")),
        ]
        + ["RS256", "PS512", "ES256", "EdDSA", "HS512"].compactMap { name in
            JWSAlgorithm(rawValue: name).map {
                hostile(
                    "alg \(name) with an HS256 key", #"{"alg":"\#(name)"}"#, .algorithmNotAllowed($0, allowed: [.hs256])
                )
            }
        }

    static let types: [HostileToken] =
        ["null", "1", "true", #"["HS256"]"#, "{}", "256"].map {
            hostile("alg \($0)", #"{"alg":\#($0)}"#, .headerMember("alg", expected: "a string"))
        } + [
            hostile("no alg", "{}", .headerMember("alg", expected: "a string")),
            hostile("alg in upper case", #"{"ALG":"HS256"}"#, .headerMember("alg", expected: "a string")),
        ]
        + ["kid", "typ", "cty"].flatMap { name in
            ["null", "1", "-1", "1.5", "true", "[]", #"["a"]"#, "{}", #"{"a":"b"}"#].map {
                hostile(
                    "\(name) \($0)", #"{"alg":"HS256","\#(name)":\#($0)}"#, .headerMember(name, expected: "a string"))
            }
        }

    static let extensions: [HostileToken] = [
        hostile("crit", #"{"alg":"HS256","crit":["exp"],"exp":1}"#, .criticalHeader(["exp"])),
        hostile("crit of two", #"{"alg":"HS256","crit":["a","b"]}"#, .criticalHeader(["a", "b"])),
        hostile("crit of what is understood anyway", #"{"alg":"HS256","crit":["alg"]}"#, .criticalHeader(["alg"])),
        hostile("crit, empty", #"{"alg":"HS256","crit":[]}"#, .criticalHeader([])),
        hostile("crit null", #"{"alg":"HS256","crit":null}"#, .criticalHeader([])),
        hostile("crit, a string", #"{"alg":"HS256","crit":"exp"}"#, .criticalHeader([])),
        hostile("crit, numbers", #"{"alg":"HS256","crit":[1]}"#, .criticalHeader([])),
        hostile("crit, an object", #"{"alg":"HS256","crit":{}}"#, .criticalHeader([])),
        hostile("crit false", #"{"alg":"HS256","crit":false}"#, .criticalHeader([])),
        hostile("crit, written with an escape", #"{"alg":"HS256","\u0063rit":["b64"]}"#, .criticalHeader(["b64"])),
        hostile("crit and b64", #"{"alg":"HS256","crit":["b64"],"b64":false}"#, .criticalHeader(["b64"])),
        hostile("crit before none", #"{"alg":"none","crit":["x"]}"#, .criticalHeader(["x"])),
        hostile("b64 false", #"{"alg":"HS256","b64":false}"#, .unencodedPayload),
        hostile("b64 true", #"{"alg":"HS256","b64":true}"#, .unencodedPayload),
        hostile("b64, a string", #"{"alg":"HS256","b64":"false"}"#, .unencodedPayload),
        hostile("b64 null", #"{"alg":"HS256","b64":null}"#, .unencodedPayload),
        hostile("cty JWT", #"{"alg":"HS256","cty":"JWT"}"#, .nestedToken),
        hostile("cty jwt", #"{"alg":"HS256","cty":"jwt"}"#, .nestedToken),
        hostile("cty application/jwt", #"{"alg":"HS256","cty":"application/jwt"}"#, .nestedToken),
        hostile("cty at+jwt", #"{"alg":"HS256","cty":"at+jwt"}"#, .nestedToken),
    ]

    static let keys: [HostileToken] = ["jwk", "jku", "x5u", "x5c"].flatMap { name in
        [
            #"{"kty":"oct","k":"AAAA"}"#, #""https://evil.example/keys""#, #""file:///etc/passwd""#, "[]", #"["MIIB"]"#,
            "null", "{}", "false",
        ].map { hostile("\(name) \($0)", #"{"alg":"HS256","\#(name)":\#($0)}"#, .keyInHeader(name)) }
    }

    static let texts = [
        bad("junk", "junk", .unexpectedByte(0x6A, expected: "a value"), at: 0),
        bad("an array", "[]", .wrongKind(expected: "an object"), at: 0),
        bad("a string", "\"alg\"", .wrongKind(expected: "an object"), at: 1),
        bad("a byte order mark", "\u{FEFF}{}", .byteOrderMark, at: 0),
        bad("alg twice", #"{"alg":"HS256","alg":"none"}"#, .repeatedMember("alg"), at: 15),
        bad("alg twice, once with an escape", #"{"alg":"HS256","\u0061lg":"none"}"#, .repeatedMember("alg"), at: 15),
        bad("kid twice", #"{"alg":"HS256","kid":"a","kid":"b"}"#, .repeatedMember("kid"), at: 25),
        bad("text behind it", #"{"alg":"HS256"}{}"#, .trailingBytes, at: 15),
        bad("NUL behind it", "{\"alg\":\"HS256\"}\0", .trailingBytes, at: 15),
        bad("a comma too many", #"{"alg":"HS256",}"#, .unexpectedByte(0x7D, expected: "a member name"), at: 15),
        bad("deep", #"{"alg":"HS256","x":\#(String(repeating: "[", count: 9))"#, .tooDeep(limit: 8), at: 26),
    ]

    @Test("naming an algorithm that is none, unknown, or not the key's", arguments: algorithms)
    func algorithm(_ hostile: HostileToken) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("with a member of the wrong type", arguments: types)
    func type(_ hostile: HostileToken) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("demanding an extension, or holding another token", arguments: extensions)
    func `extension`(_ hostile: HostileToken) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("bringing its own key, whatever it is", arguments: keys)
    func key(_ hostile: HostileToken) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("that is no strict JSON object", arguments: texts)
    func text(_ hostile: HostileToken) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("but taken with members that mean nothing here")
    func ignores() {
        let header =
            #"{"alg":"HS256","zip":"DEF","x5t":"AA","x5t#S256":"AA","cty":"text/plain","nonce":"n","url":"https://evil.example"}"#
        #expect(Tokens.refusal(Tokens.header(header)) == nil)
    }

    @Test("and never for the header of the token before it")
    func memory() {
        let verifier = TokenVerifier()
        func refusal(_ token: String) -> TokenRefusal? {
            let bytes = Array(token.utf8)
            return verifier.verify(bytes.span, keys: Tokens.keys, rules: Tokens.rules, at: Tokens.now).refusal
        }
        let sound = Tokens.sign(Tokens.claims)
        for hostile in Self.algorithms + Self.extensions + Self.texts {
            #expect(refusal(sound) == nil)
            #expect(refusal(hostile.token) == hostile.refusal)
        }
    }
}
