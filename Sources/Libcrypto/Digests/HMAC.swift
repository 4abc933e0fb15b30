internal import CLibcrypto

/// Message authentication codes with a shared secret (RFC 2104).
package enum HMAC {
    /// The code of `message` under `secret`.
    package static func code(
        for message: Span<UInt8>, secret: Secret, hash: Hash
    ) throws(LibcryptoError) -> [UInt8] {
        let context = try HMACContext(secret: secret, hash: hash)
        guard let code = context.code(for: message) else { throw ErrorQueue.take("computing a MAC") }
        return code
    }
}

/// A keyed context that is used again for message after message: keying it costs more than a token's MAC.
@safe
final class HMACContext {
    let secret: Secret
    let hash: Hash
    private let context: OpaquePointer

    init(secret: Secret, hash: Hash) throws(LibcryptoError) {
        guard let made = unsafe FetchedMAC.hmac.pointer.flatMap({ unsafe EVP_MAC_CTX_new($0) }) else {
            throw ErrorQueue.take("preparing a MAC")
        }
        self.secret = secret
        self.hash = hash
        unsafe self.context = unsafe made
        let digest = hash.rawValue
        let keyed = secret.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe digest.withCString { name in
                    var parameters = unsafe [
                        OSSL_PARAM_construct_utf8_string(
                            OSSL_MAC_PARAM_DIGEST, UnsafeMutablePointer(mutating: name), 0),
                        OSSL_PARAM_construct_end(),
                    ]
                    // An empty key would mean "keep the key there is", of which there is none; so point at a byte.
                    var none: UInt8 = 0
                    return unsafe withUnsafePointer(to: &none) {
                        unsafe EVP_MAC_init(made, key.baseAddress ?? $0, key.count, &parameters)
                    }
                }
            }
        }
        guard keyed == 1 else { throw ErrorQueue.take("preparing a MAC") }
    }

    deinit { unsafe EVP_MAC_CTX_free(context) }

    /// The code of a message, or `nil` when OpenSSL fails.
    func code(for message: Span<UInt8>) -> [UInt8]? {
        var result = [UInt8](repeating: 0, count: hash.byteCount)
        var written = 0
        let done = unsafe message.withUnsafeBufferPointer { input in
            unsafe result.withUnsafeMutableBufferPointer { output in
                unsafe EVP_MAC_init(context, nil, 0, nil) == 1
                    && EVP_MAC_update(context, input.baseAddress, input.count) == 1
                    && EVP_MAC_final(context, output.baseAddress, &written, output.count) == 1
            }
        }
        return done && written == hash.byteCount ? result : nil
    }
}

/// The fetched HMAC implementation; immutable after its fetch, like a fetched digest.
@safe
private struct FetchedMAC: @unchecked Sendable {
    static let hmac = FetchedMAC()

    let pointer: OpaquePointer?

    private init() { unsafe pointer = unsafe EVP_MAC_fetch(nil, OSSL_MAC_NAME_HMAC, nil) }
}
