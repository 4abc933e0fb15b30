/// Turns the text of a policy into a policy, or into everything that is wrong with it.
package enum PolicyLoader {
    /// `file` is the name shown in messages. Nothing is read from it.
    package static func load(
        file: String, text: String, limits: DocumentLimits = DocumentLimits()
    ) -> Result<PolicySet, DocumentMistakes> {
        let reader = DocumentReader(file: file, text: text, limits: limits)
        let document = PolicyDocument(reader)
        var compiler = PolicyCompiler(document, reader)
        let policy = compiler.compile(PolicyFingerprint(text))
        guard reader.mistakes.isEmpty, let policy else {
            return .failure(DocumentMistakes(reader.mistakes))
        }
        return .success(policy)
    }
}
