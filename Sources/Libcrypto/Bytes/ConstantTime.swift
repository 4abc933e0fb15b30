internal import CLibcrypto

/// Whether two byte strings are the same, in a time that depends on their length alone.
///
/// The lengths themselves are not hidden: for the MACs and tags compared here they are public.
package func constantTimeEqual(_ one: Span<UInt8>, _ other: Span<UInt8>) -> Bool {
    guard one.count == other.count else { return false }
    return unsafe one.withUnsafeBufferPointer { left in
        unsafe other.withUnsafeBufferPointer { right in
            unsafe left.isEmpty || CRYPTO_memcmp(left.baseAddress, right.baseAddress, left.count) == 0
        }
    }
}
