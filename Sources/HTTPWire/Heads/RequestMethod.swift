/// The methods that are served. Every other one is refused with 501: `CONNECT` and `TRACE` because a gateway has no use
/// for them, the rest because two parsers on the way must know a method to agree on its body.
package enum RequestMethod: UInt8, Sendable, CaseIterable {
    case get, head, post, put, patch, delete, options

    /// The method as it is written on the wire.
    package var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        }
    }

    /// Whether it only reads: GET, HEAD and OPTIONS (RFC 9110 section 9.2.1).
    package var isRead: Bool { self == .get || self == .head || self == .options }

    /// GET and HEAD content has no meaning (RFC 9110 section 9.3.1). An upstream that does not read it would take it for
    /// the next request on the connection, so it is refused here.
    var mayHaveContent: Bool { self != .get && self != .head }

    /// Whether a request without content says so with `content-length: 0` (RFC 9110 section 8.6).
    var declaresEmptyContent: Bool { self == .post || self == .put || self == .patch }

    /// The method that the bytes of `range` spell, case-sensitively.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let part = bytes.extracting(range)
        var word: UInt64 = 0
        guard part.count <= 7 else { return nil }
        for index in part.indices { word = word &<< 8 | UInt64(part[index]) }
        switch word {
        case 0x47_45_54: self = .get
        case 0x48_45_41_44: self = .head
        case 0x50_4F_53_54: self = .post
        case 0x50_55_54: self = .put
        case 0x50_41_54_43_48: self = .patch
        case 0x44_45_4C_45_54_45: self = .delete
        case 0x4F_50_54_49_4F_4E_53: self = .options
        default: return nil
        }
    }
}

/// The protocol versions that are served.
package enum HTTPVersion: UInt8, Sendable {
    case http10, http11
}
