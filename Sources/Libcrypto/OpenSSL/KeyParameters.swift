internal import CLibcrypto

/// Builds an `EVP_PKEY` out of named numbers and byte strings (`EVP_PKEY_fromdata`).
@safe
struct KeyParameters: ~Copyable {
    private let builder: OpaquePointer
    // The builder keeps pointers to what is pushed, not copies, so these live as long as it does.
    private var numbers: [OpaquePointer] = unsafe []
    private var buffers: [UnsafeMutableBufferPointer<UInt8>] = unsafe []

    init() throws(LibcryptoError) {
        guard let made = unsafe OSSL_PARAM_BLD_new() else { throw ErrorQueue.take("preparing a key") }
        unsafe self.builder = unsafe made
    }

    deinit {
        unsafe OSSL_PARAM_BLD_free(builder)
        unsafe numbers.forEach { unsafe BN_clear_free($0) }
        unsafe buffers.forEach {
            unsafe OPENSSL_cleanse($0.baseAddress, $0.count)
            unsafe $0.deallocate()
        }
    }

    /// Adds a big-endian number.
    mutating func add(_ name: String, number bytes: Span<UInt8>) throws(LibcryptoError) {
        let made = unsafe bytes.withUnsafeBufferPointer { unsafe BN_bin2bn($0.baseAddress, Int32($0.count), nil) }
        guard let made = unsafe made else { throw ErrorQueue.take("reading a number of a key") }
        unsafe numbers.append(made)
        guard unsafe OSSL_PARAM_BLD_push_BN(builder, stable(name), made) == 1 else {
            throw ErrorQueue.take("preparing a key")
        }
    }

    /// Adds a byte string.
    mutating func add(_ name: String, octets bytes: Span<UInt8>) throws(LibcryptoError) {
        let buffer = unsafe copy(bytes)
        guard unsafe OSSL_PARAM_BLD_push_octet_string(builder, stable(name), buffer.baseAddress, buffer.count) == 1
        else {
            throw ErrorQueue.take("preparing a key")
        }
    }

    /// Adds an ASCII name.
    mutating func add(_ name: String, text: String) throws(LibcryptoError) {
        let buffer = unsafe copy(text.utf8Span.span)
        let name = unsafe stable(name)
        let pushed = unsafe buffer.withMemoryRebound(to: CChar.self) {
            unsafe OSSL_PARAM_BLD_push_utf8_string(builder, name, $0.baseAddress, $0.count)
        }
        guard pushed == 1 else { throw ErrorQueue.take("preparing a key") }
    }

    /// The key, which the caller frees; `nil` when OpenSSL does not accept the parameters.
    func makeKey(kind: String, selection: Int32) throws(LibcryptoError) -> OpaquePointer? {
        let context = try OwnedKeyContext(kind: kind)
        guard let parameters = unsafe OSSL_PARAM_BLD_to_param(builder) else { throw ErrorQueue.take("preparing a key") }
        defer { unsafe OSSL_PARAM_free(parameters) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_fromdata_init(context.pointer) == 1 else { throw ErrorQueue.take("preparing a key") }
        guard unsafe EVP_PKEY_fromdata(context.pointer, &key, selection, parameters) == 1 else {
            ErrorQueue.clear()
            unsafe EVP_PKEY_free(key)
            return nil
        }
        return unsafe key
    }

    /// The name as C text that lives as long as the builder: it keeps the pointer to a name, too.
    private mutating func stable(_ name: String) -> UnsafePointer<CChar>? {
        let bytes = Array(name.utf8) + [0]
        let buffer = unsafe copy(bytes.span)
        return unsafe UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
    }

    private mutating func copy(_ bytes: Span<UInt8>) -> UnsafeMutableBufferPointer<UInt8> {
        // At least one byte: an empty buffer has no address, and OpenSSL takes a null address for "absent".
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
        unsafe buffer.initialize(repeating: 0)
        for index in bytes.indices { unsafe buffer[index] = bytes[index] }
        unsafe buffers.append(buffer)
        return unsafe UnsafeMutableBufferPointer(rebasing: buffer[0..<bytes.count])
    }
}

/// Names of EVP_PKEY-RSA(7) that OpenSSL's headers put together from two literals, which Swift does not import.
enum RSAParameterName {
    static let factor1 = "rsa-factor1"
    static let factor2 = "rsa-factor2"
    static let exponent1 = "rsa-exponent1"
    static let exponent2 = "rsa-exponent2"
    static let coefficient1 = "rsa-coefficient1"
}
