import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, test, compare and explain a policy.",
        subcommands: [PolicyCheck.self, PolicyTest.self, PolicyDiff.self, PolicyExplain.self])
}
