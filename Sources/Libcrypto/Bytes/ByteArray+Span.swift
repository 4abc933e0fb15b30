#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension [UInt8] {
    /// An owned copy of borrowed bytes, by one block copy.
    package init(copying bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }
}

extension String {
    /// The text of borrowed UTF-8, copied once. What is no UTF-8 is replaced by U+FFFD.
    package init(decoding bytes: borrowing Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

extension Span where Element == UInt8 {
    /// Whether two byte strings are the same. Not constant in time: for names and other public text only.
    package func equals(_ other: borrowing Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return unsafe withUnsafeBufferPointer { left in
            unsafe other.withUnsafeBufferPointer { right in
                guard let one = left.baseAddress, let another = right.baseAddress else { return true }
                return unsafe memcmp(one, another, left.count) == 0
            }
        }
    }

    /// Where a byte occurs first, from `start` on; `nil` when it does not.
    package func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        unsafe extracting(start...).withUnsafeBufferPointer { rest in
            guard let base = unsafe UnsafeRawPointer(rest.baseAddress),
                let place = unsafe memchr(base, CInt(byte), rest.count)
            else { return nil }
            return unsafe start + (UnsafeRawPointer(place) - base)
        }
    }

    /// The eight bytes from `index` on as one number, the first byte the lowest. All eight must be there.
    ///
    /// Part of its callers, so that a loop over a text costs one load and one check of the bounds for eight bytes.
    @inlinable
    package func word(at index: Int) -> UInt64 {
        // Any eight bytes are a number, and the raw span checks that they lie within it.
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}

extension MutableSpan where Element == UInt8 {
    /// Writes a number as the eight bytes from `index` on, its lowest byte first. There must be room for all eight.
    @inlinable
    package mutating func write(_ word: UInt64, at index: Int) {
        var bytes = unsafe mutableBytes
        // Any number is eight bytes, and the raw span checks that they lie within it.
        bytes.storeBytes(of: word.littleEndian, toByteOffset: index, as: UInt64.self)
    }
}
