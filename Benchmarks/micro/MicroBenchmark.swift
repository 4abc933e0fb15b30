import Foundation

struct BenchmarkProblem: Error, CustomStringConvertible {
    let description: String
}

/// poort-micro POLICY [ROUNDS]: times the parts of a request, in rounds that go through all of them in turn.
@main
enum MicroBenchmark {
    static func main() throws {
        guard let policy = CommandLine.arguments.dropFirst().first else {
            throw BenchmarkProblem(description: "usage: poort-micro POLICY [ROUNDS]")
        }
        let rounds = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 15
        var cases = try TokenCases.all() + RequestCases.all() + PolicyCases.all(policyFile: policy)
        for index in cases.indices { cases[index].calibrate(milliseconds: 20) }
        for _ in 0..<rounds {
            for index in cases.indices { cases[index].run() }
        }
        print(row("", "best us", "median us"))
        for item in cases { print(row(item.name, text(item.best), text(item.median))) }
    }

    private static func row(_ name: String, _ best: String, _ median: String) -> String {
        name.padding(toLength: 52, withPad: " ", startingAt: 0) + right(best) + right(median)
    }

    private static func right(_ text: String) -> String {
        String(repeating: " ", count: max(0, 12 - text.count)) + text
    }

    private static func text(_ nanoseconds: Double) -> String { String(format: "%.3f", nanoseconds / 1_000) }
}
