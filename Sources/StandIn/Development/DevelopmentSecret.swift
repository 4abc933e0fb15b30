internal import JOSE
internal import Libcrypto

/// The secret that the gateway and the stand-in share in the demo (`client_secret`), kept in `Keys/development/`.
package enum DevelopmentSecret {
    /// The secret as text, without a line end.
    package static let file = "client-secret"

    /// Reads the secret from a directory, or makes one there.
    ///
    /// - Throws: ``StandInError/file(path:reason:)`` for one that is empty or no visible ASCII.
    package static func load(from directory: PrivateDirectory) throws -> String {
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
