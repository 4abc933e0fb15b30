import ArgumentParser
import Policy

extension SuiteReport.Format: ExpressibleByArgument {}

struct PolicyTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run policy tests: people × requests → expected decisions.",
        discussion: """
            Every test asks the policy about each of its people and requests. What is not listed is expected to be denied. \
            No tests at all is a failure. Ends with 10 when a test fails.

            Example: poort policy test Examples/loket/policy-tests/*.yaml
            """)

    @Option(help: "The policy to test, in place of the ones the suites name.", completion: .file()) var policy: String?
    @Option(help: "How to report: \(SuiteReport.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: SuiteReport.Format = .text
    @Argument(help: "The suites.", completion: .file(extensions: ["yaml", "yml"])) var files: [String]

    func run() throws {
        try reporting {
            var mistakes: [String] = []
            var policies: [String: PolicySet] = [:]
            var results: [SuiteResult] = []
            for file in files {
                let loaded = PolicyTestSuite.load(
                    file: file, text: try InputFile.text(file), validateTarget: { RequestText.mistake(inTarget: $0) })
                switch loaded {
                case .failure(let failure): mistakes.append("\(failure)")
                case .success(let suite):
                    let path = try policyPath(of: suite)
                    let policy = try policies[path] ?? PolicyFile.load(path)
                    policies[path] = policy
                    results.append(suite.run(policy: policy))
                }
            }
            guard mistakes.isEmpty else {
                throw CommandFailure(
                    outcome: .badInput, message: "the suites have mistakes\n" + mistakes.joined(separator: "\n"))
            }
            for warning in results.flatMap(\.warnings) { Terminal.error(warning) }
            let report = SuiteReport(results)
            Terminal.print(report.render(format))
            if !report.passed { throw Outcome.testsFailed.exit }
        }
    }

    /// A suite names its policy relative to itself.
    private func policyPath(of suite: PolicyTestSuite) throws -> String {
        if let policy { return policy }
        guard let named = suite.policy else {
            throw CommandFailure(
                outcome: .usage, message: "`\(suite.file)` names no policy", hint: "add `policy:` or give --policy FILE"
            )
        }
        guard !named.hasPrefix("/"), let slash = suite.file.lastIndex(of: "/") else { return named }
        return suite.file[...slash] + named
    }
}
