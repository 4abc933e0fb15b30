/// How much a Turtle document may ask for. The defaults hold the largest file that the Organization Portal publishes several
/// times over, and keep a hostile one within what a machine for administration has.
package struct TurtleLimits: Hashable, Sendable {
    /// Bytes of the document: 64 MiB.
    package var documentBytes = 64 << 20
    /// Triples of the document: one million.
    package var triples = 1_000_000
    /// Brackets within each other: 64. The reader descends with them.
    package var depth = 64
    /// Bytes of one literal: 1 MiB.
    package var literalBytes = 1 << 20
    /// Bytes of one IRI, prefixed name, label or language tag, written out: 2 KiB.
    package var iriBytes = 2 << 10
    /// Bytes of all different IRIs together, written out: 128 MiB. A short prefixed name may stand for a long IRI.
    package var totalIRIBytes = 128 << 20

    package init() {}
}
