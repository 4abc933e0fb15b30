@testable import JOSE

/// What is expected of each group of vectors, in the order of the files.
enum WycheproofGroups {
    struct Group {
        let comment: String
        let vectors: Int
        /// How many of them are valid, by the vectors.
        let valid: Int
        /// Part of the sentence for which the group's keys are refused as a whole, and with them every token.
        let keys: String?
        /// How many tokens are refused, by code. The others are accepted.
        let refused: [TokenReasonCode: Int]
        /// Why we judge otherwise than the vectors; `WycheproofTests` names which of them.
        let policy: String?

        init(
            _ comment: String, _ vectors: Int, valid: Int, keys: String? = nil, refused: [TokenReasonCode: Int] = [:],
            policy: String? = nil
        ) {
            self.comment = comment
            self.vectors = vectors
            self.valid = valid
            self.keys = keys
            self.refused = refused
            self.policy = policy
        }
    }

    static let all: [String: [Group]] = [
        "json_web_signature_test.json": [
            Group(
                "hs256", 17, valid: 1,
                refused: [
                    .tokenMalformed: 9, .tokenMissing: 1, .tokenSignatureInvalid: 4, .tokenKeyUnknown: 1,
                    .tokenAlgorithmNotAllowed: 1,
                ]),
            Group(
                "es256", 15, valid: 1,
                refused: [
                    .tokenMalformed: 7, .tokenMissing: 1, .tokenSignatureInvalid: 4, .tokenKeyUnknown: 1,
                    .tokenAlgorithmNotAllowed: 1,
                ]),
            Group(
                "rs256", 226, valid: 1,
                refused: [.tokenMalformed: 6, .tokenMissing: 1, .tokenSignatureInvalid: 217, .tokenKeyUnknown: 1]),
            Group("rs256", 5, valid: 5),
            Group("rs384", 4, valid: 4),
            Group("rs512", 4, valid: 4),
            Group("ps256", 48, valid: 6, refused: [.tokenSignatureInvalid: 42]),
            Group("ps384", 5, valid: 4, refused: [.tokenSignatureInvalid: 1]),
            Group("ps512", 20, valid: 4, refused: [.tokenSignatureInvalid: 7, .tokenAlgorithmNotAllowed: 9]),
            Group("rfc7520", 1, valid: 1),
            Group(
                "rfc7520", 1, valid: 1, refused: [.tokenAlgorithmNotAllowed: 1],
                policy: "a key's own `alg` is the only one it is used with (RFC 7517 section 4.4)"),
            Group(
                "rfc7520", 1, valid: 1, keys: "the key is for `ES521`",
                policy: "an `alg` that does not exist leaves a key without use"),
            Group("rfc7520", 1, valid: 1),
            Group("rfc7520WithKeyOps", 1, valid: 1),
            Group(
                "rfc7520WithKeyOps", 1, valid: 1, refused: [.tokenAlgorithmNotAllowed: 1],
                policy: "a key's own `alg` is the only one it is used with (RFC 7517 section 4.4)"),
            Group(
                "rfc7520WithKeyOps", 1, valid: 1, keys: "the key is for `ES521`",
                policy: "an `alg` that does not exist leaves a key without use"),
            Group("rfc7520", 1, valid: 1),
            Group("rsa_encryption", 1, valid: 0, keys: "its `use` is `enc`"),
            Group("ec_key_for_encryption", 1, valid: 0, keys: "its `use` is `enc`"),
            Group("rsa_encryption", 1, valid: 0, keys: "its `key_ops` is `encrypt`"),
            Group("ec_key_for_encryption", 1, valid: 0, keys: "its `key_ops` is `encrypt`"),
            Group(
                "base64", 21, valid: 7, refused: [.tokenMalformed: 14],
                policy:
                    "base64url has 64 letters, whatever a lenient decoder skips; two vectors lost the padding they are about"
            ),
            Group("SpecialCaseEs256", 24, valid: 1, refused: [.tokenSignatureInvalid: 23]),
        ],
        "json_web_key_test.json": [
            Group("jws_mixedSymmetryKeyset", 1, valid: 0, keys: "shared secrets and public keys lie in one set"),
            Group("jws_keyset", 2, valid: 1, refused: [.tokenSignatureInvalid: 1]),
            Group("jws_duplicate_kid", 1, valid: 0, keys: "two keys have the `kid` `kid-aes-sign`"),
            Group("rs256", 1, valid: 1),
            Group("rs256", 1, valid: 0, keys: "its `use` is `enc`"),
            Group("jws_rsa_roca_key", 1, valid: 0, keys: "ROCA"),
            Group("keysize_too_small", 1, valid: 0, keys: "the RSA key has 1024 bits"),
            Group("exponentOne", 1, valid: 0, keys: "the RSA public exponent"),
            Group("HS256", 1, valid: 0, keys: "the shared secret has 31 bytes"),
            Group("HS384", 1, valid: 0, keys: "the shared secret has 47 bytes"),
            Group("HS512", 1, valid: 0, keys: "the shared secret has 63 bytes"),
            Group("HS256", 1, valid: 1),
            Group("HS384", 1, valid: 1),
            Group("HS512", 1, valid: 1),
            Group("HS256", 1, valid: 0, keys: "the member `k` must be a string that is not empty"),
            Group("HS384", 1, valid: 0, keys: "the member `k` must be a string that is not empty"),
            Group("HS512", 1, valid: 0, keys: "the member `k` must be a string that is not empty"),
            Group("wrong_algorithm", 1, valid: 0, keys: "the key is for `ES521`"),
            Group("invalid_algorithm", 1, valid: 0, keys: "the key is for `ES224`"),
            Group("invalid_use", 1, valid: 0, keys: "its `use` is `enc`"),
            Group("invalid_point", 1, valid: 0, keys: "the public key is not a point of P-256"),
            Group("wrong_curve", 1, valid: 0, keys: "the x coordinate has 32 bytes; 48 are required"),
            Group("wrong_kty", 1, valid: 0, keys: "the member `n` must be a string"),
            Group("invalid_aes_gcm_key", 1, valid: 0, keys: "the key is for `A256GCM`"),
            Group("invalid_aes_kw_key", 1, valid: 0, keys: "the key is for `A256KW`"),
        ],
        "json_web_crypto_test.json": [
            Group(
                "jws_aes", 17, valid: 1,
                refused: [
                    .tokenMalformed: 9, .tokenMissing: 1, .tokenSignatureInvalid: 4, .tokenKeyUnknown: 1,
                    .tokenAlgorithmNotAllowed: 1,
                ]),
            Group(
                "jws_ec", 15, valid: 1,
                refused: [
                    .tokenMalformed: 7, .tokenMissing: 1, .tokenSignatureInvalid: 4, .tokenKeyUnknown: 1,
                    .tokenAlgorithmNotAllowed: 1,
                ]),
            Group(
                "jws_rsa", 13, valid: 1,
                refused: [.tokenMalformed: 6, .tokenMissing: 1, .tokenSignatureInvalid: 4, .tokenKeyUnknown: 1]),
            Group("jws_rsa_roca_key", 1, valid: 0, keys: "ROCA"),
            Group("jws_mixedSymmetryKeyset", 1, valid: 0, keys: "shared secrets and public keys lie in one set"),
            Group("jws_keyset", 2, valid: 1, refused: [.tokenSignatureInvalid: 1]),
            Group("jwe_aes", 0, valid: 0, keys: "its `use` is `enc`"),
            Group("jwe_ec", 0, valid: 0, keys: "this is a private key"),
        ],
    ]
}
