/// How often keys are fetched, and how long they count.
package struct KeyRefreshLimits: Sendable, Equatable {
    /// Bounds on the life that an answer gives itself (`Cache-Control`): keys that change are noticed within the longest,
    /// and a provider that allows no caching is asked no more often than the shortest. Default 1 min to 6 h: ACM/IDM says
    /// 21,500 s.
    package var shortestLife = Duration.seconds(60)
    package var longestLife = Duration.seconds(6 * 3_600)
    /// For an answer that says nothing. Default 10 min.
    package var usualLife = Duration.seconds(600)
    /// Between two attempts that tokens with unknown keys bring about, however many such tokens come. Default 10 s.
    package var cooldown = Duration.seconds(10)
    /// How long keys count when they cannot be fetched again. Default 24 h.
    package var maximumAge = Duration.seconds(24 * 3_600)
    /// Between attempts after failures: it doubles from the first to the longest.
    package var firstPause = Duration.seconds(1)
    package var longestPause = Duration.seconds(30)
    /// For how long a name that no key had is not asked for again, and how many such names are kept. Short, because
    /// whoever guesses the name of the next key could otherwise keep it out.
    package var absentFor = Duration.seconds(60)
    package var absentNames = 1_024
    /// How many requests may wait for one attempt; the others are refused at once.
    package var waiters = 1_000

    package init() {}

    /// How long an answer is used that gives itself so many seconds.
    package func life(seconds: Int64?) -> Duration {
        guard let seconds else { return min(usualLife, longestLife) }
        return min(max(.seconds(seconds), shortestLife), longestLife)
    }

    /// - Parameters:
    ///   - failures: in a row, at least 1.
    ///   - spread: from 0 to 1; takes up to a quarter away, so that replicas do not ask in step.
    func pause(after failures: Int, spread: Double) -> Duration {
        var pause = firstPause
        for _ in 1..<max(1, min(failures, 32)) where pause < longestPause { pause *= 2 }
        return min(pause, longestPause) * (1 - 0.25 * min(max(spread, 0), 1))
    }
}
