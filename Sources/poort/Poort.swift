import ArgumentParser

@main
struct Poort: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poort",
        abstract: "The access gateway of the Loket voor Lokale Besturen.",
        discussion: """
            Stands in front of the Loket's modules, verifies the token of every request, and lets through only what \
            token, policy and the register of besturen allow.

            Exit codes: 0 yes, 3 malformed, 4 signature, algorithm or key, 5 expired or not yet valid, \
            6 issuer, audience or type, 7 no keys, 8 valid but denied, or a step refused, 10 tests failed, \
            11 an invariant is broken, 12 too little tested, 13 access changed, 64 usage, 65 bad input data, \
            66 no such file, 70 internal, 78 configuration or policy invalid.
            """,
        version: PoortVersion.text,
        subcommands: [
            Serve.self, Config.self, Token.self, Keys.self, PolicyCommand.self, BestuurCommand.self,
            SessionCommand.self,
        ])
}
