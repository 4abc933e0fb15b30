import ArgumentParser

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Inspect, verify, explain and mint tokens.",
        subcommands: [TokenInspect.self, TokenVerify.self, TokenExplain.self, TokenMint.self])
}
