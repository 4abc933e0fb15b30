internal import FoundationEssentials
internal import GRDB
package import JOSE

/// A stand-in for gebruikersbeheer (IDM): who works for which organisation, and what they were granted there.
///
/// What it says counts at the next login; tokens that were given stay as they are.
package final class Gebruikersbeheer: Sendable {
    let database: any DatabaseWriter
    /// The clock, for what counts today and for the record of changes.
    let now: @Sendable () -> Instant

    var today: Dag { Dag(of: now()) }

    private init(_ database: any DatabaseWriter, now: @escaping @Sendable () -> Instant) throws {
        self.database = database
        self.now = now
        try GebruikersbeheerSchema.migrator.migrate(database)
    }

    /// One that is gone when the process ends.
    package static func inMemory(now: @escaping @Sendable () -> Instant) throws -> Gebruikersbeheer {
        try Gebruikersbeheer(DatabaseQueue(configuration: configuration), now: now)
    }

    /// One in a file, which is made where it is not there.
    ///
    /// - Throws: what SQLite says of a file that is no such database or was made by a later version.
    package static func file(
        _ name: String, in directory: PrivateDirectory, now: @escaping @Sendable () -> Instant
    ) throws -> Gebruikersbeheer {
        let path = directory.path(of: name)
        // A pool uses SQLite's write-ahead log, so that a page that is read never waits for a form that is written.
        let store = try Gebruikersbeheer(DatabasePool(path: path, configuration: configuration), now: now)
        for file in [path, path + "-wal", path + "-shm"] where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
        return store
    }

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        return configuration
    }
}
