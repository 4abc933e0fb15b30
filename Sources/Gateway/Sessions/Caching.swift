import HTTPWire
import NIOCore

/// What a response says of caches, as far as it concerns whose it is (RFC 9111, section 5.2.2).
struct Caching: Equatable {
    /// No cache but the person's own keeps it: `private` for all of it, or `no-store`.
    var isPrivate: Bool { namesPrivate && !isUnclear }
    /// Somebody else's cache is invited: `public`, `s-maxage`, or a field for certain caches (RFC 9213 and its like). Or nobody
    /// can tell.
    var isShared: Bool { namesShared || isUnclear }

    private var namesPrivate = false
    private var namesShared = false
    /// A quotation mark is never closed: where it ends, in the next line or nowhere, each cache finds for itself.
    private var isUnclear = false

    init(_ head: ResponseHead) {
        for line in head.fields.lines {
            switch line.known {
            case .cacheControl: read(head.text(line.value))
            case .other:
                let name = head.text(line.name).lowercased()
                if name.hasSuffix("-cache-control") || name == "surrogate-control" { namesShared = true }
            default: continue
            }
        }
    }

    /// Directive by directive; a comma within quotation marks separates none.
    private mutating func read(_ value: String) {
        var directive: [UInt8] = []
        var isQuoted = false
        var isEscaped = false
        for byte in value.utf8 {
            if isQuoted {
                isQuoted = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                directive.append(byte)
            } else if byte == UInt8(ascii: ",") {
                take(directive)
                directive = []
            } else {
                isQuoted = byte == UInt8(ascii: "\"")
                directive.append(byte)
            }
        }
        take(directive)
        if isQuoted { isUnclear = true }
    }

    private mutating func take(_ directive: [UInt8]) {
        let text = directive.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        // Only what every cache reads so closes; what some cache could read so opens.
        let trimmed = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
        if trimmed.elementsEqual("private".utf8) || trimmed.elementsEqual("no-store".utf8) { namesPrivate = true }
        let name = text.filter { !isBlank($0) }
        if name.elementsEqual("public".utf8) || name.starts(with: "public=".utf8) || name.starts(with: "s-maxage".utf8)
        {
            namesShared = true
        }
    }
}
