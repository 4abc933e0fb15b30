/// What may be written of a request's path.
///
/// One of the Loket's paths carries a rijksregisternummer (`/rrn/…`), and nothing stops a client from putting one
/// anywhere else. A national number never reaches a log: groups of digits that together hold eleven, with the dots,
/// dashes or spaces that people write between them, are replaced, and so is any longer unbroken number. KBO numbers have
/// ten digits and stay readable.
package enum PathRedaction {
    private static let replacement = Array("[redacted]".utf8)
    private static let digitsOfNationalNumber = 11

    /// The path with every possible national number replaced, appended to `output`.
    package static func append(_ path: borrowing Span<UInt8>, to output: inout [UInt8]) {
        var index = 0
        while index < path.count {
            guard isDigit(path[index]) else {
                output.append(path[index])
                index += 1
                continue
            }
            if let end = endOfNationalNumber(in: path, from: index) {
                output.append(contentsOf: replacement)
                index = end
            } else {
                let end = endOfDigits(in: path, from: index)
                for position in index..<end { output.append(path[position]) }
                index = end
            }
        }
    }

    /// Where the national number ends that may start at `start`, the first digit of a group; `nil` when there is none.
    private static func endOfNationalNumber(in path: borrowing Span<UInt8>, from start: Int) -> Int? {
        var end = endOfDigits(in: path, from: start)
        var digits = end - start
        if digits >= digitsOfNationalNumber { return end }
        while let next = endOfSeparator(in: path, from: end) {
            end = endOfDigits(in: path, from: next)
            digits += end - next
            if digits == digitsOfNationalNumber { return end }
            if digits > digitsOfNationalNumber { return nil }
        }
        return nil
    }

    private static func endOfDigits(in path: borrowing Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < path.count, isDigit(path[index]) { index += 1 }
        return index
    }

    /// The end of the separators at `start` when digits follow them.
    private static func endOfSeparator(in path: borrowing Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < path.count {
            if path[index] == UInt8(ascii: ".") || path[index] == UInt8(ascii: "-") {
                index += 1
            } else if index + 2 < path.count, path[index] == UInt8(ascii: "%"), path[index + 1] == UInt8(ascii: "2"),
                path[index + 2] == UInt8(ascii: "0")
            {
                index += 3
            } else {
                break
            }
        }
        return index > start && index < path.count && isDigit(path[index]) ? index : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
