import JOSE
import Testing

@testable import OIDC

/// The times at which keys are fetched and let go, on a made-up clock.
@Suite("Keys over time")
struct KeyRefreshStateTests {
    static let start = ContinuousClock.now

    static func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    static func state(_ change: (inout KeyRefreshLimits) -> Void = { _ in }) -> KeyRefreshState {
        var limits = KeyRefreshLimits()
        change(&limits)
        return KeyRefreshState(limits: limits, at: start)
    }

    /// With keys named `k1`, fetched at the start.
    static func filled(
        life: Int64? = nil, _ change: (inout KeyRefreshLimits) -> Void = { _ in }
    ) throws -> KeyRefreshState {
        var state = state(change)
        state.begin(at: start)
        _ = state.succeed(Keys.fetched(try Keys.set("k1"), life: life), asked: [], at: start)
        state.settle()
        return state
    }

    @Test("are due at once at the start, and a first token starts the attempt or joins it")
    func start() {
        var state = Self.state()
        #expect(state.due == Self.start && state.next == Self.start && state.keys == nil)
        #expect(state.demand("k1", at: Self.start) == .fetch)
        state.begin(at: Self.start)
        #expect(state.demand("k1", at: Self.after(1)) == .wait)
        #expect(state.demand(nil, at: Self.after(1)) == .wait)
    }

    @Test(
        "are fetched again when their own life ends, within bounds",
        arguments: [(nil, 600), (0, 60), (21_500, 21_500), (1_000_000, 21_600)] as [(Int64?, Double)])
    func life(_ life: Int64?, _ due: Double) throws {
        #expect(try Self.filled(life: life).due == Self.after(due))
    }

    @Test("are fetched for an unknown name, but for the next one only after the cooldown, however many there are")
    func cooldown() throws {
        var state = try Self.filled()
        for name in 0..<1_000 { #expect(state.demand("x\(name)", at: Self.after(9.9)) == .absent) }
        #expect(state.demand("new", at: Self.after(10)) == .fetch)
        state.begin(at: Self.after(10))
        #expect(state.demand("other", at: Self.after(10.1)) == .wait)
        let isChanged = state.succeed(Keys.fetched(try #require(state.keys)), asked: ["new"], at: Self.after(11))
        state.settle()
        #expect(!isChanged)
        #expect(state.demand("other", at: Self.after(19.9)) == .absent)
        #expect(state.demand("other", at: Self.after(20)) == .fetch)
        // The name that was asked for in vain stays known as such for longer.
        #expect(state.demand("new", at: Self.after(20)) == .absent)
        #expect(state.demand("new", at: Self.after(70.9)) == .absent)
        #expect(state.demand("new", at: Self.after(71)) == .fetch)
    }

    @Test("that have come but do not count everywhere yet are worth waiting for")
    func unsettled() throws {
        var state = try Self.filled()
        state.begin(at: Self.after(10))
        #expect(state.demand("k2", at: Self.after(11)) == .wait)
        let isChanged = state.succeed(Keys.fetched(try Keys.set("k2")), asked: ["k2"], at: Self.after(11))
        #expect(isChanged && state.demand("k2", at: Self.after(11)) == .wait)
        state.settle()
        #expect(state.demand("k3", at: Self.after(11)) == .absent && state.demand("k3", at: Self.after(20)) == .fetch)
    }

    @Test("that change make every name worth asking for again")
    func absentForgotten() throws {
        var state = try Self.filled()
        state.begin(at: Self.after(10))
        _ = state.succeed(Keys.fetched(try #require(state.keys)), asked: ["k2"], at: Self.after(10))
        state.settle()
        #expect(state.absent.count == 1 && state.demand("k2", at: Self.after(30)) == .absent)
        state.begin(at: Self.after(30))
        let isChanged = state.succeed(Keys.fetched(try Keys.set("k3")), asked: [], at: Self.after(30))
        state.settle()
        #expect(isChanged)
        #expect(state.absent.count == 0 && state.demand("k2", at: Self.after(40)) == .fetch)
    }

    @Test("asked for in vain are remembered up to a bound")
    func absentBound() {
        var names = AbsentNames()
        for index in 0..<10_000 {
            names.insert("k\(index)", until: Self.after(60), at: Self.start, limit: 100)
            #expect(names.count <= 100)
        }
        #expect(names.holds("k9999", at: Self.start) && !names.holds("k9999", at: Self.after(60)))
        // What has passed makes room first.
        var mixed = AbsentNames()
        mixed.insert("old", until: Self.after(1), at: Self.start, limit: 2)
        mixed.insert("young", until: Self.after(60), at: Self.start, limit: 2)
        mixed.insert("new", until: Self.after(60), at: Self.after(2), limit: 2)
        #expect(mixed.holds("young", at: Self.after(2)) && mixed.count == 2)
    }

    @Test("that cannot be fetched are tried again after longer and longer pauses, and count on")
    func backOff() throws {
        var state = try Self.filled()
        var now = 600.0
        for (failures, pause) in [1.0, 2, 4, 8, 16, 30, 30].enumerated() {
            state.begin(at: Self.after(now))
            state.fail(Keys.failure, spread: 0, at: Self.after(now))
            #expect(state.due == Self.after(now + pause) && state.failures == failures + 1)
            #expect(state.keys != nil && state.lastFailure == Keys.failure)
            // Nobody can say whether the key exists, and asking again is for the pause to decide.
            #expect(state.demand("new", at: Self.after(now + pause - 0.1)) == .unavailable)
            now += pause
        }
        state.begin(at: Self.after(now))
        _ = state.succeed(Keys.fetched(try #require(state.keys)), asked: [], at: Self.after(now))
        state.settle()
        #expect(state.failures == 0 && state.lastFailure == nil && state.due == Self.after(now + 600))
        #expect(state.demand("new", at: Self.after(now + 10)) == .fetch)
    }

    @Test("are asked for by many replicas not in step, yet never later than the pause")
    func spread() {
        let limits = KeyRefreshLimits()
        for failures in [1, 2, 5, 31, 32, 33, 1_000_000] {
            let whole = limits.pause(after: failures, spread: 0)
            #expect(whole <= .seconds(30) && whole >= .seconds(1))
            #expect(limits.pause(after: failures, spread: 1) == whole * 0.75)
            #expect(limits.pause(after: failures, spread: -.infinity) == whole)
            #expect(limits.pause(after: failures, spread: .infinity) == whole * 0.75)
        }
    }

    @Test("stop to count at their greatest age, and not before")
    func expiry() throws {
        var state = try Self.filled { $0.maximumAge = .seconds(3_600) }
        state.begin(at: Self.after(600))
        state.fail(Keys.failure, spread: 0, at: Self.after(600))
        #expect(state.expires == Self.after(3_600) && state.next == Self.after(601))
        var expirations: [Bool] = []
        for second in [3_599.0, 3_600, 3_601] {
            #expect((state.keys == nil) == (second > 3_600))
            expirations.append(state.expire(at: Self.after(second)))
        }
        #expect(expirations == [false, true, false] && state.keys == nil && state.expires == nil)
        #expect(state.demand("k1", at: Self.after(3_602)) == .unavailable)
        // An answer, though the same, makes them count anew.
        var seen = try Self.filled { $0.maximumAge = .seconds(3_600) }
        seen.begin(at: Self.after(3_000))
        _ = seen.succeed(Keys.fetched(try #require(seen.keys)), asked: [], at: Self.after(3_000))
        seen.settle()
        let isExpired = seen.expire(at: Self.after(3_600))
        #expect(!isExpired && seen.expires == Self.after(6_600))
    }

    @Test("that expired come back as new ones")
    func back() throws {
        var state = try Self.filled { $0.maximumAge = .seconds(3_600) }
        let keys = try #require(state.keys)
        let isExpired = state.expire(at: Self.after(3_600))
        state.begin(at: Self.after(3_700))
        let isChanged = state.succeed(Keys.fetched(keys), asked: [], at: Self.after(3_700))
        state.settle()
        #expect(isExpired && isChanged, "they must be published again")
    }

    @Test("of an answer without a usable one never lift the cooldown")
    func noKeysYet() {
        var state = Self.state()
        state.begin(at: Self.start)
        state.fail(Keys.failure, spread: 0, at: Self.start)
        #expect(state.demand("k1", at: Self.after(0.5)) == .unavailable)
        #expect(state.demand("k1", at: Self.after(60)) == .unavailable)
    }
}
