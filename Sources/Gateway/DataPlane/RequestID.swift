/// The name of one request in logs, headers and refusals: 16 hexadecimal digits that are new for each start of each event
/// loop, and a count. It is unique without a random number a request; it is no secret and grants nothing.
struct RequestIDSource {
    private let prefix: [UInt8]
    private var count: UInt32 = 0

    init(prefix: UInt64 = .random(in: .min ... .max)) {
        self.prefix = Self.hexadecimal(prefix, digits: 16)
    }

    mutating func next() -> RequestID {
        count &+= 1
        return RequestID(bytes: prefix + [UInt8(ascii: "-")] + Self.hexadecimal(UInt64(count), digits: 8))
    }

    private static func hexadecimal(_ value: UInt64, digits: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: digits)
        for index in 0..<digits {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt64(4 * (digits - 1 - index))) & 0xf
            result[index] = nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
        }
        return result
    }
}

/// See ``RequestIDSource``.
package struct RequestID: Sendable, Hashable, CustomStringConvertible {
    package let bytes: [UInt8]

    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
