extension TurtleParser {
    /// The end of what can stand before the colon of a prefixed name, which may be nothing. Dots at its end are not of it.
    func endOfPrefix(_ start: Int) -> Int {
        guard let (first, length) = scalar(at: start), NameCharacters.isBase(first) else { return start }
        var offset = start + length
        var end = offset
        while let (value, length) = scalar(at: offset) {
            if NameCharacters.isInner(value) {
                offset += length
                end = offset
            } else if value == 0x2E {
                offset += 1
            } else {
                break
            }
        }
        return end
    }

    /// `prefix:local`, written out.
    mutating func readPrefixedName(_ expected: String) throws(TurtleError) -> ExactText {
        let start = position
        let end = endOfPrefix(start)
        guard end - start <= limits.iriBytes else { throw error(.nameTooLong(limit: limits.iriBytes), at: start) }
        guard end < bytes.count, bytes[end] == UInt8(ascii: ":") else { throw unexpected(expected) }
        let prefix = text(start..<end)
        guard var name = prefixes[ExactText(prefix)] else { throw error(.prefixUnknown(prefix), at: start) }
        position = end + 1
        try readLocalName(into: &name, start)
        return try intern(name, start)
    }

    private mutating func readLocalName(into name: inout [UInt8], _ start: Int) throws(TurtleError) {
        var dots = 0
        var isFirst = true
        while let (value, length) = scalar(at: position) {
            let byte = bytes[position]
            if value == 0x2E, !isFirst {
                dots += 1
                position += 1
                continue
            }
            let begins = byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\")
            guard begins || (isFirst ? NameCharacters.isStart(value) : NameCharacters.isInner(value)) else { break }
            name.append(contentsOf: repeatElement(UInt8(ascii: "."), count: dots))
            dots = 0
            isFirst = false
            switch byte {
            case UInt8(ascii: "\\"):
                guard let escaped = peek(1), NameCharacters.isEscapable(escaped) else {
                    throw error(.escapeUnknown(shown(at: position + 1)), at: position)
                }
                name.append(escaped)
                position += 2
            case UInt8(ascii: "%"):
                guard let high = peek(1), let low = peek(2), NameCharacters.isHex(high), NameCharacters.isHex(low)
                else { throw error(.percentInvalid, at: position) }
                name.append(contentsOf: [byte, high, low])
                position += 3
            default:
                name.append(contentsOf: bytes[position..<(position + length)])
                position += length
            }
            guard name.count <= limits.iriBytes else { throw error(.nameTooLong(limit: limits.iriBytes), at: start) }
        }
        position -= dots
    }

    /// `_:label`.
    mutating func readBlankLabel() throws(TurtleError) -> RDFTerm {
        let start = position
        position += 1
        try expect(UInt8(ascii: ":"), "`:`")
        guard let (first, length) = scalar(at: position), NameCharacters.isStart(first) else {
            throw unexpected("the label of a node")
        }
        var offset = position + length
        var end = offset
        while let (value, length) = scalar(at: offset), value == 0x2E || NameCharacters.isInner(value) {
            offset += length
            if value != 0x2E { end = offset }
        }
        guard end - start <= limits.iriBytes else { throw error(.nameTooLong(limit: limits.iriBytes), at: start) }
        let label = ExactText(text(position..<end))
        position = end
        if let number = blankOfLabel[label] { return .blank(number) }
        blankOfLabel[label] = nextBlank
        return makeBlank()
    }

    /// Keeps an IRI once.
    mutating func intern(_ iri: [UInt8], _ start: Int) throws(TurtleError) -> ExactText {
        let text = ExactText(String(decoding: iri, as: UTF8.self))
        let (isNew, kept) = iris.insert(text)
        if isNew {
            iriBytes += iri.count
            guard iriBytes <= limits.totalIRIBytes else {
                throw error(.namesTooLong(limit: limits.totalIRIBytes), at: start)
            }
        }
        return kept
    }
}
