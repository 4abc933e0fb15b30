import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, test and explain a policy.",
        subcommands: [PolicyCheck.self, PolicyTest.self, PolicyExplain.self])
}
