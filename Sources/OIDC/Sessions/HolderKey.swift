import Libcrypto

/// Finds a person, or a session at a provider, on the revocation list: 16 bytes of a SHA-256, so that the list holds no subject.
package struct HolderKey: Sendable, Hashable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Over issuer and subject: the digest by which the audit log names a person.
    package static func subject(_ subject: String, issuer: String) -> HolderKey {
        HolderKey(Array(issuer.utf8) + [0] + Array(subject.utf8))
    }

    /// - Parameter session: `sid`.
    package static func providerSession(_ session: String, issuer: String) -> HolderKey {
        // The zero byte occurs in no issuer, so this is the text of no person.
        HolderKey([0] + Array("session".utf8) + [0] + Array(issuer.utf8) + [0] + Array(session.utf8))
    }

    private init(_ text: [UInt8]) {
        let digest = Hash.sha256.digest(text)
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

    /// In hexadecimal, as the audit log has it.
    package var description: String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
