/// One pass over a Turtle document. The grammar's statements are here, its terms in the extensions.
struct TurtleParser {
    let bytes: [UInt8]
    let limits: TurtleLimits
    var position = 0
    /// The line of `position`.
    var line = 1
    var triples: [RDFTriple] = []
    var prefixes: [ExactText: [UInt8]] = [:]
    var base: IRIReference?
    var nextBlank: Int
    var blankOfLabel: [ExactText: Int] = [:]
    /// Each IRI once, so that a register of thousands of besturen does not keep thousands of copies of the same concept.
    var iris: Set<ExactText> = []
    var iriBytes = 0
    private var depth = 0

    init(_ bytes: [UInt8], firstBlank: Int, limits: TurtleLimits) {
        self.bytes = bytes
        self.limits = limits
        nextBlank = firstBlank
    }

    mutating func readDocument(base text: String?) throws(TurtleError) {
        guard bytes.count <= limits.documentBytes else {
            throw error(.documentTooLarge(limit: limits.documentBytes), at: 0)
        }
        if let offset = TurtleParser.firstInvalidByte(bytes) { throw error(.notUTF8, at: offset) }
        if let text {
            let utf8 = Array(text.utf8)
            guard IRIReference.endOfScheme(utf8) != nil else { throw error(.baseRelative(text), at: 0) }
            base = IRIReference(utf8)
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        while position < bytes.count {
            try readStatement()
            skipSpace()
        }
    }

    private mutating func readStatement() throws(TurtleError) {
        if try readDirective() { return }
        if peek == UInt8(ascii: "[") {
            let (node, isEmpty) = try readProperties()
            skipSpace()
            if isEmpty || peek != UInt8(ascii: ".") { try readPredicates(of: node) }
        } else {
            try readPredicates(of: readSubject())
        }
        skipSpace()
        try expect(UInt8(ascii: "."), "`.`, `;` or `,`")
    }

    private mutating func readPredicates(of subject: RDFTerm) throws(TurtleError) {
        while true {
            skipSpace()
            let predicate = try readPredicate()
            repeat {
                skipSpace()
                let line = line
                try add(RDFTriple(subject, predicate, readObject(), line: line))
                skipSpace()
            } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: ";")) else { return }
            repeat { skipSpace() } while skip(UInt8(ascii: ";"))
            if peek == UInt8(ascii: ".") || peek == UInt8(ascii: "]") { return }
        }
    }

    /// `[ … ]`: a new node and what is said of it.
    mutating func readProperties() throws(TurtleError) -> (node: RDFTerm, isEmpty: Bool) {
        try descend()
        position += 1
        let node = makeBlank()
        skipSpace()
        let isEmpty = peek == UInt8(ascii: "]")
        if !isEmpty { try readPredicates(of: node) }
        skipSpace()
        try expect(UInt8(ascii: "]"), "`]`, `;` or `,`")
        depth -= 1
        return (node, isEmpty)
    }

    /// `( … )`: a list, which RDF spells out in nodes that each have a first element and a rest.
    mutating func readCollection() throws(TurtleError) -> RDFTerm {
        try descend()
        position += 1
        var head: RDFTerm?
        var last: RDFTerm?
        while true {
            skipSpace()
            if skip(UInt8(ascii: ")")) { break }
            guard peek != nil else { throw error(.endsEarly(expected: "`)`"), at: position) }
            let node = makeBlank()
            let line = line
            if let last { try add(RDFTriple(last, TurtleParser.rest, node, line: line)) } else { head = node }
            try add(RDFTriple(node, TurtleParser.first, readObject(), line: line))
            last = node
        }
        if let last { try add(RDFTriple(last, TurtleParser.rest, .iri(TurtleParser.nothing), line: line)) }
        depth -= 1
        return head ?? .iri(TurtleParser.nothing)
    }

    private mutating func descend() throws(TurtleError) {
        depth += 1
        guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth), at: position) }
    }

    private mutating func add(_ triple: RDFTriple) throws(TurtleError) {
        guard triples.count < limits.triples else { throw error(.tooManyTriples(limit: limits.triples), at: position) }
        triples.append(triple)
    }

    mutating func makeBlank() -> RDFTerm {
        defer { nextBlank += 1 }
        return .blank(nextBlank)
    }

    static let type = ExactText("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    private static let first = ExactText("http://www.w3.org/1999/02/22-rdf-syntax-ns#first")
    private static let rest = ExactText("http://www.w3.org/1999/02/22-rdf-syntax-ns#rest")
    private static let nothing = ExactText("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil")
}
