internal import CLibcrypto

/// A key of AES-256-GCM: what it seals, only it opens, unchanged and with the same associated bytes (NIST SP 800-38D).
package struct SealingKey: Sendable {
    /// The bytes of a key.
    package static let byteCount = 32
    /// How much longer the sealed bytes are than the plain ones: nonce before, tag behind.
    package static let overhead = nonceByteCount + tagByteCount

    private static let nonceByteCount = 12
    private static let tagByteCount = 16

    private let secret: Secret

    /// - Throws: `wrongSize` unless the secret has exactly 32 bytes.
    package init(_ secret: Secret) throws(LibcryptoError) {
        guard secret.count == Self.byteCount else {
            throw .wrongSize(what: "the sealing key", bytes: secret.count, expected: Self.byteCount)
        }
        self.secret = secret
    }

    /// A new random key.
    package static func generate() throws(LibcryptoError) -> SealingKey {
        try SealingKey(Random.secret(count: byteCount))
    }

    /// Seals `plain`: nonce (12 bytes), ciphertext, tag (16 bytes).
    ///
    /// The nonce is random; with one key no more than 2^32 texts may be sealed (SP 800-38D section 8.3), which a key
    /// ring that rotates monthly keeps at any rate a gateway can reach.
    package func seal(
        _ plain: Span<UInt8>, authenticating associated: Span<UInt8>
    ) throws(LibcryptoError) -> [UInt8] {
        let context = try OwnedCipherContext()
        var sealed = try Random.bytes(count: Self.nonceByteCount)
        sealed.append(contentsOf: repeatElement(0, count: plain.count + Self.tagByteCount))
        let done = unsafe sealed.withUnsafeMutableBufferPointer { output -> Bool in
            guard let nonce = output.baseAddress else { return false }
            let body = unsafe nonce + Self.nonceByteCount
            var written: Int32 = 0
            guard unsafe start(context.pointer, nonce: nonce, sealing: true),
                unsafe feed(associated, to: context.pointer)
            else {
                return false
            }
            return unsafe plain.withUnsafeBufferPointer { input in
                unsafe (input.isEmpty
                    || EVP_EncryptUpdate(context.pointer, body, &written, input.baseAddress, Int32(input.count)) == 1)
                    && EVP_EncryptFinal_ex(context.pointer, body + input.count, &written) == 1
                    && EVP_CIPHER_CTX_ctrl(
                        context.pointer, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagByteCount), body + input.count) == 1
            }
        }
        guard done else { throw ErrorQueue.take("sealing") }
        return sealed
    }

    /// Opens what `seal` made.
    ///
    /// - Throws: `sealBroken` for anything else; no byte of the plain text leaves before the tag was checked.
    package func open(
        _ sealed: Span<UInt8>, authenticating associated: Span<UInt8>
    ) throws(LibcryptoError) -> [UInt8] {
        guard sealed.count >= Self.overhead else { throw .sealBroken }
        let context = try OwnedCipherContext()
        let length = sealed.count - Self.overhead
        // One byte of room more than needed, so that the buffer of an empty text has an address too.
        var plain = [UInt8](repeating: 0, count: length + 1)
        let done = unsafe sealed.withUnsafeBufferPointer { input -> Bool in
            guard let nonce = input.baseAddress else { return false }
            let body = unsafe nonce + Self.nonceByteCount
            let tag = unsafe UnsafeMutableRawPointer(mutating: body + length)
            return unsafe plain.withUnsafeMutableBufferPointer { output -> Bool in
                guard let target = output.baseAddress else { return false }
                var written: Int32 = 0
                guard unsafe start(context.pointer, nonce: nonce, sealing: false),
                    unsafe feed(associated, to: context.pointer)
                else {
                    return false
                }
                return
                    unsafe (length == 0
                    || EVP_DecryptUpdate(context.pointer, target, &written, body, Int32(length)) == 1)
                    && EVP_CIPHER_CTX_ctrl(context.pointer, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagByteCount), tag) == 1
                    && EVP_DecryptFinal_ex(context.pointer, target + length, &written) == 1
            }
        }
        guard done else {
            ErrorQueue.clear()
            unsafe plain.withUnsafeMutableBufferPointer { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
            throw .sealBroken
        }
        plain.removeLast()
        return plain
    }

    private func start(_ context: OpaquePointer, nonce: UnsafePointer<UInt8>, sealing: Bool) -> Bool {
        secret.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key.baseAddress, nonce, sealing ? 1 : 0) == 1
            }
        }
    }

    private func feed(_ associated: Span<UInt8>, to context: OpaquePointer) -> Bool {
        guard !associated.isEmpty else { return true }
        var written: Int32 = 0
        return unsafe associated.withUnsafeBufferPointer {
            unsafe EVP_CipherUpdate(context, nil, &written, $0.baseAddress, Int32($0.count)) == 1
        }
    }
}
