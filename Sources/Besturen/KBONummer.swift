/// An enterprise number of the Kruispuntbank van Ondernemingen: ten digits, of which the last two are
/// 97 minus the first eight modulo 97.
///
/// Enterprise numbers begin with 0, and since September 2023 with 1; the establishment numbers of the districten begin with
/// 2. An old nine-digit spelling is refused, not repaired: only an import adds the zero, and notes that it did
/// (``init(padding:)``).
package struct KBONummer: Hashable, Sendable, CustomStringConvertible {
    /// The ten digits read as one number.
    package let number: UInt64

    /// Nil unless `text` is exactly ten ASCII digits, of which the first is 0, 1 or 2, with a right checksum.
    package init?(_ text: some StringProtocol) {
        var number: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 10 else { return nil }
            number = number * 10 + UInt64(byte - UInt8(ascii: "0"))
            count += 1
        }
        guard count == 10, number < 3_000_000_000, 97 - (number / 100) % 97 == number % 100 else { return nil }
        self.number = number
    }

    /// The same with points and blanks, as people write it: `0207.437.468`. For what somebody types, never for tokens or lists.
    package init?(typed text: String) { self.init(text.filter { $0 != "." && $0 != " " }) }

    /// Reads the nine digits of an old spelling, which had no leading zero; nil for everything else. For imports only.
    package init?(padding text: some StringProtocol) {
        guard text.utf8.count == 9 else { return nil }
        self.init("0" + text)
    }

    package var description: String {
        let digits = String(number)
        return String(repeating: "0", count: 10 - digits.utf8.count) + digits
    }
}
