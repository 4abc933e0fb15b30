/// Where a stand-in listens: a host and a port.
package struct ListenAddress: Sendable, Hashable {
    /// From where a stand-in may be reached.
    package enum Reach: Sendable {
        /// From this machine only; every other host is refused.
        case loopbackOnly
        /// From wherever the host is reachable. A container that is alone on its network needs this.
        case anywhere
    }

    /// A name or an address, an IPv6 address without brackets.
    package let host: String
    /// 0 asks the system for a free port.
    package let port: Int

    /// - Throws: ``StandInError/notLoopback(host:)`` when the reach does not allow the host,
    ///   ``StandInError/addressMalformed(_:)`` for a port out of range.
    package init(host: String, port: Int, reach: Reach = .loopbackOnly) throws(StandInError) {
        guard (0...65535).contains(port) else { throw .addressMalformed("\(host):\(port)") }
        guard reach == .anywhere || Self.isLoopback(host) else { throw .notLoopback(host: host) }
        self.host = host
        self.port = port
    }

    /// `host:port`, as in a `Host` field or a URL.
    package var authority: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Only spellings that can mean nothing but this machine. Other names are refused even when they resolve to a
    /// loopback address today: what they resolve to is not ours to decide.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4, octets[0] == "127" else { return false }
        return octets.allSatisfy { octet in
            guard let number = UInt8(octet) else { return false }
            // `127.0.0.01` and `127.0.0.+1` are other spellings that other software reads in other ways.
            return String(number) == octet
        }
    }
}
