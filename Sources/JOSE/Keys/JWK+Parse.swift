internal import Libcrypto

extension JWK {
    /// Reads one key.
    ///
    /// - Throws: a `KeyError` that says which member is wrong. A private key is refused: a verification set that holds one
    ///   has been published by mistake, or will be.
    package static func parse(_ object: JSONObject, source: String) throws(KeyError) -> JWK {
        let members = JWKMembers(object: object, source: source)
        // Before anything else is read: a private key has leaked even when the rest of it makes no sense.
        if object["kty"]?.stringValue != "oct", JWKMembers.privateNames.contains(where: { object[$0] != nil }) {
            throw KeyError(.privateKey, source: source)
        }
        let kind = try members.string("kty")
        let use = try members.use()
        try members.checkOperations(wanted: "verify", use)
        let algorithm = try members.algorithm()
        let material: Material
        if sameBytes(kind, "oct") {
            // RFC 7518 section 6.4 names no lower bound; a binding to an algorithm does.
            material = .secret(Secret(try members.bytes("k")))
        } else {
            material = .publicKey(try members.publicKey(kind: kind))
        }
        return JWK(material: material, keyID: try members.optionalString("kid"), algorithm: algorithm, use: use)
    }
}

/// Reads the members of a JWK, public and private.
struct JWKMembers {
    let object: JSONObject
    let source: String

    /// Members that only a private key has (RFC 7518 section 6.2.2 and 6.3.2, RFC 8037 section 2).
    static let privateNames = ["d", "p", "q", "dp", "dq", "qi", "oth"]

    func string(_ name: String) throws(KeyError) -> String {
        guard let text = object[name]?.stringValue, !text.isEmpty else {
            throw KeyError(.member(name, expected: "a string that is not empty"), source: source)
        }
        return text
    }

    func optionalString(_ name: String) throws(KeyError) -> String? {
        object[name] == nil ? nil : try string(name)
    }

    func bytes(_ name: String) throws(KeyError) -> [UInt8] {
        let text = try string(name)
        guard let bytes = Base64URL.decode(text) else { throw KeyError(.notBase64URL(name), source: source) }
        return bytes
    }

    func use() throws(KeyError) -> JWK.Use? {
        guard let text = try optionalString("use") else { return nil }
        guard let use = JWK.Use(rawValue: text), use == .sig else {
            throw KeyError(.notForSignatures(member: "use", value: Quoted.text(text)), source: source)
        }
        return use
    }

    /// RFC 7517 section 4.3: no operation twice, and nothing but what `use` says, where it says something.
    func checkOperations(wanted: String, _ use: JWK.Use?) throws(KeyError) {
        guard let value = object["key_ops"] else { return }
        let names = value.arrayValue?.compactMap(\.stringValue) ?? []
        guard let elements = value.arrayValue, names.count == elements.count else {
            throw KeyError(.member("key_ops", expected: "an array of strings"), source: source)
        }
        guard Set(names.map { Array($0.utf8) }).count == names.count else {
            throw KeyError(.member("key_ops", expected: "an array that names no operation twice"), source: source)
        }
        let isWanted = names.contains { sameBytes($0, wanted) }
        guard isWanted, use == nil || !names.contains(where: Self.otherOperations.contains) else {
            let found = names.isEmpty ? "empty" : Quoted.list(names)
            throw KeyError(.notForSignatures(member: "key_ops", value: found), source: source)
        }
    }

    /// The registered operations that are not for signatures.
    private static let otherOperations = ["encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"]

    func algorithm() throws(KeyError) -> JWSAlgorithm? {
        guard let name = try optionalString("alg") else { return nil }
        guard let algorithm = JWSAlgorithm(exactly: name) else {
            throw KeyError(.unsupportedAlgorithm(name), source: source)
        }
        return algorithm
    }

    func publicKey(kind: String) throws(KeyError) -> PublicKey {
        let components: PublicKey.Components
        // By bytes: `==` takes the Kelvin sign for a K.
        switch Array(kind.utf8) {
        case Array("RSA".utf8):
            components = .rsa(modulus: try bytes("n"), exponent: try bytes("e"))
        case Array("EC".utf8):
            let name = try string("crv")
            guard let curve = Curve(rawValue: name) else {
                throw KeyError(.unsupportedKind("EC \(name)"), source: source)
            }
            components = .ec(curve, x: try bytes("x"), y: try bytes("y"))
        case Array("OKP".utf8):
            let name = try string("crv")
            guard name == "Ed25519" else { throw KeyError(.unsupportedKind("OKP \(name)"), source: source) }
            components = .ed25519(try bytes("x"))
        default:
            throw KeyError(.unsupportedKind(kind), source: source)
        }
        do throws(LibcryptoError) {
            return try PublicKey(components)
        } catch {
            throw KeyError(.unusable(error), source: source)
        }
    }
}
