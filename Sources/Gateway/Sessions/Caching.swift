import HTTPWire
import NIOCore

/// What a response says of caches, as far as it concerns whose it is (RFC 9111, section 5.2.2).
struct Caching: Equatable {
    /// No cache but the person's own keeps it: `private` for all of it, or `no-store`.
    private(set) var isPrivate = false
    /// Somebody else's cache is invited: `public`, `s-maxage`, or a field for certain caches (RFC 9213 and its like).
    private(set) var isShared = false

    init(_ head: ResponseHead) {
        for line in head.fields.lines {
            switch line.known {
            case .cacheControl: read(head.text(line.value))
            case .other:
                let name = head.text(line.name).lowercased()
                if name.hasSuffix("-cache-control") || name == "surrogate-control" { isShared = true }
            default: continue
            }
        }
    }

    init(cacheControl: String) { read(cacheControl) }

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
    }

    private mutating func take(_ directive: [UInt8]) {
        let text = String(decoding: directive, as: UTF8.self).lowercased()
        let name = text.filter { $0 != " " && $0 != "\t" }
        switch name {
        case "private", "no-store": isPrivate = true
        case "public": isShared = true
        default: if name.hasPrefix("s-maxage") || name.hasPrefix("public=") { isShared = true }
        }
    }
}
