internal import JOSE
internal import Libcrypto

/// Secrets of the demo, 32 random bytes in base64url each, kept in `Keys/development/`.
package enum DevelopmentSecret {
    /// What the gateway and the stand-in share (`client_secret`).
    package static let file = "client-secret"
    /// What the gateway seals session cookies with.
    package static let sessionKeyFile = "session.key"

    /// Reads a secret, as text without a line end, from a directory, or makes one there.
    ///
    /// - Throws: ``StandInError/file(path:reason:)`` for one that is empty or no visible ASCII.
    package static func load(_ file: String = file, from directory: PrivateDirectory) throws -> String {
        guard let found = try directory.read(file) else {
            let secret = Base64URL.encode(try Random.bytes(count: 32))
            try directory.write(Array(secret.utf8), to: file)
            return secret
        }
        // Somebody who wrote it with an editor has a line end behind it.
        let text = found.last == 0x0A ? found.dropLast() : found[...]
        guard !text.isEmpty, text.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw StandInError.file(path: directory.path(of: file), reason: "is no secret; remove it to have one made")
        }
        return String(decoding: Array(text), as: UTF8.self)
    }
}
