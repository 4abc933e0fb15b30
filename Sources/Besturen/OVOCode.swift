/// A code of the Flemish organisation register Wegwijs: `OVO` and six digits. It has no meaning and is kept for life.
package struct OVOCode: Hashable, Sendable, CustomStringConvertible {
    /// The six digits read as one number.
    package let number: UInt32

    /// Nil unless `text` is exactly `OVO`, in capitals, and six ASCII digits.
    package init?(_ text: some StringProtocol) {
        var number: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            switch count {
            case 0, 2:
                guard byte == UInt8(ascii: "O") else { return nil }
            case 1:
                guard byte == UInt8(ascii: "V") else { return nil }
            case 3..<9:
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
            default:
                return nil
            }
            count += 1
        }
        guard count == 9 else { return nil }
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return "OVO" + String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }
}
