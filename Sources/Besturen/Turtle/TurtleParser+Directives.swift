extension TurtleParser {
    /// Reads `@prefix`, `@base`, `PREFIX` or `BASE`; false when something else begins here.
    mutating func readDirective() throws(TurtleError) -> Bool {
        let start = position
        if peek == UInt8(ascii: "@") {
            position += 1
            let name = readWord()
            switch ExactText(name) {
            case ExactText("prefix"): try readPrefixDeclaration()
            case ExactText("base"): try readBaseDeclaration()
            default: throw error(.directiveUnknown(name), at: start)
            }
            skipSpace()
            try expect(UInt8(ascii: "."), "`.`")
            return true
        }
        // The spellings of SPARQL, in any case and without a dot. `prefix:x` begins a statement about a prefixed name.
        let end = endOfPrefix(position)
        guard peek(end - position) != UInt8(ascii: ":") else { return false }
        switch lowercased(position..<end) {
        case "prefix":
            position = end
            try readPrefixDeclaration()
        case "base":
            position = end
            try readBaseDeclaration()
        default:
            return false
        }
        return true
    }

    private mutating func readPrefixDeclaration() throws(TurtleError) {
        skipSpace()
        let end = endOfPrefix(position)
        guard peek(end - position) == UInt8(ascii: ":") else { throw unexpected("a prefix and a colon") }
        let prefix = ExactText(text(position..<end))
        position = end + 1
        skipSpace()
        guard peek == UInt8(ascii: "<") else { throw unexpected("a URI between `<` and `>`") }
        let start = position
        let iri = try readIRIBytes()
        // A relative one is written out, and every prefix is kept.
        iriBytes += iri.count
        guard iriBytes <= limits.totalIRIBytes else {
            throw error(.namesTooLong(limit: limits.totalIRIBytes), at: start)
        }
        prefixes[prefix] = iri
    }

    private mutating func readBaseDeclaration() throws(TurtleError) {
        skipSpace()
        guard peek == UInt8(ascii: "<") else { throw unexpected("a URI between `<` and `>`") }
        base = IRIReference(try readIRIBytes())
    }

    /// Letters only.
    private mutating func readWord() -> String {
        let start = position
        while let byte = peek, NameCharacters.isLetter(byte), position - start < 20 { position += 1 }
        return text(start..<position)
    }

    /// Empty for what is too long to be a keyword.
    private func lowercased(_ range: Range<Int>) -> String {
        range.count <= 6 ? text(range).lowercased() : ""
    }
}
