/// Reads RDF 1.1 Turtle, of which N-Triples is a part (https://www.w3.org/TR/turtle/).
///
/// Strict: what the grammar does not allow is refused at the first place where it shows, and a relative IRI without a base
/// too, so that nothing is read that another reader reads otherwise. Bounded: ``TurtleLimits`` holds the size of everything,
/// and the time is linear in the length of the document and of what its prefixes stand for.
package enum TurtleReader {
    /// The triples in the order of the document, repeated ones too.
    ///
    /// `base` is where relative IRIs begin until the document says otherwise; it must be absolute. `firstBlank` numbers the
    /// first blank node, so that those of several documents can be kept apart.
    package static func read(
        _ bytes: [UInt8], base: String? = nil, firstBlank: Int = 0, limits: TurtleLimits = TurtleLimits()
    ) throws(TurtleError) -> [RDFTriple] {
        var parser = TurtleParser(bytes, firstBlank: firstBlank, limits: limits)
        try parser.readDocument(base: base)
        return parser.triples
    }

    /// The same, for text that is already in a string.
    package static func read(
        _ text: String, base: String? = nil, limits: TurtleLimits = TurtleLimits()
    ) throws(TurtleError) -> [RDFTriple] {
        try read(Array(text.utf8), base: base, limits: limits)
    }
}
