import Libcrypto
import Testing

@testable import JOSE

/// The examples that the standards print. Everybody has their keys, private halves among them.
@Suite("The examples of the standards")
struct RFCExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var key: String
        var algorithm: JWSAlgorithm
        var payload: String
        var token: String

        var testDescription: String { name }
    }

    static let claims = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}"
    static let encodedClaims =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    static let examples = [
        Example(
            name: "RFC 7515 appendix A.1",
            key:
                #"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}"#,
            algorithm: .hs256, payload: claims,
            token:
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\(encodedClaims).dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        Example(
            name: "RFC 7515 appendix A.2", key: #"{"kty":"RSA","n":"\#(rsaModulus)","e":"AQAB"}"#, algorithm: .rs256,
            payload: claims,
            token: "eyJhbGciOiJSUzI1NiJ9.\(encodedClaims).\(rsaSignature)"),
        Example(
            name: "RFC 7515 appendix A.3",
            key:
                #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#,
            algorithm: .es256, payload: claims,
            token:
                "eyJhbGciOiJFUzI1NiJ9.\(encodedClaims).DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        ),
        Example(
            name: "RFC 7515 appendix A.4",
            key:
                #"{"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"}"#,
            algorithm: .es512, payload: "Payload",
            token:
                "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
        ),
        Example(
            name: "RFC 8037 appendix A.4",
            key: #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
            algorithm: .edDSA, payload: "Example of Ed25519 signing",
            token:
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
        ),
    ]

    static let rsaModulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_"
        + "YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uD"
        + "Zlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
    static let rsaSignature =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQ"
        + "jbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqt"
        + "FZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"

    static func set(_ example: Example) throws(KeyError) -> KeySet {
        let bytes = Array(#"{"keys":[\#(example.key)]}"#.utf8)
        return try KeySet(KeySet.load(jwks: bytes, algorithms: [example.algorithm], source: "RFC").keys)
    }

    @Test("verify, and hold what they say", arguments: examples)
    func verify(_ example: Example) throws {
        let bytes = Array(example.token.utf8)
        let verified = try TokenVerifier().verifySignature(bytes.span, keys: Self.set(example)).get()
        #expect(String(decoding: verified.payload, as: UTF8.self) == example.payload)
        #expect(verified.header.algorithm == example.algorithm && verified.header.keyID == nil)
        #expect(verified.header.type == (example.algorithm == .hs256 ? "JWT" : nil))
    }

    @Test("do not verify with a letter of the signature changed", arguments: examples)
    func changed(_ example: Example) throws {
        let parts = example.token.split(separator: ".").map(String.init)
        let first = parts[2].hasPrefix("A") ? "B" : "A"
        let token = "\(parts[0]).\(parts[1]).\(first)\(parts[2].dropFirst())"
        #expect(try Tokens.signatureRefusal(token, keys: Self.set(example))?.code == .tokenSignatureInvalid)
    }

    @Test(
        "are refused as bearer tokens: they expired in 2011, have no audience, or hold no claims", arguments: examples)
    func bearer(_ example: Example) throws {
        let refusal = try Tokens.refusal(example.token, keys: Self.set(example))
        #expect(refusal?.code == (example.payload == Self.claims ? .tokenIssuerUntrusted : .tokenMalformed))
    }

    @Test("of unsigned tokens are refused (RFC 7515 appendix A.5)")
    func unsigned() {
        #expect(Tokens.refusal("eyJhbGciOiJub25lIn0.\(Self.encodedClaims).") == .unsigned("none"))
    }

    @Test("in JSON serialization are refused (RFC 7515 appendices A.6 and A.7)")
    func json() {
        let signatures = [Self.examples[1], Self.examples[2]].map { $0.token.split(separator: ".")[2] }
        let general =
            #"{"payload":"\#(Self.encodedClaims)","signatures":[{"protected":"eyJhbGciOiJSUzI1NiJ9","header":{"kid":"2010-12-29"},"#
            + #""signature":"\#(signatures[0])"},{"protected":"eyJhbGciOiJFUzI1NiJ9","signature":"\#(signatures[1])"}]}"#
        let flattened =
            #"{"payload":"\#(Self.encodedClaims)","protected":"eyJhbGciOiJFUzI1NiJ9","#
            + #""header":{"kid":"e9bc097a-ce51-4036-9562-d2ade882db0d"},"signature":"\#(signatures[1])"}"#
        for token in [general, flattened] { #expect(Tokens.refusal(token) == .jsonSerialization) }
    }

    @Test("of keys for key agreement are left out of a set (RFC 8037 appendices A.6 and A.7)")
    func agreement() throws {
        let bob = "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"
        let dave = "PreoKbDNIPW8_AtZm2_sz22kYnEHvbDU80W0MCfYuXL8PjT7QjKhPKcG3LV67D2uB73BxnvzNgk"
        let set =
            #"{"keys":[{"kty":"OKP","crv":"X25519","kid":"Bob","x":"\#(bob)"},{"kty":"OKP","crv":"X448","kid":"Dave","x":"\#(dave)"},"#
            + Self.examples[4].key + "]}"
        let loaded = try KeySet.load(jwks: Array(set.utf8), algorithms: Set(JWSAlgorithm.allCases), source: "RFC 8037")
        #expect(loaded.keys.map(\.algorithms) == [[.edDSA]])
        #expect(
            loaded.notes == [
                "key 1 (`kid` `Bob`): keys of the kind `OKP X25519` are not supported",
                "key 2 (`kid` `Dave`): keys of the kind `OKP X448` are not supported",
            ])
    }

    @Test("of a private key do not stand in a set of keys to verify with (RFC 8037 appendix A.1)")
    func privateKey() {
        let set =
            #"{"keys":[{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","#
            + #""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#
        let error = failure { () throws(KeyError) in
            try KeySet.load(jwks: Array(set.utf8), algorithms: [.edDSA], source: "RFC 8037")
        }
        #expect(error?.problem == .privateKey)
    }

    @Test("of RFC 8037 sign to the very same token")
    func signed() throws {
        let key =
            #"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#
        let read = try PrivateJWK.parse(Array(key.utf8), source: "RFC 8037")
        guard case .privateKey(let privateKey) = read.material else {
            Issue.record("this is a private key")
            return
        }
        let signer = try JWTSigner(privateKey: privateKey, algorithm: .edDSA, keyID: nil)
        let token = try signer.sign(payload: Array("Example of Ed25519 signing".utf8), header: ["alg": "EdDSA"])
        #expect(token == Self.examples[4].token)
        #expect(JWK.thumbprint(of: privateKey.publicKey) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    }

    @Test("of RFC 7638 section 3.1 have the thumbprint that stands there")
    func thumbprint() throws {
        let modulus =
            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64t"
            + "Z_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO"
            + "pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
        for more in ["", #","alg":"RS256","kid":"2011-04-29""#, #","use":"sig","x5t":"AA""#] {
            let text = #"{"e":"AQAB","n":"\#(modulus)","kty":"RSA"\#(more)}"#
            let object = try #require(try JSONValue.parse(Array(text.utf8)).objectValue)
            #expect(
                try JWK.parse(object, source: "RFC 7638").thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        }
    }

    @Test("of shared secrets have no thumbprint: it would be a hash of the secret")
    func secretThumbprint() throws {
        let object = try #require(try JSONValue.parse(Array(Self.examples[0].key.utf8)).objectValue)
        #expect(try JWK.parse(object, source: "RFC 7515").thumbprint == nil)
    }
}
