internal import JOSE

/// The ready-made tokens of the demo, one file for each person, so that the commands stay short.
package struct DemoTokens: Sendable {
    package let directory: PrivateDirectory
    private let provider: IdentityProvider

    package init(directory: PrivateDirectory, provider: IdentityProvider) {
        self.directory = directory
        self.provider = provider
    }

    /// The file of a person's token.
    package func path(of person: Person) -> String { directory.path(of: Self.file(person)) }

    /// Writes a fresh token for everybody, with what gebruikersbeheer grants them now. They last ``TokenMint/lifetime``
    /// seconds.
    package func write() throws {
        for entry in provider.directory.entries {
            guard let token = try provider.token(for: entry.person.id, means: nil)?["id_token"]?.stringValue else {
                continue
            }
            try directory.write(Array(token.utf8), to: Self.file(entry.person))
        }
    }

    private static func file(_ person: Person) -> String { "\(person.id).jwt" }
}
