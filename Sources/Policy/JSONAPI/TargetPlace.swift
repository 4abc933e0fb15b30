/// The piece of an address that is refused.
enum TargetPlace: Hashable, Sendable {
    case path(Range<Int>)
    case query(Range<Int>)

    /// The piece as text for people: bounded, and with whatever could move a terminal or end a quotation made visible.
    func text(path: borrowing Span<UInt8>, query: borrowing Span<UInt8>) -> String {
        switch self {
        case .path(let range): Self.text(of: path, range)
        case .query(let range): Self.text(of: query, range)
        }
    }

    private static func text(of bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
        let limit = 80
        var text = ""
        for index in range.prefix(limit) {
            let byte = bytes[index]
            text += byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "`") ? String(Unicode.Scalar(byte)) : "\u{FFFD}"
        }
        return range.count > limit ? text + "…" : text
    }
}
