internal import Besturen
package import JOSE

/// A stand-in for ACM/IDM: an issuer with the same claims and the same paths, which gives a token for each of its
/// invented people to whoever asks.
///
/// For development only. Nothing that the `poort` executable links contains it, its keys are marked as development keys
/// and it listens on this machine alone unless told otherwise.
package struct IdentityProvider: Sendable {
    /// The issuer's path, that of ACM/IDM.
    package static let path = "/op"

    package let address: ListenAddress
    package let directory: PeopleDirectory
    package let mint: TokenMint
    /// The public keys that verify the tokens.
    package let keys: JSONValue
    /// The clock, for `iat` and `exp`.
    package let now: @Sendable () -> Instant

    package init(
        address: ListenAddress, directory: PeopleDirectory, mint: TokenMint, keys: JSONValue,
        now: @escaping @Sendable () -> Instant
    ) {
        self.address = address
        self.directory = directory
        self.mint = mint
        self.keys = keys
        self.now = now
    }

    /// The issuer identifier of a stand-in at an address.
    package static func issuer(at address: ListenAddress) -> String {
        "http://\(address.authority)\(path)"
    }

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

    /// What `POST /people/{id}/token` answers: a fresh ID token, or `nil` when nobody has this id.
    package func token(for id: String, means: AuthenticationMeans?) throws -> JSONValue? {
        guard let entry = directory[id] else { return nil }
        let token = try mint.token(for: entry, at: now(), means: means)
        return .object([
            ("id_token", .string(token)),
            ("expires_in", .integer(TokenMint.lifetime)),
        ])
    }
}
