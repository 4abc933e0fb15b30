import HTTPWire
import JOSE
import NIOCore
import OIDC

/// A request that waits until its issuer was asked for the key that its token names.
final class KeyWait {
    let need: KeyNeed
    let head: RequestHead
    let record: RequestRecord
    /// With the keeper of the keys, while it waits.
    var ticket: UInt64?

    init(need: KeyNeed, head: RequestHead, record: RequestRecord) {
        self.need = need
        self.head = head
        self.record = record
    }
}

extension ClientConnection {
    /// A little longer than an attempt to fetch keys may take, so that its own end is what is told.
    private static let longestWait = Int64(DocumentLimits.time / .nanoseconds(1)) + 1_000_000_000

    func awaitKeys(_ wait: KeyWait) {
        let eventLoop = loop.loop
        // Bound to the loop: the keeper calls back from elsewhere, and everything here belongs to one loop.
        let bound = NIOLoopBound((self, wait), eventLoop: eventLoop)
        let demand = loop.keys.demand(wait.need) { arrival in
            eventLoop.execute {
                let (connection, wait) = bound.value
                connection.keysArrived(arrival, wait)
            }
        }
        switch demand {
        case .waits(let ticket):
            wait.ticket = ticket
            state = .awaitingKeys(wait)
            expect(within: Self.longestWait)
        case .absent:
            refuse(Refusal(wait.need.otherwise), wait.record, head: wait.head)
        case .unavailable:
            refuseWithoutKeys(wait)
        }
    }

    private func keysArrived(_ arrival: KeyKeeper.Arrival, _ wait: KeyWait) {
        guard case .awaitingKeys(let current) = state, current === wait else { return }
        loop.beginEvent()
        resumeReading()
        switch arrival {
        case .unavailable: refuseWithoutKeys(wait)
        case .answered:
            switch loop.judge(wait.head, wait.record) {
            // Asked once is enough: the issuer has no such key.
            case .awaitKeys(let need): refuse(Refusal(need.otherwise), wait.record, head: wait.head)
            case let verdict: act(on: verdict, wait.head, wait.record)
            }
        }
        process()
    }

    /// The client has gone, or waited long enough.
    func withdraw(_ wait: KeyWait) {
        if let ticket = wait.ticket { loop.keys.withdraw(wait.need, ticket: ticket) }
    }

    func refuseWithoutKeys(_ wait: KeyWait) {
        refuse(Refusal(TokenRefusal.keysUnavailable(issuer: wait.need.issuer)), wait.record, head: wait.head)
    }
}
