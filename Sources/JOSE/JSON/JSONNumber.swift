/// A number as it was written, so that printing it again does not change it.
package struct JSONNumber: Sendable, Hashable, CustomStringConvertible {
    /// The spelling, which follows RFC 8259 section 6.
    package let text: String

    init(verified text: String) { self.text = text }

    package init(_ value: Int64) { text = String(value) }

    package init(_ value: Int) { text = String(value) }

    package init(_ value: UInt64) { text = String(value) }

    /// `nil` for infinities and NaN, which JSON cannot write.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        // Swift writes `5e-324` and `1e+16`, both of which JSON allows.
        text = "\(value)"
    }

    /// The value when it is a whole number in range, written without fraction and exponent.
    package var integer: Int64? { Int64(text) }

    /// The nearest floating-point value.
    package var double: Double { Double(text) ?? .nan }

    package var description: String { text }
}
