/// A term of an RDF graph, compared byte for byte: RDF 1.1 knows no equality of IRIs other than that of their characters.
package enum RDFTerm: Hashable, Sendable {
    /// An absolute IRI, kept as the document writes it.
    case iri(ExactText)
    /// A node without a name, numbered in the order in which a reading met it. The number means nothing elsewhere.
    case blank(Int)
    case literal(RDFLiteral)

    package static func iri(_ text: String) -> RDFTerm { .iri(ExactText(text)) }

    /// A plain string.
    package static func string(_ text: String) -> RDFTerm { .literal(RDFLiteral(text)) }

    /// The IRI or the text of the literal; for a blank node `_:b` and its number.
    package var text: String {
        switch self {
        case .iri(let iri): iri.text
        case .blank(let number): "_:b\(number)"
        case .literal(let literal): literal.text.text
        }
    }
}

/// A value of an RDF graph as the document writes it: `"1"^^xsd:integer` and `"01"^^xsd:integer` are two.
package struct RDFLiteral: Hashable, Sendable {
    package let text: ExactText
    /// An absolute IRI; `xsd:string` for plain text and `rdf:langString` for text with a language.
    package let datatype: ExactText
    /// The language tag in lower case, in which RDF 1.1 lets tags be compared.
    package let language: ExactText?

    package init(_ text: String) {
        self.init(text: ExactText(text), datatype: RDFLiteral.string, language: nil)
    }

    package init(_ text: String, language: String) {
        self.init(
            text: ExactText(text), datatype: RDFLiteral.languageString, language: ExactText(language.lowercased()))
    }

    package init(_ text: String, datatype: String) {
        self.init(text: ExactText(text), datatype: ExactText(datatype), language: nil)
    }

    init(text: ExactText, datatype: ExactText, language: ExactText?) {
        self.text = text
        self.datatype = datatype
        self.language = language
    }

    static let string = ExactText("http://www.w3.org/2001/XMLSchema#string")
    static let boolean = ExactText("http://www.w3.org/2001/XMLSchema#boolean")
    static let integer = ExactText("http://www.w3.org/2001/XMLSchema#integer")
    static let decimal = ExactText("http://www.w3.org/2001/XMLSchema#decimal")
    static let double = ExactText("http://www.w3.org/2001/XMLSchema#double")
    static let languageString = ExactText("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
}
