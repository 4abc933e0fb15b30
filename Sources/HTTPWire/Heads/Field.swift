package import NIOCore

/// One field line of a head: where its name and value are, and which known field it is.
package struct Field: Sendable {
    /// The known field, or `.other`.
    package let known: KnownField
    /// The name as it was written.
    package let name: ByteRange
    /// The value without the whitespace around it; it may be empty.
    package let value: ByteRange
}

/// The fields of one head, over the bytes of that head.
package struct FieldSection: Sendable {
    /// The head, from its first byte through the empty line that ends it.
    package let bytes: ByteBuffer
    /// The field lines in order.
    package let lines: [Field]
    let index: KnownFieldIndex

    /// The value of the first line of `field`, in constant time.
    package func value(_ field: KnownField) -> ByteRange? {
        guard let position = index[field] else { return nil }
        return lines[position].value
    }

    /// Whether `field` occurs.
    package func has(_ field: KnownField) -> Bool { index[field] != nil }

    /// The value of the first line whose name is `name` (in lower case), for names that are not known fields.
    package func value(named name: String) -> ByteRange? {
        let span = bytes.readableBytesUInt8Span
        for line in lines where ASCII.matches(span, line.name.range, name) { return line.value }
        return nil
    }

    /// The bytes of `range` as text, for logs and tests. Bytes that are no UTF-8 are replaced.
    package func text(_ range: ByteRange) -> String {
        bytes.getString(at: bytes.readerIndex + Int(range.start), length: range.count) ?? ""
    }

    /// The bytes of `range` as a slice that shares the head's storage.
    package func slice(_ range: ByteRange) -> ByteBuffer {
        bytes.getSlice(at: bytes.readerIndex + Int(range.start), length: range.count) ?? ByteBuffer()
    }
}
