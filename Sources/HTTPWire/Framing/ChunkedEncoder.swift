package import NIOCore

/// Writes chunked framing (RFC 9112 section 7.1): sizes in lower-case hexadecimal, no extensions, no trailers.
package enum ChunkedEncoder {
    /// Writes `data` as one chunk. Empty data is not written: a chunk of size zero would end the body.
    package static func write(_ data: ByteBuffer, to buffer: inout ByteBuffer) {
        guard data.readableBytes > 0 else { return }
        writeSize(data.readableBytes, to: &buffer)
        buffer.writeImmutableBuffer(data)
        writeEndOfChunk(to: &buffer)
    }

    /// Writes the line in front of a chunk of `count` bytes, at least one, for who sends the bytes themselves apart.
    package static func writeSize(_ count: Int, to buffer: inout ByteBuffer) {
        precondition(count > 0)
        var shift = (Int.bitWidth - count.leadingZeroBitCount - 1) & ~3
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: count >> shift) & 0xF
            buffer.writeInteger(digit < 10 ? digit + 0x30 : digit + 0x57)
            shift -= 4
        }
        buffer.writeStaticString("\r\n")
    }

    /// Writes what follows the bytes of a chunk.
    package static func writeEndOfChunk(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("\r\n")
    }

    /// Writes the last chunk and the end of the body.
    package static func writeEnd(to buffer: inout ByteBuffer) {
        buffer.writeStaticString("0\r\n\r\n")
    }
}
