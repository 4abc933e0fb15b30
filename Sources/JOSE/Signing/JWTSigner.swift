package import Libcrypto

/// Makes signed tokens: for tests, the demo's identity provider and client assertions.
package struct JWTSigner: Sendable {
    /// Why a token cannot be made.
    package enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        case key(KeyError)
        case claimsNotObject
        case reservedHeader(String)
        case signing(LibcryptoError)

        package var description: String {
            switch self {
            case .key(let error): "\(error)"
            case .claimsNotObject: "the claims must be a JSON object"
            case .reservedHeader(let name): "the header `\(name)` is set by the signer"
            case .signing(let error): error.message
            }
        }
    }

    private enum Material: Sendable {
        case privateKey(PrivateKey)
        case secret(Secret)
    }

    private let material: Material
    package let algorithm: JWSAlgorithm
    package let keyID: String?

    /// - Throws: when the key cannot make such signatures.
    package init(privateKey: PrivateKey, algorithm: JWSAlgorithm, keyID: String?) throws(Problem) {
        guard algorithm.fits(privateKey.publicKey.kind) else {
            throw .key(KeyError(.algorithmMismatch(algorithm, key: "\(privateKey.publicKey.kind)"), source: ""))
        }
        material = .privateKey(privateKey)
        self.algorithm = algorithm
        self.keyID = keyID
    }

    /// - Throws: when the secret is too short for the algorithm, or the algorithm is no HMAC.
    package init(hmacSecret: Secret, algorithm: JWSAlgorithm, keyID: String?) throws(Problem) {
        do throws(KeyError) {
            try SharedSecret.check(hmacSecret, algorithm: algorithm, source: "")
        } catch {
            throw .key(error)
        }
        material = .secret(hmacSecret)
        self.algorithm = algorithm
        self.keyID = keyID
    }

    /// Signs claims.
    ///
    /// - Parameters:
    ///   - claims: an object, written compactly in its order.
    ///   - type: the header's `typ`; `nil` leaves it out.
    ///   - headers: more header members.
    package func sign(
        claims: JSONValue, type: String? = "JWT", headers: [(String, JSONValue)] = []
    ) throws(Problem) -> String {
        guard claims.objectValue != nil else { throw .claimsNotObject }
        var header = JSONObject([("alg", .string(algorithm.rawValue))])
        if let keyID { header["kid"] = .string(keyID) }
        if let type { header["typ"] = .string(type) }
        for (name, value) in headers {
            guard header[name] == nil else { throw .reservedHeader(name) }
            header[name] = value
        }
        return try sign(payload: claims.bytes(), header: .object(header))
    }

    /// Signs any payload under any header: the header is not checked against the key.
    func sign(payload: [UInt8], header: JSONValue) throws(Problem) -> String {
        let message = Base64URL.encode(header.bytes()) + "." + Base64URL.encode(payload)
        let signature: [UInt8]
        do throws(LibcryptoError) {
            signature = try self.signature(of: Array(message.utf8))
        } catch {
            throw .signing(error)
        }
        return message + "." + Base64URL.encode(signature)
    }

    private func signature(of message: [UInt8]) throws(LibcryptoError) -> [UInt8] {
        switch (algorithm.method, material) {
        case (.mac(let hash), .secret(let secret)):
            return try HMAC.code(for: message.span, secret: secret, hash: hash)
        case (.signature(let scheme), .privateKey(let key)):
            return try key.sign(message.span, scheme: scheme)
        case (.mac, .privateKey), (.signature, .secret):
            // The initialisers let neither through.
            throw .unsupportedKey(algorithm.rawValue)
        }
    }
}
