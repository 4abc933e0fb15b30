import HTTPWire
import JOSE
import Logging
import NIOCore
import OIDC

/// What one event loop owns: its own view of the configuration, its verified tokens, its connections to the upstreams.
///
/// Nothing here is shared with another loop, so nothing is locked. Snapshots arrive whole (``install(_:)``).
final class LoopContext {
    let loop: any EventLoop
    let logger: Logger
    let pipeline: AccessPipeline
    let keys: KeyKeepers
    let turns: LoopTurns
    /// Nanoseconds of the monotonic clock at the event that is being handled.
    private(set) var now = LoopClock.monotonic
    private(set) var pools: [UpstreamPool] = []
    private(set) var clock = LoopClock()
    private(set) var isDraining = false
    let limits: GatewayConfiguration.Limits
    let timeouts: GatewayConfiguration.Timeouts
    let publicScheme: [UInt8]
    let maximumConnections: Int
    var deadlines = DeadlineKeeper()
    var requestIDs = RequestIDSource()
    var audit: AuditBatch
    private(set) var clients = 0
    private var counters = LoopCounters()
    private var ticking: RepeatedTask?
    private var drained: EventLoopPromise<Void>?

    init(
        loop: any EventLoop, configuration: GatewayConfiguration, snapshot: AccessSnapshot, keys: KeyKeepers,
        threads: Int, audit: AuditSink, revocations: Revocations = .none, logger: Logger,
        checkingBudget: Int64 = LoopTurns.budget
    ) {
        self.loop = loop
        self.keys = keys
        self.turns = LoopTurns(loop: loop, budget: checkingBudget)
        self.logger = logger
        self.pipeline = AccessPipeline(
            snapshot: snapshot, configuration: configuration, revocations: revocations)
        self.limits = configuration.limits
        self.timeouts = configuration.timeouts
        self.publicScheme = Array(configuration.publicScheme.utf8)
        self.maximumConnections = max(1, configuration.limits.connections / threads)
        self.audit = AuditBatch(sink: audit)
        self.pools = (configuration.upstreams + [configuration.pages].compactMap(\.self)).map {
            UpstreamPool(configuration: $0, context: self, maximumConnections: $0.maximumConnections / threads)
        }
    }

    func startTicking() {
        let bound = NIOLoopBound(self, eventLoop: loop)
        ticking = loop.scheduleRepeatedTask(initialDelay: .milliseconds(250), delay: .milliseconds(250)) { _ in
            bound.value.tick()
        }
    }

    /// Reads the clock; once at the beginning of each event, since deadlines need no finer time than that.
    func beginEvent() {
        now = LoopClock.monotonic
    }

    private func tick() {
        beginEvent()
        clock.tick()
        audit.handOver()
        for holder in deadlines.passed(at: now) where holder.deadline <= now {
            holder.deadlinePassed(now: now)
        }
    }

    /// Has a request judged.
    /// - Parameter isItsTurn: the request has waited, and its token is now checked whatever it costs.
    func judge(_ head: RequestHead, _ record: RequestRecord, isItsTurn: Bool = false) -> Verdict {
        pipeline.judge(head, record: record, at: clock.wallClock(at: now), mayVerify: isItsTurn || turns.hasRoom)
    }

    /// Counts the time since the event began, or since this was called last, as spent on checking and refusing. At least
    /// one nanosecond: clocks may stand still.
    func spend() {
        let began = now
        beginEvent()
        turns.spend(max(1, now &- began))
    }

    /// How many tokens were checked so far.
    var checkedTokens: UInt64 { pipeline.checkedTokens }

    func install(_ snapshot: AccessSnapshot) {
        pipeline.install(snapshot)
    }

    func install(_ revocations: Revocations) {
        pipeline.install(revocations)
    }

    /// The time at the event that is being handled.
    var wallClock: Instant { clock.wallClock(at: now) }

    /// A copy of what was counted, complete with what others keep.
    func counted() -> LoopCounters {
        var counters = self.counters
        counters.connections = clients
        counters.postponed = turns.waits
        pipeline.count(into: &counters)
        return counters
    }

    /// The end of a request: counts it and writes it down.
    func audit(_ record: RequestRecord, outcome: RequestRecord.Outcome) {
        counters.count(record)
        guard !audit.isOff else { return }
        let now = LoopClock.monotonic
        audit.append { bytes in
            AuditEntry.write(
                record, outcome: outcome, now: now, time: clock.wallClock(at: record.started), to: &bytes)
        }
    }

    // MARK: Clients

    /// Whether one more client fits.
    func admitClient() -> Bool {
        guard !isDraining, clients < maximumConnections else { return false }
        clients += 1
        return true
    }

    func clientClosed() {
        clients -= 1
        finishDrainingIfIdle()
    }

    // MARK: Stopping

    /// Ends idle connections, lets requests in flight finish, and completes the promise when the last client is gone.
    func drain(_ promise: EventLoopPromise<Void>) {
        isDraining = true
        drained = promise
        for pool in pools { pool.closeIdle() }
        for case let client as ClientConnection in deadlines.all { client.closeIfIdle() }
        finishDrainingIfIdle()
    }

    /// Ends everything at once; the grace period is over.
    func closeAll() {
        for case let client as ClientConnection in deadlines.all { client.abort() }
    }

    private func finishDrainingIfIdle() {
        guard let drained, clients == 0 else { return }
        self.drained = nil
        ticking?.cancel()
        audit.handOver()
        drained.succeed()
    }
}
