import ArgumentParser
import JOSE

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Inspect, verify and mint tokens.",
        subcommands: [TokenInspect.self, TokenVerify.self, TokenExplain.self, TokenMint.self])
}

struct TokenInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Show what a token says, and whether it is to be believed.",
        discussion: """
            Prints every check on its own line, then header and claims; always both. Claims of a refused token are marked \
            NOT TRUSTED. National numbers (`rrn`) are hidden unless --reveal is given. Nothing is fetched from anywhere.

            Examples:
              poort token inspect --jwks Keys/issuer.jwks.json token.jwt
              pbpaste | poort token inspect --at 2026-11-24T12:00:00Z
            """)

    @OptionGroup var keys: KeyOptions
    @OptionGroup var source: TokenSource
    @Flag(help: "Show national numbers.") var reveal = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            let report = try InspectionReport(try source.read(), keys: keys, redacting: reveal ? [] : ["rrn"])
            Terminal.print(json ? report.json.pretty : report.text)
            if let outcome = report.outcome { throw outcome.exit }
        }
    }
}

struct TokenVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Say in an exit code whether a token is to be believed, for scripts.",
        discussion: """
            Ends with 0 when every check passed, 3 malformed, 4 signature, algorithm or key, 5 expired or not yet valid, \
            6 issuer, audience or type, 7 no keys. An issuer or audience that is not given is not compared, and that is said.

            Example: poort token verify --key Keys/issuer.pem --alg RS256 --issuer https://idp.example/op --audience poort token.jwt
            """)

    @OptionGroup var keys: KeyOptions
    @OptionGroup var source: TokenSource
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try reporting {
            guard keys.hasKeys else {
                throw CommandFailure(
                    outcome: .noKeys, message: "there are no keys to verify with",
                    hint: "give --jwks FILE, --key PEM or --hmac-secret FILE")
            }
            let report = try InspectionReport(try source.read(), keys: keys, redacting: ["rrn"])
            if json {
                Terminal.print(report.json.pretty)
            } else {
                Terminal.print(report.verdict)
            }
            if let outcome = report.outcome { throw outcome.exit }
        }
    }
}
