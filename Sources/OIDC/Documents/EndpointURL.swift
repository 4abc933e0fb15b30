/// The address of a document that is fetched: `https`, or plain `http` on a loopback address where that is allowed.
///
/// Read byte by byte and kept as it was written: a general URL parser would mend what it is given, and what is fetched
/// would then not be what was configured.
package struct EndpointURL: Sendable, Hashable, CustomStringConvertible {
    /// Why an address is not used. The text completes "… must be an `https` URL".
    package enum Problem: Error, Sendable, Equatable {
        /// No `https://` in front, or nothing behind it.
        case notHTTPS
        /// Plain `http` on a loopback address, where only `https` is allowed.
        case loopbackNotAllowed
        /// A blank, a control character, a byte outside ASCII, a backslash, a quotation mark.
        case character
        /// A name and password in front of the host.
        case userInformation
        /// No host, a host with other characters than a name or an address has, or a port that is none.
        case authority
        /// A `#` part, which is never sent.
        case fragment
        /// A `?` part where there may be none.
        case query
        /// Longer than 2,048 bytes.
        case tooLong

        package var text: String {
            switch self {
            case .notHTTPS: "it does not begin with `https://`"
            case .loopbackNotAllowed: "plain `http` on a loopback address is for development"
            case .character: "it holds a character that no URL has"
            case .userInformation: "it holds a user name in front of the host"
            case .authority: "its host or port is none"
            case .fragment: "it has a part behind `#`"
            case .query: "it has a part behind `?`"
            case .tooLong: "it is longer than \(EndpointURL.maximumBytes) bytes"
            }
        }
    }

    static let maximumBytes = 2_048

    /// As it was written.
    package let text: String

    package var description: String { text }

    /// - Parameters:
    ///   - allowsLoopbackHTTP: whether `http://127.0.0.1`, `http://[::1]` and `http://localhost` are accepted, too.
    ///   - allowsQuery: OpenID Connect Discovery 1.0 section 2 allows an issuer none; an endpoint may have one.
    package init(_ text: String, allowsLoopbackHTTP: Bool, allowsQuery: Bool = true) throws(Problem) {
        guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
        guard text.utf8.allSatisfy(Self.isAllowed) else { throw .character }
        let isPlain = text.hasPrefix("http://")
        guard isPlain || text.hasPrefix("https://") else { throw .notHTTPS }
        let rest = text.dropFirst(isPlain ? "http://".count : "https://".count)
        guard !rest.contains("#") else { throw .fragment }
        guard allowsQuery || !rest.contains("?") else { throw .query }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard Self.isSound(rest[authority.endIndex...]) else { throw .character }
        guard !authority.contains("@") else { throw .userInformation }
        guard let host = Self.host(of: authority) else { throw .authority }
        if isPlain {
            guard ["127.0.0.1", "[::1]", "localhost"].contains(host) else { throw .notHTTPS }
            guard allowsLoopbackHTTP else { throw .loopbackNotAllowed }
        }
        self.text = text
    }

    /// RFC 3986 section 2: visible ASCII, less the characters that no part of a URL may have.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !#""<>\^`{|}"#.utf8.contains(byte)
    }

    /// Whether a path and query are made of what RFC 3986 sections 3.3 and 3.4 give them: brackets belong to the host alone,
    /// and `%` stands before two hexadecimal digits. A general parser would write either in another way.
    private static func isSound(_ rest: Substring) -> Bool {
        var bytes = rest.utf8[...]
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "]"): return false
            case UInt8(ascii: "%"):
                guard let first = bytes.popFirst(), let second = bytes.popFirst(), isHex(first), isHex(second) else {
                    return false
                }
            default: continue
            }
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 6
    }

    /// The host of `host`, `host:port`, `[address]` or `[address]:port`.
    private static func host(of authority: Substring) -> Substring? {
        let host: Substring
        let port: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
            port = authority[authority.index(after: end)...]
            let inside = host.dropFirst().dropLast()
            guard !inside.isEmpty, inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            port = authority[host.endIndex...]
            guard !host.isEmpty, host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }) else {
                return nil
            }
        }
        guard !port.isEmpty else { return host }
        guard port.first == ":", let number = UInt16(port.dropFirst()), number > 0,
            port.dropFirst().allSatisfy(\.isNumber)
        else {
            return nil
        }
        return host
    }
}
