import ArgumentParser
import Policy

extension SuiteReport.Format: ExpressibleByArgument {}

struct PolicyTest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run policy tests: people × requests → expected decisions.",
        discussion: """
            Every test asks the policy about each of its people and requests. What is not listed is expected to be denied. \
            No tests at all is a failure, and so is an expectation that the policy can never meet. A suite can share people \
            and requests with others (`fixtures`), name people in groups, and take a person from a token or its claims, for \
            which it fixes the time (`now`); the signature of a token is not checked here.

            --coverage counts cells of the whole table of the policy, everybody who can ask against everything that can be \
            asked for: a cell is asserted when a policy that answered it otherwise would fail a test. Shares are never \
            rounded up.

            Ends with 10 when a test fails, 12 when too little is asserted, 65 when a suite has mistakes, 78 when the policy has.

            Examples:
              poort policy test Examples/loket/policy-tests/*.yaml
              poort policy test --filter "person=karel;request=DELETE" Examples/loket/policy-tests/*.yaml
              poort policy test --watch policy-tests/toezicht.yaml
              poort policy test --coverage --min-coverage 0.05 Examples/loket/policy-tests/*.yaml
            """)

    @Option(help: "The policy to test, in place of the ones the suites name.", completion: .file()) var policy: String?
    @Option(help: "How to report: \(SuiteReport.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: SuiteReport.Format = .text
    @Flag(help: "The same as --format json.") var json = false
    @Option(help: "Only checks with these words, or `suite=…;test=…;person=…;request=…`.") var filter: String?
    @Option(help: "The time at which tokens are judged, in place of the suites' `now`.") var at: String?
    @Flag(help: "Run again whenever the policy, a suite or a file that it names changes, until Ctrl-C.")
    var watch = false
    @Flag(help: "Say also which cells, routes and rules of the policy no test is about.") var coverage = false
    @Option(
        help: "How much of the cells must be asserted, in percent such as 0.5; implies --coverage. Less ends with 12.")
    var minCoverage: String?
    @Option(help: "When to colour: auto (on a terminal, unless NO_COLOR is set), always or never.")
    var color: ColorChoice = .auto
    @Argument(help: "The suites.", completion: .file(extensions: ["yaml", "yml"])) var files: [String]

    func run() throws {
        let run = try reporting { try suiteRun() }
        if let outcome = watch ? SuiteWatch(run: run).outcome() : run.ending().outcome { throw outcome.exit }
    }

    private func suiteRun() throws -> SuiteRun {
        var chosen = CellFilter.all
        if let filter {
            do throws(CellFilter.Invalid) {
                chosen = try CellFilter(filter)
            } catch {
                throw CommandFailure(outcome: .usage, message: error.message, hint: error.hint)
            }
        }
        if let at { _ = try InstantText.read(at) }
        if watch, files.contains("-") {
            throw CommandFailure(outcome: .usage, message: "standard input cannot be watched")
        }
        let style = Style(color)
        var colours = SuiteReport.Colours()
        colours.good = style.good
        colours.bad = style.bad
        colours.faint = style.faint
        colours.heading = style.heading
        return SuiteRun(
            files: files, policy: policy, filter: chosen, at: at, format: json ? .json : format, colours: colours,
            withCoverage: coverage || minCoverage != nil, leastCoverage: try minCoverage.map(PolicyTest.share))
    }

    /// Percent with at most four digits behind the point, in ten-thousandths.
    private static func share(_ text: String) throws -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard isDigits, (1...2).contains(parts.count), fraction.utf8.count <= 4, let whole = Int(parts[0]),
            whole <= 100,
            let rest = Int(fraction + String(repeating: "0", count: 4 - fraction.utf8.count)),
            whole * 10_000 + rest <= 1_000_000
        else {
            throw CommandFailure(
                outcome: .usage, message: "`\(Terminal.shown(text))` is no share",
                hint: "write percent from 0 to 100, such as 12.5")
        }
        return whole * 10_000 + rest
    }
}
