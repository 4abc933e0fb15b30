import ArgumentParser

struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, test, tabulate, prove, compare, replay, explain and import a policy.",
        subcommands: [
            PolicyCheck.self, PolicyTest.self, PolicyTable.self, PolicyProve.self, PolicyDiff.self, PolicyReplay.self,
            PolicyExplain.self, PolicyImport.self,
        ])
}
