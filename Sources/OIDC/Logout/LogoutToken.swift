package import JOSE

/// What a provider says when it ended a session (OpenID Connect Back-Channel Logout 1.0, section 2.4).
package struct LogoutToken: Sendable, Equatable {
    /// Ends every session of this person; nil when only ``session`` is named.
    package let subject: String?
    /// `sid`; ends the sessions that began with it. It counts alone when both are named.
    package let session: String?
    package let issuedAt: Instant
    /// `jti`: each counts once.
    package let id: String

    /// How long after it was made a token counts. Deliveries come at once, and a late one is an old one sent again.
    package static let lifetimeSeconds: Int64 = 300
    private static let event = "http://schemas.openid.net/event/backchannel-logout"

    /// Checks a token (section 2.6): signature by the issuer's key, kind, issuer, audience, times, event, no nonce.
    ///
    /// - Parameters:
    ///   - audience: the client id.
    ///   - leeway: seconds for the provider's clock.
    package static func check(
        _ token: [UInt8], keys: KeySet, issuer: String, audience: String, leewaySeconds leeway: Int64, at now: Instant
    ) -> Result<LogoutToken, LogoutRefusal> {
        let signed: VerifiedJWS
        switch TokenVerifier().verifySignature(token.span, keys: keys) {
        case .failure(let refusal): return .failure(.token(refusal))
        case .success(let verified): signed = verified
        }
        guard isLogoutType(signed.header.type) else { return .failure(.type) }
        guard let claims = try? JSONValue.parse(signed.payload), claims.objectValue != nil else {
            return .failure(.claims)
        }
        guard let named = claims["iss"]?.stringValue, sameBytes(named, issuer) else { return .failure(.issuer) }
        guard isFor(audience, claims["aud"]) else { return .failure(.audience) }
        // A token with a nonce is an ID token, whatever else it says.
        guard claims["nonce"] == nil else { return .failure(.nonce) }
        guard claims["events"]?[event]?.objectValue != nil else { return .failure(.event) }
        guard let issuedAt = Self.date(claims["iat"]) else { return .failure(.issuedAt) }
        guard issuedAt <= now.adding(seconds: leeway) else { return .failure(.issuedAt) }
        guard now < issuedAt.adding(seconds: lifetimeSeconds + leeway) else { return .failure(.expired) }
        if let expires = claims["exp"] {
            guard let expires = Self.date(expires) else { return .failure(.claims) }
            guard now < expires.adding(seconds: leeway) else { return .failure(.expired) }
        }
        guard let id = claims["jti"]?.stringValue, !id.isEmpty, id.utf8.count <= 1_024 else {
            return .failure(.tokenID)
        }
        let subject = text(claims["sub"])
        let session = text(claims["sid"])
        guard claims["sub"] == nil || subject != nil, claims["sid"] == nil || session != nil else {
            return .failure(.claims)
        }
        guard subject != nil || session != nil else { return .failure(.holder) }
        return .success(LogoutToken(subject: subject, session: session, issuedAt: issuedAt, id: id))
    }

    /// What it ends, for the revocation list. With `sid` one session, with `sub` alone all of that person (section 2.7).
    package func revocation(issuer: String) -> Revocations.Entry? {
        if let session {
            return .provider(.providerSession(session, issuer: issuer), issuedUntil: issuedAt.unixSeconds)
        }
        return subject.map { .provider(.subject($0, issuer: issuer), issuedUntil: issuedAt.unixSeconds) }
    }

    /// Whole seconds, a fraction rounded up: what began within the second is ended, too.
    private static func date(_ value: JSONValue?) -> Instant? {
        guard let seconds = value?.numberValue?.double, seconds.isFinite, (0..<253_402_300_800).contains(seconds) else {
            return nil
        }
        return Instant(unixSeconds: Int64(seconds.rounded(.up)))
    }

    private static func text(_ value: JSONValue?) -> String? {
        guard let text = value?.stringValue, !text.isEmpty else { return nil }
        return text
    }

    private static func isFor(_ audience: String, _ claim: JSONValue?) -> Bool {
        if let one = claim?.stringValue { return sameBytes(one, audience) }
        guard let list = claim?.arrayValue, list.allSatisfy({ $0.stringValue != nil }) else { return false }
        return list.contains { $0.stringValue.map { sameBytes($0, audience) } ?? false }
    }

    /// `logout+jwt` is recommended, and older providers leave it out or write `JWT`: the event and the missing nonce tell such
    /// a token from an ID token.
    private static func isLogoutType(_ type: String?) -> Bool {
        guard let type else { return true }
        let name = type.lowercased()
        return ["logout+jwt", "application/logout+jwt", "jwt", "application/jwt"].contains(name)
    }
}

/// Why a logout token has no effect. The code never changes its meaning.
package enum LogoutRefusal: Error, Sendable, Equatable {
    /// Form, algorithm, key or signature.
    case token(TokenRefusal)
    case type
    case claims
    case issuer
    case audience
    case nonce
    case event
    /// `iat` is missing or in the future.
    case issuedAt
    case expired
    case tokenID
    /// It names neither a person nor a session.
    case holder
    /// It came before (`jti`).
    case replayed

    package var code: String {
        switch self {
        case .token(let refusal): refusal.code.rawValue
        case .type: "logout_token_type"
        case .claims: "logout_token_claims"
        case .issuer: "logout_token_issuer"
        case .audience: "logout_token_audience"
        case .nonce: "logout_token_nonce"
        case .event: "logout_token_event"
        case .issuedAt: "logout_token_issued_at"
        case .expired: "logout_token_expired"
        case .tokenID: "logout_token_id"
        case .holder: "logout_token_holder"
        case .replayed: "logout_token_replayed"
        }
    }
}

/// A refusal that may be one of a token, which other keys could change.
package protocol TokenRefusing: Error {
    static func token(_ refusal: TokenRefusal) -> Self
    var tokenRefusal: TokenRefusal? { get }
}

extension LogoutRefusal: TokenRefusing {
    package var tokenRefusal: TokenRefusal? {
        if case .token(let refusal) = self { return refusal }
        return nil
    }
}

extension LoginRefusal: TokenRefusing {
    package var tokenRefusal: TokenRefusal? {
        if case .token(let refusal) = self { return refusal }
        return nil
    }
}
