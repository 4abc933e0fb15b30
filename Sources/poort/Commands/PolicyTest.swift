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

            Ends with 10 when a test fails, 65 when a suite has mistakes, 78 when the policy has.

            Examples:
              poort policy test Examples/loket/policy-tests/*.yaml
              poort policy test --filter "person=karel;request=DELETE" Examples/loket/policy-tests/*.yaml
              poort policy test --watch policy-tests/toezicht.yaml
            """)

    @Option(help: "The policy to test, in place of the ones the suites name.", completion: .file()) var policy: String?
    @Option(help: "How to report: \(SuiteReport.Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: SuiteReport.Format = .text
    @Flag(help: "The same as --format json.") var json = false
    @Option(help: "Only checks with these words, or `suite=…;test=…;person=…;request=…`.") var filter: String?
    @Option(help: "The time at which tokens are judged, in place of the suites' `now`.") var at: String?
    @Flag(help: "Run again whenever the policy, a suite or a file that it names changes, until Ctrl-C.")
    var watch = false
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
            files: files, policy: policy, filter: chosen, at: at, format: json ? .json : format, colours: colours)
    }
}
