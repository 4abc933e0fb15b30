import Libcrypto

/// Finds a person, or a session at a provider, on the revocation list: the first 16 bytes of SHA-256 over what it is of, the
/// issuer and the value. The list then holds no subject.
package struct HolderKey: Sendable, Hashable {
    let high: UInt64
    let low: UInt64

    package static func subject(_ subject: String, issuer: String) -> HolderKey {
        HolderKey("subject", issuer, subject)
    }

    /// - Parameter session: `sid`.
    package static func providerSession(_ session: String, issuer: String) -> HolderKey {
        HolderKey("session", issuer, session)
    }

    private init(_ kind: String, _ issuer: String, _ value: String) {
        // The zero byte occurs in none of the first two, so no two triples give one text.
        let digest = Hash.sha256.digest(Array(kind.utf8) + [0] + Array(issuer.utf8) + [0] + Array(value.utf8))
        high = digest.span.word(at: 0)
        low = digest.span.word(at: 8)
    }

    /// From its bytes; `nil` unless there are 16.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes.span.word(at: 0)
        low = bytes.span.word(at: 8)
    }

    package var bytes: [UInt8] { SessionID(high: high, low: low).bytes }
}
