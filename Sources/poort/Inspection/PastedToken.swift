/// A token as people bring it along: copied with the rest of a header line, out of a JSON document, or with white space
/// around it. The gateway takes none of that; here it is left out, and said.
struct PastedToken {
    let bytes: [UInt8]
    /// What was left out, in words.
    let leftOut: [String]

    init(_ pasted: [UInt8]) {
        var rest = pasted[...]
        var leftOut: [String] = []
        // A file of text ends in a line end; that is no news.
        if rest.last == UInt8(ascii: "\n") { rest = rest.dropLast() }
        if rest.last == UInt8(ascii: "\r") { rest = rest.dropLast() }
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) {
            rest = rest.dropFirst(3)
            leftOut.append("a byte order mark")
        }
        var hadBlanks = Self.dropBlanks(&rest)
        if let quote = rest.first, rest.count > 1, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(quote),
            rest.last == quote
        {
            rest = rest.dropFirst().dropLast()
            leftOut.append("quotes")
        }
        for (prefix, name) in [("authorization:", "`Authorization:`"), ("bearer ", "`Bearer`")] {
            if Self.dropBlanks(&rest) { hadBlanks = true }
            let start = rest.prefix(prefix.utf8.count).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            guard start.elementsEqual(prefix.utf8) else { continue }
            rest = rest.dropFirst(prefix.utf8.count)
            _ = Self.dropBlanks(&rest)
            leftOut.append(name)
        }
        if hadBlanks { leftOut.append("white space") }
        bytes = Array(rest)
        self.leftOut = leftOut
    }

    private static func dropBlanks(_ bytes: inout ArraySlice<UInt8>) -> Bool {
        func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
        let before = bytes.count
        bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes = bytes.dropLast() }
        return bytes.count != before
    }

    /// Whether a word of the argument list is meant as a token: a token's header begins with `{"`, which is `ey` in base64url.
    static func isLikely(_ word: String) -> Bool {
        let token = PastedToken(Array(word.utf8))
        guard token.leftOut.allSatisfy({ $0 != "`Bearer`" && $0 != "`Authorization:`" }) else { return true }
        return token.bytes.starts(with: "ey".utf8) && token.bytes.contains(UInt8(ascii: "."))
    }
}
