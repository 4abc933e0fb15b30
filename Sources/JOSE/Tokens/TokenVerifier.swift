import Libcrypto

/// Checks tokens, for one event loop: it owns the contexts that OpenSSL needs, which are not safe to share.
package final class TokenVerifier {
    private let signatures = SignatureVerifier()
    private var reader = TokenReader()

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
        do throws(TokenRefusal) {
            return .success(try VerifiedJWT.make(of: try signed(token, by: keys), rules: rules, at: now))
        } catch {
            return .failure(error)
        }
    }

    /// Form, algorithm, key and signature only, for tokens whose claims follow other rules than bearer tokens.
    package func verifySignature(
        _ token: borrowing Span<UInt8>, keys: KeySet
    ) -> Result<VerifiedJWS, TokenRefusal> {
        do throws(TokenRefusal) {
            return .success(try signed(token, by: keys))
        } catch {
            return .failure(error)
        }
    }

    private func signed(_ token: borrowing Span<UInt8>, by keys: KeySet) throws(TokenRefusal) -> VerifiedJWS {
        let parts = try reader.read(token)
        let key = try Self.key(in: keys, for: parts.header)
        let signed = token.extracting(0..<parts.signedByteCount)
        let algorithm = parts.header.algorithm
        guard reader.withSignature(of: parts, { isGood($0, algorithm, key, signed) }) else {
            throw .signatureInvalid(algorithm, key: key.label)
        }
        return VerifiedJWS(verified: parts.header, payload: reader.payload(of: parts), by: key)
    }

    static func choose(_ keys: KeySet, for header: JWSHeader) -> Result<VerificationKey, TokenRefusal> {
        do throws(TokenRefusal) {
            return .success(try key(in: keys, for: header))
        } catch {
            return .failure(error)
        }
    }

    private static func key(in keys: KeySet, for header: JWSHeader) throws(TokenRefusal) -> VerificationKey {
        switch keys.select(keyID: header.keyID, algorithm: header.algorithm) {
        case .one(let key): return key
        case .unknownKeyID: throw .keyUnknown(keyID: header.keyID)
        case .ambiguous(let count): throw .keyAmbiguous(count: count)
        case .algorithmMismatch:
            let named = keys.keys.filter { key in
                guard let keyID = header.keyID else { return true }
                return key.answersAnyKeyID || key.keyID.map { sameBytes($0, keyID) } ?? false
            }
            let meant = named.isEmpty ? keys.keys : named
            let allowed = meant.reduce(into: Set<JWSAlgorithm>()) { $0.formUnion($1.algorithms) }
            throw .algorithmNotAllowed(header.algorithm, allowed: allowed)
        }
    }

    func isGood(_ jws: UnverifiedJWS, _ key: VerificationKey, _ signed: Span<UInt8>) -> Bool {
        isGood(jws.signature.span, jws.header.algorithm, key, signed)
    }

    private func isGood(
        _ signature: Span<UInt8>, _ algorithm: JWSAlgorithm, _ key: VerificationKey, _ signed: Span<UInt8>
    ) -> Bool {
        // The key was chosen for this algorithm, so one of the first two fits; anything else is no signature.
        switch (algorithm.method, key.material) {
        case (.mac(let hash), .secret(let secret)):
            signatures.verify(code: signature, message: signed, secret: secret, hash: hash)
        case (.signature(let scheme), .publicKey(let publicKey)):
            signatures.verify(signature: signature, message: signed, key: publicKey, scheme: scheme)
        case (.mac, .publicKey), (.signature, .secret):
            false
        }
    }
}
