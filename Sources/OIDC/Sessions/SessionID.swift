import JOSE
package import Libcrypto

/// Names one session: 128 random bits, made anew at each login. Whoever knows it gains nothing: the cookie is sealed.
package struct SessionID: Sendable, Hashable {
    package static let byteCount = 16

    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A new one.
    package static func random() throws(LibcryptoError) -> SessionID {
        let bytes = try Random.bytes(count: byteCount)
        return SessionID(high: bytes.span.word(at: 0), low: bytes.span.word(at: 8))
    }

    /// From its bytes; `nil` unless there are 16.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(high: bytes.span.word(at: 0), low: bytes.span.word(at: 8))
    }

    package var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }
    }

    /// What logs name it by: the first 8 bytes of its SHA-256, in hexadecimal.
    package var digest: String {
        Hash.sha256.digest(bytes).prefix(8)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
