import Foundation
import Testing

/// One token for each way in which tokens come to grief, and what the inspector must say of it to somebody who holds
/// nothing but an unexplained 401.
struct BrokenToken: Sendable, CustomTestStringConvertible {
    let name: String
    /// Made of An's sound token.
    let make: @Sendable (_ an: String, _ shop: borrowing Workshop) throws -> String
    var at = "2026-01-15T12:10:00Z"
    let status: Int32
    /// Every reason, the one that decides first.
    let codes: [String]
    /// Pieces of the text that must be there.
    let says: [String]

    var testDescription: String { name }

    static func encoded(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing(
            "=", with: "")
    }

    private static func parts(_ token: String) -> [String] { token.split(separator: ".").map(String.init) }

    private static func header(_ header: String) -> @Sendable (String, borrowing Workshop) -> String {
        { an, _ in ([encoded(header)] + parts(an).dropFirst()).joined(separator: ".") }
    }

    private static func minted(_ options: String...) -> @Sendable (String, borrowing Workshop) throws -> String {
        { _, shop in try shop.token("p-256", options) }
    }

    static let all: [BrokenToken] = [
        BrokenToken(
            name: "expired", make: { an, _ in an }, at: "2026-01-15T13:03:02Z", status: 5, codes: ["token_expired"],
            says: [
                "expired 3m02s ago: `exp` was 2026-01-15T13:00:00Z (leeway 60 s)", "by the user: log in again",
                "exp         2026-01-15T13:00:00Z, expired 3m02s ago",
            ]),
        BrokenToken(
            name: "for somebody else, and expired", make: minted("--claim", "aud=x"), at: "2026-01-16T14:00:00Z",
            status: 6,
            codes: ["token_audience_mismatch", "token_expired"],
            says: [
                "2 of 12 checks failed: token_audience_mismatch, token_expired", "expired 1d01h ago",
                "MEND    1. by the operators of the gateway: ask the issuer for a token for this application",
                "\n        2. by the user: log in again",
            ]),
        BrokenToken(
            name: "of another issuer", make: minted("--issuer", "https://idp.example/op/"), status: 6,
            codes: ["token_issuer_untrusted"],
            says: ["`iss` is `https://idp.example/op/`; expected is `https://idp.example/op`, byte for byte"]),
        BrokenToken(
            name: "changed on its way", make: { an, _ in String(an.dropLast(8)) + "AAAAAAAA" }, status: 4,
            codes: ["token_signature_invalid"],
            says: [
                "the ES256 signature does not verify with the key (P-256, `kid` `k1`, from ", "another key signed it",
            ]),
        BrokenToken(
            name: "with other claims under its signature",
            make: { an, _ in
                [parts(an)[0], encoded(#"{"iss":"https://idp.example/op","aud":"x"}"#), parts(an)[2]].joined(
                    separator: ".")
            }, status: 4,
            codes: ["token_signature_invalid", "token_audience_mismatch", "token_claims_invalid"],
            says: ["the claim `exp` is missing", "the claim `sub` is missing", "4 of 12 checks failed"]),
        BrokenToken(
            name: "signed with a key that is not known", make: minted("--key", "p-256.pem", "--kid", "old"), status: 4,
            codes: ["token_key_unknown"],
            says: ["no key has the `kid` `old`; known: `k1`", "fetch the issuer's key set again"]),
        BrokenToken(
            name: "not signed", make: header(#"{"alg":"none"}"#), status: 4, codes: ["token_algorithm_not_allowed"],
            says: [
                "`alg` is `none`: the token is not signed; allowed: ES256",
                "let the issuer sign its tokens: one without a signature is never accepted",
            ]),
        BrokenToken(
            name: "with another algorithm", make: header(#"{"alg":"HS256","kid":"k1"}"#), status: 4,
            codes: ["token_algorithm_not_allowed"], says: ["the token is signed with HS256; the key allows ES256"]),
        BrokenToken(
            name: "with an extension", make: header(#"{"alg":"ES256","crit":["exp"]}"#), status: 3,
            codes: ["token_critical_header_unknown"], says: ["`crit` demands `exp`"]),
        BrokenToken(
            name: "that brings its own key", make: header(#"{"alg":"ES256","jku":"https://evil.example"}"#), status: 3,
            codes: ["token_malformed"], says: ["FAIL  header     the header brings its own key (`jku`)"]),
        BrokenToken(
            name: "with a member twice",
            make: { an, _ in
                [parts(an)[0], encoded(#"{"sub":"an","sub":"bart"}"#), parts(an)[2]].joined(separator: ".")
            },
            status: 4, codes: ["token_signature_invalid", "token_malformed"],
            says: [
                "the member `sub` occurs twice", "no JSON that is accepted; as text:", #"{"sub":"an","sub":"bart"}"#,
            ]),
        BrokenToken(
            name: "cut off", make: { an, _ in String(an.prefix(parts(an)[0].count + 42)) }, status: 3,
            codes: ["token_malformed"], says: ["the token has 2 parts instead of three", #"{"iat":1768478400,"exp""#]),
        BrokenToken(
            name: "wrapped by a mail program", make: { an, _ in an.prefix(80) + "\r\n" + an.dropFirst(80) }, status: 3,
            codes: ["token_malformed"], says: ["byte 81 of the token is the byte 0x0d", "\"sub\": \"an\""]),
        BrokenToken(
            name: "padded", make: { an, _ in an + "==" }, status: 3, codes: ["token_malformed"],
            says: ["the signature is no base64url without padding; byte", "is `=`"]),
        BrokenToken(
            name: "opaque", make: { _, _ in "2YotnFZFEjr1zCsicMWpAA" }, status: 3, codes: ["token_malformed"],
            says: [
                "the token has 1 part instead of three; a token with claims has three, an opaque access token has one",
                "by the user: send a signed token", "its ID token is signed",
            ]),
        BrokenToken(
            name: "whose signature was cut off", make: { an, _ in String(an.dropLast(6)) }, status: 4,
            codes: ["token_signature_invalid"],
            says: ["it has 60 bytes, and this key makes 64: perhaps the token was cut off"]),
        BrokenToken(
            name: "in JSON serialization", make: { an, _ in #"{"payload":"\#(parts(an)[1])"}"# }, status: 3,
            codes: ["token_malformed"], says: ["a JWS in JSON serialization"]),
        BrokenToken(
            name: "encrypted", make: { an, _ in an + ".AA.AA" }, status: 3, codes: ["token_malformed"],
            says: ["five parts like an encrypted one (JWE)", "send a signed token (JWS) and not an encrypted one"]),
        BrokenToken(
            name: "empty", make: { _, _ in "" }, status: 3, codes: ["token_missing"],
            says: ["there is no token", "HEADER  NOT TRUSTED: 1 check failed, and nothing that can be read"]),
        BrokenToken(
            name: "for logging out", make: minted("--type", "logout+jwt"), status: 6, codes: ["token_type_mismatch"],
            says: ["`typ` is `logout+jwt`; accepted is an ID token"]),
        BrokenToken(
            name: "an access token where ID tokens are accepted", make: minted("--type", "at+jwt"), status: 6,
            codes: ["token_type_mismatch"],
            says: ["send the ID token and not the access token, or add `access-token` to `token-types` of this issuer"]),
        BrokenToken(
            name: "not valid yet", make: minted("--claim-json", "nbf=1768480000"), status: 5,
            codes: ["token_not_yet_valid"],
            says: [
                "valid in 16m40s: `nbf` is 2026-01-15T12:26:40Z (leeway 60 s)",
                "by the operators of the gateway: compare the clock",
            ]),
        BrokenToken(
            name: "with milliseconds", make: minted("--claim-json", "exp=1768482000000"), status: 3,
            codes: ["token_claims_invalid"],
            says: ["the claim `exp` must be a number of seconds", "as milliseconds it is 2026-01-15T13:00:00Z"]),
        BrokenToken(
            name: "with a date that is text", make: minted("--claim", "exp=soon"), status: 3,
            codes: ["token_claims_invalid"], says: ["exp         no number of seconds since 1970"]),
        BrokenToken(
            name: "without an end", make: minted("--omit", "exp"), status: 3, codes: ["token_claims_invalid"],
            says: ["the claim `exp` is missing"]),
        BrokenToken(
            name: "of nobody", make: minted("--claim", "sub="), status: 3, codes: ["token_claims_invalid"],
            says: ["the claim `sub` must be a string that is not empty"]),
    ]
}
