internal import CLibcrypto

/// Bytes that must never be printed: HMAC secrets, private keys, client secrets, keys of sealed cookies.
///
/// Prints as `<redacted>` in every way Swift prints a value, and its memory is overwritten when the last copy goes.
package struct Secret: Sendable {
    // Immutable after `init` and never handed out but as a borrowed span, hence safe to share between threads.
    @safe
    fileprivate final class Storage: @unchecked Sendable {
        let bytes: UnsafeMutableBufferPointer<UInt8>

        init(_ source: [UInt8]) {
            unsafe bytes = .allocate(capacity: max(1, source.count))
            unsafe bytes.initialize(repeating: 0)
            for (index, byte) in source.enumerated() { unsafe bytes[index] = byte }
        }

        deinit {
            unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
            unsafe bytes.deallocate()
        }
    }

    private let storage: Storage

    /// The number of bytes.
    package let count: Int

    /// Takes a copy. The array that was given stays with the caller, who should let it go soon.
    package init(_ bytes: [UInt8]) {
        storage = Storage(bytes)
        count = bytes.count
    }

    /// Lends the bytes for the length of one call.
    package func withBytes<R: ~Copyable>(_ body: (borrowing Span<UInt8>) throws -> R) rethrows -> R {
        defer { withExtendedLifetime(storage) {} }
        return unsafe try body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: storage.bytes[0..<count])))
    }

    /// Tells two secrets apart without looking at their bytes; stable while either is held.
    var identity: ObjectIdentifier { ObjectIdentifier(storage) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
