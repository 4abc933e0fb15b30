internal import Besturen
package import JOSE

/// A stand-in for ACM/IDM: an OpenID Provider with the same claims and the same paths, and gebruikersbeheer beside it.
/// Whoever asks may log in as each of its invented people; there is no password.
///
/// For development only. Nothing that the `poort` executable links contains it, its keys are marked as development keys
/// and it listens on this machine alone unless told otherwise.
package struct IdentityProvider: Sendable {
    /// The issuer's path, that of ACM/IDM.
    package static let path = "/op"

    package let address: ListenAddress
    package let directory: PeopleDirectory
    package let mint: TokenMint
    /// Who works for which organisation, and what they were granted.
    package let gebruikersbeheer: Gebruikersbeheer
    /// The clock, for `iat` and `exp`, for what expires and for which rights count today.
    package let now: @Sendable () -> Instant
    let state: ProviderState
    let beheer: BeheerSessions

    /// - Parameters:
    ///   - keys: the JWK set that verifies what the mint signs.
    ///   - clients: the relying parties; more can be registered later.
    ///   - gebruikersbeheer: nil for one in memory that begins with the people of the directory and those of
    ///     ``InventedPeople/outsiders``. One that is given must have been seeded.
    ///   - logoutReach: where logout tokens may be sent.
    ///
    /// Stops the process when SQLite can make no database in memory.
    package init(
        address: ListenAddress, directory: PeopleDirectory, mint: TokenMint, keys: JSONValue,
        now: @escaping @Sendable () -> Instant, clients: [StandInClient] = [],
        gebruikersbeheer: Gebruikersbeheer? = nil, logoutReach: ListenAddress.Reach = .loopbackOnly
    ) {
        self.address = address
        self.directory = directory
        self.mint = mint
        self.now = now
        mint.signingKeys.publish(keys)
        state = ProviderState(clients: clients, reach: logoutReach)
        beheer = BeheerSessions()
        if let gebruikersbeheer {
            self.gebruikersbeheer = gebruikersbeheer
        } else {
            do {
                self.gebruikersbeheer = try Gebruikersbeheer.inMemory(now: now)
                try self.gebruikersbeheer.seed(directory)
            } catch {
                fatalError("gebruikersbeheer can not be made in memory: \(error)")
            }
        }
    }

    /// The issuer identifier of a stand-in at an address.
    package static func issuer(at address: ListenAddress) -> String {
        "http://\(address.authority)\(path)"
    }

    /// `iss`. Given with port 0, it has the port that was bound once connections are accepted.
    package var issuer: String { mint.issuer }

    /// The public keys that verify the tokens.
    package var keys: JSONValue { mint.signingKeys.json }

    /// Everybody in the directory, as `GET /people` answers it.
    package var people: JSONValue {
        .array(
            directory.entries.map { entry in
                .object([
                    ("id", .string(entry.person.id)),
                    ("name", .string("\(entry.person.givenName) \(entry.person.familyName)")),
                    ("about", .string(entry.person.about)),
                    ("bestuur", .string(entry.bestuur.name)),
                    ("code", .string(entry.person.organisationCode)),
                    ("doelgroep", .string(entry.person.hoedanigheid.code)),
                    ("roles", .array(entry.person.roles.map { .string($0) })),
                ])
            })
    }

    /// What `POST /people/{id}/token` answers: a fresh ID token for the first organisation somebody works for, with the
    /// roles they have there today and whether or not they may log in; `nil` when nobody has this id.
    package func token(for id: String, means: AuthenticationMeans?) throws -> JSONValue? {
        guard let identiteit = try gebruikersbeheer.identiteiten(of: id).first else { return nil }
        let claims = mint.claims(of: PersonClaims(identiteit), at: now(), means: means)
        return .object([
            ("id_token", .string(try mint.signingKeys.signer.sign(claims: claims))),
            ("expires_in", .integer(TokenMint.lifetime)),
        ])
    }
}
