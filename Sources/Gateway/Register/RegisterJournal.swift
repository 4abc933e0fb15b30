import Besturen
import Foundation
import GRDB
import JOSE
import Libcrypto

/// Where a journal stands: its last entry, and the hash that covers all entries up to it. Two that are equal are the same journal.
package struct RegisterHead: Hashable, Sendable, CustomStringConvertible {
    package let sequence: Int64
    /// SHA-256.
    package let hash: [UInt8]

    /// Of a journal without entries.
    package static let empty = RegisterHead(sequence: 0, hash: Array(repeating: 0, count: 32))

    init(sequence: Int64, hash: [UInt8]) {
        self.sequence = sequence
        self.hash = hash
    }

    /// Reads `12:9f86…`, as ``description`` writes it.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(String(parts[0]) ?? ""), sequence >= 0, parts[1].count == 64 else {
            return nil
        }
        let digits = parts[1].compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == 64 else { return nil }
        self.sequence = sequence
        hash = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    package var description: String { "\(sequence):\(hashText)" }

    var hashText: String { Self.hexadecimal(hash) }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// The entries of a register in SQLite: only ever added to, each with a hash over itself and all before it.
enum RegisterJournal {
    /// "Poor": marks the file as a register of this program.
    static let applicationID: Int64 = 0x506F_6F72

    /// They keep entries from being changed by accident. Whoever changes them on purpose is found by the hashes.
    static let triggers = """
        CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
        CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END;
        """

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("journal") { database in
            try database.execute(
                sql: """
                    CREATE TABLE journal (
                        sequence INTEGER PRIMARY KEY,
                        time INTEGER NOT NULL,
                        actor TEXT NOT NULL,
                        party TEXT NOT NULL,
                        subject TEXT NOT NULL,
                        action TEXT NOT NULL,
                        hash BLOB NOT NULL CHECK (length(hash) = 32)
                    ) STRICT;
                    CREATE INDEX journal_subject ON journal (subject, sequence);
                    \(triggers)
                    CREATE TABLE receiver (
                        name TEXT PRIMARY KEY,
                        delivered INTEGER NOT NULL,
                        attempts INTEGER NOT NULL DEFAULT 0,
                        next INTEGER NOT NULL DEFAULT 0,
                        leased INTEGER NOT NULL DEFAULT 0,
                        error TEXT
                    ) STRICT, WITHOUT ROWID;
                    """)
        }
        return migrator
    }

    /// What the hash of an entry is over, behind the hash of the entry before it.
    static func content(_ entry: RegisterEntry) -> [UInt8] {
        JSONValue.object([
            ("sequence", .integer(entry.sequence)), ("time", .integer(entry.time.unixSeconds)),
            ("actor", .string(entry.actor)), ("party", .string(entry.party.rawValue)),
            ("subject", .string(entry.subject)), ("action", entry.action.json),
        ]).bytes()
    }

    static func hash(_ entry: RegisterEntry, after before: [UInt8]) -> [UInt8] {
        Hash.sha256.digest(before + content(entry))
    }

    static func insert(_ entry: RegisterEntry, hash: [UInt8], _ database: Database) throws {
        try database.execute(
            sql:
                "INSERT INTO journal (sequence, time, actor, party, subject, action, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                entry.sequence, entry.time.unixSeconds, entry.actor, entry.party.rawValue, entry.subject,
                entry.action.json.compact, Data(hash),
            ])
    }

    /// Tables, indices and triggers with their definitions, but for SQLite's own.
    static func schema(_ database: Database) throws -> [[String]] {
        try Row.fetchAll(
            database,
            sql:
                "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY type, name"
        ).map { row in [row[0], row[1], row[2]] }
    }

    /// What a register has, and nothing else: a trigger more could swallow what is written.
    static let expectedSchema: [[String]] = {
        guard let database = try? DatabaseQueue(), (try? migrator.migrate(database)) != nil,
            let schema = try? database.read({ try schema($0) })
        else { return [] }
        return schema
    }()

    /// The number of an entry that stands before the first; nil when there is none.
    static func sequenceBeforeFirst(_ database: Database) throws -> Int64? {
        try Int64.fetchOne(database, sql: "SELECT min(sequence) FROM journal WHERE sequence < 1")
    }

    static func entry(at sequence: Int64, _ database: Database) throws -> RegisterEntry? {
        try Row.fetchOne(database, sql: "SELECT * FROM journal WHERE sequence = ?", arguments: [sequence])
            .flatMap(entry)
    }

    /// An entry whose hash fits what it says and the hash of the entry before it.
    static func checked(_ row: Row, _ database: Database) throws -> RegisterEntry {
        let sequence: Int64 = row["sequence"]
        guard let entry = entry(row) else { throw RegisterStoreError.broken(sequence, "it cannot be read") }
        let before = sequence == 1 ? RegisterHead.empty.hash : try hash(at: sequence - 1, database)
        guard let before, hash(entry, after: before) == Array(row["hash"] as Data) else {
            throw RegisterStoreError.broken(sequence, "its hash does not fit what it says and what is before it")
        }
        return entry
    }

    static func head(_ database: Database) throws -> RegisterHead {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT sequence, hash FROM journal ORDER BY sequence DESC LIMIT 1")
        else { return .empty }
        return RegisterHead(sequence: row["sequence"], hash: Array(row["hash"] as Data))
    }

    static func hash(at sequence: Int64, _ database: Database) throws -> [UInt8]? {
        try Data.fetchOne(database, sql: "SELECT hash FROM journal WHERE sequence = ?", arguments: [sequence])
            .map { Array($0) }
    }

    /// Goes through the entries behind one, each checked against the hash before it.
    static func read(
        after head: RegisterHead, _ database: Database, _ take: (RegisterEntry, RegisterHead) throws -> Void
    ) throws {
        var head = head
        let rows = try Row.fetchCursor(
            database, sql: "SELECT * FROM journal WHERE sequence > ? ORDER BY sequence", arguments: [head.sequence])
        while let row = try rows.next() {
            let sequence: Int64 = row["sequence"]
            guard sequence == head.sequence + 1 else {
                throw RegisterStoreError.broken(head.sequence + 1, "it is missing")
            }
            guard let entry = entry(row) else { throw RegisterStoreError.broken(sequence, "it cannot be read") }
            let hash = hash(entry, after: head.hash)
            guard hash == Array(row["hash"] as Data) else {
                throw RegisterStoreError.broken(sequence, "its hash does not fit what it says and what is before it")
            }
            head = RegisterHead(sequence: sequence, hash: hash)
            try take(entry, head)
        }
    }

    static func entry(_ row: Row) -> RegisterEntry? {
        let text: String = row["action"]
        let party: String = row["party"]
        // The hash is over what the text means, so it must be the one way to write that.
        guard let party = Party(rawValue: party), let json = try? JSONValue.parse(Array(text.utf8)),
            let action = RegisterAction(json), action.json.bytes() == Array(text.utf8)
        else { return nil }
        return RegisterEntry(
            sequence: row["sequence"], time: Moment(unixSeconds: row["time"]), actor: row["actor"], party: party,
            subject: row["subject"], action: action)
    }
}
