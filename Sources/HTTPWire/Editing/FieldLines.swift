import NIOCore

/// Field lines that Poort adds to a head. Every way to add one keeps it one line, so these are written unchecked.
///
/// Lines that stay the same for many requests (a principal's identity) are gathered once and added to each head.
package struct FieldLines: Sendable {
    private(set) var buffer: ByteBuffer

    /// No lines yet.
    /// - Parameter capacity: the bytes that are expected.
    package init(capacity: Int = 0) {
        buffer = ByteBufferAllocator().buffer(capacity: capacity)
    }

    /// Whether there are no lines.
    package var isEmpty: Bool { buffer.readableBytes == 0 }

    /// The lines as they will be written, for logs and tests.
    package var text: String { String(buffer: buffer) }

    /// Adds a line.
    package mutating func add(_ name: FieldName, _ value: FieldValue) {
        buffer.writeBytes(name.prefix)
        buffer.writeBytes(value.bytes)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line with any text, encoded as `FieldValue` says.
    package mutating func add(_ name: FieldName, encoding text: Span<UInt8>) {
        buffer.writeBytes(name.prefix)
        FieldValue.encode(text, to: &buffer)
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line with any text, encoded as `FieldValue` says.
    package mutating func add(_ name: FieldName, encoding text: String) {
        add(name, encoding: text.utf8Span.span)
    }

    /// Adds a line with a list of texts separated by commas; a comma within one is encoded, so the list has one reading.
    package mutating func add(_ name: FieldName, encodingList items: [String]) {
        buffer.writeBytes(name.prefix)
        var isFirst = true
        for item in items {
            if !isFirst { buffer.writeInteger(ASCII.comma) }
            isFirst = false
            FieldValue.encode(item.utf8Span.span, asListItem: true, to: &buffer)
        }
        buffer.writeStaticString("\r\n")
    }

    /// Adds a line with a decimal number.
    package mutating func add(_ name: FieldName, number: UInt64) {
        buffer.writeBytes(name.prefix)
        buffer.writeDecimal(number)
        buffer.writeStaticString("\r\n")
    }

    /// Adds the lines of another.
    package mutating func add(_ lines: FieldLines) {
        buffer.writeImmutableBuffer(lines.buffer)
    }
}

extension ByteBuffer {
    /// Writes `number` in decimal digits without making a `String`.
    mutating func writeDecimal(_ number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            writeInteger(UInt8(truncatingIfNeeded: number / divisor % 10) + ASCII.zero)
            divisor /= 10
        }
    }
}
