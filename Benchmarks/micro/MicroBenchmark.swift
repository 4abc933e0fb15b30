struct BenchmarkProblem: Error, CustomStringConvertible {
    let description: String
}

/// poort-micro POLICY FOLDER: times the parts of a request on demand; see `Worker`. The tokens are those in the folder.
/// poort-micro POLICY FOLDER memory: prints what a register of 5,000 besturen takes.
/// poort-micro POLICY FOLDER answers: prints what `PolicyCases.answers` gives, for others to be held against.
@main
enum MicroBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard (2...3).contains(arguments.count),
            arguments.count == 2 || ["answers", "memory"].contains(arguments.last),
            let policy = arguments.first, let path = arguments.dropFirst().first
        else {
            throw BenchmarkProblem(description: "usage: poort-micro POLICY FOLDER [answers|memory]")
        }
        if arguments.last == "memory" {
            print("register of \(RegisterCases.size) besturen: \(try RegisterCases.memory()) bytes")
            return
        }
        if arguments.count == 3 {
            for line in try PolicyCases.answers(policyFile: policy) { print(line) }
            return
        }
        let folder = try TokenFolder(path)
        var worker = Worker(
            try TokenCases.all(folder) + RequestCases.all() + PolicyCases.all(policyFile: policy)
                + RegisterCases.all())
        try await worker.serve()
    }
}
