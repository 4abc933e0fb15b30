import Libcrypto
import Testing

@testable import JOSE

@Suite("Signed claims are refused")
struct ClaimRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var why: String
        var token: String
        var refusal: TokenRefusal

        /// Sound claims but for one.
        init(_ name: String, _ value: JSONValue?, _ refusal: TokenRefusal) {
            why = "\(name) \(value?.compact.prefix(40) ?? "absent")"
            token = Tokens.sign(name, value)
            self.refusal = refusal
        }

        var testDescription: String { why }
    }

    static let notText: [JSONValue] = [nil, true, 1, [], ["a"], .object([]), ["a": "b"]]

    static let issuers: [Case] =
        [Case("iss", nil as JSONValue?, .claimMissing("iss"))]
        + notText.map { Case("iss", .some($0), .claimInvalid("iss", expected: "a string")) }
        + [
            "", "https://idp.example/op/", "https://idp.example/OP", "https://IDP.example/op",
            "https://idp.example:443/op", "http://idp.example/op",
            " https://idp.example/op", "https://idp.example/op\0", "https://idp.example/op#", "https://idp.example/",
            "https://evil.example/https://idp.example/op",
            "https://idp.example/op,https://evil.example",
        ].map { Case("iss", .string($0), .issuerMismatch(found: $0, expected: Tokens.issuer)) }

    static let badAudience = TokenRefusal.claimInvalid("aud", expected: "a string or an array of strings")

    static let audiences: [Case] =
        [Case("aud", nil as JSONValue?, .claimMissing("aud"))]
        + [nil, true, 1, .object([]), ["poort": "poort"]].map { Case("aud", .some($0), badAudience) }
        + [["poort", 1], [1, "poort"], ["poort", nil], ["poort", ["poort"]], [["poort"]], [true], [.object([])]].map {
            Case("aud", .some($0), badAudience)
        }
        + [
            "", "poor", "poortx", "xpoort", "Poort", "poort ", "poort\0", "poort,other", "poort other", "*",
            "https://poort", "\u{FF50}oort",
        ].map {
            Case("aud", .string($0), .audienceMismatch(found: [$0], expected: ["poort"]))
        }
        + [
            Case("aud", [], .audienceMismatch(found: [], expected: ["poort"])),
            Case("aud", ["a", "b"], .audienceMismatch(found: ["a", "b"], expected: ["poort"])),
            Case("aud", ["p", "oort"], .audienceMismatch(found: ["p", "oort"], expected: ["poort"])),
        ]

    static let notDate = "a number of seconds since 1970"
    static let outOfRange = "a number of seconds since 1970, from 0 to the year 9999"

    static func number(_ text: String) -> JSONValue { .number(JSONNumber(verified: text)) }

    static let dates: [Case] =
        [Case("exp", nil as JSONValue?, .claimMissing("exp"))]
        + ["exp", "nbf", "iat"].flatMap { name in
            [nil, true, "1790000300", "", "2026-09-21T14:13:20Z", [], [1_790_000_300], .object([])].map {
                Case(name, .some($0), .claimInvalid(name, expected: notDate))
            }
                + [
                    "-1", "-0.000000001", "-1790000300", "-1e300", "253402300800", "1790000300000", "1e12", "1e308",
                    "9223372036854775807",
                    "9223372036854775808", "18446744073709551616", "99999999999999999999999999999999",
                ].map { Case(name, number($0), .claimInvalid(name, expected: outOfRange)) }
        }

    static let subjects: [Case] =
        [Case("sub", nil as JSONValue?, .claimMissing("sub"))]
        + (notText + [""]).map { Case("sub", .some($0), .claimInvalid("sub", expected: "a string that is not empty")) }
        + notText.map { Case("jti", .some($0), .claimInvalid("jti", expected: "a string")) }

    @Test("for `iss`", arguments: issuers)
    func issuer(_ hostile: Case) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("for `aud`", arguments: audiences)
    func audience(_ hostile: Case) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("for a date", arguments: dates)
    func date(_ hostile: Case) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test("for `sub` and `jti`", arguments: subjects)
    func subject(_ hostile: Case) { #expect(Tokens.refusal(hostile.token) == hostile.refusal) }

    @Test(
        "when they are no strict JSON object",
        arguments: [
            ("", JSONError.Problem.empty, 0), ("junk", .unexpectedByte(0x6A, expected: "a value"), 0),
            ("[]", .wrongKind(expected: "an object"), 0),
            ("null", .wrongKind(expected: "an object"), 0), ("\u{FEFF}{}", .byteOrderMark, 0),
            (#"{"sub":"a","sub":"b"}"#, .repeatedMember("sub"), 11),
            (#"{"sub":"a","su\u0062":"b"}"#, .repeatedMember("sub"), 11),
            (#"{"x":{"y":1,"y":1}}"#, .repeatedMember("y"), 12), ("{}{}", .trailingBytes, 2),
            (#"{"sub":"\ud800"}"#, .loneSurrogate, 8), (#"{"x":1e999}"#, .numberOutOfRange, 5),
            ("{\"sub\":\"a\tb\"}", .controlCharacter, 9),
            (#"{"x":"# + String(repeating: "[", count: 16), .tooDeep(limit: 16), 20),
        ])
    func json(_ payload: String, _ problem: JSONError.Problem, _ offset: Int) {
        let bytes = Array(payload.utf8)
        let refusal = Tokens.refusal(Tokens.raw(header: #"{"alg":"HS256"}"#, payload: payload))
        #expect(refusal == .payloadInvalid(JSONError(problem, at: offset, in: bytes.span)))
        #expect(refusal?.code == .tokenMalformed)
    }

    @Test("when a claim that the rules ask for is not there, or null")
    func required() {
        let rules = Tokens.rules(required: ["roles", "vo_orgcode"])
        let both = Tokens.claims.with("roles", []).with("vo_orgcode", "OVO000001")
        #expect(Tokens.refusal(Tokens.sign(both), rules: rules) == nil)
        #expect(
            Tokens.refusal(Tokens.sign(both.with("roles", nil as JSONValue?)), rules: rules) == .claimMissing("roles"))
        #expect(Tokens.refusal(Tokens.sign(both.with("roles", .some(.null))), rules: rules) == .claimMissing("roles"))
        #expect(
            Tokens.refusal(Tokens.sign(both.with("vo_orgcode", nil as JSONValue?)), rules: rules)
                == .claimMissing("vo_orgcode"))
        #expect(Tokens.refusal(Tokens.sign(Tokens.claims), rules: rules) == .claimMissing("roles"))
    }

    @Test("with the first reason in one order: whose token it is comes before whether it is still good")
    func order() {
        var claims: JSONValue = ["iss": "x", "aud": "x", "exp": 1, "nbf": .integer(Tokens.seconds * 2), "sub": ""]
        let steps: [(String, JSONValue?, TokenReasonCode)] = [
            ("iss", .string(Tokens.issuer), .tokenIssuerUntrusted), ("aud", "poort", .tokenAudienceMismatch),
            ("exp", "x", .tokenExpired),
            ("exp", .integer(Tokens.seconds * 3), .tokenClaimsInvalid), ("nbf", 1, .tokenNotYetValid),
            ("sub", "u-1", .tokenClaimsInvalid),
        ]
        #expect(Tokens.refusal(Tokens.sign(claims, type: "logout+jwt"))?.code == .tokenTypeMismatch)
        for (name, value, code) in steps {
            #expect(Tokens.refusal(Tokens.sign(claims))?.code == code)
            claims = claims.with(name, value)
        }
        #expect(Tokens.refusal(Tokens.sign(claims)) == nil)
    }
}
