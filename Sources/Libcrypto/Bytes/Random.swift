internal import CLibcrypto

/// OpenSSL's random generator, seeded by the operating system.
package enum Random {
    /// `count` unpredictable bytes.
    ///
    /// - Throws: when the generator cannot be seeded; there is no weaker answer to fall back on.
    package static func bytes(count: Int) throws(LibcryptoError) -> [UInt8] {
        guard count > 0 else { return [] }
        var result = [UInt8](repeating: 0, count: count)
        let filled = unsafe result.withUnsafeMutableBufferPointer {
            unsafe RAND_bytes_ex(nil, $0.baseAddress, $0.count, 0)
        }
        guard filled == 1 else { throw ErrorQueue.take("making random bytes") }
        return result
    }

    /// A `Secret` of `count` unpredictable bytes.
    package static func secret(count: Int) throws(LibcryptoError) -> Secret { Secret(try bytes(count: count)) }
}
