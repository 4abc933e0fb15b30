/// How a signature is made with a key pair. Which scheme a token may use is decided by its key, never by the token.
package enum SignatureScheme: Sendable, Hashable, CustomStringConvertible {
    /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
    case rsaPKCS1(Hash)
    /// RSASSA-PSS with MGF1 over the same hash and a salt as long as the hash (RFC 7518 section 3.5).
    case rsaPSS(Hash)
    /// ECDSA with the signature as r and s in the curve's size, one behind the other (RFC 7518 section 3.4).
    case ecdsa(Hash)
    /// Ed25519 (RFC 8032).
    case ed25519

    package var description: String {
        switch self {
        case .rsaPKCS1(let hash): "RSA PKCS#1 v1.5 with \(hash.rawValue)"
        case .rsaPSS(let hash): "RSA-PSS with \(hash.rawValue)"
        case .ecdsa(let hash): "ECDSA with \(hash.rawValue)"
        case .ed25519: "Ed25519"
        }
    }

    /// Whether a key of this kind can make and check such a signature.
    package func fits(_ kind: PublicKey.Kind) -> Bool {
        switch (self, kind) {
        case (.rsaPKCS1, .rsa), (.rsaPSS, .rsa), (.ecdsa, .ec), (.ed25519, .ed25519): true
        default: false
        }
    }

    /// The hash of the message that is signed; Ed25519 has its own inside.
    var hash: Hash? {
        switch self {
        case .rsaPKCS1(let hash), .rsaPSS(let hash), .ecdsa(let hash): hash
        case .ed25519: nil
        }
    }
}
