internal import Besturen
package import JOSE

/// Makes ID tokens with the claims and shapes of ACM/IDM, signed with a development key.
package struct TokenMint: Sendable {
    /// Seconds between `iat` and `exp`: an hour in every token ACM/IDM shows.
    package static let lifetime: Int64 = 3600

    /// `aud`: the client id that ACM/IDM would have given the Loket.
    package let audience: String
    /// What signs; copies of a mint share it, so that a rotation reaches them all.
    package let signingKeys: SigningKeys
    private let issuerName: IssuerName

    package init(issuer: String, audience: String, signer: JWTSigner) {
        issuerName = IssuerName(issuer)
        self.audience = audience
        signingKeys = SigningKeys(signer: signer)
    }

    /// `iss`, exactly as the gateway must configure it. One that was given with port 0 has the port that was bound as soon as
    /// connections are accepted.
    package var issuer: String { issuerName.text }

    func bind(port: Int) { issuerName.bind(port: port) }

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
        return claims(
            of: PersonClaims(
                subject: person.subject, givenName: person.givenName, familyName: person.familyName,
                nationalNumber: person.nationalNumber, accountID: person.accountID, hoedanigheid: person.hoedanigheid,
                organisationCode: person.organisationCode, organisationName: entry.bestuur.name, roles: person.roles),
            at: instant, means: means)
    }

    func claims(of person: PersonClaims, at instant: Instant, means: AuthenticationMeans?) -> JSONValue {
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
        return .object(members + person.members(for: PersonClaims.scopes))
    }

    /// The signed token in compact form.
    package func token(
        for entry: PeopleDirectory.Entry, at instant: Instant, means: AuthenticationMeans? = nil
    ) throws -> String {
        try signingKeys.signer.sign(claims: claims(for: entry, at: instant, means: means))
    }
}
