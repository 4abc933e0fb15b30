package import JOSE
import Libcrypto

/// What a token endpoint answers to a code (RFC 6749 section 5.1, OpenID Connect Core 1.0 section 3.1.3.3).
package struct LoginTokens: Sendable {
    /// Seconds between the making of an ID token and the end of its login.
    static let longestAge: Int64 = 600

    /// Compact, not checked yet.
    package let idToken: String
    /// Opaque; its hash is looked at, and it opens the userinfo endpoint.
    package let accessToken: String

    /// - Parameter status: of the answer, 200 or 400 and above.
    package static func read(status: Int, _ body: [UInt8]) -> Result<LoginTokens, LoginRefusal> {
        let document = try? JSONValue.parse(body, limits: JSONLimits(bytes: DocumentLimits.bytes, depth: 16))
        guard status == 200 else {
            guard let error = document?["error"]?.stringValue, AuthorizationResponse.isErrorCode(error) else {
                return .failure(.tokenEndpoint(.fetch(.status(status))))
            }
            return .failure(.tokenEndpoint(error == "invalid_client" ? .clientRefused : .refused(error: error)))
        }
        guard let document, document.objectValue != nil, let access = document["access_token"]?.stringValue,
            !access.isEmpty, let type = document["token_type"]?.stringValue
        else { return .failure(.tokenEndpoint(.malformed)) }
        // Case-insensitive (RFC 6749, section 5.1).
        guard type.lowercased() == "bearer" else { return .failure(.tokenEndpoint(.tokenType)) }
        guard let idToken = document["id_token"]?.stringValue else { return .failure(.tokenEndpoint(.noIDToken)) }
        return .success(LoginTokens(idToken: idToken, accessToken: access))
    }

    /// Checks the ID token for one login (OpenID Connect Core 1.0, section 3.1.3.7): signature, issuer, audience and times as
    /// of any token of the issuer; then that it is for this login and strong enough.
    ///
    /// - Parameters:
    ///   - rules: of ID tokens for this client alone.
    ///   - contexts: `acr` must be one of them; empty when none is asked for.
    package func check(
        for transaction: LoginTransaction, keys: KeySet, rules: ClaimRules, contexts: [String], at now: Instant
    ) -> Result<VerifiedJWT, LoginRefusal> {
        check(nonce: transaction.nonce, keys: keys, rules: rules, contexts: contexts, at: now)
    }

    /// The same for a login that somebody else began without a nonce; a token with one is for another login.
    package func check(
        keys: KeySet, rules: ClaimRules, contexts: [String], at now: Instant
    ) -> Result<VerifiedJWT, LoginRefusal> {
        check(nonce: nil, keys: keys, rules: rules, contexts: contexts, at: now)
    }

    private func check(
        nonce expected: String?, keys: KeySet, rules: ClaimRules, contexts: [String], at now: Instant
    ) -> Result<VerifiedJWT, LoginRefusal> {
        let token: VerifiedJWT
        switch TokenVerifier().verify(Array(idToken.utf8).span, keys: keys, rules: rules, at: now) {
        case .failure(let refusal): return .failure(.token(refusal))
        case .success(let verified): token = verified
        }
        guard let issuedAt = token.issuedAt else { return .failure(.issuedAtMissing) }
        // Section 3.1.3.7, number 10: it was made for this login.
        guard now < issuedAt.adding(seconds: Self.longestAge + Int64(rules.leewaySeconds)) else {
            return .failure(.issuedTooLongAgo)
        }
        if let expected {
            guard let nonce = token.string("nonce"),
                constantTimeEqual(Array(nonce.utf8).span, Array(expected.utf8).span)
            else { return .failure(.nonceMismatch) }
        } else if token.value("nonce") != nil {
            return .failure(.nonceMismatch)
        }
        if token.value("at_hash") != nil {
            guard let hash = token.string("at_hash"), sameBytes(hash, accessTokenHash(token.algorithm)) else {
                return .failure(.accessTokenHashMismatch)
            }
        }
        guard contexts.isEmpty || token.string("acr").map({ acr in contexts.contains { sameBytes($0, acr) } }) == true
        else { return .failure(.authenticationContext(found: token.string("acr").map { String($0.prefix(200)) })) }
        return .success(token)
    }

    /// The left half of the hash of the access token, by the hash of the ID token's algorithm (section 3.1.3.6).
    private func accessTokenHash(_ algorithm: JWSAlgorithm) -> String {
        let hash: Hash =
            switch algorithm {
            case .hs256, .rs256, .ps256, .es256: .sha256
            case .hs384, .rs384, .ps384, .es384: .sha384
            // Ed25519 hashes with SHA-512 (RFC 8032), which providers take for it.
            case .hs512, .rs512, .ps512, .es512, .edDSA: .sha512
            }
        let digest = hash.digest(Array(accessToken.utf8))
        return Base64URL.encode(Array(digest.prefix(digest.count / 2)))
    }
}
