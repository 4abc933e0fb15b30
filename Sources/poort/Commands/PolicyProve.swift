import ArgumentParser
import Policy

struct PolicyProve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Prove the invariants of a policy, or one that is asked here.",
        discussion: """
            An invariant is asked of every role (and none), type of bestuur, doelgroep, state and view-only against every \
            kind of request that the policy can tell apart. The answer is PROVED with the number of cells, or the smallest \
            counterexample as a sentence, a command, a request and a policy test.

            An invariant of the command line stands in place of the policy's own. It is made of dimensions: module, path, \
            host, access (read, write), door (public, delegated, authenticated, granted, closed, none), group and upstream \
            of the request; anonymous, role, bestuurstypes, doelgroepen, state (active, not-active), view-only and \
            login-right of the person. Several values stand with commas, `!=` means all others. Ends with 11 when one is \
            broken, with 65 when one says nothing or there is none.

            Examples:
              poort policy prove Examples/loket/policy.yaml
              poort policy prove --never "path=/rrn/** role=LoketLB-toezichtGebruiker" \\
                Examples/loket/policy.yaml
              poort policy prove --only "module=bbcdr bestuurstypes=gemeente,ocmw" \\
                Examples/loket/policy.yaml
            """)

    @Option(help: "Nobody of these reaches any of this; repeat for several.") var never: [String] = []
    @Option(help: "Only these reach this; repeat for several.") var only: [String] = []
    @Option(help: "All of these reach all of this; repeat for several.") var always: [String] = []
    @Option(help: "The host in the requests that are printed.") var host = "localhost"
    @Flag(help: "Print JSON, as Schemas/policy-proof.schema.json describes it.") var json = false
    @Argument(help: "The policy.", completion: .file(extensions: ["yaml", "yml"])) var file: String

    func run() throws {
        try reporting {
            let policy = try PolicySource.load(file)
            let asked = try asked(of: policy)
            let invariants = asked.isEmpty ? policy.invariants : asked
            guard !invariants.isEmpty else {
                throw CommandFailure(
                    outcome: .badInput, message: "`\(Terminal.shown(file))` has no invariants",
                    hint: "write some under `invariants:`, or ask with --never, --only or --always")
            }
            let proofs = try analysing { () throws(AnalysisError) in
                try InvariantProof.prove(invariants, of: policy)
            }
            if json {
                Terminal.print(Terminal.json(InvariantProof.json(proofs, policy: file, host: host).text))
            } else {
                Terminal.print(Terminal.shownLines(InvariantProof.text(proofs, policy: file, host: host)))
            }
            let broken = proofs.contains { proof in
                if case .broken = proof.verdict { return true }
                return false
            }
            if broken { throw Outcome.invariantBroken.exit }
            guard proofs.allSatisfy(\.isProved) else { throw Outcome.badInput.exit }
        }
    }

    private func asked(of policy: PolicySet) throws -> [Invariant] {
        var invariants: [Invariant] = []
        for (kind, texts) in [(Invariant.Kind.never, never), (.only, only), (.always, always)] {
            for text in texts {
                switch Invariant.read(text, kind, of: policy) {
                case .success(let invariant): invariants.append(invariant)
                case .failure(let mistakes):
                    throw CommandFailure(
                        outcome: .usage, message: "the invariant cannot be read\n\(Terminal.shownLines("\(mistakes)"))")
                }
            }
        }
        return invariants
    }
}
