package import Libcrypto

/// A JSON Web Key that signs: a private key, or a shared secret. Prints as `<redacted>`.
package struct PrivateJWK: Sendable {
    package enum Material: Sendable {
        case privateKey(PrivateKey)
        case secret(Secret)
    }

    package let material: Material
    package let keyID: String?
    package let algorithm: JWSAlgorithm?

    package init(privateKey: PrivateKey, keyID: String?, algorithm: JWSAlgorithm?) {
        material = .privateKey(privateKey)
        self.keyID = keyID
        self.algorithm = algorithm
    }

    package init(hmacSecret: Secret, keyID: String?, algorithm: JWSAlgorithm?) {
        material = .secret(hmacSecret)
        self.keyID = keyID
        self.algorithm = algorithm
    }

    /// Reads a private key or shared secret.
    ///
    /// - Throws: when a member is wrong, the halves of a pair do not belong together, or the key is not for signing.
    package static func parse(_ bytes: [UInt8], source: String) throws(KeyError) -> PrivateJWK {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(bytes, limits: .keySet)
        } catch {
            throw KeyError(.notJSON(error), source: source)
        }
        guard let object = value.objectValue else {
            throw KeyError(.member("kty", expected: "in an object"), source: source)
        }
        let members = JWKMembers(object: object, source: source)
        let kind = try members.string("kty")
        try members.checkOperations(wanted: "sign", try members.use())
        let algorithm = try members.algorithm()
        let keyID = try members.optionalString("kid")
        if kind == "oct" {
            return PrivateJWK(hmacSecret: Secret(try members.bytes("k")), keyID: keyID, algorithm: algorithm)
        }
        let publicKey = try members.publicKey(kind: kind)
        let components: PrivateKey.Components
        switch publicKey.kind {
        case .rsa:
            guard object["oth"] == nil else {
                throw KeyError(.unsupportedKind("RSA with more than two primes"), source: source)
            }
            components = .rsa(
                d: Secret(try members.bytes("d")), p: Secret(try members.bytes("p")), q: Secret(try members.bytes("q")),
                dp: Secret(try members.bytes("dp")), dq: Secret(try members.bytes("dq")),
                qi: Secret(try members.bytes("qi")))
        case .ec: components = .ec(d: Secret(try members.bytes("d")))
        case .ed25519: components = .ed25519(seed: Secret(try members.bytes("d")))
        }
        do throws(LibcryptoError) {
            return PrivateJWK(
                privateKey: try PrivateKey(components, publicKey: publicKey), keyID: keyID, algorithm: algorithm)
        } catch {
            throw KeyError(.unusable(error), source: source)
        }
    }

    /// The key with its private members as JSON text, to be written to a file that only its owner can read.
    package var jsonText: Secret {
        get throws(LibcryptoError) {
            var object: JSONObject
            func text(_ secret: Secret) -> JSONValue { .string(secret.withBytes { Base64URL.encode($0) }) }
            switch material {
            case .secret(let secret):
                object = JSONObject([("kty", "oct"), ("k", text(secret))])
            case .privateKey(let key):
                object = JWK.members(of: key.publicKey)
                switch try key.components {
                case .rsa(let d, let p, let q, let dp, let dq, let qi):
                    for (name, number) in [("d", d), ("p", p), ("q", q), ("dp", dp), ("dq", dq), ("qi", qi)] {
                        object[name] = text(number)
                    }
                case .ec(let d): object["d"] = text(d)
                case .ed25519(let seed): object["d"] = text(seed)
                }
            }
            if let keyID { object["kid"] = .string(keyID) }
            if let algorithm { object["alg"] = .string(algorithm.rawValue) }
            object["use"] = "sig"
            return Secret(JSONValue.object(object).bytes(.pretty) + [0x0A])
        }
    }
}

extension PrivateJWK: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
