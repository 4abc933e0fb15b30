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
/// on disk, and known to every event loop of this process, before the person is told that they are logged out. One that cannot be
/// written counts in this process all the same.
final class RevocationStore: Sendable {
    private let path: String
    private let state: Mutex<State>
    private let publisher: Mutex<RevocationPublisher?>

    private struct State {
        var file: RevocationFile
        /// The last row that was read.
        var sequence: Int64 = 0
        /// The last row that this process wrote into this file. A file whose last row is older was emptied or put back.
        var written: Int64 = 0
        /// With the second after which the entry ends nothing any more.
        var entries: [Revocations.Entry: Int64] = [:]
        var current = Revocations.none
        var isFailing = false

        mutating func add(_ rows: [(Revocations.Entry, Int64)]) {
            var isNew = false
            for (entry, forget) in rows {
                isNew = isNew || entries[entry] == nil
                entries[entry] = max(forget, entries[entry] ?? .min)
            }
            guard isNew else { return }
            current = Revocations(version: current.version + 1, entries.keys)
        }
    }

    private static let pause = Duration.milliseconds(250)

    /// Until when what is ended must be remembered: no session lives longer, whatever the limits will be then.
    static func forget(at now: Instant) -> Instant { now.adding(seconds: SessionLimits.longest + 120) }

    /// Opens the file, and makes it when it is not there.
    init(path: String) throws {
        self.path = path
        let file = try RevocationFile(path: path)
        var state = State(file: file)
        let (rows, sequence) = try file.rows(after: 0)
        state.sequence = sequence
        state.add(rows)
        self.state = Mutex(state)
        publisher = Mutex(nil)
    }

    /// What counts at this moment.
    var current: Revocations { state.withLock { $0.current } }

    /// Whether the file cannot be read or written at the moment.
    var isFailing: Bool { state.withLock { $0.isFailing } }

    // MARK: Writing

    /// Ends sessions. Returns when it is on disk and every event loop of this process knows.
    /// - Throws: when it is not on disk; it counts in this process then, and is written when the file can be written again.
    func revoke(_ entry: Revocations.Entry, at now: Instant) async throws {
        _ = try await revoke(entry, at: now, once: nil)
    }

    /// The same for a message that counts once.
    /// - Returns: false, without effect, when the message came before.
    func revoke(
        _ entry: Revocations.Entry, at now: Instant, onceOnly message: String, onceUntil: Instant
    ) async throws -> Bool {
        try await revoke(entry, at: now, once: (Self.key(message), onceUntil.unixSeconds))
    }

    private func revoke(
        _ entry: Revocations.Entry, at now: Instant, once: (key: [UInt8], forget: Int64)?
    ) async throws -> Bool {
        let forget = Self.forget(at: now).unixSeconds
        let file = state.withLock { $0.file }
        let written: Result<Int64?, any Error>
        do {
            written = .success(try await file.write(entry, forget: forget, once: once))
        } catch {
            written = .failure(error)
        }
        if case .success(nil) = written { return false }
        state.withLock { state in
            state.add([(entry, forget)])
            switch written {
            case .success(let row): if state.file === file { state.written = max(state.written, row ?? 0) }
            case .failure: state.isFailing = true
            }
        }
        await publish()
        return try written.get() != nil
    }

    /// Takes something that counts once.
    /// - Returns: false when it was taken before.
    func claim(onceOnly text: String, until forget: Instant) async throws -> Bool {
        try await state.withLock { $0.file }.claim(Self.key(text), forget: forget.unixSeconds)
    }

    private static func key(_ text: String) -> [UInt8] { Hash.sha256.digest(Array(text.utf8)) }

    // MARK: Reading

    /// Tells of every change, of this process and of others, until the task is cancelled.
    /// - Parameter install: makes a list count everywhere before it returns.
    func run(logger: Logger, from installed: UInt64, install: @escaping @Sendable (Revocations) async -> Void) async {
        publisher.withLock { $0 = RevocationPublisher(installed: installed, install: install) }
        await publish()
        var cleaned = ContinuousClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
            do {
                if let remark = try await catchUp() { logger.error("\(remark)") }
                await publish()
                if .now - cleaned > .seconds(600) {
                    cleaned = .now
                    try await clean(at: LoginService.now().unixSeconds)
                }
                if state.withLock({ $0.isFailing }) {
                    state.withLock { $0.isFailing = false }
                    logger.notice("the file of ended sessions `\(path)` can be used again")
                }
            } catch is CancellationError {
                return
            } catch {
                let wasFailing = state.withLock { state in
                    defer { state.isFailing = true }
                    return state.isFailing
                }
                if !wasFailing { logger.error("the file of ended sessions `\(path)` cannot be used: \(error)") }
            }
        }
    }

    private func publish() async {
        guard let publisher = publisher.withLock({ $0 }) else { return }
        await publisher.publish { self.current }
    }

    /// Reads what others wrote. A file that was taken away, replaced, emptied or could not be written for a while gets what
    /// this process knows.
    /// - Returns: what an operator should know.
    private func catchUp() async throws -> String? {
        let (file, sequence, written, wasFailing) = state.withLock {
            ($0.file, $0.sequence, $0.written, $0.isFailing)
        }
        if !file.isInPlace {
            let opened = try RevocationFile(path: path)
            let (rows, last) = try opened.rows(after: 0)
            let missing = state.withLock { state -> [Revocations.Entry: Int64] in
                state.file = opened
                state.sequence = last
                state.written = 0
                let missing = state.entries.filter { entry in !rows.contains { $0.0 == entry.key } }
                state.add(rows)
                return missing
            }
            try await rewrite(missing, to: opened)
            return "the file of ended sessions `\(path)` was taken away or replaced; "
                + "\(missing.count) entries were written to the new one. What others wrote to the old one is lost"
        }
        let (rows, last) = try file.rows(after: sequence)
        let isPutBack = last < max(sequence, written)
        guard isPutBack || wasFailing else {
            state.withLock { state in
                state.sequence = max(state.sequence, last)
                state.add(rows)
            }
            return nil
        }
        // Emptied, or an older copy was put in its place: what it holds is read anew, and gets back what it lacks.
        let (all, newest) = try file.rows(after: 0)
        let missing = state.withLock { state -> [Revocations.Entry: Int64] in
            let missing = state.entries.filter { entry in !all.contains { $0.0 == entry.key } }
            state.sequence = newest
            state.written = 0
            state.add(all)
            return missing
        }
        try await rewrite(missing, to: file)
        return isPutBack
            ? "the file of ended sessions `\(path)` was emptied or put back; \(missing.count) entries were written again"
            : nil
    }

    private func rewrite(_ missing: [Revocations.Entry: Int64], to file: RevocationFile) async throws {
        let last = try await file.write(missing)
        state.withLock { state in if state.file === file { state.written = max(state.written, last) } }
    }

    /// Forgets what ends nothing any more.
    func clean(at now: Int64) async throws {
        try await state.withLock { $0.file }.clean(at: now)
        state.withLock { state in state.entries = state.entries.filter { $0.value >= now } }
    }
}
