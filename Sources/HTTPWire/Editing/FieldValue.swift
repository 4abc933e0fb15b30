package import NIOCore

/// A field value that can not make a header line of its own: visible US-ASCII and inner spaces, nothing else.
///
/// Text from elsewhere (claims, names of besturen) is percent-encoded: every byte of its UTF-8 outside visible US-ASCII
/// and space, `%` itself, and a space at either end become `%` and two upper-case hexadecimal digits. Whoever reads the
/// field gets the text back by percent-decoding it as UTF-8.
package struct FieldValue: Sendable, Hashable {
    package let bytes: [UInt8]

    /// The value as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Encodes any text.
    package init(encoding text: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        Self.append(text.utf8Span.span, asListItem: false) { bytes.append($0) }
        self.bytes = bytes
    }

    /// Encodes any texts as a list separated by commas; a comma within one is encoded, so the list has one reading.
    package init(encodingList items: [String]) {
        var bytes: [UInt8] = []
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(ASCII.comma) }
            Self.append(item.utf8Span.span, asListItem: true) { bytes.append($0) }
        }
        self.bytes = bytes
    }

    /// A value written as it is, or `nil` when it holds a byte that would have to be encoded (other than `%`).
    package init?(verbatim text: String) {
        let bytes = Array(text.utf8)
        guard bytes.allSatisfy({ ASCII.isVisible($0) || $0 == ASCII.space }) else { return nil }
        guard bytes.first != ASCII.space, bytes.last != ASCII.space else { return nil }
        self.bytes = bytes
    }

    /// Encodes any text onto the end of `bytes`. The whole value must come from this call.
    package static func encode(_ text: Span<UInt8>, asListItem: Bool = false, to buffer: inout ByteBuffer) {
        // Most values need no encoding and are copied as a whole.
        if isPlain(text, asListItem: asListItem) {
            // The buffer copies the bytes within this call, while the span still holds them.
            unsafe buffer.writeBytes(text.bytes)
        } else {
            append(text, asListItem: asListItem) { buffer.writeInteger($0) }
        }
    }

    /// Whether every byte of a text may stand as it is.
    private static func isPlain(_ text: Span<UInt8>, asListItem: Bool) -> Bool {
        for index in text.indices {
            let byte = text[index]
            guard ASCII.isVisible(byte), byte != ASCII.percent, !(asListItem && byte == ASCII.comma) else {
                return false
            }
        }
        return true
    }

    @inline(__always)
    private static func append(_ text: Span<UInt8>, asListItem: Bool, _ put: (UInt8) -> Void) {
        let last = text.count - 1
        for index in text.indices {
            let byte = text[index]
            let isInnerSpace = byte == ASCII.space && index != 0 && index != last
            let isPlain = ASCII.isVisible(byte) && byte != ASCII.percent && !(asListItem && byte == ASCII.comma)
            if isPlain || isInnerSpace {
                put(byte)
            } else {
                put(ASCII.percent)
                put(hexDigit(byte >> 4))
                put(hexDigit(byte & 0xF))
            }
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + 0x37 }
}
