extension TurtleParser {
    mutating func readSubject() throws(TurtleError) -> RDFTerm {
        switch peek {
        case UInt8(ascii: "<"): return .iri(try readIRI())
        case UInt8(ascii: "_"): return try readBlankLabel()
        case UInt8(ascii: "("): return try readCollection()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): throw error(.literalAsSubject(shown(at: position)), at: position)
        default: return .iri(try readPrefixedName("a URI, a prefixed name or a node"))
        }
    }

    mutating func readPredicate() throws(TurtleError) -> ExactText {
        if peek == UInt8(ascii: "<") { return try readIRI() }
        if isKeyword("a") {
            position += 1
            return TurtleParser.type
        }
        return try readPrefixedName("a predicate")
    }

    mutating func readObject() throws(TurtleError) -> RDFTerm {
        switch peek {
        case UInt8(ascii: "<"): return .iri(try readIRI())
        case UInt8(ascii: "_"): return try readBlankLabel()
        case UInt8(ascii: "["): return try readProperties().node
        case UInt8(ascii: "("): return try readCollection()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .literal(try readLiteral())
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return .literal(try readNumber())
        default:
            for keyword in ["true", "false"] where isKeyword(keyword) {
                position += keyword.utf8.count
                return .literal(
                    RDFLiteral(text: ExactText(keyword), datatype: RDFLiteral.boolean, language: nil))
            }
            return .iri(try readPrefixedName("a value"))
        }
    }

    /// Whether this word stands here by itself, and not at the beginning of a longer one or before a colon.
    private func isKeyword(_ word: String) -> Bool {
        guard peek == word.utf8.first else { return false }
        let end = endOfPrefix(position)
        return bytes[position..<end].elementsEqual(word.utf8) && peek(end - position) != UInt8(ascii: ":")
    }

    // MARK: - IRIs

    /// `<…>`, absolute.
    mutating func readIRI() throws(TurtleError) -> ExactText {
        let start = position
        return try intern(readIRIBytes(), start)
    }

    mutating func readIRIBytes() throws(TurtleError) -> [UInt8] {
        let start = position
        position += 1
        var iri: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: ">") {
            if byte == UInt8(ascii: "\\") {
                let escape = position
                let scalar = try readUnicodeEscape()
                guard !NameCharacters.isRefusedInIRI(scalar.value) else {
                    throw error(.iriCharacter(text(escape..<position)), at: escape)
                }
                iri.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            } else {
                guard byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") else {
                    throw error(.iriNotClosed, at: start)
                }
                guard !NameCharacters.isRefusedInIRI(UInt32(byte)) else {
                    throw error(.iriCharacter(shown(at: position)), at: position)
                }
                iri.append(byte)
                position += 1
            }
            guard iri.count <= limits.iriBytes else { throw error(.nameTooLong(limit: limits.iriBytes), at: start) }
        }
        guard skip(UInt8(ascii: ">")) else { throw error(.iriNotClosed, at: start) }
        return try absolute(iri, start)
    }

    /// An IRI with a scheme stays as it is, byte for byte, dot segments and all.
    private func absolute(_ iri: [UInt8], _ start: Int) throws(TurtleError) -> [UInt8] {
        if IRIReference.endOfScheme(iri) != nil { return iri }
        guard let base else { throw error(.iriRelative(String(decoding: iri, as: UTF8.self)), at: start) }
        let resolved = IRIReference(iri).resolved(against: base)
        guard resolved.count <= limits.iriBytes else {
            throw error(.nameTooLong(limit: limits.iriBytes), at: start)
        }
        return resolved
    }
}
