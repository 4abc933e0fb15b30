package import JOSE

/// The ready-made tokens of the demo, one file for each person, so that the commands stay short.
package struct DemoTokens: Sendable {
    package let directory: PrivateDirectory
    private let people: PeopleDirectory
    private let mint: TokenMint

    package init(directory: PrivateDirectory, people: PeopleDirectory, mint: TokenMint) {
        self.directory = directory
        self.people = people
        self.mint = mint
    }

    /// The file of a person's token.
    package func path(of person: Person) -> String { directory.path(of: Self.file(person)) }

    /// Writes a fresh token for everybody. They last ``TokenMint/lifetime`` seconds.
    package func write(at instant: Instant) throws {
        for entry in people.entries {
            let token = try mint.token(for: entry, at: instant)
            try directory.write(Array(token.utf8), to: Self.file(entry.person))
        }
    }

    private static func file(_ person: Person) -> String { "\(person.id).jwt" }
}
