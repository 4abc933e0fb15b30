internal import JOSE

/// Makes logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.4).
struct LogoutTokenMaker: Sendable {
    /// Seconds between `iat` and `exp`; section 2.4 recommends two minutes at most.
    static let lifetime: Int64 = 120
    /// The member of `events` that makes it a logout token.
    static let event = "http://schemas.openid.net/event/backchannel-logout"

    let issuer: String
    let keys: SigningKeys
    let misbehaviour: Misbehaviour?

    /// - Parameters:
    ///   - sid: nil for a logout of every session of the subject.
    ///   - subject: nil for a logout of the session alone.
    func token(client: String, sid: String?, subject: String?, at now: Instant) throws -> String {
        let issuedAt = now.unixSeconds
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", .string(client)), ("iat", .integer(issuedAt)),
            ("exp", .integer(issuedAt + Self.lifetime)), ("jti", .string(try Opaque.id())),
            ("events", .object([(Self.event, .object([]))])),
        ])
        claims["sub"] = subject.map { .string($0) }
        claims["sid"] = sid.map { .string($0) }
        spoil(&claims, at: issuedAt)
        return try signed(.object(claims), type: misbehaviour == .logoutTokenOfTypeJWT ? "JWT" : "logout+jwt")
    }

    private func signed(_ claims: JSONValue, type: String) throws -> String {
        switch misbehaviour {
        case .logoutTokenUnsigned: SigningKeys.unsigned(claims, type: type)
        case .logoutTokenWithBadSignature: SigningKeys.spoiled(try keys.signer.sign(claims: claims, type: type))
        case .logoutTokenOfUnknownKey: try SigningKeys.signAsStranger(claims, type: type)
        default: try keys.signer.sign(claims: claims, type: type)
        }
    }

    private func spoil(_ claims: inout JSONObject, at issuedAt: Int64) {
        switch misbehaviour {
        case .logoutTokenWithoutEvents: claims["events"] = nil
        case .logoutTokenWithAnotherEvent: claims["events"] = ["https://stranger.example/event": [:]]
        case .logoutTokenWithNonce: claims["nonce"] = "a-nonce"
        case .logoutTokenOfAnotherIssuer: claims["iss"] = .string(Misbehaviour.stranger)
        case .logoutTokenForAnotherAudience: claims["aud"] = "another-client"
        case .logoutTokenWithoutIssuedAt: claims["iat"] = nil
        case .logoutTokenIsOld: claims["iat"] = .integer(issuedAt - 86_400)
        case .logoutTokenExpired: claims["exp"] = .integer(issuedAt - 3600)
        case .logoutTokenWithoutTokenID: claims["jti"] = nil
        case .logoutTokenWithoutSessionAndSubject:
            claims["sub"] = nil
            claims["sid"] = nil
        default: break
        }
    }
}
