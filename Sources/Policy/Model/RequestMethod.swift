/// The method of a request, as far as it matters to a decision.
package enum RequestMethod: UInt8, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case get, head, options, post, put, patch, delete
    /// Never admitted: it asks for a tunnel, which has no path to judge.
    case connect
    /// Never admitted: it echoes what a proxy adds.
    case trace
    /// Any other token. It counts as a write, for nothing is known about it.
    case other

    /// Reads the token of a request line. Methods are case-sensitive (RFC 9110, section 9.1): `get` is not GET.
    package init(_ token: borrowing Span<UInt8>) {
        // The token as one number, behind a 1 that tells a NUL from nothing: no method we know is longer than seven bytes.
        guard token.count >= 3, token.count <= 7 else {
            self = .other
            return
        }
        var word: UInt64 = 1
        for index in 0..<token.count {
            word = word << 8 | UInt64(token[index])
        }
        self =
            switch word {
            case 0x01_47_45_54: .get
            case 0x01_48_45_41_44: .head
            case 0x01_4F_50_54_49_4F_4E_53: .options
            case 0x01_50_4F_53_54: .post
            case 0x01_50_55_54: .put
            case 0x01_50_41_54_43_48: .patch
            case 0x01_44_45_4C_45_54_45: .delete
            case 0x01_43_4F_4E_4E_45_43_54: .connect
            case 0x01_54_52_41_43_45: .trace
            default: .other
            }
    }

    package init(_ text: String) {
        self.init(Array(text.utf8).span)
    }

    /// GET, HEAD and OPTIONS, which RFC 9110 section 9.2.1 calls safe.
    package var isRead: Bool {
        rawValue <= RequestMethod.options.rawValue
    }

    package var description: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .options: "OPTIONS"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .connect: "CONNECT"
        case .trace: "TRACE"
        case .other: "(other)"
        }
    }
}
