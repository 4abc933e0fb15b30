/// Turns the text of a policy into a policy, or into everything that is wrong with it.
package enum PolicyLoader {
    /// `file` is the name shown in messages. Nothing is read from it. A policy that breaks one of its invariants is refused,
    /// unless it is to be looked at and not to be used: then nothing is proved.
    package static func load(
        file: String, text: String, limits: DocumentLimits = DocumentLimits(), proving: Bool = true
    ) -> Result<PolicySet, DocumentMistakes> {
        let reader = DocumentReader(file: file, text: text, limits: limits)
        let document = PolicyDocument(reader)
        var compiler = PolicyCompiler(document, reader)
        let policy = compiler.compile(PolicyFingerprint(text))
        guard reader.mistakes.isEmpty, let policy else {
            return .failure(DocumentMistakes(reader.mistakes))
        }
        guard proving else { return .success(policy) }
        let broken = mistakes(policy)
        return broken.isEmpty ? .success(policy) : .failure(DocumentMistakes(broken))
    }

    private static func mistakes(_ policy: PolicySet) -> [Mistake] {
        do throws(AnalysisError) {
            return try InvariantProof.prove(policy.invariants, of: policy).compactMap { proof in
                proof.mistake(policy: policy.file)
            }
        } catch {
            // The routes are at fault, but nothing would be refused without the invariants.
            let location = policy.invariants.first?.location ?? SourceLocation(file: policy.file, line: 1, column: 1)
            return [Mistake(location: location, message: "the invariants cannot be proved: \(error)", hint: error.hint)]
        }
    }
}
