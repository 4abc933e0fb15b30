/// A REFNIS code of an area of operation: five digits. A gemeente and its OCMW share one, so it never identifies a bestuur.
package struct NISCode: Hashable, Sendable, CustomStringConvertible {
    /// The five digits read as one number.
    package let number: UInt32

    /// Nil unless `text` is exactly five ASCII digits.
    package init?(_ text: some StringProtocol) {
        var number: UInt32 = 0
        var count = 0
        for byte in text.utf8 {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 5 else { return nil }
            number = number * 10 + UInt32(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count == 5 else { return nil }
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 5 - digits.utf8.count) + digits
    }
}
