import Foundation
import GRDB
import JOSE
import Libcrypto
import Logging
import OIDC
import Synchronization

/// The sessions that were ended before their time, and what counts once only, in a SQLite file.
///
/// Several gateways on one machine may share the file: each looks four times a second for what the others wrote. A revocation is
/// on disk before the person is told that they are logged out.
final class RevocationStore: Sendable {
    private let database: DatabasePool
    private let state: Mutex<State>
    private let onChange: Mutex<@Sendable (Revocations) async -> Void>

    private struct State {
        /// The last row that was read.
        var sequence: Int64 = 0
        var rows: [Row] = []
        var current = Revocations.none
    }

    private struct Row {
        let entry: Revocations.Entry
        /// Seconds; nothing that the entry ends lives longer.
        let forget: Int64
    }

    private static let pause = Duration.milliseconds(250)

    /// Opens the file, and makes it when it is not there.
    init(path: String) throws {
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
        do {
            database = try DatabasePool(path: path, configuration: configuration)
            try Self.migrator.migrate(database)
        } catch {
            throw RevocationStoreError.cannotUse(path, "\(error)")
        }
        state = Mutex(State())
        onChange = Mutex({ _ in })
        try readNew()
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

    /// What counts at this moment.
    var current: Revocations { state.withLock { $0.current } }

    // MARK: Writing

    /// Ends sessions. Returns when it is on disk and every event loop of this process knows.
    func revoke(_ entry: Revocations.Entry, until forget: Instant) async throws {
        _ = try await revoke(entry, until: forget, once: nil)
    }

    /// The same for a message that counts once.
    /// - Returns: false, without effect, when the message came before.
    func revoke(
        _ entry: Revocations.Entry, until forget: Instant, onceOnly message: String, onceUntil: Instant
    ) async throws -> Bool {
        try await revoke(entry, until: forget, once: (Self.key(message), onceUntil.unixSeconds))
    }

    private func revoke(
        _ entry: Revocations.Entry, until forget: Instant, once: (key: [UInt8], forget: Int64)?
    ) async throws -> Bool {
        let forget = forget.unixSeconds
        let isNew = try await database.write { database in
            if let once, try !Self.claim(once.key, once.forget, database) { return false }
            let (kind, key, until) = Self.columns(entry)
            try database.execute(
                sql: "INSERT INTO revocation (kind, key, until, forget) VALUES (?, ?, ?, ?)",
                arguments: [kind, Data(key), until, forget])
            return true
        }
        guard isNew else { return false }
        try await publishNew()
        return true
    }

    /// Takes something that counts once.
    /// - Returns: false when it was taken before.
    func claim(onceOnly text: String, until forget: Instant) async throws -> Bool {
        let key = Self.key(text)
        return try await database.write { try Self.claim(key, forget.unixSeconds, $0) }
    }

    private static func claim(_ key: [UInt8], _ forget: Int64, _ database: Database) throws -> Bool {
        try database.execute(
            sql: "INSERT OR IGNORE INTO once (key, forget) VALUES (?, ?)", arguments: [Data(key), forget])
        return database.changesCount == 1
    }

    private static func key(_ text: String) -> [UInt8] { Hash.sha256.digest(Array(text.utf8)) }

    private static func columns(_ entry: Revocations.Entry) -> (kind: String, key: [UInt8], until: Int64) {
        switch entry {
        case .session(let digest): ("session", digest.bytes, 0)
        case .subject(let key, let until): ("subject", key.bytes, until)
        case .provider(let key, let until): ("provider", key.bytes, until)
        case .everybody(let until): ("everybody", [], until)
        }
    }

    // MARK: Reading

    /// Tells of every change, of this process and of others, until the task is cancelled.
    func run(logger: Logger, onChange: @escaping @Sendable (Revocations) async -> Void) async {
        self.onChange.withLock { $0 = onChange }
        await onChange(current)
        var cleaned = ContinuousClock.now
        var isFailing = false
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
            do {
                try await publishNew()
                if .now - cleaned > .seconds(600) {
                    cleaned = .now
                    try await clean(at: LoginService.now().unixSeconds)
                }
                isFailing = false
            } catch is CancellationError {
                return
            } catch {
                if !isFailing { logger.error("the list of ended sessions cannot be read: \(error)") }
                isFailing = true
            }
        }
    }

    private func publishNew() async throws {
        guard try readNew() else { return }
        let tell = onChange.withLock { $0 }
        await tell(current)
    }

    @discardableResult
    private func readNew() throws -> Bool {
        // One after the other: rows that two read at once would be kept twice.
        try state.withLock { state in
            let rows = try database.read { [sequence = state.sequence] database in
                try GRDB.Row.fetchAll(
                    database,
                    sql:
                        "SELECT sequence, kind, key, until, forget FROM revocation WHERE sequence > ? ORDER BY sequence",
                    arguments: [sequence])
            }
            guard let last = rows.last else { return false }
            state.sequence = last["sequence"]
            state.rows += rows.compactMap(Self.row)
            state.current = Revocations(version: state.current.version + 1, state.rows.map(\.entry))
            return true
        }
    }

    private static func row(_ row: GRDB.Row) -> Row? {
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
        return entry.map { Row(entry: $0, forget: row["forget"]) }
    }

    /// Forgets what ends nothing any more.
    func clean(at now: Int64) async throws {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM revocation WHERE forget < ?", arguments: [now])
            try database.execute(sql: "DELETE FROM once WHERE forget < ?", arguments: [now])
        }
        state.withLock { $0.rows.removeAll { $0.forget < now } }
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
