internal import JOSE
internal import Libcrypto

/// Makes the ID token of a login (OpenID Connect Core 1.0 section 2, with the claims of ACM/IDM).
struct IDTokenMaker: Sendable {
    let issuer: String
    let keys: SigningKeys
    let misbehaviour: Misbehaviour?

    func token(for login: CompletedLogin, accessToken: String, at now: Instant) throws -> String {
        let claims = JSONValue.object(claims(for: login, accessToken: accessToken, at: now))
        switch misbehaviour {
        case .idTokenUnsigned: return SigningKeys.unsigned(claims, type: "JWT")
        case .idTokenWithBadSignature: return SigningKeys.spoiled(try keys.signer.sign(claims: claims))
        case .idTokenWithoutKeyID: return try keys.signWithoutKeyID(claims)
        case .idTokenOfUnknownKey: return try SigningKeys.signAsStranger(claims)
        default: return try keys.signer.sign(claims: claims)
        }
    }

    private func claims(for login: CompletedLogin, accessToken: String, at now: Instant) -> JSONObject {
        let issuedAt = now.unixSeconds
        // The left half of the hash of the access token (section 3.1.3.6).
        let hash = Base64URL.encode(Array(Hash.sha256.digest(Array(accessToken.utf8)).prefix(16)))
        var claims = JSONObject([
            ("iss", .string(issuer)), ("aud", .string(login.client)), ("sub", .string(login.person.subject)),
            ("iat", .integer(issuedAt)), ("exp", .integer(issuedAt + TokenMint.lifetime)),
        ])
        claims["nonce"] = login.nonce.map { .string($0) }
        claims["at_hash"] = .string(hash)
        claims["sid"] = .string(login.sid)
        claims["auth_time"] = .integer(login.authenticated.unixSeconds)
        claims["acr"] = login.means.map { .string($0.rawValue) }
        for (name, value) in login.person.members(for: login.scopes) { claims[name] = value }
        spoil(&claims, at: issuedAt)
        return claims
    }

    private func spoil(_ claims: inout JSONObject, at issuedAt: Int64) {
        switch misbehaviour {
        case .idTokenOfAnotherIssuer: claims["iss"] = .string(Misbehaviour.stranger)
        case .idTokenWithoutSubject: claims["sub"] = nil
        case .idTokenForAnotherAudience: claims["aud"] = "another-client"
        case .idTokenWithoutIssuedAt: claims["iat"] = nil
        case .idTokenExpired:
            claims["iat"] = .integer(issuedAt - 7200)
            claims["exp"] = .integer(issuedAt - 3600)
        case .idTokenWithAnotherNonce: claims["nonce"] = "another-nonce"
        case .idTokenWithoutNonce: claims["nonce"] = nil
        case .idTokenWithAnotherAccessTokenHash:
            claims["at_hash"] = .string(Base64URL.encode([UInt8](repeating: 0, count: 16)))
        case .idTokenWithAnotherAuthenticationContext:
            if claims["acr"] != nil { claims["acr"] = "urn:be:vlaanderen:authmech:another" }
        default: break
        }
    }
}
