import Policy

/// Loads a policy, or prints every mistake in it and ends with 78.
enum PolicyFile {
    static func load(_ path: String) throws -> PolicySet {
        try load(name: path, text: InputFile.text(path))
    }

    /// A policy that is only looked at need not keep its invariants: one that breaks them is explained, too.
    static func load(name: String, text: String, proving: Bool = true) throws -> PolicySet {
        switch PolicyLoader.load(file: name, text: text, proving: proving) {
        case .success(let policy): return policy
        case .failure(let failure):
            throw CommandFailure(
                outcome: .invalidConfiguration,
                message: "the policy has \(count(failure.mistakes.count, "mistake"))\n\(failure)")
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { count(number, noun, noun + "s") }

    static func count(_ number: Int, _ noun: String, _ plural: String) -> String {
        "\(number) \(number == 1 ? noun : plural)"
    }
}
