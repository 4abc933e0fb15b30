package import JOSE
package import OIDC

/// Ends sessions from outside a gateway, for whoever runs it: by what the audit log shows.
package enum SessionEnding: Sendable, Equatable {
    /// `session` in the log.
    case session(SessionDigest)
    /// `subject` in the log: every session of that person.
    case subject(HolderKey)
    case everybody

    /// Writes to the file that gateways look at four times a second.
    package func end(_ login: LoginConfiguration, at now: Instant) async throws {
        let store = try RevocationStore(path: login.session.store)
        let entry: Revocations.Entry =
            switch self {
            case .session(let digest): .session(digest)
            case .subject(let key): .subject(key, begunUntil: now.unixSeconds)
            case .everybody: .everybody(begunUntil: now.unixSeconds)
            }
        try await store.revoke(entry, at: now)
    }
}
