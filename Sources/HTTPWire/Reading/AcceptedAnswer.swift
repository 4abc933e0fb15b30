import NIOCore

/// What a client takes for an answer, from its `Accept` lines (RFC 9110 section 12.5.1). It decides only how a refusal
/// looks, so it reads leniently: what it can not read, it passes over.
package struct AcceptedAnswer: Sendable, Hashable {
    /// `text/html` or `application/xhtml+xml` is named, with a weight other than zero.
    package private(set) var html = false
    /// A JSON type is named, with a weight other than zero.
    package private(set) var json = false

    init(_ section: FieldSection) {
        let bytes = section.bytes.readableBytesUInt8Span
        for line in section.lines where line.known == .accept {
            var elements = ListElements(line.value)
            while let element = elements.next(bytes) { read(bytes, element) }
        }
    }

    private mutating func read(_ bytes: Span<UInt8>, _ element: ByteRange) {
        let end = Int(element.end)
        var typeEnd = Int(element.start)
        while typeEnd < end, bytes[typeEnd] != ASCII.semicolon, !ASCII.isBlank(bytes[typeEnd]) { typeEnd += 1 }
        guard !Self.isWeightZero(bytes, typeEnd, end) else { return }
        let type = Int(element.start)..<typeEnd
        if ASCII.matches(bytes, type, "text/html") || ASCII.matches(bytes, type, "application/xhtml+xml") {
            html = true
        }
        let isSuffixed = type.count > 5 && ASCII.matches(bytes, typeEnd - 5..<typeEnd, "+json")
        if isSuffixed || ASCII.matches(bytes, type, "application/json") { json = true }
    }

    /// Whether a parameter of the media range is `q=0`, `q=0.0` and so on.
    private static func isWeightZero(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var at = start
        while at < end {
            while at < end, bytes[at] == ASCII.semicolon || ASCII.isBlank(bytes[at]) { at += 1 }
            var stop = at
            while stop < end, bytes[stop] != ASCII.semicolon { stop += 1 }
            var last = stop
            while last > at, ASCII.isBlank(bytes[last - 1]) { last -= 1 }
            if last - at > 2, bytes[at] | 0x20 == 0x71, bytes[at + 1] == ASCII.equals {
                for index in at + 2..<last where bytes[index] != ASCII.zero && bytes[index] != ASCII.dot {
                    return false
                }
                return true
            }
            at = stop
        }
        return false
    }
}

extension RequestHead {
    /// What the client takes for an answer.
    package var acceptedAnswer: AcceptedAnswer { AcceptedAnswer(fields) }

    /// Whether a person's browser is going to a page: it asks for HTML, and does not say that a script asked.
    package var prefersHTML: Bool {
        guard acceptedAnswer.html, !isFromScript else { return false }
        guard let mode = value(.secFetchMode) else { return true }
        return ASCII.matches(fields.bytes.readableBytesUInt8Span, mode.range, "navigate")
    }

    /// Whether the client asks for JSON, and not as a browser going to a page.
    package var wantsJSON: Bool { acceptedAnswer.json && !prefersHTML }

    private var isFromScript: Bool {
        guard let requester = value(.xRequestedWith) else { return false }
        return ASCII.matches(fields.bytes.readableBytesUInt8Span, requester.range, "xmlhttprequest")
    }
}
