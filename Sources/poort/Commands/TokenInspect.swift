import ArgumentParser
import JOSE

struct TokenInspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a token says, and whether it is to be believed.",
        discussion: """
            Prints the result with the codes of all checks that failed, then every check on its own line, then header, claims \
            and dates: always all of it. Claims that nothing proves are marked NOT TRUSTED. National numbers (`rrn`) are \
            hidden unless --reveal is given.

            With --config the answer is that of the gateway with this configuration, and besides the organisation is looked \
            up and each role explained. Keys are fetched over the network only when --issuer says from whom and no file \
            holds them. With --as the decision on one request follows, with its rule and what it would take \
            to pass.

            Ends with 0 when the token is accepted, 3 malformed, 4 signature, algorithm or key, 5 expired or not yet valid, \
            6 issuer, audience or type, 7 no keys, 8 accepted but the request of --as refused.

            Examples:
              poort token inspect --config poort.yaml --issuer https://idp.example/op token.jwt
              poort token inspect --config poort.yaml --as "GET /submissions/1" token.jwt
              poort token inspect --jwks Keys/issuer.jwks.json --audience poort < token.jwt
              poort token inspect --env TOKEN --at 2026-11-24T12:00:00Z --json
              poort token inspect --issuer https://idp.example/op token.jwt
            """)

    @OptionGroup var keys: KeyOptions
    @OptionGroup var options: InspectionOptions
    @Option(name: .customLong("as"), help: "A request, such as \"GET /submissions/1\", to decide on with this token.")
    var request: String?
    @OptionGroup var source: TokenSource

    func run() async throws {
        try await asyncReporting {
            try await Inspecting(keys: keys, options: options, source: source).run(request: request)
        }
    }
}

/// What `inspect` and `explain` do.
struct Inspecting {
    let keys: KeyOptions
    let options: InspectionOptions
    let source: TokenSource

    func run(request: String?) async throws {
        let gateway = try keys.config.map(GatewayFile.load)
        let policy = try options.policySet(gateway: gateway)
        let register = try options.register(gateway: gateway)
        guard request == nil || (policy != nil && register != nil) else {
            throw CommandFailure(
                outcome: .usage, message: "without a policy and a list of besturen nothing can be decided",
                hint: "give --config FILE, or --policy FILE and --besturen FILE")
        }
        let now = try keys.instant()
        let token = try source.read()
        let yardstick = try await keys.yardstick(for: token.bytes, gateway: gateway)
        var report = InspectionReport(token, against: yardstick, at: now, redacting: options.redacting)
        let names = options.claimNames(of: report.issuer, policy: policy, gateway: gateway)
        try report.resolve(names, policy: policy, register: register, request: request, host: options.host)
        Terminal.print(
            options.output.json ? Terminal.json(report.json) : report.text(Style(options.output.color)))
        if let outcome = report.outcome { throw outcome.exit }
    }
}
