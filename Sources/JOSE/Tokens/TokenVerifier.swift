import Libcrypto

/// Checks tokens, for one event loop: it owns the contexts that OpenSSL needs, which are not safe to share.
package final class TokenVerifier {
    private let signatures = SignatureVerifier()
    private var memory = HeaderMemory()

    package init() {}

    /// The whole check of a bearer token: form, algorithm, key, signature, kind, issuer, audience, times, claims.
    ///
    /// - Parameters:
    ///   - token: the compact serialisation, without anything around it.
    ///   - keys: the keys of the one issuer whose rules are given.
    ///   - now: the time to judge `exp`, `nbf` and `iat` by.
    /// - Returns: the verified claims, or the first reason for refusing. Nothing about the claims is said of a token whose
    ///   signature is not valid.
    package func verify(
        _ token: borrowing Span<UInt8>, keys: KeySet, rules: ClaimRules, at now: Instant
    ) -> Result<VerifiedJWT, TokenRefusal> {
        switch verifySignature(token, keys: keys) {
        case .success(let jws): VerifiedJWT.make(of: jws, rules: rules, at: now)
        case .failure(let refusal): .failure(refusal)
        }
    }

    /// Form, algorithm, key and signature only, for tokens whose claims follow other rules than bearer tokens.
    package func verifySignature(
        _ token: borrowing Span<UInt8>, keys: KeySet
    ) -> Result<VerifiedJWS, TokenRefusal> {
        let jws: UnverifiedJWS
        switch UnverifiedJWS.parse(token, &memory) {
        case .success(let parsed): jws = parsed
        case .failure(let refusal): return .failure(refusal)
        }
        let key: VerificationKey
        switch Self.choose(keys, for: jws.header) {
        case .success(let chosen): key = chosen
        case .failure(let refusal): return .failure(refusal)
        }
        guard isGood(jws, key, token.extracting(0..<jws.signedByteCount)) else {
            return .failure(.signatureInvalid(jws.header.algorithm, key: key.label))
        }
        return .success(VerifiedJWS(verified: jws, by: key))
    }

    static func choose(_ keys: KeySet, for header: JWSHeader) -> Result<VerificationKey, TokenRefusal> {
        switch keys.select(keyID: header.keyID, algorithm: header.algorithm) {
        case .one(let key): return .success(key)
        case .unknownKeyID: return .failure(.keyUnknown(keyID: header.keyID))
        case .ambiguous(let count): return .failure(.keyAmbiguous(count: count))
        case .algorithmMismatch:
            let named = keys.keys.filter { key in
                guard let keyID = header.keyID else { return true }
                return key.answersAnyKeyID || key.keyID.map { sameBytes($0, keyID) } ?? false
            }
            let meant = named.isEmpty ? keys.keys : named
            let allowed = meant.reduce(into: Set<JWSAlgorithm>()) { $0.formUnion($1.algorithms) }
            return .failure(.algorithmNotAllowed(header.algorithm, allowed: allowed))
        }
    }

    func isGood(_ jws: UnverifiedJWS, _ key: VerificationKey, _ signed: Span<UInt8>) -> Bool {
        // The key was chosen for this algorithm, so one of the first two fits; anything else is no signature.
        switch (jws.header.algorithm.method, key.material) {
        case (.mac(let hash), .secret(let secret)):
            signatures.verify(code: jws.signature.span, message: signed, secret: secret, hash: hash)
        case (.signature(let scheme), .publicKey(let publicKey)):
            signatures.verify(signature: jws.signature.span, message: signed, key: publicKey, scheme: scheme)
        case (.mac, .publicKey), (.signature, .secret):
            false
        }
    }
}
