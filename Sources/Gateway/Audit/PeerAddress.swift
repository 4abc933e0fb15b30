import HTTPWire
import NIOCore

/// The address of the other end of a client connection, written once for headers and log.
struct PeerAddress {
    let bytes: [UInt8]
    /// `X-Forwarded-For` and `X-Forwarded-Proto`.
    let lines: FieldLines

    static let unknown = PeerAddress(bytes: text(of: nil), lines: FieldLines())

    static func text(of address: SocketAddress?) -> [UInt8] {
        Array((address?.ipAddress ?? "unknown").utf8)
    }
}
