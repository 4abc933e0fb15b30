import Besturen
import JOSE
import Libcrypto
import OIDC
import Policy

/// Makes a session of a login: the few claims that the policy looks at, and as few of them as must be for a cookie to hold them.
struct SessionMaking {
    let snapshot: AccessSnapshot
    /// The provider that people log in at.
    let issuer: String
    let kind: SealedSession.Kind
    let ring: SealingKeyRing

    struct Made {
        let session: Session
        /// The value of the cookie.
        let value: String
        /// Whether claims were left out because all of them would not fit. What is left out opens nothing for this bestuur, or is
        /// a role that the policy does not know.
        let isCut: Bool
    }

    func session(_ claims: LoginClaims, at now: Instant) -> Result<Made, LoginRefusal> {
        let id: SessionID
        do throws(LibcryptoError) {
            id = try SessionID.random()
        } catch {
            return .failure(.assertionFailed)
        }
        let choices = [
            (false, all(claims)), (true, ofBestuur(claims, knownOnly: false)),
            (true, ofBestuur(claims, knownOnly: true)),
        ]
        for (isCut, kept) in choices {
            let session = Session(
                id: id, issuer: claims.issuer, subject: claims.subject,
                providerSession: claims.string("sid"), name: Self.name(claims), claims: kept,
                begun: Instant(unixSeconds: now.unixSeconds), issued: Instant(unixSeconds: now.unixSeconds),
                tokenIssued: claims.token.issuedAt ?? now)
            guard let value = try? SealedSession.seal(session, as: kind, with: ring) else {
                return .failure(.assertionFailed)
            }
            if value.utf8.count <= SealedSession.maximumBytes {
                return .success(Made(session: session, value: value, isCut: isCut))
            }
        }
        return .failure(.sessionTooLarge)
    }

    private var names: [ClaimNames] {
        [snapshot.policy, snapshot.shadow].compactMap(\.self).map { snapshot.claimNames(of: issuer, in: $0) }
    }

    /// Every claim that the policy or its shadow names, under its name. The national number never is among them.
    private func all(_ claims: LoginClaims) -> [SessionClaim] {
        var kept: [SessionClaim] = []
        func keep(_ name: String, _ value: SessionClaim.Value?) {
            guard let value, name != "sub", name != "rrn", !kept.contains(where: { sameBytes($0.name, name) }) else {
                return
            }
            kept.append(SessionClaim(name, value))
        }
        func list(_ name: String) -> SessionClaim.Value? {
            if case .values(let values) = claims.strings(name) { return .list(values) }
            return nil
        }
        for names in names {
            for name in [names.account, names.bestuur, names.doelgroep] {
                keep(name, claims.string(name).map { .text($0) })
            }
            keep(names.roles, list(names.roles))
            if let modules = names.modules { keep(modules, list(modules)) }
        }
        return kept
    }

    /// The same, with the roles that are held for the bestuur alone.
    private func ofBestuur(_ claims: LoginClaims, knownOnly: Bool) -> [SessionClaim] {
        let names = snapshot.claimNames(of: issuer)
        let values = claims.principalClaims(names)
        guard case .success(let principal) = snapshot.policy.principal(from: values, register: snapshot.register),
            let code = values.bestuur
        else { return all(claims).filter { !sameBytes($0.name, names.roles) } }
        let held = principal.heldRoles + (knownOnly ? [] : principal.ignoredRolesHeld)
        return all(claims).map { claim in
            guard sameBytes(claim.name, names.roles) else { return claim }
            return SessionClaim(claim.name, .list(held.map { "\($0):\(code)" }))
        }
    }

    private static func name(_ claims: LoginClaims) -> String {
        let parts = [claims.string("given_name"), claims.string("family_name")].compactMap(\.self)
        let name = parts.isEmpty ? claims.string("name") ?? "" : parts.joined(separator: " ")
        // What a page shows is letters and what goes with them: nothing that turns or hides text.
        let shown = name.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        return String(String(String.UnicodeScalarView(shown)).prefix(100))
    }
}
