/// A statement of an RDF graph, with its place.
package struct RDFTriple: Hashable, Sendable {
    package let subject: RDFTerm
    package let predicate: ExactText
    package let object: RDFTerm
    /// The line on which the object begins, counted from 1.
    package let line: Int

    package init(_ subject: RDFTerm, _ predicate: ExactText, _ object: RDFTerm, line: Int = 1) {
        self.subject = subject
        self.predicate = predicate
        self.object = object
        self.line = line
    }
}
