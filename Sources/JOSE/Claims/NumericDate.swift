/// Dates in claims: seconds since 1970, fractions allowed (RFC 7519 section 2). A date before 1970 is a mistake, too.
enum NumericDate {
    /// The last second of the year 9999. A later date is a mistake (mostly milliseconds taken for seconds) and is refused;
    /// one between 2262 and then counts as the last instant there is.
    static let latestSecond = 253_402_300_799.0

    /// Reads a JSON number, rounding down to the nanosecond; `nil` when it is negative or too large.
    static func instant(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Instant? {
        // The common case: ten digits.
        if range.count <= 10 {
            var seconds: Int64 = 0
            var index = range.lowerBound
            while index < range.upperBound, bytes[index] &- UInt8(ascii: "0") <= 9 {
                seconds = seconds &* 10 &+ Int64(bytes[index] &- UInt8(ascii: "0"))
                index &+= 1
            }
            if index == range.upperBound { return Instant(unixSeconds: seconds) }
        }
        return decimal(JSONText.string(bytes, from: range.lowerBound, to: range.upperBound))
    }

    private static func decimal(_ text: String) -> Instant? {
        guard let approximate = Double(text), (0...latestSecond).contains(approximate) else { return nil }
        // Here end all spellings of zero, whose exponents have no bound.
        guard approximate > 0 else { return Instant(nanoseconds: 0) }
        if approximate >= 9.2e9 { return .distantFuture }
        var mantissa: UInt64 = 0
        // The value is mantissa · 10^exponent nanoseconds.
        var exponent = 9
        var isFraction = false
        var rest = text.utf8[...]
        while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
            rest = rest.dropFirst()
            guard byte != UInt8(ascii: ".") else {
                isFraction = true
                continue
            }
            if mantissa >= 1_000_000_000_000_000_000 {
                // More digits than matter.
                if !isFraction { exponent += 1 }
            } else {
                mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
                if isFraction { exponent -= 1 }
            }
        }
        if !rest.isEmpty {
            // The reader has seen that the value is finite and not zero, so the exponent is small.
            let digits = rest.dropFirst().drop { $0 == UInt8(ascii: "+") }
            exponent += Int(String(decoding: Array(digits), as: UTF8.self)) ?? 0
        }
        while exponent > 0 {
            let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            mantissa = product
            exponent -= 1
        }
        while exponent < 0, mantissa != 0 {
            mantissa /= 10
            exponent += 1
        }
        return Int64(exactly: mantissa).map(Instant.init(nanoseconds:))
    }
}
