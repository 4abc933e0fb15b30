internal import JOSE
internal import Libcrypto

/// Names that mean nothing and cannot be guessed.
enum Opaque {
    /// 256 random bits as text.
    static func id() throws(LibcryptoError) -> String { Base64URL.encode(try Random.bytes(count: 32)) }
}
