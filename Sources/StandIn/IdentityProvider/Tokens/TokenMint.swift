internal import Besturen
package import JOSE

/// Makes ID tokens with the claims and shapes of ACM/IDM, signed with a development key.
package struct TokenMint: Sendable {
    /// Seconds between `iat` and `exp`: an hour in every token ACM/IDM shows.
    package static let lifetime: Int64 = 3600

    /// `iss`, exactly as the gateway must configure it.
    package let issuer: String
    /// `aud`: the client id that ACM/IDM would have given the Loket.
    package let audience: String
    private let signer: JWTSigner

    package init(issuer: String, audience: String, signer: JWTSigner) {
        self.issuer = issuer
        self.audience = audience
        self.signer = signer
    }

    /// The claims of a token, in the order ACM/IDM's samples show them.
    ///
    /// - Parameters:
    ///   - entry: who logs in, and for which bestuur.
    ///   - instant: now; `iat` is its whole second.
    ///   - means: `acr`, the means of authentication; the claim is absent without one, as at ACM/IDM when a client
    ///     does not ask for a means.
    package func claims(
        for entry: PeopleDirectory.Entry, at instant: Instant, means: AuthenticationMeans? = nil
    ) -> JSONValue {
        let person = entry.person
        let issuedAt = instant.unixSeconds
        var members: [(String, JSONValue)] = [
            ("iss", .string(issuer)),
            ("aud", .string(audience)),
            ("sub", .string(person.subject)),
            ("iat", .integer(issuedAt)),
            ("exp", .integer(issuedAt + Self.lifetime)),
        ]
        if let means {
            members.append(("acr", .string(means.rawValue)))
        }
        members += [
            ("given_name", .string(person.givenName)),
            ("family_name", .string(person.familyName)),
            ("rrn", .string(person.nationalNumber)),
            ("vo_id", .string(person.accountID)),
            ("vo_doelgroepcode", .string(person.hoedanigheid.code)),
            ("vo_doelgroepnaam", .string(person.hoedanigheid.name)),
            ("vo_orgcode", .string(person.organisationCode)),
            ("vo_orgnaam", .string(entry.bestuur.name)),
        ]
        if !person.roles.isEmpty {
            let roles = person.roles.map { JSONValue.string("\($0):\(person.organisationCode)") }
            members.append(("abb_loketLB_rol_3d", .array(roles)))
        }
        return .object(members)
    }

    /// The signed token in compact form.
    package func token(
        for entry: PeopleDirectory.Entry, at instant: Instant, means: AuthenticationMeans? = nil
    ) throws -> String {
        try signer.sign(claims: claims(for: entry, at: instant, means: means))
    }
}
