/// The two forms of an ECDSA signature: JOSE's fixed size r‖s, and the DER that OpenSSL reads and writes.
enum ECDSASignature {
    /// The longest DER form: P-521, both halves with a leading zero byte.
    static let maximumDERByteCount = 3 + 2 * (2 + 67)

    /// Writes `raw` (r‖s) as DER to the start of `output` and returns its length, or `nil` when r or s is zero, the
    /// length is odd, or there is no room. A zero half is no signature (FIPS 186-5 section 6.4.2; CVE-2022-21449).
    static func encodeDER(raw: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Int? {
        guard raw.count.isMultiple(of: 2), raw.count <= 132, !raw.isEmpty else { return nil }
        let half = raw.count / 2
        guard let r = integer(raw.extracting(0..<half)), let s = integer(raw.extracting(half..<raw.count)) else {
            return nil
        }
        let content = 4 + r.byteCount + s.byteCount
        let header = content < 128 ? 2 : 3
        guard output.count >= header + content else { return nil }
        output[0] = 0x30
        if header == 3 { output[1] = 0x81 }
        output[header - 1] = UInt8(content)
        var position = header
        write(raw.extracting(r.start..<half), padded: r.isPadded, to: &output, at: &position)
        write(raw.extracting(half + s.start..<raw.count), padded: s.isPadded, to: &output, at: &position)
        return position
    }

    /// Reads the DER form that OpenSSL made, as r‖s with `half` bytes each.
    static func decodeDER(_ der: Span<UInt8>, half: Int) -> [UInt8]? {
        var position = 0
        guard let content = readHeader(0x30, in: der, at: &position), position + content == der.count else {
            return nil
        }
        var raw: [UInt8] = []
        for _ in 0..<2 {
            guard let count = readHeader(0x02, in: der, at: &position), count > 0, position + count <= der.count else {
                return nil
            }
            var digits = der.extracting(position..<position + count)
            position += count
            while digits.count > half, digits[0] == 0 { digits = digits.extracting(1..<digits.count) }
            guard digits.count <= half else { return nil }
            raw.append(contentsOf: repeatElement(0, count: half - digits.count))
            for index in digits.indices { raw.append(digits[index]) }
        }
        return position == der.count ? raw : nil
    }

    private struct Integer {
        /// Where the first byte that is not zero stands.
        var start: Int
        /// A leading zero byte keeps a high first bit from meaning "negative".
        var isPadded: Bool
        var byteCount: Int
    }

    private static func integer(_ bytes: Span<UInt8>) -> Integer? {
        var start = 0
        while start < bytes.count, bytes[start] == 0 { start += 1 }
        guard start < bytes.count else { return nil }
        let isPadded = bytes[start] >= 0x80
        return Integer(start: start, isPadded: isPadded, byteCount: bytes.count - start + (isPadded ? 1 : 0))
    }

    private static func write(
        _ digits: Span<UInt8>, padded: Bool, to output: inout MutableSpan<UInt8>, at position: inout Int
    ) {
        output[position] = 0x02
        output[position + 1] = UInt8(digits.count + (padded ? 1 : 0))
        position += 2
        if padded {
            output[position] = 0
            position += 1
        }
        for index in digits.indices { output[position + index] = digits[index] }
        position += digits.count
    }

    private static func readHeader(_ tag: UInt8, in der: Span<UInt8>, at position: inout Int) -> Int? {
        guard position + 2 <= der.count, der[position] == tag else { return nil }
        var count = Int(der[position + 1])
        position += 2
        if count == 0x81 {
            guard position < der.count else { return nil }
            count = Int(der[position])
            position += 1
        } else if count >= 0x80 {
            return nil
        }
        return count
    }
}
