/// What may be written of text that a client chose: a path, a host, the words of a token that was refused.
///
/// One of the Loket's paths carries a rijksregisternummer (`/rrn/…`), and nothing stops a client from putting one
/// anywhere else. A national number never reaches a log: groups of digits that together hold eleven, with the dots,
/// dashes, underscores, commas, colons or spaces (plainly, as `+`, or percent-encoded; a no-break space too) that people put
/// between them, are replaced, and so is any longer unbroken number. KBO numbers have ten digits and stay readable. A slash
/// separates nothing: paths hold numbers that belong to different things.
package enum NationalNumberRedaction {
    private static let replacement = Array("[redacted]".utf8)
    private static let digitsOfNationalNumber = 11

    /// The text with every possible national number replaced.
    package static func apply(to text: String) -> String {
        var output: [UInt8] = []
        append(Array(text.utf8).span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// The text with every possible national number replaced, appended to `output`.
    package static func append(_ text: borrowing Span<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < text.count {
            guard isDigit(text[index]) else {
                output.append(text[index])
                index += 1
                continue
            }
            if let end = endOfNationalNumber(in: text, from: index) {
                output.append(contentsOf: replacement)
                index = end
            } else {
                let end = endOfDigits(in: text, from: index)
                for position in index..<end { output.append(text[position]) }
                index = end
            }
        }
    }

    /// Where the national number ends that may start at `start`, the first digit of a group; `nil` when there is none.
    private static func endOfNationalNumber(in text: borrowing Span<UInt8>, from start: Int) -> Int? {
        var end = endOfDigits(in: text, from: start)
        var digits = end - start
        if digits >= digitsOfNationalNumber { return end }
        while let next = endOfSeparator(in: text, from: end) {
            end = endOfDigits(in: text, from: next)
            digits += end - next
            if digits == digitsOfNationalNumber { return end }
            if digits > digitsOfNationalNumber { return nil }
        }
        return nil
    }

    private static func endOfDigits(in text: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count, isDigit(text[index]) { index += 1 }
        return index
    }

    /// The end of the separators at `start` when digits follow them.
    private static func endOfSeparator(in text: borrowing Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            let length = lengthOfSeparator(in: text, at: index)
            if length == 0 { break }
            index += length
        }
        return index > start && index < text.count && isDigit(text[index]) ? index : nil
    }

    /// How many bytes the separator at a place has; 0 for none.
    private static func lengthOfSeparator(in text: borrowing Span<UInt8>, at index: Int) -> Int {
        for separator in separators where index + separator.count <= text.count {
            var isSame = true
            for offset in separator.indices where text[index + offset] != separator[offset] {
                // The digits of an escape may be in either case.
                isSame = text[index + offset] | 0x20 == separator[offset] | 0x20 && separator[0] == UInt8(ascii: "%")
                if !isSame { break }
            }
            if isSame { return separator.count }
        }
        return 0
    }

    private static let separators: [[UInt8]] =
        [".", "-", " ", "_", ",", ":", "+", "%20", "%2C", "%3A", "%2B", "%2D", "%2E", "%5F", "%C2%A0", "\u{A0}"].map {
            Array($0.utf8)
        }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
