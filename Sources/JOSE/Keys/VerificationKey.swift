package import Libcrypto

/// A key that checks signatures, bound to the algorithms it may be used with.
///
/// A token names an algorithm; the key decides. A public key never becomes HMAC material, whatever a token says
/// (RFC 8725 section 3.1, CVE-2016-10555), because the two are different cases here.
///
/// Immutable, and a class because every verified token refers to the key that signed it.
package final class VerificationKey: Sendable {
    enum Material: Sendable {
        case publicKey(PublicKey)
        case secret(Secret)
    }

    let material: Material
    /// The name by which tokens refer to the key.
    package let keyID: String?
    /// Never empty; each fits the key.
    package let algorithms: Set<JWSAlgorithm>
    /// Where the key came from, for people.
    package let source: String
    /// Whether the key is tried for a token whose `kid` names no key.
    package let answersAnyKeyID: Bool
    let algorithmBits: UInt16

    private init(
        material: Material, keyID: String?, algorithms: Set<JWSAlgorithm>, source: String, answersAnyKeyID: Bool = false
    ) {
        self.material = material
        self.keyID = keyID
        self.algorithms = algorithms
        self.source = source
        self.answersAnyKeyID = answersAnyKeyID
        algorithmBits = algorithms.reduce(0) { $0 | $1.bit }
    }

    /// Binds a public key.
    ///
    /// - Throws: when there is no algorithm, or one that does not fit the key.
    package convenience init(
        publicKey: PublicKey, keyID: String?, algorithms: Set<JWSAlgorithm>, source: String
    ) throws(KeyError) {
        guard !algorithms.isEmpty else { throw KeyError(.noAlgorithms, source: source) }
        for algorithm in JWSAlgorithm.allCases where algorithms.contains(algorithm) && !algorithm.fits(publicKey.kind) {
            throw KeyError(.algorithmMismatch(algorithm, key: "\(publicKey.kind)"), source: source)
        }
        self.init(material: .publicKey(publicKey), keyID: keyID, algorithms: algorithms, source: source)
    }

    /// Reads a public key in PEM.
    ///
    /// - Throws: when it is no sound public key, or an algorithm does not fit it.
    package convenience init(
        pem: [UInt8], keyID: String?, algorithms: Set<JWSAlgorithm>, source: String
    ) throws(KeyError) {
        let publicKey: PublicKey
        do throws(LibcryptoError) {
            publicKey = try PublicKey(pem: pem.span)
        } catch {
            throw KeyError(.unusable(error), source: source)
        }
        try self.init(publicKey: publicKey, keyID: keyID, algorithms: algorithms, source: source)
    }

    /// Reads a public key in PEM.
    package convenience init(
        pem: String, keyID: String?, algorithms: Set<JWSAlgorithm>, source: String
    ) throws(KeyError) {
        try self.init(pem: Array(pem.utf8), keyID: keyID, algorithms: algorithms, source: source)
    }

    /// Binds a shared secret.
    ///
    /// - Throws: when it is shorter than the hash of an algorithm (RFC 7518 section 3.2), when it is the text of a public
    ///   key, when there is no algorithm, or one that is no HMAC.
    package convenience init(
        hmacSecret: Secret, keyID: String?, algorithms: Set<JWSAlgorithm>, source: String
    ) throws(KeyError) {
        guard !algorithms.isEmpty else { throw KeyError(.noAlgorithms, source: source) }
        for algorithm in JWSAlgorithm.allCases where algorithms.contains(algorithm) {
            try SharedSecret.check(hmacSecret, algorithm: algorithm, source: source)
        }
        self.init(material: .secret(hmacSecret), keyID: keyID, algorithms: algorithms, source: source)
    }

    /// The same key, also tried for tokens whose `kid` names no key: for one key given by hand for one purpose, where the
    /// name in the token can mean nothing else. Never for keys of a published set.
    package func answeringAnyKeyID() -> VerificationKey {
        VerificationKey(
            material: material, keyID: keyID, algorithms: algorithms, source: source, answersAnyKeyID: true)
    }

    /// What sort of key it is, for people: `RSA 2048`, `P-256`, `shared secret of 64 bytes`.
    package var kind: String {
        switch material {
        case .publicKey(let key): "\(key.kind)"
        case .secret(let secret): "shared secret of \(secret.count) bytes"
        }
    }

    /// The public key, unless this is a shared secret.
    package var publicKey: PublicKey? { if case .publicKey(let key) = material { key } else { nil } }

    /// Whether the two check the same signatures under the same name; where they came from does not matter.
    func isSame(as other: VerificationKey) -> Bool {
        guard algorithmBits == other.algorithmBits, answersAnyKeyID == other.answersAnyKeyID else { return false }
        switch (keyID, other.keyID) {
        case (nil, nil): break
        case (let name?, let otherName?) where sameBytes(name, otherName): break
        default: return false
        }
        switch (material, other.material) {
        case (.publicKey(let key), .publicKey(let otherKey)): return key.components == otherKey.components
        case (.secret(let secret), .secret(let otherSecret)):
            return secret.withBytes { bytes in otherSecret.withBytes { constantTimeEqual(bytes, $0) } }
        case (.publicKey, .secret), (.secret, .publicKey): return false
        }
    }

    func allows(_ algorithm: JWSAlgorithm) -> Bool { algorithmBits & algorithm.bit != 0 }

    /// How the key is named in sentences.
    var label: String {
        let name = keyID.map { "`kid` \(Quoted.text($0))" } ?? "no `kid`"
        return "\(kind), \(name)" + (source.isEmpty ? "" : ", from \(source)")
    }
}

/// What a shared secret must be to sign and verify with.
enum SharedSecret {
    static func check(_ secret: Secret, algorithm: JWSAlgorithm, source: String) throws(KeyError) {
        guard case .mac(let hash) = algorithm.method else {
            throw KeyError(.algorithmMismatch(algorithm, key: "shared secret"), source: source)
        }
        guard secret.count >= hash.byteCount else {
            throw KeyError(
                .secretTooShort(bytes: secret.count, minimum: hash.byteCount, algorithm: algorithm), source: source)
        }
        let looksPublic = secret.withBytes { PublicText.isKey([UInt8](copying: $0)) }
        guard !looksPublic else { throw KeyError(.secretIsPublicKey, source: source) }
    }
}
