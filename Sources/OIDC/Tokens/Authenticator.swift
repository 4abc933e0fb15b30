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

    /// A class, so that finding a token counts one reference and not one for each text of its claims.
    private final class Entry {
        let token: VerifiedJWT
        let identity: Identity

        init(token: VerifiedJWT, identity: Identity) {
            self.token = token
            self.identity = identity
        }
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
    package var rememberedBytes: Int { cache.bytes }

    /// Checks a compact token and gives what is known of its holder.
    /// - Parameters:
    ///   - mayVerify: whether a token that is not among the verified ones is to be checked now.
    ///   - derive: makes the identity of claims just verified; not called for a token that was seen before.
    package func authenticate(
        _ token: borrowing Span<UInt8>, at now: Instant, mayVerify: Bool = true,
        derive: (AuthenticatedClaims) -> Identity
    ) -> Authentication<Identity> {
        if let entry = cache.value(for: token) {
            if entry.token.holds(at: now) {
                hits &+= 1
                return .known(entry.identity)
            }
            cache.remove(token)
        }
        guard mayVerify else { return .unchecked }
        misses &+= 1
        let issuer: TrustedIssuer
        if let only = issuers.only {
            // Its rules compare `iss`, so nothing is gained by looking first.
            issuer = only
        } else {
            guard let named = UnverifiedJWS.unverifiedIssuer(of: token), let known = issuers.issuer(named) else {
                return .refused(refusalWithoutIssuer(of: token))
            }
            issuer = known
        }
        guard let keys = issuer.keys else { return withoutKeys(token, issuer) }
        switch verifier.verify(token, keys: keys, rules: issuer.rules, at: now) {
        case .failure(let refusal):
            return refused(refusal, token, issuer, keys)
        case .success(let verified):
            let identity = derive(AuthenticatedClaims(verified))
            cache.insert(Entry(token: verified, identity: identity), for: token)
            return .known(identity)
        }
    }

    /// A token that names no issuer we know is refused for its form when that is wrong, else for its issuer.
    private func refusalWithoutIssuer(of token: borrowing Span<UInt8>) -> TokenRefusal {
        switch UnverifiedJWS.parse(token) {
        case .failure(let refusal): refusal
        case .success: .issuerUntrusted
        }
    }

    /// A token that no key will ever make good is refused for that, whether there are keys or not.
    private func withoutKeys(_ token: borrowing Span<UInt8>, _ issuer: TrustedIssuer) -> Authentication<Identity> {
        switch UnverifiedJWS.parse(token) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let jws):
            // Keys of this issuer would change nothing for a token of another.
            guard let named = UnverifiedJWS.unverifiedIssuer(of: token), sameBytes(named, issuer.identifier) else {
                return .refused(.issuerUntrusted)
            }
            let algorithm = jws.header.algorithm
            guard issuer.fetchedAlgorithms.contains(algorithm) else {
                return .refused(.algorithmNotAllowed(algorithm, allowed: issuer.fetchedAlgorithms))
            }
            return .keyNeeded(
                KeyNeed(
                    issuer: issuer.identifier, keyID: jws.header.keyID,
                    otherwise: .keysUnavailable(issuer: issuer.identifier)))
        }
    }

    /// Whether other keys of the issuer could change a refusal: the token names a key that is not here, or names none and
    /// does not verify with those that are.
    private func refused(
        _ refusal: TokenRefusal, _ token: borrowing Span<UInt8>, _ issuer: TrustedIssuer, _ keys: KeySet
    ) -> Authentication<Identity> {
        issuer.need(for: token, refused: refusal, keys).map { .keyNeeded($0) } ?? .refused(refusal)
    }
}

extension TrustedIssuer {
    /// The key that could change the refusal of a token, if the issuer has published it by now; nil when none could.
    package func need(for token: borrowing Span<UInt8>, refused refusal: TokenRefusal, _ keys: KeySet) -> KeyNeed? {
        guard !fetchedAlgorithms.isEmpty else { return nil }
        switch refusal {
        case .keyUnknown, .keyAmbiguous, .algorithmNotAllowed, .signatureInvalid: break
        default: return nil
        }
        guard case .success(let jws) = UnverifiedJWS.parse(token),
            fetchedAlgorithms.contains(jws.header.algorithm), !keys.names(jws.header.keyID)
        else { return nil }
        return KeyNeed(issuer: identifier, keyID: jws.header.keyID, otherwise: refusal)
    }
}

/// What became of a token.
package enum Authentication<Identity> {
    case known(Identity)
    /// The exact reason.
    case refused(TokenRefusal)
    /// Only keys that are not here could tell.
    case keyNeeded(KeyNeed)
    /// Not among the verified ones, and not to be checked now.
    case unchecked
}

extension Authentication: Sendable where Identity: Sendable {}

/// The key that a token would be checked with, if its issuer has published it by now.
package struct KeyNeed: Sendable, Equatable {
    package let issuer: String
    /// `kid`; `nil` when the token names none.
    package let keyID: String?
    /// What the token is refused for when there is no such key.
    package let otherwise: TokenRefusal

    package init(issuer: String, keyID: String?, otherwise: TokenRefusal) {
        self.issuer = issuer
        self.keyID = keyID
        self.otherwise = otherwise
    }
}
