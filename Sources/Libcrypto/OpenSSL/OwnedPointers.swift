internal import CLibcrypto

// Each type here owns one OpenSSL pointer for the length of one call and frees it once: `~Copyable` makes the compiler
// see to "once".

/// A big number. Cleared when freed, as it may be part of a private key.
@safe
struct OwnedBigNumber: ~Copyable {
    let pointer: OpaquePointer

    init(takingOwnership pointer: OpaquePointer) { unsafe self.pointer = unsafe pointer }

    /// A number from its big-endian bytes.
    init(bigEndian bytes: Span<UInt8>) throws(LibcryptoError) {
        let made = unsafe bytes.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
        guard let made = unsafe made else { throw ErrorQueue.take("reading a number") }
        unsafe self.pointer = unsafe made
    }

    deinit { unsafe BN_clear_free(pointer) }

    /// Big-endian bytes: as few as hold the number, or left-padded to `count`; `nil` when it does not fit.
    func bytes(paddedTo count: Int? = nil) -> [UInt8]? {
        let needed = unsafe Int((BN_num_bits(pointer) + 7) / 8)
        let count = count ?? needed
        guard needed <= count else { return nil }
        var result = [UInt8](repeating: 0, count: count)
        let written = unsafe result.withUnsafeMutableBufferPointer {
            unsafe BN_bn2binpad(pointer, $0.baseAddress, Int32(count))
        }
        return written == Int32(count) ? result : nil
    }
}

/// A context for one operation with a key.
@safe
struct OwnedKeyContext: ~Copyable {
    let pointer: OpaquePointer

    /// A context to generate or build keys of a kind.
    init(kind: String) throws(LibcryptoError) {
        guard let made = unsafe EVP_PKEY_CTX_new_from_name(nil, kind, nil) else {
            throw ErrorQueue.take("preparing a \(kind) key")
        }
        unsafe self.pointer = unsafe made
    }

    /// A context to use a key.
    init(key: OpaquePointer) throws(LibcryptoError) {
        guard let made = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else {
            throw ErrorQueue.take("preparing a key")
        }
        unsafe self.pointer = unsafe made
    }

    deinit { unsafe EVP_PKEY_CTX_free(pointer) }
}

/// A digest context.
@safe
struct OwnedDigestContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(LibcryptoError) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw ErrorQueue.take("preparing a digest") }
        unsafe self.pointer = unsafe made
    }

    deinit { unsafe EVP_MD_CTX_free(pointer) }
}

/// A cipher context.
@safe
struct OwnedCipherContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(LibcryptoError) {
        guard let made = unsafe EVP_CIPHER_CTX_new() else { throw ErrorQueue.take("preparing a cipher") }
        unsafe self.pointer = unsafe made
    }

    deinit { unsafe EVP_CIPHER_CTX_free(pointer) }
}
