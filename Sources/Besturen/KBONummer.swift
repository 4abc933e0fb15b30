/// An enterprise number of the Kruispuntbank van Ondernemingen: ten digits, of which the last two are
/// 97 minus the first eight modulo 97.
///
/// Numbers begin with 0, with 1 since September 2023, and with 2 for the establishment numbers of the districten; the
/// checksum is the whole test. An old nine-digit spelling is refused, not repaired: whoever imports it adds the zero.
package struct KBONummer: Hashable, Sendable, CustomStringConvertible {
    /// The ten digits read as one number.
    package let number: UInt64

    /// Nil unless `text` is exactly ten ASCII digits with a right checksum.
    package init?(_ text: some StringProtocol) {
        var number: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 10 else { return nil }
            number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count == 10, 97 - (number / 100) % 97 == number % 100 else { return nil }
        self.number = number
    }

    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 10 - digits.utf8.count) + digits
    }
}
