import ArgumentParser
import JOSE

struct TokenVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say in an exit code whether a token is to be believed, for scripts.",
        discussion: """
            Makes the checks of `poort token inspect` and prints one line. Ends with 0 when every check passed, 3 malformed, \
            4 signature, algorithm or key, 5 expired or not yet valid, 6 issuer, audience or type, 7 no keys. An issuer or \
            audience that is not given is not compared, and that is said. With --json it is one line of JSON in the schema of \
            `inspect`.

            Examples:
              poort token verify --config poort.yaml token.jwt
              poort token verify --key Keys/issuer.pem --audience poort \\
                --issuer https://idp.example/op token.jwt
            """)

    @OptionGroup var keys: KeyOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var source: TokenSource

    func run() async throws {
        try await asyncReporting {
            guard keys.hasKeys else {
                throw CommandFailure(
                    outcome: .noKeys, message: "there are no keys to verify with",
                    hint:
                        "give --config FILE, --jwks FILE, --key PEM or --hmac-secret FILE, or --issuer URL to fetch them"
                )
            }
            let gateway = try keys.config.map(GatewayFile.load)
            let now = try keys.instant()
            let token = try source.read()
            if !token.leftOut.isEmpty {
                // The one line of the result has no room for it.
                Terminal.error(
                    "note: judged without what stood around the token: \(token.leftOut.joined(separator: ", "))")
            }
            let yardstick = try await keys.yardstick(for: token.bytes, gateway: gateway)
            let report = InspectionReport(token, against: yardstick, at: now, redacting: ["rrn"])
            Terminal.print(
                output.json ? Terminal.json(report.json.compact) : report.line(Style(output.color)))
            if let outcome = report.outcome { throw outcome.exit }
        }
    }
}
