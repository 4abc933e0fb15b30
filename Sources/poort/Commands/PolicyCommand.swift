import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, test, prove, compare and explain a policy.",
        subcommands: [PolicyCheck.self, PolicyTest.self, PolicyProve.self, PolicyDiff.self, PolicyExplain.self])
}
