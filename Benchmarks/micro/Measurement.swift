/// One thing that is timed: a name, and a closure that does it `count` times and gives something that depends on every one
/// of them, so that the optimizer leaves none out.
struct Measurement {
    let name: String
    let body: (_ count: Int) -> Int
    /// Nanoseconds for one, a figure per round.
    private(set) var rounds: [Double] = []
    private var count = 1

    init(_ name: String, body: @escaping (Int) -> Int) {
        self.name = name
        self.body = body
    }

    /// Chooses a count that takes about `milliseconds`.
    mutating func calibrate(milliseconds: Double) {
        let clock = ContinuousClock()
        while true {
            let time = clock.measure { blackHole(body(count)) }
            if time >= .milliseconds(2) {
                count = max(1, Int(Double(count) * milliseconds / 1e3 / time.seconds))
                return
            }
            count *= 4
        }
    }

    mutating func run() {
        let time = ContinuousClock().measure { blackHole(body(count)) }
        rounds.append(time.seconds * 1e9 / Double(count))
    }

    /// The smallest figure: what the machine's other work adds is never negative.
    var best: Double { rounds.min() ?? .infinity }
    var median: Double { rounds.isEmpty ? .infinity : rounds.sorted()[rounds.count / 2] }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

/// Keeps a value alive without the optimizer knowing that nobody reads it.
@inline(never)
func blackHole(_ value: Int) {
    if value == Int.min { print("") }
}
