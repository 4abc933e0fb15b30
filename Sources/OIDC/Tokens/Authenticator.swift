package import JOSE

/// Finds out who is asking: from a bearer token to ``AuthenticatedClaims``, for one event loop.
///
/// Not `Sendable`: it owns a verification context and the verified tokens of its loop. `Identity` is whatever the caller
/// derives from the claims once a token (a principal, header lines); it is remembered beside the token and forgotten
/// with it, and everything is forgotten when ``replace(issuers:)`` or ``forgetAll()`` is called.
package final class Authenticator<Identity> {
    private var issuers: TrustedIssuers
    private let verifier = TokenVerifier()
    private var cache: VerifiedTokenCache<Entry>

    private struct Entry {
        let claims: AuthenticatedClaims
        let identity: Identity
    }

    /// How many tokens were found among the verified ones, and how many were not. For metrics.
    package private(set) var hits: UInt64 = 0
    package private(set) var misses: UInt64 = 0

    package init(issuers: TrustedIssuers, cache limits: TokenCacheLimits) {
        self.issuers = issuers
        self.cache = VerifiedTokenCache(limits: limits)
    }

    /// New keys or rules. What was verified under the old ones no longer counts.
    package func replace(issuers: TrustedIssuers) {
        self.issuers = issuers
        cache.removeAll()
    }

    /// Forgets every verified token and what was derived from it.
    package func forgetAll() {
        cache.removeAll()
    }

    package var rememberedTokens: Int { cache.count }

    /// Checks a compact token and gives what is known of its holder.
    /// - Parameters:
    ///   - derive: makes the identity of claims just verified; not called for a token that was seen before.
    /// - Returns: the identity, or the exact reason for refusing the token.
    package func authenticate(
        _ token: borrowing Span<UInt8>, at now: Instant, derive: (AuthenticatedClaims) -> Identity
    ) -> Result<Identity, TokenRefusal> {
        if let entry = cache.value(for: token) {
            if entry.claims.holds(at: now) {
                hits &+= 1
                return .success(entry.identity)
            }
            cache.remove(token)
        }
        misses &+= 1
        let issuer: TrustedIssuer
        if let only = issuers.only {
            // Its rules compare `iss`, so nothing is gained by looking first.
            issuer = only
        } else {
            guard let named = UnverifiedJWS.unverifiedIssuer(of: token), let known = issuers.issuer(named) else {
                return .failure(refusalWithoutIssuer(of: token, at: now))
            }
            issuer = known
        }
        switch verifier.verify(token, keys: issuer.keys, rules: issuer.rules, at: now) {
        case .failure(let refusal):
            return .failure(refusal)
        case .success(let verified):
            let claims = AuthenticatedClaims(verified)
            let identity = derive(claims)
            cache.insert(Entry(claims: claims, identity: identity), for: token)
            return .success(identity)
        }
    }

    /// A token that names no issuer we know is refused for its form when that is wrong, else for its issuer.
    private func refusalWithoutIssuer(of token: borrowing Span<UInt8>, at now: Instant) -> TokenRefusal {
        switch UnverifiedJWS.parse(token) {
        case .failure(let refusal): refusal
        case .success: .issuerUntrusted
        }
    }
}
