/// Exactly why a token is not accepted. A value, not an exception: refusing is what the check is for.
///
/// `code` is what others rely on; `detail` is for the log and the inspector. Neither ever holds the token, its signature
/// or a personal claim. Foreign text in it (a `kid`, a `typ`) is cut off and escaped.
package enum TokenRefusal: Error, Sendable, Equatable {
    /// The three parts of a compact JWS.
    package enum Part: String, Sendable, Equatable, CaseIterable {
        case header, payload, signature
    }

    // token_missing
    case missing

    // token_malformed
    /// The `Authorization` field says `Bearer`, and what follows is not the one word that RFC 6750 section 2.1 asks for.
    case credentialMalformed
    case tooLarge(bytes: Int, limit: Int)
    case jsonSerialization
    case encrypted
    case wrongNumberOfParts(Int)
    case invalidBase64URL(Part)
    case headerTooLarge(bytes: Int, limit: Int)
    case headerInvalid(JSONError)
    case headerMember(String, expected: String)
    case keyInHeader(String)
    case nestedToken
    case payloadInvalid(JSONError)

    // token_algorithm_not_allowed
    case unsigned(String)
    case algorithmUnknown(String)
    case algorithmNotAllowed(JWSAlgorithm, allowed: Set<JWSAlgorithm>)

    // token_critical_header_unknown
    case criticalHeader([String])
    case unencodedPayload

    // token_key_unknown
    case keyUnknown(keyID: String?)
    case keyAmbiguous(count: Int)

    // token_signature_invalid
    case signatureInvalid(JWSAlgorithm, key: String)

    // token_type_mismatch
    case typeMismatch(found: String?, accepted: Set<TokenKind>)
    case securityEvent
    case senderConstrained

    // token_issuer_untrusted
    case issuerUntrusted
    case issuerMismatch(found: String, expected: String)

    // token_audience_mismatch
    case audienceMismatch(found: [String], expected: [String])
    case authorizedPartyMismatch(found: String?)

    // token_expired, token_not_yet_valid
    case expired(at: Instant, now: Instant, leewaySeconds: Int)
    case notYetValid(from: Instant, now: Instant, leewaySeconds: Int)
    case issuedInFuture(at: Instant, now: Instant, leewaySeconds: Int)

    // token_claims_invalid
    case claimMissing(String)
    case claimInvalid(String, expected: String)
    case claimTooLong(String, elements: Int, limit: Int)

    // keys_unavailable
    case keysUnavailable(issuer: String)
}

extension TokenRefusal: CustomStringConvertible {
    /// The stable code.
    package var code: TokenReasonCode {
        switch self {
        case .missing: .tokenMissing
        case .credentialMalformed, .tooLarge, .jsonSerialization, .encrypted, .wrongNumberOfParts, .invalidBase64URL,
            .headerTooLarge,
            .headerInvalid, .headerMember, .keyInHeader, .nestedToken, .payloadInvalid:
            .tokenMalformed
        case .unsigned, .algorithmUnknown, .algorithmNotAllowed: .tokenAlgorithmNotAllowed
        case .criticalHeader, .unencodedPayload: .tokenCriticalHeaderUnknown
        case .keyUnknown, .keyAmbiguous: .tokenKeyUnknown
        case .signatureInvalid: .tokenSignatureInvalid
        case .typeMismatch, .securityEvent, .senderConstrained: .tokenTypeMismatch
        case .issuerUntrusted, .issuerMismatch: .tokenIssuerUntrusted
        case .audienceMismatch, .authorizedPartyMismatch: .tokenAudienceMismatch
        case .expired: .tokenExpired
        case .notYetValid, .issuedInFuture: .tokenNotYetValid
        case .claimMissing, .claimInvalid, .claimTooLong: .tokenClaimsInvalid
        case .keysUnavailable: .keysUnavailable
        }
    }

    /// One precise sentence without an end, in lower case.
    package var detail: String {
        switch self {
        case .missing: "there is no token"
        case .credentialMalformed:
            "after `Bearer` comes no token: it is empty, or has a blank, a quote or another character that no token has"
        case .tooLarge(let bytes, let limit): "the token has \(bytes) bytes; at most \(limit) are accepted"
        case .jsonSerialization: "the token is a JWS in JSON serialization; only the compact one is accepted"
        case .encrypted: "the token has five parts like an encrypted one (JWE); only signed ones are accepted"
        case .wrongNumberOfParts(let count): "the token has \(count) part\(count == 1 ? "" : "s") instead of three"
        case .invalidBase64URL(let part): "the \(part.rawValue) is no base64url without padding"
        case .headerTooLarge(let bytes, let limit): "the header has \(bytes) bytes; at most \(limit) are accepted"
        case .headerInvalid(let error): "the header is no JSON object that is accepted: \(error)"
        case .headerMember(let name, let expected): "`\(name)` in the header must be \(expected)"
        case .keyInHeader(let name): "the header brings its own key (`\(name)`), which proves nothing"
        case .nestedToken: "the token holds another token (`cty` is JWT), which is not accepted"
        case .payloadInvalid(let error): "the claims are no JSON object that is accepted: \(error)"
        case .unsigned(let name): "`alg` is \(Quoted.text(name)): the token is not signed"
        case .algorithmUnknown(let name): "`alg` \(Quoted.text(name)) is no signature algorithm that is known here"
        case .algorithmNotAllowed(let algorithm, let allowed):
            "the token is signed with \(algorithm); the key allows \(JWSAlgorithm.list(allowed))"
        case .criticalHeader(let names):
            "`crit` demands \(names.isEmpty ? "nothing that could be understood" : Quoted.list(names))"
        case .unencodedPayload: "`b64` asks for an unencoded payload (RFC 7797), which is not accepted"
        case .keyUnknown(let keyID): "no key has the `kid` \(Quoted.text(keyID ?? ""))"
        case .keyAmbiguous(let count): "the token names no key, and \(count) keys fit its algorithm"
        case .signatureInvalid(let algorithm, let key):
            "the \(algorithm) signature does not verify with the key (\(key))"
        case .typeMismatch(let found, let accepted):
            "`typ` is \(found.map(Quoted.text) ?? "absent"); accepted is \(TokenKind.list(accepted))"
        case .securityEvent: "the token has `events`: it is a logout token or another security event, no credential"
        case .senderConstrained:
            "the token has `cnf`: it counts only with a proof of the key it is bound to, and none came"
        case .issuerUntrusted: "`iss` names no issuer that is trusted here"
        case .issuerMismatch(let found, let expected):
            "`iss` is \(Quoted.text(found)); expected is \(Quoted.text(expected)), byte for byte"
        case .audienceMismatch(let found, let expected):
            "`aud` \(found.isEmpty ? "is empty" : "holds \(Quoted.list(found))"); expected is \(Quoted.list(expected))"
        case .authorizedPartyMismatch(let found):
            found.map { "`azp` is \(Quoted.text($0)), which is none of ours" }
                ?? "`azp` is missing, and the token has several audiences"
        case .expired(let at, let now, let leeway):
            "expired \(Durations.text(now.seconds(since: at))) ago: `exp` was \(at) (leeway \(leeway) s)"
        case .notYetValid(let from, let now, let leeway):
            "valid in \(Durations.text(from.seconds(since: now))): `nbf` is \(from) (leeway \(leeway) s)"
        case .issuedInFuture(let at, let now, let leeway):
            "issued \(Durations.text(at.seconds(since: now))) ahead of our clock: `iat` is \(at) (leeway \(leeway) s)"
        case .claimMissing(let name): "the claim `\(name)` is missing"
        case .claimInvalid(let name, let expected): "the claim `\(name)` must be \(expected)"
        case .claimTooLong(let name, let count, let limit):
            "the claim \(Quoted.text(name)) has \(count) elements; at most \(limit) are accepted"
        case .keysUnavailable(let issuer):
            "there is no key of \(Quoted.text(issuer)) for this token, and the issuer cannot be asked at the moment"
        }
    }

    package var description: String { "\(code.rawValue): \(detail)" }
}
