import NIOCore

extension RequestHead {
    /// Whether a browser says that a page of this very origin makes the request.
    ///
    /// `Sec-Fetch-Site` counts where it is sent (W3C Fetch Metadata): no page can set it. Else `Origin` must be this scheme and
    /// the request's own `Host` (RFC 6454). Neither is no: a browser sends one with whatever changes something.
    ///
    /// - Parameter scheme: what clients use, `http` or `https`.
    package func isSameOrigin(scheme: String) -> Bool {
        let bytes = fields.bytes.readableBytesUInt8Span
        if let site = value(.secFetchSite) { return ASCII.matches(bytes, site.range, "same-origin") }
        guard let origin = value(.origin), let host = value(.host) else { return false }
        let expected = scheme.utf8Span.span
        let start = Int(origin.start)
        guard origin.count == expected.count + 3 + host.count else { return false }
        for index in expected.indices where bytes[start + index] != expected[index] { return false }
        let separator = start + expected.count
        guard bytes[separator] == ASCII.colon, bytes[separator + 1] == ASCII.slash, bytes[separator + 2] == ASCII.slash
        else { return false }
        for index in 0..<host.count {
            let one = ASCII.lowercased(bytes[separator + 3 + index])
            guard one == ASCII.lowercased(bytes[Int(host.start) + index]) else { return false }
        }
        return true
    }

    /// Whether a person's browser is going to a page, and could be sent elsewhere to log in: not a frame, not a script.
    package var isNavigation: Bool {
        guard method == .get || method == .head, prefersHTML else { return false }
        guard let destination = value(.secFetchDest) else { return true }
        return ASCII.matches(fields.bytes.readableBytesUInt8Span, destination.range, "document")
    }
}
