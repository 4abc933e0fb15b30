internal import CLibcrypto

/// The hash functions that JOSE uses.
package enum Hash: String, Sendable, Hashable, CaseIterable {
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    /// The length of a digest in bytes.
    package var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The digest of `message`.
    ///
    /// Stops the process when libcrypto has no SHA-2 or no memory: without either no token can be checked at all.
    package func digest(_ message: Span<UInt8>) -> [UInt8] {
        guard let context = try? OwnedDigestContext() else { fatalError("libcrypto could not make a digest context") }
        var result = [UInt8](repeating: 0, count: byteCount)
        let done = unsafe message.withUnsafeBufferPointer { input in
            unsafe result.withUnsafeMutableBufferPointer { output in
                unsafe digest(input, into: output.baseAddress, using: context.pointer)
            }
        }
        guard done else { fatalError("libcrypto could not compute \(rawValue)") }
        return result
    }

    /// The digest of `message`.
    package func digest(_ message: [UInt8]) -> [UInt8] { digest(message.span) }

    /// The digest on a context that may have been used before; `output` has room for `byteCount` bytes.
    @inline(__always)
    func digest(
        _ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutablePointer<UInt8>?, using context: OpaquePointer
    ) -> Bool {
        // Without the check a failed fetch would mean "the digest this context had before".
        guard let fetched = unsafe fetched else { return false }
        return unsafe EVP_DigestInit_ex2(context, fetched, nil) == 1
            && EVP_DigestUpdate(context, input.baseAddress, input.count) == 1
            && EVP_DigestFinal_ex(context, output, nil) == 1
    }

    /// The implementation, fetched once: a fetch walks the providers under a lock and costs more than a short digest.
    var fetched: OpaquePointer? {
        switch self {
        case .sha256: unsafe FetchedDigest.sha256.pointer
        case .sha384: unsafe FetchedDigest.sha384.pointer
        case .sha512: unsafe FetchedDigest.sha512.pointer
        }
    }
}

/// A fetched digest, kept for the life of the process. OpenSSL never changes an `EVP_MD` after its fetch, and counts
/// its references atomically: sharing it between threads is what it is for.
@safe
private struct FetchedDigest: @unchecked Sendable {
    static let sha256 = FetchedDigest("SHA256")
    static let sha384 = FetchedDigest("SHA384")
    static let sha512 = FetchedDigest("SHA512")

    let pointer: OpaquePointer?

    private init(_ name: String) { unsafe pointer = unsafe EVP_MD_fetch(nil, name, nil) }
}
