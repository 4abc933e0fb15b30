import Besturen
import Foundation
import JOSE
import NIOPosix
import OIDC
import Synchronization

/// The register as the board reads and writes it: away from the event loops, because SQLite waits for the disk and for other
/// writers, and by few threads, so that many requests wait in a line that has an end.
final class BoardRegister: Sendable {
    /// How many may wait at once. Beyond it somebody is asked to come back.
    private static let places = 64

    private let path: String
    private let known: Mutex<OpenRegister>
    private let threads: NIOThreadPool
    private let slots = ProviderSlots(BoardRegister.places)

    /// - Parameter register: as the gateway read it when it started; what is there later must go on from it.
    init(_ register: OpenRegister) {
        path = register.store.path
        known = Mutex(register)
        threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
    }

    func shutDown() async { try? await threads.shutdownGracefully() }

    /// Why nothing was read or done.
    enum Failure: Error {
        /// Too many wait.
        case busy
        case store(RegisterStoreError)
    }

    /// What the register says now.
    func state() async throws(Failure) -> RegisterState {
        try await onThread { register throws(RegisterStoreError) in try register.open().state }
    }

    /// The same with how far those are who are told of it.
    func stateAndReceivers() async throws(Failure) -> (state: RegisterState, receivers: [RegisterStore.ReceiverState]) {
        try await onThread { register throws(RegisterStoreError) in
            let (open, state) = try register.open()
            return (state, try open.store.receivers())
        }
    }

    /// The same with entries of the journal.
    /// - Parameter subjects: only theirs, in one order; nil for all.
    func state(
        journalOf subjects: [String]?, after sequence: Int64 = 0, atMost count: Int
    ) async throws(Failure) -> (state: RegisterState, entries: [RegisterEntry]) {
        try await onThread { register throws(RegisterStoreError) in
            let (open, state) = try register.open()
            guard let subjects else {
                return (state, try open.store.entries(after: sequence, atMost: count))
            }
            var entries: [RegisterEntry] = []
            for subject in subjects {
                entries += try open.store.entries(of: subject, after: sequence, atMost: count)
            }
            return (state, entries.sorted { $0.sequence < $1.sequence })
        }
    }

    /// What became of a change.
    enum Outcome: Sendable {
        case done(RegisterEntry)
        case refused(RegisterRefusal)
        /// Somebody did something to the same subject since it was looked at. With the number of their entry.
        case stale(Int64)
    }

    /// Adds an entry.
    /// - Parameter expected: the number of the last entry of the subject that was seen when this was decided.
    func append(
        by actor: String, for party: Party, _ change: RegisterStore.Change, expecting expected: Int64?
    ) async throws(Failure) -> Outcome {
        try await onThread { register throws(RegisterStoreError) in
            let (open, _) = try register.open()
            let now = Moment(unixSeconds: Int64(Date().timeIntervalSince1970))
            var last: Int64?
            do throws(RegisterStoreError) {
                let entries = try open.store.append(by: actor, for: party, at: now) {
                    state throws(RegisterStoreError) in
                    if let subject = change.subject, let expected {
                        let found = state.lastSequence(of: subject)
                        guard found == expected else {
                            last = found
                            return []
                        }
                    }
                    return [change]
                }
                if let last { return .stale(last) }
                guard let entry = entries.first else {
                    throw RegisterStoreError.cannotUse(register.path, "nothing was added")
                }
                return .done(entry)
            } catch {
                guard case .refused(let refusal, _) = error else { throw error }
                return .refused(refusal)
            }
        }
    }

    /// Opens the file that lies at the path now: it must go on from what was read before.
    private func open() throws(RegisterStoreError) -> (open: OpenRegister, state: RegisterState) {
        let before = known.withLock { $0 }
        let found = try OpenRegister.read(path, after: before)
        known.withLock { known in
            // Another thread may have read further meanwhile.
            if known.identity == found.open.identity, known.head.sequence > found.open.head.sequence { return }
            known = found.open
        }
        return found
    }

    private func onThread<Value: Sendable>(
        _ work: @escaping @Sendable (BoardRegister) throws(RegisterStoreError) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure>? = await slots.run {
            do {
                return .success(try await threads.runIfActive { try work(self) })
            } catch let error as RegisterStoreError {
                return .failure(.store(error))
            } catch {
                return .failure(.store(.cannotUse(path, "\(error)")))
            }
        }
        guard let result else { throw .busy }
        return try result.get()
    }
}
