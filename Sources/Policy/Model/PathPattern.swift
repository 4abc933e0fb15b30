/// A path as a policy writes it: literal segments, `:name` for one segment of any content, and a final `**` for the path
/// itself and everything below it.
package struct PathPattern: Hashable, Sendable, CustomStringConvertible {
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)

        package var isParameter: Bool {
            if case .parameter = self { return true }
            return false
        }
    }

    package let segments: [Segment]
    /// Whether the pattern ends in `**`.
    package let matchesBelow: Bool

    /// Why a pattern cannot be read.
    package struct Invalid: Error, Hashable, Sendable {
        package let message: String
        package let hint: String
    }

    package init(_ text: String) throws(Invalid) {
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw Invalid(message: "path `\(text)` does not begin with `/`", hint: "write the path from the root")
        }
        var parts = text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        if parts == [""] { parts = [] }
        if parts.last == "" {
            let hint = "leave it out: a path with and without it are judged alike"
            throw Invalid(message: "path `\(text)` ends in `/`", hint: hint)
        }
        let matchesBelow = parts.last == "**"
        if matchesBelow { parts.removeLast() }
        var segments: [Segment] = []
        var names: Set<String> = []
        for part in parts {
            let segment = try PathPattern.segment(part, of: text)
            if case .parameter(let name) = segment, !names.insert(name).inserted {
                throw Invalid(message: "path `\(text)` has two parameters `:\(name)`", hint: "give each its own name")
            }
            segments.append(segment)
        }
        guard segments.count <= 32 else {
            throw Invalid(message: "path `\(text)` has more than 32 segments", hint: "end it in `**` earlier")
        }
        self.segments = segments
        self.matchesBelow = matchesBelow
    }

    private static func segment(_ part: String, of text: String) throws(Invalid) -> Segment {
        if part.isEmpty {
            throw Invalid(
                message: "path `\(text)` has an empty segment", hint: "a request with `//` never gets this far")
        }
        if part == "**" {
            throw Invalid(message: "path `\(text)` has `**` before its end", hint: "`**` can only be the last segment")
        }
        if part == "." || part == ".." {
            let hint = "a request with dot segments never gets this far"
            throw Invalid(message: "path `\(text)` has a dot segment", hint: hint)
        }
        if part.utf8.first == UInt8(ascii: ":") {
            let name = part.dropFirst()
            guard !name.isEmpty, name.utf8.allSatisfy(PathPattern.isNameByte) else {
                let hint = "a parameter is `:` and a name of letters, digits, `-` and `_`"
                throw Invalid(message: "`\(part)` in path `\(text)` is not a parameter", hint: hint)
            }
            return .parameter(String(name))
        }
        guard part.utf8.allSatisfy(PathPattern.isLiteralByte) else {
            let hint =
                part.utf8.contains(UInt8(ascii: "*"))
                ? "write `/**` at the end for everything below, or `:name` for one segment"
                : "a segment is made of letters, digits and `- . _ ~ ! $ & ' ( ) + , = @`, without percent-encoding"
            throw Invalid(message: "segment `\(part)` in path `\(text)` cannot be written so", hint: hint)
        }
        return .literal(part)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default:
            false
        }
    }

    /// Unreserved, sub-delims and `@` (RFC 3986, section 3.3), less `;` (path parameters) and `*` (a mistyped `**`).
    private static func isLiteralByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || ".~!$&'()+,=@".utf8.contains(byte)
    }

    package var description: String {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let literal): text += "/" + literal
            case .parameter(let name): text += "/:" + name
            }
        }
        if matchesBelow { return text + "/**" }
        return text.isEmpty ? "/" : text
    }
}
