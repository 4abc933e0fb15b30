import Libcrypto

/// base64url without padding, as JOSE uses it (RFC 7515 section 2, RFC 4648 section 5).
package enum Base64URL {
    /// The bytes behind `text`; `nil` when it holds padding, another character, a length that no bytes encode to, or unused
    /// bits that are not zero. The last would give one token several spellings (RFC 4648 section 3.5).
    package static func decode(_ text: borrowing Span<UInt8>) -> [UInt8]? {
        guard let size = decodedByteCount(of: text.count) else { return nil }
        var result = [UInt8](repeating: 0, count: size)
        var output = result.mutableSpan
        return decode(text, into: &output, at: 0) ? result : nil
    }

    /// How many bytes a text of this length stands for; `nil` when there is no such text.
    static func decodedByteCount(of count: Int) -> Int? {
        let tail = count & 3
        guard tail != 1 else { return nil }
        return count / 4 * 3 + (tail == 0 ? 0 : tail - 1)
    }

    /// Decodes into bytes from a place on, where there must be room. Returns whether the text was good, which is known only
    /// at the end; nothing is written but the bytes it stands for.
    static func decode(
        _ text: borrowing Span<UInt8>, into output: inout MutableSpan<UInt8>, at place: Int
    ) -> Bool {
        guard let size = decodedByteCount(of: text.count) else { return false }
        let table = groupBytes.span
        // Tells the optimizer that no look-up below needs a check of its own.
        guard table.count == 4 * 256 else { return false }
        let end = place &+ size
        var seen: UInt32 = 0
        var read = 0
        var written = place
        // Two groups are six bytes. They are written as eight; the two behind them are written again by what follows.
        while written &+ 8 <= end {
            let word = text.word(at: read)
            let first =
                table[Int(word & 0xFF)] | table[256 &+ Int(word &>> 8 & 0xFF)]
                | table[512 &+ Int(word &>> 16 & 0xFF)] | table[768 &+ Int(word &>> 24 & 0xFF)]
            let second =
                table[Int(word &>> 32 & 0xFF)] | table[256 &+ Int(word &>> 40 & 0xFF)]
                | table[512 &+ Int(word &>> 48 & 0xFF)] | table[768 &+ Int(word &>> 56)]
            seen |= first | second
            output.write(UInt64(first) | UInt64(second) &<< 24, at: written)
            read &+= 8
            written &+= 6
        }
        // At most three groups are left, and the last may be short of one or two characters.
        while read < text.count {
            let length = min(4, text.count &- read)
            var group: UInt32 = 0
            for index in 0..<length { group |= table[index &* 256 &+ Int(text[read &+ index])] }
            for index in 0..<length &- 1 {
                output[written] = UInt8(truncatingIfNeeded: group &>> UInt32(truncatingIfNeeded: index &* 8))
                written &+= 1
            }
            // Bits of a short group that belong to no byte must be zero.
            if length < 4, group &>> UInt32(truncatingIfNeeded: (length &- 1) &* 8) != 0 { seen |= invalid }
            seen |= group
            read &+= length
        }
        return seen & invalid == 0
    }

    /// The same for an array.
    package static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text.span) }

    /// The same for a string.
    package static func decode(_ text: String) -> [UInt8]? { decode(Array(text.utf8).span) }

    /// `bytes` as text.
    package static func encode(_ bytes: borrowing Span<UInt8>) -> String {
        String(decoding: encodeBytes(bytes), as: UTF8.self)
    }

    /// The same for an array.
    package static func encode(_ bytes: [UInt8]) -> String { encode(bytes.span) }

    /// `bytes` as the ASCII bytes of the text.
    package static func encodeBytes(_ bytes: borrowing Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits: UInt32 = 0
        var count: UInt32 = 0
        for index in bytes.indices {
            bits = bits << 8 | UInt32(bytes[index])
            count += 8
            while count >= 6 {
                count -= 6
                result.append(alphabet[Int(bits >> count & 63)])
            }
        }
        if count > 0 { result.append(alphabet[Int(bits << (6 - count) & 63)]) }
        return result
    }

    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Set in what stands for a character outside the alphabet, and survives in everything it is joined with.
    private static let invalid: UInt32 = 1 << 31

    /// What each character adds to the three bytes of its group, first byte lowest: 256 entries for the first character of
    /// a group, 256 for the second, and so on.
    private static let groupBytes: [UInt32] = {
        var table = [UInt32](repeating: invalid, count: 4 * 256)
        for (value, character) in alphabet.enumerated() {
            for place in 0..<4 {
                let group = UInt32(value) << (18 - 6 * place)
                table[place * 256 + Int(character)] = (group << 8).byteSwapped
            }
        }
        return table
    }()
}
