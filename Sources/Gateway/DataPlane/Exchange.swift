import HTTPWire
import NIOCore

/// One request on its way to an upstream and back.
final class Exchange {
    let forwarding: Forwarding
    let record: RequestRecord
    let pool: UpstreamPool
    let method: HTTPWire.RequestMethod
    let version: HTTPVersion
    /// The head for the upstream, kept until the first byte of a response so that it can be sent once more.
    var upstreamHead: ByteBuffer
    let requestFraming: BodyFraming
    var requestBody: BodyReader
    var requestBytes: UInt64 = 0
    var upstream: UpstreamConnection?
    var waiter: UpstreamPool.Waiter?
    /// What has been made ready for the client and was not written yet.
    var pendingResponse: ByteBuffer?
    var responseStarted = false
    var responseFraming = BodyFraming.none
    var keepAlive: Bool
    var wasRetried = false
    /// The head has gone to the upstream.
    var headSent = false

    init(
        forwarding: Forwarding, record: RequestRecord, pool: UpstreamPool, head: RequestHead, framing: BodyFraming,
        upstreamHead: ByteBuffer, keepAlive: Bool
    ) {
        self.forwarding = forwarding
        self.record = record
        self.pool = pool
        self.method = head.method
        self.version = head.version
        self.upstreamHead = upstreamHead
        self.requestFraming = framing
        self.requestBody = BodyReader(framing)
        self.keepAlive = keepAlive
    }

    /// Whether the request can be sent once more on a fresh connection when one from the pool turned out to be closed:
    /// no response byte has come, it has no body, and doing it twice is as good as once (RFC 9110, section 9.2.2).
    var canRetry: Bool {
        guard !wasRetried, !responseStarted, !requestFraming.hasContent, upstream?.wasUsed ?? false else {
            return false
        }
        switch method {
        case .get, .head, .options, .put, .delete: return true
        case .post, .patch: return false
        }
    }
}
