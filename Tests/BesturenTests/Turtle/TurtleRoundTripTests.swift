import Testing

@testable import Besturen

@Suite("Turtle that is written and read")
struct TurtleRoundTripTests {
    static let spice: [Unicode.Scalar] = [
        "a", "Z", "0", ".", ":", "/", "#", "%", "-", "\"", "'", "\\", "\n", "\r", "\t", "\0", " ", "\u{7F}", "\u{85}",
        "é",
        "\u{301}", "\u{212A}", "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "<", ">", "{", "@", "^", "_",
    ]

    static func text(_ generator: inout SeededGenerator) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            text.unicodeScalars.append(spice.randomElement(using: &generator) ?? "b")
        }
        return text
    }

    static func iri(_ generator: inout SeededGenerator) -> ExactText {
        let kept = text(&generator).unicodeScalars.filter { !NameCharacters.isRefusedInIRI($0.value) }
        return ExactText("x:" + String(String.UnicodeScalarView(kept)))
    }

    static func object(_ generator: inout SeededGenerator) -> RDFTerm {
        switch Int.random(in: 0...5, using: &generator) {
        case 0: .iri(iri(&generator))
        case 1: .blank(Int.random(in: 0...3, using: &generator))
        case 2:
            .literal(
                RDFLiteral(text(&generator), language: ["nl", "nl-BE", "fr"].randomElement(using: &generator) ?? "nl"))
        case 3: .literal(RDFLiteral(text(&generator), datatype: iri(&generator).text))
        default: .string(text(&generator))
        }
    }

    /// The same with the blank nodes numbered as they come.
    static func renumbered(_ triples: [RDFTriple]) -> [RDFTriple] {
        var numbers: [Int: Int] = [:]
        func renumber(_ term: RDFTerm) -> RDFTerm {
            guard case .blank(let number) = term else { return term }
            let new = numbers[number] ?? numbers.count
            numbers[number] = new
            return .blank(new)
        }
        return triples.map { RDFTriple(renumber($0.subject), $0.predicate, renumber($0.object), line: $0.line) }
    }

    @Test("is the same, triple for triple")
    func roundTrip() throws {
        var generator = SeededGenerator(state: 0x7474_6C20)
        for _ in 0..<1_000 {
            let triples = (1...Int.random(in: 1...6, using: &generator)).map { line in
                let subject: RDFTerm =
                    Bool.random(using: &generator)
                    ? .iri(Self.iri(&generator)) : .blank(Int.random(in: 0...3, using: &generator))
                return RDFTriple(subject, Self.iri(&generator), Self.object(&generator), line: line)
            }
            let text = TurtleWriter.write(triples)
            #expect(try TurtleReader.read(text) == Self.renumbered(triples), "\(text)")
        }
    }
}
