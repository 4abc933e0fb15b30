import Besturen
import Foundation
import GRDB
import JOSE
import Testing

@testable import Gateway

/// The journal in SQLite: what is added stays, and what was changed is found.
@Suite("The store of the register")
struct RegisterStoreTests {
    private static let now = Moment(unixSeconds: 1_768_478_400)
    private static let uri = "http://data.lblod.info/id/bestuurseenheden/00000000-0000-4000-8000-000000000001"

    private static func inFolder(_ test: (_ file: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "poort-register-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try test(folder.appending(path: "register.sqlite").path)
    }

    /// A register with a dossier, a bestuur, an amendment and some steps.
    private static func fill(_ store: RegisterStore) throws {
        let bestuur = try Bestuurseenheid(
            uri: uri, name: "Zoë's \"Stad\" \\ <b>", type: .gemeente, kbo: KBONummer("0999999922"),
            ovo: OVOCode("OVO000001"), nis: NISCode("24062"), status: .actief, viewOnlyModules: ["b", "a"],
            alternativeNames: ["x", "y"], werkingsgebied: Werkingsgebied(label: "Stad", uri: nil),
            predecessors: [], successors: [])
        _ = try store.append(by: "Ann", for: .loket, at: now, .init(uri, .record(bestuur, source: "besturen.csv")))
        _ = try store.append(by: "Ann", for: .loket, at: now, .init(nil, .open(name: "AGB", announced: nil)))
        _ = try store.append(
            by: "Bob", for: .abb, at: now, .init("D2", .step(.approve(decision: "BVR 2026/12"))))
        _ = try store.append(
            by: "Bob", for: .abb, at: now, .init(uri, .amend(.viewOnly(["c"]), reason: "fed elsewhere")))
    }

    @Test("keeps everything that was added, for whoever opens it next")
    func keeps() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            let (state, head) = try store.read()
            let other = try RegisterStore(path: file)
            let (again, same) = try other.read()
            #expect(head == same && head.sequence == 4 && state.besturen == again.besturen)
            #expect(again.dossiers == state.dossiers && again.dossiers.first?.decision == "BVR 2026/12")
            let bestuur = try #require(again.bestuur(uri: Self.uri))
            #expect(bestuur.viewOnlyModules == ["c"] && bestuur.alternativeNames == ["x", "y"])
            #expect(bestuur.werkingsgebied?.label == "Stad" && bestuur.nis == NISCode("24062"))
            #expect(try other.entries(of: "D2").map(\.sequence) == [2, 3])
            #expect(try other.entries(after: 2, atMost: 1).map(\.actor) == ["Bob"])
            #expect(try store.verify(anchor: head).entries == 4)
            #expect(RegisterHead(head.description) == head)
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("adds all of several entries or none")
    func atomic() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            let changes: [RegisterStore.Change] = [
                .init(nil, .open(name: "First", announced: nil)), .init("D5", .step(.approve(decision: "d"))),
                .init("D5", .step(.confirmKalliope)), .init(nil, .open(name: "Never", announced: nil)),
            ]
            #expect {
                _ = try store.append(by: "A", for: .abb, at: Self.now) { _ throws(RegisterStoreError) in changes }
            } throws: { error in
                guard case .refused(.step(.notFor(.abb, _)), let position)? = error as? RegisterStoreError else {
                    return false
                }
                return position == 2
            }
            #expect(try store.read().head.sequence == 4 && store.read().state.dossiers.count == 1)
            #expect(try RegisterStore(path: file).read().head == store.head())
            // What was refused left nothing behind in the process either.
            let entry = try store.append(
                by: "A", for: .abb, at: Self.now, .init(nil, .open(name: "Next", announced: nil)))
            #expect(entry.sequence == 5 && entry.subject == "D5")
        }
    }

    @Test("is one journal for two that write at once")
    func two() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "poort-register-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "register.sqlite").path
        _ = try RegisterStore(path: file, create: true)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 1...4 {
                group.addTask {
                    let store = try RegisterStore(path: file)
                    for number in 1...15 {
                        _ = try store.append(
                            by: "W\(writer)", for: .abb, at: Self.now,
                            .init(nil, .open(name: "B\(writer)-\(number)", announced: nil)))
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try RegisterStore(path: file)
        #expect(try store.verify().entries == 60 && Set(store.read().state.dossiers.map(\.name)).count == 60)
    }

    /// What somebody does who may write to the file but not to its history.
    private static let changes: [(String, String, Int64)] = [
        ("another text", "UPDATE journal SET action = replace(action, '2026/12', '2026/13') WHERE sequence = 3", 3),
        ("another person", "UPDATE journal SET actor = 'Eve' WHERE sequence = 2", 2),
        ("another time", "UPDATE journal SET time = time + 1 WHERE sequence = 4", 4),
        ("another party", "UPDATE journal SET party = 'loket' WHERE sequence = 3", 3),
        ("another subject", "UPDATE journal SET subject = 'D9' WHERE sequence = 3", 3),
        ("another hash", "UPDATE journal SET hash = zeroblob(32) WHERE sequence = 1", 1),
        ("an entry less", "DELETE FROM journal WHERE sequence = 2", 2),
        ("the first one less", "DELETE FROM journal WHERE sequence = 1", 1),
        ("more white space", "UPDATE journal SET action = ' ' || action WHERE sequence = 3", 3),
        (
            "a member more",
            "UPDATE journal SET action = replace(action, '{\"action\"', '{\"x\":1,\"action\"') WHERE sequence = 3", 3
        ),
        ("no JSON", "UPDATE journal SET action = 'x' WHERE sequence = 3", 3),
    ]

    @Test("finds every change to its history, by the number of the entry", arguments: changes)
    func tampered(_ what: String, _ sql: String, _ entry: Int64) throws {
        try Self.inFolder { file in
            let reader = try RegisterStore(path: file, create: true)
            try Self.fill(reader)
            let queue = try DatabaseQueue(path: file)
            #expect(throws: (any Error).self, "the journal is only added to") {
                try queue.write { try $0.execute(sql: sql) }
            }
            try queue.write { database in
                try database.execute(sql: "DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays")
                try database.execute(sql: sql)
                try database.execute(sql: RegisterJournal.triggers)
            }
            func isBroken(_ error: any Error) -> Bool {
                if case .broken(entry, _)? = error as? RegisterStoreError { true } else { false }
            }
            #expect { try RegisterStore(path: file).verify() } throws: { isBroken($0) }
            #expect { try RegisterStore(path: file).read() } throws: { isBroken($0) }
            #expect(throws: RegisterStoreError.self) {
                try RegisterStore(path: file).append(
                    by: "A", for: .abb, at: Self.now, .init(nil, .open(name: "N", announced: nil)))
            }
        }
    }

    @Test("finds entries that are gone from the end, and another journal, by what was noted")
    func anchors() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            let head = try store.head()
            try DatabaseQueue(path: file).write { database in
                try database.execute(
                    sql:
                        "DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays; DELETE FROM journal WHERE sequence = 4"
                )
                try database.execute(sql: RegisterJournal.triggers)
            }
            #expect(try RegisterStore(path: file).verify().entries == 3, "a shorter journal is sound by itself")
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: file).verify(anchor: head) }
            // Whoever has read it sees that it is not what it was.
            #expect(throws: RegisterStoreError.self) { try store.read() }
            _ = try RegisterStore(path: file).append(
                by: "Eve", for: .abb, at: Self.now, .init(nil, .open(name: "N", announced: nil)))
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: file).verify(anchor: head) }
            #expect(throws: RegisterStoreError.self) { try store.read() }
        }
    }

    @Test("opens nothing that is no register")
    func others() throws {
        try Self.inFolder { file in
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: file) }
            #expect(!FileManager.default.fileExists(atPath: file), "a mistyped name makes no file")
            try DatabaseQueue(path: file).write { try $0.execute(sql: "CREATE TABLE other (x)") }
            #expect { try RegisterStore(path: file) } throws: {
                if case .notARegister? = $0 as? RegisterStoreError { true } else { false }
            }
            let tables = try DatabaseQueue(path: file).read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema")
            }
            #expect(tables == 1, "and is left as it was")
            try "no database".write(toFile: file, atomically: true, encoding: .utf8)
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: file) }
        }
    }

    @Test("reads back every action as it was written, and nothing else")
    func actions() throws {
        let kbo = try #require(KBONummer("0999999922"))
        let ovo = OVOCode("OVO000002")
        let bestuur = try Bestuurseenheid(uri: Self.uri, name: "é e\u{301}", type: .ocmw, status: .onbekend)
        let steps: [OnboardingStep] = [
            .approve(decision: "d \"\\ é"), .notifyLoket, .mintURI(Self.uri), .confirmKalliope,
            .requestAccess(reference: "r"), .verify, .reportBack(ovo: ovo, type: .gemeente),
            .reportBack(ovo: nil, type: .provincie), .connect(kbo: kbo), .refuse(.approval, reason: "r"),
            .refuse(.access, reason: "r"), .withdraw(.approval, reason: "r"), .withdraw(.access, reason: "r"),
            .correct(.decision("d"), reason: "c"), .correct(.reference("r"), reason: "c"),
            .correct(.ovo(ovo), reason: "c"), .correct(.ovo(nil), reason: "c"), .correct(.type(.district), reason: "c"),
            .correct(.kbo(kbo), reason: "c"),
        ]
        let actions: [RegisterAction] =
            steps.map { .step($0) } + [
                .open(name: "N", announced: kbo), .open(name: "N", announced: nil), .record(bestuur, source: "l"),
                .amend(.name("N"), reason: "r"), .amend(.kbo(kbo), reason: "r"), .amend(.kbo(nil), reason: "r"),
                .amend(.ovo(ovo), reason: "r"),
                .amend(.ovo(nil), reason: "r"), .amend(.status(.nietActief), reason: "r"),
                .amend(.viewOnly(["b", "a"]), reason: "r"), .amend(.viewOnly([]), reason: "r"),
                .merge(into: Self.uri, reason: "r"),
            ]
        for action in actions {
            let json = try JSONValue.parse(action.json.bytes())
            #expect(RegisterAction(json) == action, "\(action)")
            guard case .object(var object) = json else { continue }
            object["extra"] = .integer(1)
            #expect(RegisterAction(.object(object)) == nil, "\(action)")
            for name in object.names where name != "extra" {
                guard case .object(var less) = json else { continue }
                less[name] = nil
                #expect(RegisterAction(.object(less)) == nil, "\(action) without \(name)")
            }
        }
        #expect(Set(actions.map { $0.json.compact }).count == actions.count)
    }

    @Test("gives a receiver to one process at a time, and remembers how far it is")
    func receivers() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            try store.add(receiver: "loket")
            try store.add(receiver: "loket")
            let other = try RegisterStore(path: file)
            var mine = try #require(try store.lease(receiver: "loket", until: Self.now.adding(days: 1), at: Self.now))
            #expect(mine.delivered == 4, "it gets what is added from now on")
            #expect(try other.lease(receiver: "loket", until: Self.now.adding(days: 1), at: Self.now) == nil)
            #expect(try store.lease(receiver: "nobody", until: Self.now, at: Self.now) == nil)
            mine.attempts = 2
            mine.error = "refused"
            mine.next = Self.now.adding(days: 2)
            try store.update(mine, leasedUntil: nil)
            #expect(try other.receivers() == [mine])
            #expect(
                try other.lease(receiver: "loket", until: Self.now.adding(days: 3), at: Self.now.adding(days: 1)) == nil
            )
            #expect(
                try other.lease(receiver: "loket", until: Self.now.adding(days: 4), at: Self.now.adding(days: 3))
                    == mine)
            // One that never came back is free again when its time is over.
            #expect(
                try store.lease(receiver: "loket", until: Self.now.adding(days: 6), at: Self.now.adding(days: 5))
                    == mine)
        }
    }

    @Test("says that something is written once it is on disk: SQLite is told to wait for that")
    func durable() throws {
        try Self.inFolder { file in
            for create in [true, false] {
                let store = try RegisterStore(path: file, create: create)
                #expect(store.synchronous == 2)
            }
        }
    }

    @Test("takes the place of no file, and opens none that was cut to nothing")
    func making() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            #expect(try RegisterStore(path: file, create: true).verify().entries == 4)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            #expect {
                try RegisterStore(path: file)
            } throws: {
                if case .open? = $0 as? RegisterStoreError { true } else { false }
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            let empty = file + "-empty"
            try #require(
                FileManager.default.createFile(atPath: empty, contents: nil, attributes: [.posixPermissions: 0o600]))
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: empty) }
            let link = file + "-link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file + "-nowhere")
            #expect(throws: RegisterStoreError.self, "a link is not followed to make a file") {
                try RegisterStore(path: link, create: true)
            }
            let text = file + "-text"
            try "x,y\n".write(toFile: text, atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: text)
            #expect {
                try RegisterStore(path: text, create: true)
            } throws: {
                if case .notARegister? = $0 as? RegisterStoreError { true } else { false }
            }
        }
    }

    @Test(
        "opens no file with a trigger or table more, an entry before the first, or one that nobody can read",
        arguments: [
            "CREATE TRIGGER zz BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END",
            "CREATE TABLE more (x)", "DROP TRIGGER journal_keeps",
            "INSERT INTO journal SELECT -1, time, actor, party, subject, action, hash FROM journal WHERE sequence = 1",
        ])
    func intruders(_ sql: String) throws {
        try Self.inFolder { file in
            try Self.fill(try RegisterStore(path: file, create: true))
            try DatabaseQueue(path: file).write { try $0.execute(sql: sql) }
            #expect(throws: RegisterStoreError.self) { try RegisterStore(path: file).verify() }
        }
    }

    @Test("prints no entry of the journal that was changed")
    func checkedEntries() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            try DatabaseQueue(path: file).write { database in
                try database.execute(
                    sql:
                        "DROP TRIGGER journal_stays; DROP TRIGGER journal_keeps; UPDATE journal SET actor = 'x' WHERE sequence = 3"
                )
                try database.execute(sql: RegisterJournal.triggers)
            }
            #expect(throws: RegisterStoreError.self) { try store.entries() }
            #expect(throws: RegisterStoreError.self) { try store.entries(of: "D2") }
            #expect(try store.entries(after: 3).count == 1)
        }
    }

    @Test("writes nothing that it could not read again, all of a list or nothing")
    func unreadable() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            let large = try Bestuurseenheid(
                uri: Self.uri, name: String(repeating: "A", count: 9 << 20), type: .gemeente, status: .actief)
            #expect(throws: RegisterStoreError.self) {
                try store.append(by: "Ann", for: .loket, at: Self.now, .init(Self.uri, .record(large, source: "l")))
            }
            #expect(try RegisterStore(path: file).verify().entries == 4)
        }
    }

    @Test("what Kalliope must know since a time has what was changed and changed back")
    func kalliope() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            let later = Self.now.adding(days: 1)
            #expect(try store.kalliopeList(since: Self.now).rows.map(\.uri) == [Self.uri])
            #expect(try store.kalliopeList(since: later).rows.isEmpty)
            for status in [BestuurStatus.nietActief, .actief] {
                _ = try store.append(
                    by: "Bob", for: .abb, at: later, .init(Self.uri, .amend(.status(status), reason: "r")))
            }
            #expect(try store.kalliopeList(since: later).rows.map(\.status) == [.actief])
            #expect(try store.kalliopeList(since: later.adding(days: 1)).rows.isEmpty)
        }
    }

    @Test(
        "keeps its locks whoever asks whether the file is a register: without them others would take the journal away")
    func locks() throws {
        try Self.inFolder { file in
            let store = try RegisterStore(path: file, create: true)
            try Self.fill(store)
            _ = try store.read()
            let number = try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? UInt64
            let inode = try #require(number)
            func locks() throws -> Int {
                try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n").count {
                    $0.contains(" \(getpid()) ") && $0.contains(":\(inode) ")
                }
            }
            let held = try locks()
            #expect(held > 0)
            #expect(OpenRegister.isRegister(file) && BesturenFile.isRegister(file))
            _ = try OpenRegister.read(file, after: nil)
            #expect(try locks() >= held, "a lock was given up")
            withExtendedLifetime(store) {}
        }
    }
}
