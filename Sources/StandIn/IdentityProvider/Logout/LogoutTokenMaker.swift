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
        var issuedAt = now.unixSeconds
        if misbehaviour == .logoutTokenIsOld { issuedAt -= 86_400 }
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", .string(client)), ("iat", .integer(issuedAt)),
            ("exp", .integer(issuedAt + Self.lifetime)), ("jti", .string(try Opaque.id())),
            ("events", .object([(Self.event, .object([]))])),
        ])
        claims["sub"] = subject.map { .string($0) }
        claims["sid"] = sid.map { .string($0) }
        switch misbehaviour {
        case .logoutTokenWithoutEvents: claims["events"] = nil
        case .logoutTokenWithNonce: claims["nonce"] = "a-nonce"
        case .logoutTokenForAnotherAudience: claims["aud"] = "another-client"
        case .logoutTokenWithoutSessionAndSubject:
            claims["sub"] = nil
            claims["sid"] = nil
        default: break
        }
        if misbehaviour == .logoutTokenUnsigned { return SigningKeys.unsigned(.object(claims), type: "logout+jwt") }
        return try keys.signer.sign(
            claims: .object(claims), type: misbehaviour == .logoutTokenOfTypeJWT ? "JWT" : "logout+jwt")
    }
}
