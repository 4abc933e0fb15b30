#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One thing that is timed: a name, and a closure that does it `count` times and gives something that depends on every one
/// of them, so that the optimizer leaves none out.
struct Measurement {
    let name: String
    let body: (_ count: Int) async throws -> Int
    /// How often it is done in a millisecond, measured once.
    private var perMillisecond = 0.0

    init(_ name: String, body: @escaping (Int) async throws -> Int) {
        self.name = name
        self.body = body
    }

    /// Nanoseconds of this process' processor time for one, from a run of about so many milliseconds.
    ///
    /// Processor time, as `openssl speed` counts it, and not the time of day: what other processes do with the processor
    /// meanwhile belongs to neither.
    mutating func time(milliseconds: Double) async throws -> Double {
        if perMillisecond == 0 {
            var count = 1
            while true {
                let spent = try await Self.processorTime(of: count, body)
                if spent >= 2e6 {
                    perMillisecond = Double(count) * 1e6 / spent
                    break
                }
                count *= 4
            }
        }
        let count = max(1, Int(perMillisecond * milliseconds))
        return try await Self.processorTime(of: count, body) / Double(count)
    }

    private static func processorTime(of count: Int, _ body: (Int) async throws -> Int) async throws -> Double {
        let start = clock()
        blackHole(try await body(count))
        return Double(clock() - start) * (1e9 / Double(CLOCKS_PER_SEC))
    }
}

/// Keeps a value alive without the optimizer knowing that nobody reads it.
@inline(never)
func blackHole(_ value: Int) {
    if value == Int.min { print("") }
}
