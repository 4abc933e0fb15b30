package import Besturen
import GRDB
import Glibc
import Synchronization

/// The register of besturen in a SQLite file: a journal that is only added to, and what it says.
///
/// Several processes may use the file at once. What was added is on disk when ``append(by:for:at:_:)`` returns; what a process
/// knows it has read from the journal and checked, entry by entry.
package final class RegisterStore: Sendable {
    package let path: String
    private let database: DatabasePool
    private let known = Mutex(Known())
    /// Which file it was when it was opened.
    private let identity: FileIdentity?

    /// The files that stores of this process have open, and how many stores each.
    private static let openFiles = Mutex<[FileIdentity: Int]>([:])

    /// Whether a store of this process has the file at a path open.
    static func isOpen(_ path: String) -> Bool {
        guard let identity = FileIdentity(of: path) else { return false }
        return openFiles.withLock { $0[identity] != nil }
    }

    deinit { Self.release(identity) }

    private static func release(_ identity: FileIdentity?) {
        guard let identity else { return }
        openFiles.withLock { open in open[identity] = open[identity].flatMap { $0 > 1 ? $0 - 1 : nil } }
    }

    /// What the entries up to one say.
    private struct Known {
        var head = RegisterHead.empty
        var state = RegisterState()
    }

    /// Whether a file begins as a SQLite file does; whose it is, opening it tells.
    package static func isStore(_ bytes: some Sequence<UInt8>) -> Bool {
        bytes.starts(with: Array("SQLite format 3\0".utf8))
    }

    /// Opens a register.
    /// - Parameter create: makes the file when it is not there; otherwise that is an error.
    package init(path: String, create: Bool = false) throws(RegisterStoreError) {
        self.path = path
        try Self.prepareFile(path, create: create)
        // Before it is open: nobody may look into it by another way from here on.
        let identity = FileIdentity(of: path)
        if let identity { Self.openFiles.withLock { $0[identity, default: 0] += 1 } }
        self.identity = identity
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.label = "poort register"
        do {
            do {
                database = try DatabasePool(path: path, configuration: configuration)
            } catch {
                // What was not made is not taken apart.
                Self.release(identity)
                throw error
            }
            // A step that was acknowledged is there after a power failure, too. Said after the pool is open, which sets it to NORMAL.
            try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try Self.claim(database, path)
            try Self.checkMode(path)
            let migrator = RegisterJournal.migrator
            guard try database.read({ try !migrator.hasBeenSuperseded($0) }) else {
                throw RegisterStoreError.newer(path)
            }
            try migrator.migrate(database)
            guard try database.read({ try RegisterJournal.schema($0) }) == RegisterJournal.expectedSchema else {
                throw RegisterStoreError.cannotUse(path, "it holds tables, indices or triggers that a register has not")
            }
        } catch let error as RegisterStoreError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw .notARegister(path)
        } catch {
            throw .cannotUse(path, "\(error)")
        }
    }

    /// Sees to it that there is a file which nobody else can look into, without ever taking the place of one.
    private static func prepareFile(_ path: String, create: Bool) throws(RegisterStoreError) {
        if create {
            let made = unsafe open(path, O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | O_WRONLY, 0o600)
            if made >= 0 {
                close(made)
            } else if errno != EEXIST {
                throw .cannotMake(path)
            }
        }
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { throw .missing(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notARegister(path) }
        // A register that was cut to nothing must not look like a new one.
        if status.st_size == 0, !create { throw .notARegister(path) }
    }

    /// Names of people stand in it, and whoever may write to it may add what they like.
    private static func checkMode(_ path: String) throws(RegisterStoreError) {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_mode & 0o007 == 0 else { throw .open(path) }
    }

    /// Marks a new file as a register, before anything else is in it; a file of another program is refused.
    private static func claim(_ database: DatabasePool, _ path: String) throws {
        try database.write { database in
            guard try Int64.fetchOne(database, sql: "PRAGMA application_id") != RegisterJournal.applicationID else {
                return
            }
            guard try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0 else {
                throw RegisterStoreError.notARegister(path)
            }
            try database.execute(sql: "PRAGMA application_id = \(RegisterJournal.applicationID)")
        }
    }

    /// How much SQLite does before it says that something is written: 2 is FULL.
    var synchronous: Int? {
        try? database.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
    }

    // MARK: Reading

    /// Where the journal stands, without reading it.
    package func head() throws(RegisterStoreError) -> RegisterHead {
        try reporting { try database.read { try RegisterJournal.head($0) } }
    }

    /// What the journal says now, and where it stands. Entries that were read before are not read again.
    /// - Throws: ``RegisterStoreError/broken(_:_:)`` when an entry was changed, taken away, or could never have been added.
    package func read() throws(RegisterStoreError) -> (state: RegisterState, head: RegisterHead) {
        try reporting {
            let now = try database.read { try catchUp($0) }
            return (now.state, now.head)
        }
    }

    /// What Kalliope must know of besturen that changed since a time.
    package func kalliopeList(since time: Moment) throws(RegisterStoreError) -> KalliopeList {
        try reporting {
            try database.read { database in
                var known = Known()
                var changes: KalliopeList.Changes?
                try RegisterJournal.read(after: .empty, database) { entry, head in
                    // A clock that was set back makes no gap.
                    if changes == nil, entry.time >= time { changes = KalliopeList.Changes(since: known.state) }
                    try Self.apply(entry, head, to: &known)
                    changes?.note(entry, known.state)
                }
                return KalliopeList(changes ?? KalliopeList.Changes(since: known.state), known.state)
            }
        }
    }

    /// Goes through the whole journal: every hash, and whether each entry could be added to those before it.
    /// - Parameter anchor: where the journal stood once; it must have come that far in the same way.
    package func verify(
        anchor: RegisterHead? = nil
    ) throws(RegisterStoreError) -> (entries: Int64, head: RegisterHead) {
        try reporting {
            try database.read { database in
                var known = Known()
                if let first = try RegisterJournal.sequenceBeforeFirst(database) {
                    throw RegisterStoreError.broken(first, "there is none before the first")
                }
                if let anchor, anchor.sequence == 0, anchor != .empty {
                    throw RegisterStoreError.broken(0, "it is not what was noted: nothing is before the first")
                }
                try RegisterJournal.read(after: .empty, database) { entry, head in
                    try Self.apply(entry, head, to: &known)
                    if let anchor, anchor.sequence == head.sequence, anchor != head {
                        throw RegisterStoreError.broken(head.sequence, "it is not the entry that was noted")
                    }
                }
                if let anchor, anchor.sequence > known.head.sequence {
                    throw RegisterStoreError.broken(
                        known.head.sequence + 1, "it is missing, and entries up to \(anchor.sequence) were noted")
                }
                return (known.head.sequence, known.head)
            }
        }
    }

    /// Entries in their order.
    /// - Parameters:
    ///   - subject: the id of a dossier or the URI of a bestuur; nil for all.
    ///   - after: only those behind this one.
    package func entries(
        of subject: String? = nil, after sequence: Int64 = 0, atMost count: Int = .max
    ) throws(RegisterStoreError) -> [RegisterEntry] {
        try reporting {
            try database.read { database in
                let rows = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT * FROM journal WHERE sequence > max(?1, 0) AND (?2 IS NULL OR subject = ?2)
                        ORDER BY sequence LIMIT ?3
                        """,
                    arguments: [sequence, subject, Int64(count)])
                return try rows.map { try RegisterJournal.checked($0, database) }
            }
        }
    }

    // MARK: Writing

    /// What is to be done to what.
    package struct Change: Sendable {
        /// The id of a dossier or the URI of a bestuur; nil for a dossier that is opened.
        package let subject: String?
        package let action: RegisterAction

        package init(_ subject: String?, _ action: RegisterAction) {
            self.subject = subject
            self.action = action
        }
    }

    /// Adds entries, all of them or none.
    /// - Parameters:
    ///   - actor: the name of whoever does it.
    ///   - changes: what to do, given what the journal says at that moment; nobody adds anything in between.
    /// - Returns: the entries, which are on disk.
    package func append(
        by actor: String, for party: Party, at now: Moment,
        _ changes: (RegisterState) throws(RegisterStoreError) -> [Change]
    ) throws(RegisterStoreError) -> [RegisterEntry] {
        try reporting {
            try withoutActuallyEscaping(changes) { changes in
                var result: (entries: [RegisterEntry], known: Known)?
                try database.writeWithoutTransaction { database in
                    try database.inTransaction(.immediate) {
                        var known = try catchUp(database)
                        var entries: [RegisterEntry] = []
                        for change in try changes(known.state) {
                            let sequence = known.head.sequence + 1
                            let entry = RegisterEntry(
                                sequence: sequence, time: now, actor: actor, party: party,
                                subject: change.subject ?? RegisterEntry.dossier(openedBy: sequence),
                                action: change.action)
                            do throws(RegisterRefusal) {
                                try known.state.apply(entry)
                            } catch {
                                throw RegisterStoreError.refused(error, position: entries.count)
                            }
                            let hash = RegisterJournal.hash(entry, after: known.head.hash)
                            try RegisterJournal.insert(entry, hash: hash, database)
                            // What nobody could read again would close the register for good.
                            guard try RegisterJournal.entry(at: sequence, database) == entry else {
                                throw RegisterStoreError.cannotUse(
                                    path, "an entry cannot be read again as it was written, so nothing was written")
                            }
                            known.head = RegisterHead(sequence: sequence, hash: hash)
                            entries.append(entry)
                        }
                        result = (entries, known)
                        return .commit
                    }
                }
                guard let result else { return [] }
                // Only what is on disk counts.
                remember(result.known)
                return result.entries
            }
        }
    }

    /// The same for one change.
    package func append(
        by actor: String, for party: Party, at now: Moment, _ change: Change
    ) throws(RegisterStoreError) -> RegisterEntry {
        let entries = try append(by: actor, for: party, at: now) { _ throws(RegisterStoreError) in [change] }
        guard let entry = entries.first else { throw .cannotUse(path, "nothing was added") }
        return entry
    }

    // MARK: The receivers of notifications

    package struct ReceiverState: Sendable, Hashable {
        package let name: String
        /// The last entry that it has, or that was not for it.
        package var delivered: Int64
        /// How often the next one was tried.
        package var attempts: Int
        /// When to try again.
        package var next: Moment
        package var error: String?
    }

    package func receivers() throws(RegisterStoreError) -> [ReceiverState] {
        try reporting {
            try database.read { try Row.fetchAll($0, sql: "SELECT * FROM receiver ORDER BY name").map(Self.receiver) }
        }
    }

    private static func receiver(_ row: Row) -> ReceiverState {
        ReceiverState(
            name: row["name"], delivered: max(0, row["delivered"] as Int64), attempts: row["attempts"],
            next: Moment(unixSeconds: row["next"]), error: row["error"])
    }

    /// Makes a receiver known; it gets what is added from then on. One that is known stays as it is.
    package func add(receiver: String) throws(RegisterStoreError) {
        try reporting {
            try database.write { database in
                try database.execute(
                    sql: """
                        INSERT OR IGNORE INTO receiver (name, delivered)
                        VALUES (?, (SELECT coalesce(max(sequence), 0) FROM journal))
                        """,
                    arguments: [receiver])
            }
        }
    }

    /// Takes a receiver for a while, so that no other process delivers to it meanwhile.
    /// - Returns: nil when another has it, when it is not time yet, or when it is not known.
    package func lease(
        receiver: String, until end: Moment, at now: Moment
    ) throws(RegisterStoreError) -> ReceiverState? {
        try reporting {
            try database.write { database in
                try database.execute(
                    sql: "UPDATE receiver SET leased = ? WHERE name = ? AND leased <= ? AND next <= ?",
                    arguments: [end.unixSeconds, receiver, now.unixSeconds, now.unixSeconds])
                guard database.changesCount == 1 else { return nil }
                return try Row.fetchOne(
                    database, sql: "SELECT * FROM receiver WHERE name = ?", arguments: [receiver]
                ).map(Self.receiver)
            }
        }
    }

    /// Says how far a receiver is, and keeps it or gives it back.
    package func update(
        _ receiver: ReceiverState, leasedUntil end: Moment?
    ) throws(RegisterStoreError) {
        try reporting {
            try database.write { database in
                try database.execute(
                    sql: """
                        UPDATE receiver SET delivered = ?, attempts = ?, next = ?, error = ?, leased = ? WHERE name = ?
                        """,
                    arguments: [
                        receiver.delivered, receiver.attempts, receiver.next.unixSeconds, receiver.error,
                        end?.unixSeconds ?? 0, receiver.name,
                    ])
            }
        }
    }

    // MARK: Both

    /// Reads what was added since. The journal that was read before must be the beginning of this one.
    private func catchUp(_ database: Database) throws -> Known {
        var known = self.known.withLock { $0 }
        if known.head.sequence > 0, try RegisterJournal.hash(at: known.head.sequence, database) != known.head.hash {
            throw RegisterStoreError.broken(
                known.head.sequence, "it is not the entry that was read before: the file was replaced or changed")
        }
        try RegisterJournal.read(after: known.head, database) { entry, head in
            try Self.apply(entry, head, to: &known)
        }
        remember(known)
        return known
    }

    private static func apply(_ entry: RegisterEntry, _ head: RegisterHead, to known: inout Known) throws {
        do throws(RegisterRefusal) {
            try known.state.apply(entry)
        } catch {
            throw RegisterStoreError.broken(entry.sequence, error.english)
        }
        known.head = head
    }

    private func remember(_ new: Known) {
        known.withLock { known in if new.head.sequence > known.head.sequence { known = new } }
    }

    private func reporting<Value>(_ work: () throws -> Value) throws(RegisterStoreError) -> Value {
        do {
            return try work()
        } catch let error as RegisterStoreError {
            throw error
        } catch {
            throw .cannotUse(path, "\(error)")
        }
    }
}

extension RegisterStoreError {
    /// What to do about it, where that can be said.
    package var hint: String? {
        switch self {
        case .missing: "`poort bestuur import --create` and `poort bestuur open --create` make one"
        case .notARegister: "`poort bestuur import` takes a list over into one"
        case .open: "chmod o= FILE: names of people stand in it"
        case .broken:
            "a gateway that runs goes on with what it has read; put back a copy whose head was noted"
        case .newer, .cannotMake, .cannotUse, .refused: nil
        }
    }
}

/// Why a register cannot be read or added to.
package enum RegisterStoreError: Error, Sendable, CustomStringConvertible {
    case missing(String)
    case cannotMake(String)
    case notARegister(String)
    /// Others may read or write it.
    case open(String)
    /// A later version of this program made it.
    case newer(String)
    case cannotUse(String, String)
    /// The entry with this number was changed, or is missing.
    case broken(Int64, String)
    /// Nothing was added: the change at this position cannot be made.
    case refused(RegisterRefusal, position: Int)

    package var description: String {
        switch self {
        case .missing(let path): "there is no register `\(path)`"
        case .cannotMake(let path): "the register `\(path)` cannot be made"
        case .notARegister(let path): "`\(path)` is no register"
        case .open(let path): "the register `\(path)` can be read or written by everybody on this machine"
        case .newer(let path): "the register `\(path)` was made by a later version of this program"
        case .cannotUse(let path, let reason): "the register `\(path)` cannot be used: \(reason)"
        case .broken(let sequence, let reason): "entry \(sequence) of the journal does not stand: \(reason)"
        case .refused(let refusal, _): refusal.english
        }
    }
}
