import HTTPWire
import NIOCore

/// The address of the other end of a client connection, written once for headers and log.
struct PeerAddress {
    let bytes: [UInt8]

    static let unknown = PeerAddress(bytes: Array("unknown".utf8))

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ address: SocketAddress?) {
        self.init(bytes: address?.ipAddress.map { Array($0.utf8) } ?? Self.unknown.bytes)
    }
}
