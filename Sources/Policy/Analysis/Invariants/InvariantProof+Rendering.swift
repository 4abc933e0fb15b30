extension InvariantProof {
    /// For people. `file` is the name of the policy, for the commands; `host` that of the requests on the wire.
    package static func text(_ proofs: [InvariantProof], policy file: String, host: String) -> String {
        var lines = proofs.flatMap { $0.lines(policy: file, host: host) }
        let proved = proofs.filter(\.isProved).count
        let what = proofs.count == 1 ? "1 invariant" : "\(proofs.count) invariants"
        lines.append(proved == proofs.count ? "\(what), proved" : "\(proofs.count - proved) of \(what) not proved")
        return lines.joined(separator: "\n")
    }

    private func lines(policy file: String, host: String) -> [String] {
        switch verdict {
        case .proved(let cells):
            return ["PROVED  \(invariant.name) (\(cells) cells)"]
        case .empty(let reason):
            return ["EMPTY   \(invariant.name)", "        \(place): \(reason)"]
        case .broken(let counterexample):
            let example = counterexample.example
            var lines = ["BROKEN  \(invariant.name)", "        \(place)", "        \(counterexample.sentence)"]
            if let command = example.explainCommand(policy: file) { lines.append("        \(command)") }
            lines.append("        \(example.curl(host: host))")
            // Where the door or the upstream is what is wrong, the decision may be right.
            let requests = invariant.selection.requests
            let isOfRoute = requests.doors != nil || requests.groups != nil || requests.upstreams != nil
            lines.append(
                isOfRoute
                    ? "        as a test, for when it is mended by refusing:"
                    : "        as a test, which passes when it is mended:")
            for line in suite(counterexample).split(separator: "\n") { lines.append("          \(line)") }
            return lines
        }
    }

    private var place: String { "\(invariant.location), \(invariant.words)" }

    /// A test that fails now, and passes when the policy is mended.
    private func suite(_ counterexample: Counterexample) -> String {
        counterexample.example.suite(named: invariant.name, expecting: !counterexample.example.isAllowed)
    }

    /// As `Schemas/policy-proof.schema.json` describes it: members are added, never renamed.
    package static func json(_ proofs: [InvariantProof], policy file: String, host: String) -> JSONText {
        .object([
            ("policy", .string(file)), ("proved", .bool(proofs.allSatisfy(\.isProved))),
            ("invariants", .array(proofs.map { $0.json(policy: file, host: host) })),
        ])
    }

    private func json(policy file: String, host: String) -> JSONText {
        var members: [(String, JSONText)] = [
            ("name", .string(invariant.name)), ("kind", .string(invariant.kind.rawValue)),
            ("words", .string(invariant.words)), ("why", .optional(invariant.why)),
            ("file", .string(invariant.location.file)), ("line", .number(invariant.location.line)),
        ]
        switch verdict {
        case .proved(let cells):
            members += [
                ("verdict", .string("proved")), ("cells", .number(cells)), ("reason", .null),
                ("counterexample", .null),
            ]
        case .empty(let reason):
            members += [
                ("verdict", .string("empty")), ("cells", .number(0)), ("reason", .string(reason)),
                ("counterexample", .null),
            ]
        case .broken(let counterexample):
            let example = counterexample.example
            members += [
                ("verdict", .string("broken")), ("cells", .null), ("reason", .null),
                (
                    "counterexample",
                    .object([
                        ("sentence", .string(counterexample.sentence)),
                        ("decision", .string(counterexample.explanation.isAllowed ? "allow" : "deny")),
                        ("code", .optional(counterexample.explanation.code?.rawValue)),
                        ("command", .optional(example.explainCommand(policy: file))),
                        ("curl", .string(example.curl(host: host))), ("suite", .string(suite(counterexample))),
                    ])
                ),
            ]
        }
        return .object(members)
    }
}
