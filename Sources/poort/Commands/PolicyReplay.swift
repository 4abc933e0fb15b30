import ArgumentParser
import Besturen
import Policy

struct PolicyReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Say which real requests a policy would decide otherwise.",
        discussion: """
            Takes audit logs of the gateway and decides each request again, by the engine of the gateway and for the people, \
            roles and besturen of the log. What differs is told in few sentences, each with its requests and people, where \
            the first stands, and a command that shows it. Memory does not grow with the log.

            The log holds no query: where `json-api` would look at one, that is said. Ends with 13 when there is a change \
            that --fail-on names, with 65 when a line is no audit entry, else with 0.

            Examples:
              poort policy replay audit.jsonl --policy new.yaml --fail-on lost
              zcat audit.jsonl.*.gz | poort policy replay - --policy new.yaml
            """)

    @Option(
        help: "The policy to decide by: a file, or a revision such as HEAD:policy.yaml.",
        completion: .file(extensions: ["yaml", "yml"]))
    var policy: String
    @Option(
        help: "A list of besturen: they count as they are there, not as they were.",
        completion: .file(extensions: ["csv"]))
    var besturen: String?
    @Option(
        help:
            "Fail when access is gained, lost, or either: \(PolicyDiff.Change.allCases.map(\.rawValue).joined(separator: ", ")). Having to log in counts as lost."
    )
    var failOn: PolicyDiff.Change?
    @Flag(help: "Print JSON, as Schemas/policy-replay.schema.json describes it.") var json = false
    @Argument(help: "Audit logs; `-` is standard input.", completion: .file(extensions: ["jsonl"])) var log: [String]

    /// How many lines that are no entry are told one by one.
    private static let maximumTold = 5

    func run() throws {
        try reporting {
            var replay = Replay(policy: try PolicySource.load(policy), file: policy, register: try register())
            var unreadable = 0
            for file in log { try take(file, into: &replay, &unreadable) }
            guard replay.total > 0 || unreadable > 0 else {
                throw CommandFailure(
                    outcome: .badInput, message: "there is no request in \(log.joined(separator: ", "))",
                    hint: "the gateway writes them where `audit` in its configuration says")
            }
            Terminal.print(json ? Terminal.json(replay.json.text) : Terminal.shownLines(replay.text))
            if unreadable > 0 {
                throw CommandFailure(
                    outcome: .badInput,
                    message:
                        "\(PolicyFile.count(unreadable, "line")) could not be judged, so the answer is not complete")
            }
            let (gained, lost) = (replay.count(.gained), replay.count(.lost) + replay.count(.unknown))
            let fails =
                switch failOn {
                case nil: false
                case .gained: gained > 0
                case .lost: lost > 0
                case .any: gained + lost > 0
                }
            if fails { throw Outcome.accessChanged.exit }
        }
    }

    private func register() throws -> BesturenRegister? {
        guard let besturen else { return nil }
        let (register, problems) = try RegisterFile.read(besturen)
        let refused = problems.filter { $0.effect == .sourceRefused }
        guard refused.isEmpty else {
            throw CommandFailure(
                outcome: .badInput, message: refused.map(\.description).joined(separator: "\n"))
        }
        return register
    }

    private func take(_ file: String, into replay: inout Replay, _ unreadable: inout Int) throws {
        var lines = try LineReader(file)
        var number = 0
        while let line = try lines.next() {
            number += 1
            let problem: String
            switch line {
            case .tooLong: problem = "it is longer than \(LineReader.maximumBytes >> 10) KiB"
            case .bytes(let bytes, let isFinished):
                guard bytes.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { continue }
                switch AuditLine(bytes) {
                case .request(let request):
                    replay.take(request, place: "\(file):\(number)")
                    continue
                case .unjudged(let reason):
                    replay.skip(reason)
                    continue
                case .unreadable(let reason):
                    guard isFinished else {
                        Terminal.error("\(file):\(number): note: the last line is not finished; it is left out")
                        continue
                    }
                    problem = reason
                }
            }
            unreadable += 1
            if unreadable <= Self.maximumTold {
                Terminal.error("\(file):\(number): error: this is no audit entry: \(problem)")
            }
        }
    }
}
