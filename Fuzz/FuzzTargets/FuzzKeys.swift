import JOSE
import Libcrypto

/// Keys, and every token that was ever signed with them: the examples of RFC 7515 and RFC 8037, and one of our own that is
/// sound in each respect.
enum FuzzKeys {
    static let seconds: Int64 = 1_800_000_000
    static let issuer = "https://idp.example/op"
    static let secret = Secret(Array(repeating: 0x2A, count: 64))

    static let hmac = try? VerificationKey(
        hmacSecret: secret, keyID: "one", algorithms: [.hs256], source: "fuzz")

    static let rules = try? ClaimRules(issuer: issuer, audiences: ["poort"], tokenKinds: [.idToken, .accessToken])

    static let all: KeySet? = {
        let jwks = """
            {"keys":[{"kty":"RSA","n":"\(modulus)","e":"AQAB","alg":"RS256"},
            {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"},
            {"kty":"EC","crv":"P-521",
            "x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
            "y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"},
            {"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}
            """
        let loaded = try? KeySet.load(
            jwks: Array(jwks.utf8), algorithms: [.rs256, .es256, .es512, .edDSA], source: "fuzz")
        guard let loaded, let hmac else { return nil }
        return try? KeySet(loaded.keys + [hmac])
    }()

    /// Our own comes first.
    static let soundTokens: [[UInt8]] = {
        let claims: JSONValue = [
            "iss": .string(issuer), "sub": "u", "aud": "poort", "exp": .integer(seconds + 60),
            "roles": ["R:1, 2", "S"],
        ]
        let own = signed(header: Array(#"{"alg":"HS256","kid":"one","typ":"JWT"}"#.utf8), payload: claims.bytes())
        return [own]
            + [
                "eyJhbGciOiJSUzI1NiJ9.\(payload).\(rs256)", "eyJhbGciOiJFUzI1NiJ9.\(payload).\(es256)",
                "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.\(es512)",
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\(edDSA)",
            ].map { Array($0.utf8) }
    }()

    /// Any header and payload, with the code that belongs to them.
    static func signed(header: [UInt8], payload: [UInt8]) -> [UInt8] {
        let message = Array("\(Base64URL.encode(header)).\(Base64URL.encode(payload))".utf8)
        let code = (try? HMAC.code(for: message.span, secret: secret, hash: .sha256)) ?? []
        return message + Array(".\(Base64URL.encode(code))".utf8)
    }

    private static let payload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    private static let modulus =
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR"
        + "T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB"
        + "dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia"
        + "GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
    private static let rs256 =
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9"
        + "uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
        + "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rq"
        + "Vt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
    private static let es256 =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
    private static let es512 =
        "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCA"
        + "PZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
    private static let edDSA =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
}
