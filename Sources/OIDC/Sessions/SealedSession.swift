import JOSE
package import Libcrypto

/// A session as the value of a cookie: sealed, so that nobody but the gateway reads or changes any part of it.
package enum SealedSession {
    /// Where a session counts. What is sealed for one kind cannot be opened as the other: cookies know no ports, so both may come
    /// to both listeners, and a login for the one is none for the other.
    package enum Kind: Sendable, Hashable, CaseIterable {
        /// In front of the modules.
        case modules
        /// At the board of the register, on the admin listener.
        case board

        /// `__Host-` has browsers take a cookie over TLS only, for this host alone, and for all of its paths (RFC 6265bis,
        /// section 4.1.3.2); `http` on a loopback address counts as safe.
        package var cookieName: String {
            switch self {
            case .modules: SealedSession.cookieName
            case .board: "__Host-poort-board"
            }
        }

        fileprivate var purpose: StaticString {
            switch self {
            case .modules: "poort session"
            case .board: "poort board session"
            }
        }
    }

    /// The name of the cookie in front of the modules.
    package static let cookieName = "__Host-poort-session"
    /// What browsers keep, name and value together (RFC 6265, section 6.1), less 96 bytes for the attributes.
    package static let maximumBytes = 4_096 - 96 - cookieName.utf8.count - 1

    private static let version: Int64 = 1

    /// The value of the cookie; it may be longer than ``maximumBytes``.
    package static func seal(
        _ session: Session, as kind: Kind = .modules, with ring: SealingKeyRing
    ) throws(LibcryptoError) -> String {
        var members: [(String, JSONValue)] = [
            ("v", .integer(version)), ("i", .string(Base64URL.encode(session.id.bytes))),
            ("u", .string(session.issuer)), ("s", .string(session.subject)),
        ]
        if let providerSession = session.providerSession { members.append(("p", .string(providerSession))) }
        members += [
            ("n", .string(session.name)),
            (
                "c",
                .object(
                    session.claims.map { claim in
                        switch claim.value {
                        case .text(let text): (claim.name, .string(text))
                        case .list(let list): (claim.name, .array(list.map { .string($0) }))
                        }
                    })
            ),
            ("b", .integer(session.begun.unixSeconds)), ("t", .integer(session.issued.unixSeconds)),
            ("a", .integer(session.tokenIssued.unixSeconds)),
        ]
        return Base64URL.encode(try ring.seal(JSONValue.object(members).bytes().span, for: kind.purpose))
    }

    /// The session in a cookie's value; nil for anything that a key of the ring did not seal for this purpose.
    package static func open(
        _ value: borrowing Span<UInt8>, as kind: Kind = .modules, with ring: SealingKeyRing
    ) -> Session? {
        guard value.count <= maximumBytes, let sealed = Base64URL.decode(value),
            let plain = try? ring.open(sealed.span, for: kind.purpose), let text = try? JSONValue.parse(plain),
            text["v"]?.numberValue?.integer == version,
            let id = text["i"]?.stringValue.flatMap({ Base64URL.decode($0) }).flatMap(SessionID.init(bytes:)),
            let issuer = text["u"]?.stringValue, let subject = text["s"]?.stringValue,
            let name = text["n"]?.stringValue, let claims = text["c"]?.objectValue,
            let begun = text["b"]?.numberValue?.integer, let issued = text["t"]?.numberValue?.integer,
            let tokenIssued = text["a"]?.numberValue?.integer
        else { return nil }
        return Session(
            id: id, issuer: issuer, subject: subject, providerSession: text["p"]?.stringValue, name: name,
            claims: claims.members.compactMap(claim), begun: Instant(unixSeconds: begun),
            issued: Instant(unixSeconds: issued), tokenIssued: Instant(unixSeconds: tokenIssued))
    }

    private static func claim(_ member: JSONObject.Member) -> SessionClaim? {
        switch member.value {
        case .string(let text): SessionClaim(member.name, .text(text))
        case .array(let list): SessionClaim(member.name, .list(list.compactMap(\.stringValue)))
        default: nil
        }
    }
}
