struct BenchmarkProblem: Error, CustomStringConvertible {
    let description: String
}

/// poort-micro POLICY FOLDER: times the parts of a request on demand; see `Worker`. The tokens are those in the folder.
@main
enum MicroBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let policy = arguments.first, let path = arguments.last else {
            throw BenchmarkProblem(description: "usage: poort-micro POLICY FOLDER")
        }
        let folder = try TokenFolder(path)
        var worker = Worker(
            try TokenCases.all(folder) + RequestCases.all() + PolicyCases.all(policyFile: policy))
        try await worker.serve()
    }
}
