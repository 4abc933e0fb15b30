import Foundation
import JOSE
import Libcrypto
import OIDC

/// What a form of the board carries so that no other page can send it (CWE-352): sealed, and bound to one session.
struct FormToken: Sendable, Equatable {
    /// Names this form: one that opens something counts once.
    let id: String
    private let session: SessionDigest
    private let made: Int64

    private static let purpose: StaticString = "poort board form"
    private static let maximumBytes = 512

    static func make(for session: Session, with ring: SealingKeyRing, at now: Instant) throws(LibcryptoError) -> String
    {
        let members = JSONValue.object([
            ("k", .string(Base64URL.encode(try Random.bytes(count: 16)))),
            ("s", .string(session.digest.description)), ("t", .integer(now.unixSeconds)),
        ])
        return Base64URL.encode(try ring.seal(members.bytes().span, for: purpose))
    }

    /// nil unless it was made for this session. It counts for as long as the session can.
    init?(_ text: String?, for session: Session, with ring: SealingKeyRing, at now: Instant) {
        guard let text, text.utf8.count <= Self.maximumBytes, let sealed = Base64URL.decode(text),
            let plain = try? ring.open(sealed.span, for: Self.purpose), let members = try? JSONValue.parse(plain),
            let id = members["k"]?.stringValue, members["s"]?.stringValue == session.digest.description,
            let made = members["t"]?.numberValue?.integer, made >= session.begun.unixSeconds - 60,
            made <= now.unixSeconds + 60
        else { return nil }
        self.id = id
        self.session = session.digest
        self.made = made
    }
}
