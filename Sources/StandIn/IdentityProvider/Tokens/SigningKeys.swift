package import JOSE
internal import Libcrypto
internal import Synchronization

/// The keys that the stand-in signs with and publishes. The newest signs; older ones stay published until withdrawn.
package final class SigningKeys: Sendable {
    private struct State {
        var signer: JWTSigner
        /// The key behind the signer, where it was made here.
        var key: PrivateKey?
        /// JWKs, the newest first.
        var published: [JSONValue]
    }

    private let state: Mutex<State>

    /// - Parameter published: a JWK set that has the signer's public key.
    package init(signer: JWTSigner, published: JSONValue = JWKSet.json([])) {
        state = Mutex(State(signer: signer, key: nil, published: published["keys"]?.arrayValue ?? []))
    }

    /// The key set (RFC 7517, section 5).
    package var json: JSONValue { ["keys": .array(state.withLock { $0.published })] }

    package var signer: JWTSigner { state.withLock { $0.signer } }

    /// Replaces what is published, for a key set that comes later than the signer.
    func publish(_ set: JSONValue) {
        state.withLock { $0.published = set["keys"]?.arrayValue ?? [] }
    }

    /// Signs with a new key from now on, and publishes it in front of the others.
    ///
    /// - Returns: its `kid`.
    @discardableResult
    package func rotate() throws -> String {
        let (key, id, signer) = try Self.make()
        let jwk = JWK(publicKey: key.publicKey, keyID: id, algorithm: .rs256).json
        state.withLock { state in
            state.signer = signer
            state.key = key
            state.published.insert(jwk, at: 0)
        }
        return id
    }

    /// Publishes the key that signs now, and no other.
    package func withdrawOlder() {
        state.withLock { state in
            state.published = state.published.filter { $0["kid"]?.stringValue == state.signer.keyID }
        }
    }

    // MARK: - Faults

    /// The header and claims with the signature of `alg` `none`: none at all (RFC 7515, appendix A.5).
    static func unsigned(_ claims: JSONValue, type: String) -> String {
        let header: JSONValue = ["alg": "none", "typ": .string(type)]
        return Base64URL.encode(header.bytes()) + "." + Base64URL.encode(claims.bytes()) + "."
    }

    /// A token whose signature has one bit changed.
    static func spoiled(_ token: String) -> String {
        guard let dot = token.lastIndex(of: "."),
            var signature = Base64URL.decode(String(token[token.index(after: dot)...])),
            !signature.isEmpty
        else { return token }
        signature[signature.count - 1] ^= 1
        return token[...dot] + Base64URL.encode(signature)
    }

    /// Signs without naming the key. Several keys are then published, so that nothing says which it was.
    func signWithoutKeyID(_ claims: JSONValue) throws -> String {
        if state.withLock({ $0.key == nil || $0.published.count < 2 }) { try rotate() }
        guard let key = state.withLock({ $0.key }) else { return try signer.sign(claims: claims) }
        return try JWTSigner(privateKey: key, algorithm: .rs256, keyID: nil).sign(claims: claims)
    }

    /// Signs with a key that nobody else has.
    static func signAsStranger(_ claims: JSONValue, type: String = "JWT") throws -> String {
        try make().signer.sign(claims: claims, type: type)
    }

    private static func make() throws -> (key: PrivateKey, id: String, signer: JWTSigner) {
        let key = try PrivateKey.generate(.rsa2048)
        let id = DevelopmentKeys.keyIDPrefix + JWK.thumbprint(of: key.publicKey).prefix(16)
        return (key, id, try JWTSigner(privateKey: key, algorithm: .rs256, keyID: id))
    }
}
