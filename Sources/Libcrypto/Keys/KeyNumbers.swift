internal import CLibcrypto

/// Reads the numbers out of an `EVP_PKEY` that OpenSSL decoded or generated.
enum KeyNumbers {
    /// The public numbers.
    ///
    /// - Throws: `unsupportedKey` for kinds and curves outside JOSE, for RSA-PSS keys (whose restrictions would be lost)
    ///   and for curves written out as parameters.
    static func components(of key: OpaquePointer) throws(LibcryptoError) -> PublicKey.Components {
        if unsafe EVP_PKEY_is_a(key, "RSA") == 1 {
            return unsafe .rsa(
                modulus: try number(OSSL_PKEY_PARAM_RSA_N, of: key),
                exponent: try number(OSSL_PKEY_PARAM_RSA_E, of: key))
        }
        if unsafe EVP_PKEY_is_a(key, "EC") == 1 {
            let curve = unsafe try curve(of: key)
            return unsafe .ec(
                curve,
                x: try number(OSSL_PKEY_PARAM_EC_PUB_X, of: key, count: curve.byteCount),
                y: try number(OSSL_PKEY_PARAM_EC_PUB_Y, of: key, count: curve.byteCount))
        }
        if unsafe EVP_PKEY_is_a(key, "ED25519") == 1 {
            var bytes = [UInt8](repeating: 0, count: 32)
            var count = 32
            let read = unsafe bytes.withUnsafeMutableBufferPointer {
                unsafe EVP_PKEY_get_raw_public_key(key, $0.baseAddress, &count)
            }
            guard read == 1, count == 32 else { throw ErrorQueue.take("reading a key") }
            return .ed25519(bytes)
        }
        throw unsafe .unsupportedKey(EVP_PKEY_get0_type_name(key).map { unsafe String(cString: $0) } ?? "unknown")
    }

    static func curve(of key: OpaquePointer) throws(LibcryptoError) -> Curve {
        var explicit: Int32 = 0
        // A curve written out as numbers may look like a known one in all but its generator (CVE-2020-0601).
        if unsafe EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &explicit) == 1,
            explicit != 0
        {
            throw .unsupportedKey("EC with explicit parameters")
        }
        ErrorQueue.clear()
        var name = [UInt8](repeating: 0, count: 64)
        var count = 0
        let read = unsafe name.withUnsafeMutableBytes {
            unsafe EVP_PKEY_get_utf8_string_param(
                key, OSSL_PKEY_PARAM_GROUP_NAME, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, &count)
        }
        guard read == 1, count <= name.count else { throw ErrorQueue.take("reading a key's curve") }
        let text = String(decoding: name.prefix(count), as: UTF8.self)
        guard let curve = Curve(openSSLName: text) else { throw .unsupportedKey("EC \(text)") }
        return curve
    }

    /// A number by its OpenSSL name, big-endian, left-padded to `count` when given.
    static func number(_ name: String, of key: OpaquePointer, count: Int? = nil) throws(LibcryptoError) -> [UInt8] {
        var read: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key, name, &read) == 1, let read = unsafe read else {
            throw ErrorQueue.take("reading a number of a key")
        }
        guard let bytes = unsafe OwnedBigNumber(takingOwnership: read).bytes(paddedTo: count) else {
            throw ErrorQueue.take("reading a number of a key")
        }
        return bytes
    }
}
