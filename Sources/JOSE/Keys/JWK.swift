package import Libcrypto

/// A JSON Web Key that verifies: a public key, or a shared secret (RFC 7517, RFC 7518 section 6, RFC 8037 section 2).
package struct JWK: Sendable {
    enum Material: Sendable {
        case publicKey(PublicKey)
        case secret(Secret)
    }

    /// What a key is for (RFC 7517 section 4.2).
    package enum Use: String, Sendable, Hashable {
        case sig
        case enc
    }

    let material: Material
    package let keyID: String?
    /// The one algorithm the key is for, when it says so.
    package let algorithm: JWSAlgorithm?
    package let use: Use?

    /// The JWK of a public key. The algorithm is not checked here; `VerificationKey` does.
    package init(publicKey: PublicKey, keyID: String?, algorithm: JWSAlgorithm?, use: Use? = .sig) {
        self.init(material: .publicKey(publicKey), keyID: keyID, algorithm: algorithm, use: use)
    }

    init(material: Material, keyID: String?, algorithm: JWSAlgorithm?, use: Use?) {
        self.material = material
        self.keyID = keyID
        self.algorithm = algorithm
        self.use = use
    }

    /// Whether it is a shared secret.
    package var isSecret: Bool { if case .secret = material { true } else { false } }

    /// The public key, unless this is a shared secret.
    package var publicKey: PublicKey? { if case .publicKey(let key) = material { key } else { nil } }

    /// The key with those of `algorithms` that it may be used with.
    ///
    /// - Throws: when its own `alg` is not among them or does not fit it, or when none fits.
    package func verificationKey(algorithms: Set<JWSAlgorithm>, source: String) throws(KeyError) -> VerificationKey {
        var own = algorithms
        if let algorithm {
            guard algorithms.contains(algorithm) else {
                throw KeyError(.algorithmNotAllowed(algorithm, allowed: algorithms), source: source)
            }
            own = [algorithm]
        }
        switch material {
        case .publicKey(let key):
            if algorithm == nil { own = own.filter { $0.fits(key.kind) } }
            return try VerificationKey(publicKey: key, keyID: keyID, algorithms: own, source: source)
        case .secret(let secret):
            if algorithm == nil { own = own.filter(\.isSymmetric) }
            guard !own.isEmpty else { throw KeyError(.secretNotAllowed, source: source) }
            return try VerificationKey(hmacSecret: secret, keyID: keyID, algorithms: own, source: source)
        }
    }

    /// The key as JSON. A shared secret is left out: it is written by `PrivateJWK` alone.
    package var json: JSONValue {
        var object = JSONObject()
        if case .publicKey(let key) = material { object = Self.members(of: key) }
        if case .secret = material { object["kty"] = "oct" }
        if let keyID { object["kid"] = .string(keyID) }
        if let algorithm { object["alg"] = .string(algorithm.rawValue) }
        if let use { object["use"] = .string(use.rawValue) }
        return .object(object)
    }

    /// The SHA-256 thumbprint in base64url (RFC 7638), a good `kid`. `nil` for a shared secret, whose thumbprint would
    /// be a hash of the secret.
    package var thumbprint: String? { publicKey.map(Self.thumbprint) }

    /// The SHA-256 thumbprint of a public key in base64url (RFC 7638).
    package static func thumbprint(of key: PublicKey) -> String {
        // Section 3.2: the required members alone, ordered by their names.
        let members = members(of: key).members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let json = JSONValue.object(members.map { ($0.name, $0.value) })
        return Base64URL.encode(Hash.sha256.digest(json.bytes()))
    }

    /// The members that make up the key.
    static func members(of key: PublicKey) -> JSONObject {
        switch key.components {
        case .rsa(let modulus, let exponent):
            JSONObject([
                ("kty", "RSA"), ("n", .string(Base64URL.encode(modulus))), ("e", .string(Base64URL.encode(exponent))),
            ])
        case .ec(let curve, let x, let y):
            JSONObject([
                ("kty", "EC"), ("crv", .string(curve.rawValue)), ("x", .string(Base64URL.encode(x))),
                ("y", .string(Base64URL.encode(y))),
            ])
        case .ed25519(let bytes):
            JSONObject([("kty", "OKP"), ("crv", "Ed25519"), ("x", .string(Base64URL.encode(bytes)))])
        }
    }
}
