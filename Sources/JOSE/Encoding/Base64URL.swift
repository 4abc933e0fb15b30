/// base64url without padding, as JOSE uses it (RFC 7515 section 2, RFC 4648 section 5).
package enum Base64URL {
    /// The bytes behind `text`; `nil` when it holds padding, another character, a length that no bytes encode to, or unused
    /// bits that are not zero. The last would give one token several spellings (RFC 4648 section 3.5).
    package static func decode(_ text: borrowing Span<UInt8>) -> [UInt8]? {
        let count = text.count
        let tail = count & 3
        guard tail != 1 else { return nil }
        let size = count / 4 * 3 + (tail == 0 ? 0 : tail - 1)
        guard size > 0 else { return [] }
        // Each invalid character has the value 0xff: its high bits survive in `seen`, so one test at the end is enough.
        var seen: UInt8 = 0
        var isCanonical = true
        let table = values
        let result = [UInt8](capacity: size) { output in
            let table = table.span
            var index = 0
            while index &+ 4 <= count {
                let first = table[Int(text[index])]
                let second = table[Int(text[index &+ 1])]
                let third = table[Int(text[index &+ 2])]
                let fourth = table[Int(text[index &+ 3])]
                seen |= first | second | third | fourth
                output.append(first &<< 2 | second &>> 4)
                output.append(second &<< 4 | third &>> 2)
                output.append(third &<< 6 | fourth)
                index &+= 4
            }
            if tail >= 2 {
                let first = table[Int(text[index])]
                let second = table[Int(text[index &+ 1])]
                seen |= first | second
                output.append(first &<< 2 | second &>> 4)
                if tail == 3 {
                    let third = table[Int(text[index &+ 2])]
                    seen |= third
                    output.append(second &<< 4 | third &>> 2)
                    isCanonical = third & 0b11 == 0
                } else {
                    isCanonical = second & 0b1111 == 0
                }
            }
        }
        return seen < 64 && isCanonical ? result : nil
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

    /// The value of each character; 0xff for those outside the alphabet.
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xff, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()
}
