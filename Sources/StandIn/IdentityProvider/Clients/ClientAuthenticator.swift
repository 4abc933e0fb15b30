internal import JOSE
internal import Libcrypto

/// Tells which client sends a request to the token or introspection endpoint (RFC 6749 section 2.3, RFC 7523).
struct ClientAuthenticator: Sendable {
    /// The only type there is for `private_key_jwt` (RFC 7523, section 2.2).
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// How far ahead an assertion may expire, in seconds: its `jti` is remembered for as long.
    static let longestAssertion: Int64 = 600
    /// For clocks that differ, in seconds.
    static let leeway: Int64 = 60

    let clients: ClientRegistry
    /// The `jti` of assertions that were used.
    let usedAssertions: ExpiringStore<Void>
    /// For whom an assertion may be: the endpoint that is asked, the token endpoint, and the issuer.
    let audiences: [String]

    /// - Parameter authorization: the value of the field; nil when there is none.
    func client(
        authorization: String?, form: FormFields, at now: Instant
    ) -> Result<StandInClient, ClientRefusal> {
        let ways = [authorization != nil, form["client_secret"] != nil, form["client_assertion"] != nil]
        guard ways.count(where: { $0 }) <= 1 else {
            return .failure(.malformed("the client authenticates in more than one way"))
        }
        if let authorization { return basic(authorization, form) }
        if let secret = form["client_secret"] {
            return withSecret(form["client_id"] ?? "", secret)
        }
        if let assertion = form["client_assertion"] { return withAssertion(assertion, form, at: now) }
        return .failure(.invalid)
    }

    private func basic(_ field: String, _ form: FormFields) -> Result<StandInClient, ClientRefusal> {
        let words = field.split(separator: " ", maxSplits: 1)
        guard words.count == 2, words[0].lowercased() == "basic", let pair = Base64.decode(String(words[1])),
            let colon = pair.firstIndex(of: UInt8(ascii: ":")), let id = FormEncoding.decode(pair[..<colon]),
            let secret = FormEncoding.decode(pair[(colon + 1)...])
        else { return .failure(.invalid) }
        guard form["client_id"].map({ sameBytes($0, id) }) ?? true else {
            return .failure(.malformed("`client_id` names another client than the Authorization field"))
        }
        return withSecret(id, secret)
    }

    private func withSecret(_ id: String, _ secret: String) -> Result<StandInClient, ClientRefusal> {
        guard let client = clients[id], case .secret(let known) = client.authentication,
            constantTimeEqual(Array(known.utf8).span, Array(secret.utf8).span)
        else { return .failure(.invalid) }
        return .success(client)
    }

    /// RFC 7523 section 3, with the `jti` that OpenID Connect Core 1.0 section 9 demands.
    private func withAssertion(
        _ assertion: String, _ form: FormFields, at now: Instant
    ) -> Result<StandInClient, ClientRefusal> {
        let refusal = Result<StandInClient, ClientRefusal>.failure(.invalid)
        guard let type = form["client_assertion_type"], sameBytes(type, Self.assertionType),
            let id = form["client_id"] ?? Self.unverifiedSubject(assertion), let client = clients[id],
            case .keys(let set) = client.authentication,
            let loaded = try? KeySet.load(jwks: set.bytes(), algorithms: [.rs256], source: "client"),
            let keys = try? KeySet(loaded.keys),
            case .success(let verified) = TokenVerifier().verifySignature(Array(assertion.utf8).span, keys: keys),
            let claims = try? JSONValue.parse(verified.payload, limits: .claims),
            let issuer = claims["iss"]?.stringValue, sameBytes(issuer, client.id),
            let subject = claims["sub"]?.stringValue, sameBytes(subject, client.id),
            Self.names(claims["aud"], audiences),
            let expires = claims["exp"]?.numberValue?.double, let token = claims["jti"]?.stringValue, !token.isEmpty
        else { return refusal }
        let seconds = Double(now.unixSeconds)
        guard expires > seconds - Double(Self.leeway), expires <= seconds + Double(Self.longestAssertion),
            claims["nbf"].map({ ($0.numberValue?.double ?? .infinity) <= seconds + Double(Self.leeway) }) ?? true,
            claims["iat"].map({ ($0.numberValue?.double ?? .infinity) <= seconds + Double(Self.leeway) }) ?? true,
            usedAssertions.insert(
                (), under: client.id + " " + token,
                until: now.adding(seconds: Self.longestAssertion + Self.leeway), at: now)
        else { return refusal }
        return .success(client)
    }

    private static func names(_ audience: JSONValue?, _ wanted: [String]) -> Bool {
        let named = audience?.arrayValue?.compactMap(\.stringValue) ?? [audience?.stringValue].compactMap(\.self)
        return named.contains { name in wanted.contains { sameBytes($0, name) } }
    }

    /// Whose assertion it says it is: only to know whose keys check it.
    private static func unverifiedSubject(_ assertion: String) -> String? {
        let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64URL.decode(String(parts[1])),
            let claims = try? JSONValue.parse(bytes, limits: .claims)
        else { return nil }
        return claims["sub"]?.stringValue
    }
}
