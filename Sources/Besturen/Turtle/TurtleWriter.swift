/// Writes RDF terms so that every reader of Turtle or N-Triples reads the same ones.
package enum TurtleWriter {
    /// One statement a line, in the order given.
    package static func write(_ triples: some Sequence<RDFTriple>) -> String {
        var text = ""
        for triple in triples {
            append(triple.subject, to: &text)
            text += " "
            append(.iri(triple.predicate), to: &text)
            text += " "
            append(triple.object, to: &text)
            text += " .\n"
        }
        return text
    }

    package static func append(_ term: RDFTerm, to text: inout String) {
        switch term {
        case .iri(let iri):
            text += "<\(iri.text)>"
        case .blank(let number):
            text += "_:b\(number)"
        case .literal(let literal):
            appendString(literal.text.text, to: &text)
            if let language = literal.language {
                text += "@\(language.text)"
            } else if literal.datatype != RDFLiteral.string {
                text += "^^<\(literal.datatype.text)>"
            }
        }
    }

    /// A string between quotes on one line. Control characters are escaped, so that a terminal shows what is there.
    package static func appendString(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\0"..<" ", "\u{7F}"..<"\u{A0}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
