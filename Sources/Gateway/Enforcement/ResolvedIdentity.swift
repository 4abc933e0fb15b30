import Besturen
import HTTPWire
package import JOSE
import Libcrypto
import OIDC
package import Policy

/// What one verified token says about its holder, worked out once and kept beside the token.
final class ResolvedIdentity {
    /// The principal, or why there is none: an unknown bestuur is found out here and refused on every request.
    let asker: Asker
    /// The same as the shadow policy sees them, where there is one.
    let shadow: Asker?
    /// The `Poort-…` lines that name the holder to an upstream. Empty when there is no principal.
    let lines: FieldLines
    /// What the audit log says of the holder. It names them without telling who it is: the first 16 bytes of SHA-256 over
    /// issuer and subject, in hexadecimal.
    private(set) lazy var auditMembers = AuditEntry.members(
        subject: Self.digest(issuer: issuer, subject: subject), asker.principal)
    private let issuer: String
    private let subject: String

    init(_ claims: AuthenticatedClaims, snapshot: AccessSnapshot, names: IdentityFieldNames) {
        let policy = snapshot.policy
        let values = claims.principalClaims(snapshot.claimNames(of: claims.issuer))
        asker = Asker(policy.principal(from: values, register: snapshot.register))
        shadow = snapshot.shadow.map { shadow in
            let values = claims.principalClaims(snapshot.claimNames(of: claims.issuer, in: shadow))
            return Asker(shadow.principal(from: values, register: snapshot.register))
        }
        issuer = claims.issuer
        subject = claims.subject
        var lines = FieldLines(capacity: 768)
        if let principal = asker.principal {
            names.write(principal, subject: subject, issuer: issuer, policy: policy, to: &lines)
        }
        self.lines = lines
    }

    private static func digest(issuer: String, subject: String) -> [UInt8] {
        // The zero byte cannot occur in an issuer, so no two pairs give one text.
        let digest = Hash.sha256.digest(Array(issuer.utf8) + [0] + Array(subject.utf8))
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for byte in digest.prefix(16) {
            for nibble in [byte >> 4, byte & 0xf] {
                text.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        }
        return text
    }
}

extension ClaimSource {
    /// The one place where verified claims become what the policy judges: the values of the claims that the policy names. A
    /// claim of another type than expected grants nothing.
    package func principalClaims(_ names: ClaimNames) -> PrincipalClaims {
        func values(_ name: String) -> [String]? {
            if case .values(let values) = strings(name) { return values }
            return nil
        }
        return PrincipalClaims(
            account: string(names.account) ?? subject, bestuur: string(names.bestuur),
            doelgroep: string(names.doelgroep), roles: values(names.roles) ?? [],
            modules: names.modules.flatMap(values))
    }
}
