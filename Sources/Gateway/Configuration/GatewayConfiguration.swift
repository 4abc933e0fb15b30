package import OIDC

/// Everything that says *how* the gateway runs, read from `poort.yaml`. *Who may do what* is in the policy.
///
/// Made by ``GatewayConfiguration/load(file:reading:)``, which reports every mistake with its place.
package struct GatewayConfiguration: Sendable {
    /// Where the gateway runs. Development keys and plain-HTTP issuers are refused outside development.
    package enum Environment: String, Sendable, CaseIterable {
        case development
        case production
    }

    /// How much a refusal tells about a bad token. Everything else is always explained.
    package enum RefusalDetail: String, Sendable, CaseIterable {
        /// `token_missing`, `token_expired` or `token_invalid`; the audit log has the exact code.
        case brief
        /// The exact code and sentence, for development and support environments.
        case full
    }

    package var environment: Environment
    package var listeners: [SocketAddressText]
    /// What `X-Forwarded-Proto` says: the scheme that clients see, `http` or `https`.
    package var publicScheme: String
    /// Where health is served; never on the data listener, so that no header or path can be mistaken for it.
    package var adminListener: SocketAddressText?
    /// How many event loops; `nil` is one for each core.
    package var threads: Int?
    package var issuers: [IssuerConfiguration]
    package var upstreams: [UpstreamConfiguration]
    package var limits: Limits
    package var timeouts: Timeouts
    package var tokenCache: TokenCacheLimits
    package var audit: AuditSink.Destination
    package var refusalDetail: RefusalDetail
    /// Additional request fields that upstreams might take for an identity and that are therefore removed, in lower case.
    package var strippedFields: [String]
    /// The files the configuration names, as absolute paths.
    package var policyFile: String
    package var besturenFile: String
    /// A policy that is asked beside the one that counts, and never obeyed.
    package var shadowPolicyFile: String?
    /// How people log in; nil when they do not, and only bearer tokens count.
    package var login: LoginConfiguration?
    /// Who is told what happens in the register.
    package var receivers: [ReceiverConfiguration] = []
    /// Where the register is kept in a browser; nil for nowhere.
    package var board: BoardConfiguration?
    /// The gateway's own pages, once they have a socket. Behind ``upstreams`` in the order of pools.
    var pages: UpstreamConfiguration?

    /// Bounds on what a client may send. Exceeding one is refused with its own status.
    package struct Limits: Sendable, Equatable {
        /// Bytes of the request line. Default 8 KiB.
        package var requestLineBytes = 8 << 10
        /// Bytes of the whole head. Default 32 KiB.
        package var headBytes = 32 << 10
        /// Number of header fields. Default 100.
        package var fieldCount = 100
        /// Bytes of a request body. Default 1 GiB: the Loket takes uploads.
        package var bodyBytes: UInt64 = 1 << 30
        /// Client connections at once, over all event loops. Default 10,000.
        package var connections = 10_000

        package init() {}
    }

    /// How long to wait. All in nanoseconds.
    package struct Timeouts: Sendable, Equatable {
        /// From the first byte of a request head to its last. Default 10 s (slow-loris).
        package var head = seconds(10)
        /// Without a byte of progress in either direction of a body. Default 60 s.
        package var body = seconds(60)
        /// A client connection without a request. Default 60 s.
        package var idle = seconds(60)
        /// For requests in flight after SIGTERM. Default 30 s.
        package var stop = seconds(30)

        package init() {}

        private static func seconds(_ count: Int64) -> Int64 { count * 1_000_000_000 }
    }
}

/// A host and a port as written in the configuration, `127.0.0.1:8080` or `[::1]:8080`.
package struct SocketAddressText: Sendable, Hashable, CustomStringConvertible {
    package let host: String
    package let port: Int

    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`. An IPv6 address stands in brackets. Port 0 asks the system for a free one.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard host.contains(":") else { return nil }
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0 == "@" || $0.isWhitespace }) else { return nil }
        self.host = host
        self.port = Int(port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// One backend that routes of the policy name.
package struct UpstreamConfiguration: Sendable, Equatable {
    package var name: String
    package var address: UpstreamAddress
    /// From the first attempt to a usable connection, in nanoseconds. Default 2 s.
    package var connectTimeout: Int64 = 2_000_000_000
    /// From the last byte of the request to the response's head, in nanoseconds. Default 60 s.
    package var responseTimeout: Int64 = 60_000_000_000
    /// How long a connection may rest in the pool, in nanoseconds. Default 30 s; keep it below the upstream's own.
    package var keepAlive: Int64 = 30_000_000_000
    /// Connections at once, over all event loops. Default 512.
    package var maximumConnections = 512
    /// Whether the client's bearer token goes on to this upstream. Default no.
    package var forwardsToken = false

    package init(name: String, address: UpstreamAddress) {
        self.name = name
        self.address = address
    }
}

/// Where an upstream listens.
package enum UpstreamAddress: Sendable, Hashable, CustomStringConvertible {
    case tcp(SocketAddressText)
    /// A Unix socket by its path: the gateway's own pages.
    case unix(path: String)

    package var description: String {
        switch self {
        case .tcp(let address): address.description
        case .unix(let path): "unix:\(path)"
        }
    }
}
