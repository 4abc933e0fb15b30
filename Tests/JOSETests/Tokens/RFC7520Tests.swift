import Libcrypto
import Testing

@testable import JOSE

/// The examples of RFC 7520 section 4, with the keys of its section 3 as they stand there.
@Suite("The examples of RFC 7520")
struct RFC7520Tests {
    struct Example: Sendable, CustomTestStringConvertible {
        var section: String
        var key: String
        var algorithm: JWSAlgorithm
        var header: String
        var signature: String

        var token: String { "\(Tokens.b64(header)).\(RFC7520Tests.payload).\(signature)" }
        var testDescription: String { "section \(section)" }
    }

    /// "It’s a dangerous business, Frodo, …" (section 4).
    static let payload =
        "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUg"
        + "cm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0"
        + "IGJlIHN3ZXB0IG9mZiB0by4"

    static let bilbo = "bilbo.baggins@hobbiton.example"
    static let rsa = #"{"kty":"RSA","kid":"\#(bilbo)","use":"sig","n":"\#(modulus)","e":"AQAB"}"#
    static let p521 = #"{"kty":"EC","kid":"\#(bilbo)","use":"sig","crv":"P-521","x":"\#(x)","y":"\#(y)"}"#
    static let secret =
        #"{"kty":"oct","kid":"018c0ae5-4d9b-471b-bfd6-eef314bc7037","use":"sig","alg":"HS256","k":"\#(k)"}"#

    static let modulus =
        "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRB"
        + "SFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD"
        + "1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_"
        + "qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw"
    static let x = "AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt"
    static let y = "AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"
    static let k = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg"

    static let examples = [
        Example(
            section: "4.1", key: rsa, algorithm: .rs256, header: #"{"alg":"RS256","kid":"\#(bilbo)"}"#,
            signature:
                "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi8"
                + "4wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocS"
                + "adnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJu"
                + "shZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"
        ),
        Example(
            section: "4.2", key: rsa, algorithm: .ps384, header: #"{"alg":"PS384","kid":"\#(bilbo)"}"#,
            signature:
                "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItl"
                + "lVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0"
                + "TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0"
                + "uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"
        ),
        Example(
            section: "4.3", key: p521, algorithm: .es512, header: #"{"alg":"ES512","kid":"\#(bilbo)"}"#,
            signature:
                "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_"
                + "sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2"
        ),
        Example(
            section: "4.4", key: secret, algorithm: .hs256,
            header: #"{"alg":"HS256","kid":"018c0ae5-4d9b-471b-bfd6-eef314bc7037"}"#,
            signature:
                "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"
        ),
    ]

    static func set(_ example: Example) throws(KeyError) -> KeySet {
        let bytes = Array(#"{"keys":[\#(example.key)]}"#.utf8)
        return try KeySet(KeySet.load(jwks: bytes, algorithms: Set(JWSAlgorithm.allCases), source: "RFC 7520").keys)
    }

    @Test("verify with all algorithms allowed, and with theirs alone", arguments: examples)
    func verify(_ example: Example) throws {
        let verified = try TokenVerifier().verifySignature(Array(example.token.utf8).span, keys: Self.set(example))
            .get()
        #expect(Base64URL.encode(verified.payload) == Self.payload)
        #expect(String(decoding: verified.payload, as: UTF8.self).hasPrefix("It\u{2019}s a dangerous business, Frodo"))
        let one = Array(#"{"keys":[\#(example.key)]}"#.utf8)
        let bound = try KeySet(KeySet.load(jwks: one, algorithms: [example.algorithm], source: "").keys)
        #expect(Tokens.signatureRefusal(example.token, keys: bound) == nil)
    }

    @Test("do not verify with another's key, or changed in any letter of the signature", arguments: examples)
    func changed(_ example: Example) throws {
        let keys = try Self.set(example)
        var accepted = 0
        let token = Array(example.token.utf8)
        for position in token.indices.suffix(example.signature.utf8.count) {
            var changed = token
            changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            if case .success = TokenVerifier().verifySignature(changed.span, keys: keys) { accepted += 1 }
        }
        #expect(accepted == 0)
        for other in Self.examples where other.key != example.key {
            #expect(try Tokens.signatureRefusal(example.token, keys: Self.set(other)) != nil)
        }
    }

    @Test("with detached content are refused: their payload is not there (section 4.5)")
    func detached() throws {
        let hs256 = Self.examples[3]
        let parts = hs256.token.split(separator: ".")
        #expect(
            try Tokens.signatureRefusal("\(parts[0])..\(parts[2])", keys: Self.set(hs256))?.code
                == .tokenSignatureInvalid)
    }

    @Test(
        "in JSON serialization are refused (sections 4.6 to 4.8)",
        arguments: [
            #"{"payload":"\#(payload)","protected":"eyJhbGciOiJIUzI1NiJ9","header":{"kid":"a"},"signature":"AA"}"#,
            #"{"payload":"\#(payload)","header":{"alg":"HS256","kid":"a"},"signature":"AA"}"#,
            #"{"payload":"\#(payload)","signatures":[{"protected":"eyJhbGciOiJSUzI1NiJ9","signature":"AA"}]}"#,
        ])
    func json(_ token: String) { #expect(Tokens.refusal(token) == .jsonSerialization) }
}
