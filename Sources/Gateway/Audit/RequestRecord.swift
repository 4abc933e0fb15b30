import HTTPWire
import NIOCore
import OIDC
import Policy

/// What the audit log will say of one request, gathered while it is served.
final class RequestRecord {
    /// How it ended.
    enum Outcome: String {
        /// The response went out whole.
        case complete
        /// Refused by the gateway.
        case refused
        /// Let through, but the upstream gave no usable response, or the client too slowly sent its request.
        case failed
        /// The response broke off.
        case cutShort = "cut_short"
        /// The client closed the connection first.
        case clientGone = "client_gone"
    }

    let id: RequestID
    /// Nanoseconds of the monotonic clock.
    let started: Int64
    let peer: PeerAddress
    /// Nil when no head could be read.
    let head: RequestHead?
    var target: CanonicalTarget?
    /// What the log says of the route.
    var routeMembers: JSONMembers?
    var identity: ResolvedIdentity?
    /// The session that it came with, where it came with one.
    var session: Session?
    /// Whether the session's cookie is old enough to be sealed anew.
    var isSessionDue = false
    /// Whether the gateway's own pages answer: no rule of the policy decides there.
    var isOwnPage = false
    /// What they say of it: who asked, and what happened.
    var ownPage: OwnPageNote?
    /// What let it through, with the policy whose positions it names: a reload may come before the entry is written.
    var grant: (grant: Grant, policy: PolicySet)?
    var refusal: Refusal?
    /// What the shadow policy says; nil when there is none, or when the request never came before the policy.
    var shadow: ShadowAnswer?
    /// 0 when no response was begun.
    var status = 0
    var requestBytes: UInt64 = 0
    var responseBytes: UInt64 = 0
    var upstream: String?

    /// Whether it was let through; a login that is refused was not.
    var wasLetThrough: Bool { grant != nil || isOwnPage && refusal == nil && ownPage?.code == nil }

    init(id: RequestID, started: Int64, peer: PeerAddress, head: RequestHead? = nil) {
        self.id = id
        self.started = started
        self.peer = peer
        self.head = head
    }
}
