package import JOSE
internal import Libcrypto

/// The stand-in issuer's key pair, kept in `Keys/development/` so that tokens outlive a restart of the demo.
///
/// The key id starts with `development-`: whoever finds such a key configured knows that everybody can sign with it.
package struct DevelopmentKeys: Sendable {
    /// The private key in PKCS#8 PEM.
    package static let privateKeyFile = "issuer-private.pem"
    /// The public key as a JWK set: what a gateway is configured with.
    package static let publicKeysFile = "issuer.jwks.json"
    /// The start of every development key's id.
    package static let keyIDPrefix = DevelopmentKey.idPrefix

    package let signer: JWTSigner
    package let publicKeys: JSONValue

    /// Reads the pair from a directory, or makes one there. The public file is written anew each time, so that it can
    /// not disagree with the private one.
    package static func load(from directory: PrivateDirectory) throws -> DevelopmentKeys {
        let key: PrivateKey
        if let pem = try directory.read(privateKeyFile) {
            do {
                key = try PrivateKey(pem: pem.span)
            } catch {
                throw StandInError.file(path: directory.path(of: privateKeyFile), reason: "\(error)")
            }
        } else {
            key = try PrivateKey.generate(.rsa2048)
            let pem = try key.pem.withBytes { bytes in (0..<bytes.count).map { bytes[$0] } }
            try directory.write(pem, to: privateKeyFile)
        }
        let keys = try DevelopmentKeys(key)
        try directory.write(keys.publicKeys.bytes() + [UInt8(ascii: "\n")], to: publicKeysFile)
        return keys
    }

    private init(_ key: PrivateKey) throws {
        let thumbprint = JWK(publicKey: key.publicKey, keyID: nil, algorithm: nil).thumbprint ?? ""
        let id = Self.keyIDPrefix + thumbprint.prefix(16)
        let jwk = JWK(publicKey: key.publicKey, keyID: id, algorithm: .rs256)
        signer = try JWTSigner(privateKey: key, algorithm: .rs256, keyID: id)
        publicKeys = JWKSet.json([jwk])
    }
}
