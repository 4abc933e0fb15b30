import Besturen
import JOSE
import Logging
import OIDC
import Synchronization

/// Tells receivers what was added to the register: each entry at least once, in order, for each receiver by itself.
///
/// The journal is the outbox. How far a receiver is stands beside it, so nothing is lost whoever writes to the register and
/// whenever this program stops. A delivery that fails is tried again, later and later; those behind it wait.
struct RegisterNotifier: Sendable {
    private let register: FollowedRegister
    let receivers: [ReceiverConfiguration]
    let logger: Logger
    let report: NotificationReport
    private let deliverer: NotificationDelivery

    init(register: OpenRegister, receivers: [ReceiverConfiguration], logger: Logger) throws {
        self.register = FollowedRegister(register)
        self.receivers = receivers
        self.logger = logger
        report = NotificationReport(receivers.map(\.name))
        deliverer = try NotificationDelivery()
    }

    private static let pause = Duration.milliseconds(500)
    /// How long to wait after the first failure, and at most; twice as long each time in between.
    private static let firstWait: Int64 = 1
    private static let longestWait: Int64 = 3_600
    /// How many entries are read at once.
    private static let batch = 100

    /// Runs until the surrounding task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for receiver in receivers { group.addTask { await serve(receiver) } }
        }
        await deliverer.shutDown()
    }

    private func serve(_ receiver: ReceiverConfiguration) async {
        var known: FileIdentity?
        var problem: String?
        while !Task.isCancelled {
            do {
                let open = try register.current()
                if known != open.identity {
                    try open.store.add(receiver: receiver.name)
                    known = open.identity
                }
                try await deliver(to: receiver, from: open.store)
                problem = nil
            } catch {
                // The register itself cannot be used; told once.
                if problem != "\(error)" { logger.error("notifications to `\(receiver.name)`: \(error)") }
                problem = "\(error)"
            }
            try? await Task.sleep(for: Self.pause)
        }
    }

    /// Delivers what there is, until nothing is left or something fails.
    private func deliver(to receiver: ReceiverConfiguration, from store: RegisterStore) async throws {
        let head = try store.head().sequence
        guard let known = try store.receivers().first(where: { $0.name == receiver.name }) else { return }
        report.set(known, head: head)
        guard known.delivered < head else { return }
        // Long enough for one delivery; a process that dies gives it back by that.
        let lease = Int64(receiver.timeout / 1_000 + 1) + 5
        func leaseEnd() -> Moment { Moment(unixSeconds: Self.now.unixSeconds + lease) }
        guard var state = try store.lease(receiver: receiver.name, until: leaseEnd(), at: Self.now) else { return }
        let before = state
        let entries = try store.entries(after: state.delivered, atMost: Self.batch)
        let register = try store.read().state
        var failure: String?
        for entry in entries {
            let event = RegisterEvent(entry: entry, state: register)
            if receiver.events.map({ $0.contains(event.name) }) ?? true {
                if Task.isCancelled { break }
                failure = await deliverer.deliver(event.body, id: entry.sequence, to: receiver, at: Self.now)
                if failure != nil { break }
            }
            state.delivered = entry.sequence
            state.attempts = 0
            state.error = nil
            try store.update(state, leasedUntil: leaseEnd())
        }
        if let failure {
            state.attempts += 1
            state.error = String(failure.prefix(500))
            let wait = min(Self.longestWait, Self.firstWait << Int64(min(state.attempts - 1, 12)))
            state.next = Moment(unixSeconds: Self.now.unixSeconds + wait)
            let words =
                "notification \(state.delivered + 1) to `\(receiver.name)` failed: \(failure); tried again in \(wait) s"
            if state.attempts == 1 { logger.error("\(words)") } else { logger.info("\(words)") }
        } else if before.attempts > 0 {
            logger.notice("notifications to `\(receiver.name)` are delivered again")
        }
        try store.update(state, leasedUntil: nil)
        report.set(state, head: try store.head().sequence)
    }

    private static var now: Moment { Moment(unixSeconds: LoginService.now().unixSeconds) }
}

/// The register at a path, whichever file lies there: a copy that took the place of the one that was read goes on from there.
private final class FollowedRegister: Sendable {
    private let open: Mutex<OpenRegister>

    init(_ register: OpenRegister) { open = Mutex(register) }

    /// - Throws: ``RegisterStoreError`` when the file that lies there now is no continuation.
    func current() throws -> OpenRegister {
        try open.withLock { open in
            if FileIdentity(of: open.store.path) != open.identity {
                open = try OpenRegister.read(open.store.path, after: open).open
            }
            return open
        }
    }
}

/// How far the receivers are, for metrics.
final class NotificationReport: Sendable {
    struct Line: Sendable {
        let name: String
        var pending: Int64 = 0
        var attempts = 0
    }

    private let kept: Mutex<[Line]>

    init(_ names: [String]) { kept = Mutex(names.map { Line(name: $0) }) }

    var lines: [Line] { kept.withLock { $0 } }

    func set(_ state: RegisterStore.ReceiverState, head: Int64) {
        kept.withLock { lines in
            guard let index = lines.firstIndex(where: { $0.name == state.name }) else { return }
            lines[index].pending = max(0, head - state.delivered)
            lines[index].attempts = state.attempts
        }
    }
}
