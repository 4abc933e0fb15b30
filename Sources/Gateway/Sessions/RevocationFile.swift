import Foundation
import GRDB
import Glibc
import OIDC

/// The SQLite file of ``RevocationStore``, as it was opened.
final class RevocationFile: Sendable {
    private let path: String
    private let database: DatabasePool
    /// Device and number of the file, which tell whether another one lies in its place by now.
    private let identity: [UInt64]

    init(path: String) throws {
        self.path = path
        if !FileManager.default.fileExists(atPath: path) {
            // SQLite would make it readable for others.
            guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
            else {
                throw RevocationStoreError.cannotMake(path)
            }
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "poort sessions"
        // What a person is told is on disk must be there after a power failure, too.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        do {
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(database)
        } catch {
            throw RevocationStoreError.cannotUse(path, "\(error)")
        }
        identity = Self.identity(of: path)
    }

    /// Whether the file that was opened still lies at its path.
    var isInPlace: Bool { !identity.isEmpty && Self.identity(of: path) == identity }

    private static func identity(of path: String) -> [UInt64] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard
            let number = attributes?[.systemFileNumber] as? UInt64
                ?? (attributes?[.systemFileNumber] as? Int).map(UInt64.init)
        else { return [] }
        let device = (attributes?[.systemNumber] as? Int).map { UInt64($0) } ?? 0
        return [number, device]
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("revocations") { database in
            try database.execute(
                sql: """
                    CREATE TABLE revocation (
                        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
                        kind TEXT NOT NULL CHECK (kind IN ('session', 'subject', 'provider', 'everybody')),
                        key BLOB NOT NULL,
                        until INTEGER NOT NULL,
                        forget INTEGER NOT NULL
                    ) STRICT;
                    CREATE TABLE once (
                        key BLOB PRIMARY KEY,
                        forget INTEGER NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        return migrator
    }

    // MARK: Writing

    /// - Returns: the number of the row; nil, without effect, when `once` was taken before.
    func write(_ entry: Revocations.Entry, forget: Int64, once: (key: [UInt8], forget: Int64)?) async throws -> Int64? {
        try await database.write { database in
            if let once, try !Self.claim(once.key, once.forget, database) { return nil }
            try Self.insert(entry, forget, database)
            return database.lastInsertedRowID
        }
    }

    /// - Returns: the number of the last row; 0 when there is nothing to write.
    func write(_ entries: [Revocations.Entry: Int64]) async throws -> Int64 {
        guard !entries.isEmpty else { return 0 }
        return try await database.write { database in
            for (entry, forget) in entries { try Self.insert(entry, forget, database) }
            return database.lastInsertedRowID
        }
    }

    func claim(_ key: [UInt8], forget: Int64) async throws -> Bool {
        try await database.write { try Self.claim(key, forget, $0) }
    }

    func clean(at now: Int64) async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM revocation WHERE forget < ?", arguments: [now])
            try database.execute(sql: "DELETE FROM once WHERE forget < ?", arguments: [now])
        }
    }

    private static func insert(_ entry: Revocations.Entry, _ forget: Int64, _ database: Database) throws {
        let (kind, key, until) = columns(entry)
        try database.execute(
            sql: "INSERT INTO revocation (kind, key, until, forget) VALUES (?, ?, ?, ?)",
            arguments: [kind, Data(key), until, forget])
    }

    private static func claim(_ key: [UInt8], _ forget: Int64, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "INSERT OR IGNORE INTO once (key, forget) VALUES (?, ?)", arguments: [Data(key), forget])
        return database.changesCount == 1
    }

    private static func columns(_ entry: Revocations.Entry) -> (kind: String, key: [UInt8], until: Int64) {
        switch entry {
        case .session(let digest): ("session", digest.bytes, 0)
        case .subject(let key, let until): ("subject", key.bytes, until)
        case .provider(let key, let until): ("provider", key.bytes, until)
        case .everybody(let until): ("everybody", [], until)
        }
    }

    // MARK: Reading

    /// The rows behind one, and the number of the last that was ever written.
    func rows(after sequence: Int64) throws -> (rows: [(Revocations.Entry, Int64)], last: Int64) {
        try database.read { database in
            // Kept by SQLite when rows are deleted, and lost with the file.
            let last =
                try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'revocation'") ?? 0
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT kind, key, until, forget FROM revocation WHERE sequence > ? ORDER BY sequence",
                arguments: [sequence])
            return (rows.compactMap(Self.entry), last)
        }
    }

    private static func entry(_ row: Row) -> (Revocations.Entry, Int64)? {
        let kind: String = row["kind"]
        let key = [UInt8](row["key"] as Data)
        let until: Int64 = row["until"]
        let entry: Revocations.Entry? =
            switch kind {
            case "session": SessionDigest(bytes: key).map { .session($0) }
            case "subject": HolderKey(bytes: key).map { .subject($0, begunUntil: until) }
            case "everybody": .everybody(begunUntil: until)
            default: HolderKey(bytes: key).map { .provider($0, issuedUntil: until) }
            }
        return entry.map { ($0, row["forget"]) }
    }
}

/// Why the list of ended sessions cannot be kept.
enum RevocationStoreError: Error, CustomStringConvertible {
    case cannotMake(String)
    case cannotUse(String, String)

    var description: String {
        switch self {
        case .cannotMake(let path): "the file of ended sessions `\(path)` cannot be made"
        case .cannotUse(let path, let reason): "the file of ended sessions `\(path)` cannot be used: \(reason)"
        }
    }
}
