import HTTPWire
import NIOCore
import Policy

/// A request to one of the gateway's own pages whose body is still coming.
///
/// It is gathered here, small and within the time of a head, before the pages hear of it: a body that drips would otherwise hold
/// one of the few connections to them, and with all of them nobody could log in or out any more.
final class GatheredRequest {
    let head: RequestHead
    let forwarding: Forwarding
    let record: RequestRecord
    var reader: BodyReader
    var body = ByteBuffer()

    init(head: RequestHead, forwarding: Forwarding, record: RequestRecord) {
        self.head = head
        self.forwarding = forwarding
        self.record = record
        reader = BodyReader(head.framing)
    }
}

extension ClientConnection {
    /// Begins with the body of a request to an own page, or with the request when it has none.
    func gather(_ head: RequestHead, _ forwarding: Forwarding, _ record: RequestRecord) {
        guard head.framing.hasContent else { return beginExchange(head, forwarding, record) }
        if case .length(let length) = head.framing, length > UInt64(SessionGate.maximumBody) {
            return refuse(Refusal(AccessRefusal(.requestTooLarge)), record, head: head, closing: true)
        }
        sayContinue(head)
        state = .gathering(GatheredRequest(head: head, forwarding: forwarding, record: record))
        resumeReading()
        // Bytes that drip in do not extend it.
        expect(within: loop.timeouts.head)
    }

    /// Takes what has come of the body. Returns whether there is more to do.
    func gather(_ request: GatheredRequest) -> Bool {
        while true {
            if request.reader.isFinished {
                begin(request)
                return true
            }
            switch request.reader.next(&unread, limits: loop.pipeline.wireLimits) {
            case .data(var data):
                request.body.writeBuffer(&data)
                guard request.body.readableBytes <= SessionGate.maximumBody else {
                    refuse(Refusal(AccessRefusal(.requestTooLarge)), request.record, closing: true)
                    return true
                }
            case .needMore:
                return false
            case .end:
                begin(request)
                return true
            case .refused(let refusal):
                refuse(Refusal(refusal), request.record, closing: true)
                return true
            }
        }
    }

    private func begin(_ request: GatheredRequest) {
        // The whole body stands in front of what was sent ahead of the answer.
        let length = request.body.readableBytes
        request.body.writeBuffer(&unread)
        unread = request.body
        beginExchange(
            request.head, request.forwarding, request.record, framing: .length(UInt64(length)), saysContinue: false)
    }
}
