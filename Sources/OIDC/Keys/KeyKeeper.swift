package import JOSE
package import Logging
import Synchronization

/// Keeps the keys of one issuer fresh: fetches them at the start, before they grow old, and when a token names a key that is
/// not known.
///
/// ``run(_:logger:publish:)`` does the work, one attempt at a time; ``demand(_:then:)`` may be called from anywhere and never
/// blocks.
package final class KeyKeeper: Sendable {
    package let source: RemoteKeySource
    package let limits: KeyRefreshLimits
    private let inside: Mutex<Inside>
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    private struct Inside {
        var refresh: KeyRefreshState
        /// By ticket.
        var waiters: [UInt64: Waiter] = [:]
        var tickets: UInt64 = 0
        var hasEnded = false
        var counts = KeyCounts()
    }

    private struct Waiter {
        let keyID: String?
        /// Whether the attempt began after the token came: only then does its answer say that there is no such key.
        let isEarly: Bool
        let then: @Sendable (Arrival) -> Void
    }

    /// How the wait for a key ended.
    package enum Arrival: Sendable, Equatable {
        /// The provider was asked: the keys that are installed now are all there are.
        case answered
        /// It could not be asked.
        case unavailable
    }

    /// What becomes of a request whose key is not known.
    package enum Demand: Sendable, Equatable {
        /// It waits; it is told when the keys have come, unless it withdraws with this ticket.
        case waits(ticket: UInt64)
        /// There is no such key.
        case absent
        /// Nobody can know at the moment.
        case unavailable
    }

    package init(_ source: RemoteKeySource, limits: KeyRefreshLimits = KeyRefreshLimits()) {
        self.source = source
        self.limits = limits
        inside = Mutex(Inside(refresh: KeyRefreshState(limits: limits, at: .now)))
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// A token names a key that is not known, or there are no keys at all.
    ///
    /// - Parameters:
    ///   - keyID: the name in the token.
    ///   - then: called once, from anywhere, after new keys were published, when the answer is `waits`; never otherwise.
    package func demand(_ keyID: String?, then: @escaping @Sendable (Arrival) -> Void) -> Demand {
        let demand = inside.withLock { inside -> Demand in
            let demand = inside.hasEnded ? .unavailable : inside.refresh.demand(keyID, at: .now)
            switch demand {
            case .absent:
                inside.counts.absent += 1
                return .absent
            case .unavailable:
                inside.counts.unavailable += 1
                return .unavailable
            case .fetch, .wait:
                guard inside.waiters.count < limits.waiters else {
                    inside.counts.unavailable += 1
                    return .unavailable
                }
                inside.counts.waited += 1
                inside.tickets += 1
                inside.waiters[inside.tickets] = Waiter(keyID: keyID, isEarly: demand == .fetch, then: then)
                // From here on it counts as under way, so that the next request joins it.
                if demand == .fetch { inside.refresh.begin(at: .now) }
                return .waits(ticket: inside.tickets)
            }
        }
        if case .waits = demand { wake.yield() }
        return demand
    }

    /// Whoever waited has gone: their place is free, and nothing of theirs is kept.
    package func withdraw(_ ticket: UInt64) {
        inside.withLock { _ = $0.waiters.removeValue(forKey: ticket) }
    }

    /// Fetches whenever it is time, until the task is cancelled.
    ///
    /// - Parameters:
    ///   - publish: makes new keys count everywhere before it returns; `nil` when the keys at hand grew too old.
    package func run(
        _ fetcher: some DocumentFetcher, logger: Logger, publish: @Sendable (KeySet?) async -> Void
    ) async {
        wake.yield()
        var timer: Task<Void, Never>?
        for await _ in wakes {
            timer?.cancel()
            await doWhatIsDue(fetcher, logger, publish)
            let next = inside.withLock { $0.refresh.next }
            timer = Task { [wake] in
                try? await Task.sleep(until: next, clock: .continuous)
                if !Task.isCancelled { wake.yield() }
            }
        }
        timer?.cancel()
        let waiters = inside.withLock { inside in
            inside.hasEnded = true
            defer { inside.waiters = [:] }
            return inside.waiters
        }
        for waiter in waiters.values { waiter.then(.unavailable) }
    }

    private func doWhatIsDue(
        _ fetcher: some DocumentFetcher, _ logger: Logger, _ publish: (KeySet?) async -> Void
    ) async {
        let (isFetchDue, isExpired) = inside.withLock { inside in
            let now = ContinuousClock.now
            let isExpired = inside.refresh.expire(at: now)
            let isFetchDue = inside.refresh.isFetching || now >= inside.refresh.due
            if isFetchDue, !inside.refresh.isFetching { inside.refresh.begin(at: now) }
            return (isFetchDue, isExpired)
        }
        if isExpired {
            logger.error(
                "the keys of \(Quoted.text(source.issuer)) are older than \(limits.maximumAge) and do not count any more"
            )
            await publish(nil)
        }
        guard isFetchDue else { return }
        let result = await source.fetch(fetcher)
        // A fetch that was cut off by the end of the gateway says nothing about the provider.
        guard !Task.isCancelled else { return }
        switch result {
        case .success(let fetched): await arrived(fetched, logger, publish)
        case .failure(let failure): failed(failure, logger)
        }
    }

    private func arrived(
        _ fetched: FetchedKeys, _ logger: Logger, _ publish: (KeySet?) async -> Void
    ) async {
        let (isChanged, failures) = inside.withLock { inside in
            let failures = inside.refresh.failures
            let asked = inside.waiters.values.filter(\.isEarly).compactMap(\.keyID)
            let isChanged = inside.refresh.succeed(fetched, asked: asked, at: .now)
            inside.counts.succeeded += 1
            if isChanged { inside.counts.changed += 1 }
            return (isChanged, failures)
        }
        if isChanged {
            let names = fetched.keys.keys.map { $0.keyID.map(Quoted.text) ?? "one without `kid`" }
            logger.notice("keys of \(Quoted.text(source.issuer)): \(names.joined(separator: ", "))")
            for note in fetched.notes { logger.warning("keys of \(Quoted.text(source.issuer)): left out \(note)") }
            await publish(fetched.keys)
        } else if failures > 0 {
            logger.notice("keys of \(Quoted.text(source.issuer)) can be fetched again")
        }
        let waiters = inside.withLock { inside in
            inside.refresh.settle()
            defer { inside.waiters = [:] }
            return inside.waiters
        }
        for waiter in waiters.values { waiter.then(.answered) }
    }

    private func failed(_ failure: KeyFetchFailure, _ logger: Logger) {
        let (report, waiters) = inside.withLock { inside in
            inside.refresh.fail(failure, spread: .random(in: 0...1), at: .now)
            inside.counts.failed[failure.code, default: 0] += 1
            let waiters = inside.waiters
            inside.waiters = [:]
            return (Self.report(inside, self.source), waiters)
        }
        // Once at the start of an outage and then each time the number of attempts has doubled.
        if report.failures & (report.failures - 1) == 0 {
            let keys = report.age.map { "the keys at hand were seen \($0.components.seconds) s ago and go on counting" }
            let hint = failure.hint.map { " (\($0))" } ?? ""
            logger.warning(
                """
                keys of \(Quoted.text(source.issuer)) cannot be fetched, attempt \(report.failures): \(failure)\(hint); \
                \(keys ?? "there are none, so its tokens are refused with keys_unavailable")
                """)
        }
        for waiter in waiters.values { waiter.then(.unavailable) }
    }

    /// How things stand, for health, metrics and people.
    package var report: KeyReport { inside.withLock { Self.report($0, self.source) } }

    private static func report(_ inside: Inside, _ source: RemoteKeySource) -> KeyReport {
        let now = ContinuousClock.now
        let refresh = inside.refresh
        return KeyReport(
            issuer: source.issuer, keys: refresh.keys?.keys.count ?? 0, age: refresh.seen.map { $0.duration(to: now) },
            failures: refresh.failures, lastFailure: refresh.lastFailure, waiting: inside.waiters.count,
            absentNames: refresh.absent.count, counts: inside.counts)
    }
}
