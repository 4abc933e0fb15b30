/// A stretch of a head's bytes, counted from the first byte of the head.
///
/// Half the size of a `Range<Int>`: a head holds three of them per field, and no head comes near 4 GiB.
package struct ByteRange: Sendable, Hashable {
    /// Offset of the first byte.
    package let start: UInt32
    /// Offset just past the last byte.
    package let end: UInt32

    /// A stretch from `start` up to, not including, `end`. Traps when `end` lies before `start`.
    @inlinable
    package init(_ start: Int, _ end: Int) {
        precondition(start <= end)
        self.start = UInt32(start)
        self.end = UInt32(end)
    }

    /// The same stretch for subscripts and `extracting(_:)`.
    @inlinable
    package var range: Range<Int> { Int(start)..<Int(end) }

    /// Number of bytes.
    @inlinable
    package var count: Int { Int(end &- start) }

    /// Whether there are no bytes in it.
    @inlinable
    package var isEmpty: Bool { start == end }
}
