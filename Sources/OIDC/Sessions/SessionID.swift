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

    /// What logs and the revocation list name it by.
    package var digest: SessionDigest { SessionDigest(self) }
}

/// The first 8 bytes of the SHA-256 of a session's id: names it where the id itself must not stand.
package struct SessionDigest: Sendable, Hashable, CustomStringConvertible {
    private let word: UInt64

    init(_ id: SessionID) {
        word = Hash.sha256.digest(id.bytes).span.word(at: 0)
    }

    /// From its bytes; `nil` unless there are 8.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        word = bytes.span.word(at: 0)
    }

    package var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) } }

    /// In hexadecimal, as the audit log has it.
    package var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
