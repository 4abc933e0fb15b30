import Libcrypto

@testable import JOSE

/// Tokens for tests: sound ones, and any bytes signed as if they were.
enum Tokens {
    static let issuer = "https://idp.example/op"
    static let audience = "poort"
    static let seconds: Int64 = 1_790_000_000
    static let now = Instant(unixSeconds: seconds)

    /// Claims that the rules of `rules` accept at `now`.
    static let claims: JSONValue = [
        "iss": .string(issuer), "sub": "u-1", "aud": .string(audience), "exp": .integer(seconds + 300),
        "nbf": .integer(seconds - 10), "iat": .integer(seconds - 10),
    ]

    static let rules = rules()
    /// The one key that `sign` and `raw` sign with.
    static let keys = TestKeys.set(.hs256)

    static func rules(
        leeway: Int = 60, kinds: Set<TokenKind> = [.idToken], required: [String] = [], authorizedParty: Bool = false,
        audiences: Set<String> = [audience]
    ) -> ClaimRules {
        do {
            return try ClaimRules(
                issuer: issuer, audiences: audiences, leewaySeconds: leeway, tokenKinds: kinds,
                requiredClaims: required, requiresAuthorizedParty: authorizedParty)
        } catch { fatalError("\(error)") }
    }

    static func b64(_ text: String) -> String { Base64URL.encode(Array(text.utf8)) }

    /// `header` and `payload` as they are, with an HS256 code that is right.
    static func raw(header: [UInt8], payload: [UInt8], secret: Secret = TestKeys.secret, hash: Hash = .sha256) -> String
    {
        let message = Base64URL.encode(header) + "." + Base64URL.encode(payload)
        let bytes = Array(message.utf8)
        do {
            let code = try code(bytes, secret, hash)
            return message + "." + Base64URL.encode(code)
        } catch { fatalError("\(error)") }
    }

    private static func code(_ message: [UInt8], _ secret: Secret, _ hash: Hash) throws(LibcryptoError) -> [UInt8] {
        try HMAC.code(for: message.span, secret: secret, hash: hash)
    }

    static func raw(header: String, payload: String) -> String {
        raw(header: Array(header.utf8), payload: Array(payload.utf8))
    }

    /// Sound claims under this header.
    static func header(_ header: String) -> String { raw(header: Array(header.utf8), payload: claims.bytes()) }

    /// A sound header, but for `typ`, and these claims.
    static func sign(_ claims: JSONValue, type: String? = "JWT") -> String {
        var header: JSONValue = ["alg": "HS256"]
        if let type { header = ["alg": "HS256", "typ": .string(type)] }
        return raw(header: header.bytes(), payload: claims.bytes())
    }

    /// The same with one claim replaced, or taken away.
    static func sign(_ name: String, _ value: JSONValue?, type: String? = "JWT") -> String {
        sign(claims.with(name, value), type: type)
    }

    static func verify(
        _ token: String, keys: KeySet = keys, rules: ClaimRules = rules, at now: Instant = now
    ) -> Result<VerifiedJWT, TokenRefusal> {
        let bytes = Array(token.utf8)
        return TokenVerifier().verify(bytes.span, keys: keys, rules: rules, at: now)
    }

    static func refusal(
        _ token: String, keys: KeySet = keys, rules: ClaimRules = rules, at now: Instant = now
    ) -> TokenRefusal? {
        verify(token, keys: keys, rules: rules, at: now).refusal
    }

    static func signatureRefusal(_ token: String, keys: KeySet) -> TokenRefusal? {
        let bytes = Array(token.utf8)
        switch TokenVerifier().verifySignature(bytes.span, keys: keys) {
        case .success: return nil
        case .failure(let refusal): return refusal
        }
    }

    static func parse(_ token: String) -> Result<UnverifiedJWS, TokenRefusal> {
        let bytes = Array(token.utf8)
        return UnverifiedJWS.parse(bytes.span)
    }
}

extension Result where Failure == TokenRefusal {
    var refusal: TokenRefusal? { if case .failure(let refusal) = self { refusal } else { nil } }
}

extension JSONValue {
    /// The object with a member replaced, or taken away.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        var object = objectValue ?? JSONObject()
        object[name] = value
        return .object(object)
    }
}
