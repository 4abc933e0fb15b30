import Besturen
import HTTPWire
import JOSE
import NIOCore
import OIDC
import Policy

/// Writes one audit entry: one JSON object on one line.
///
/// It says when, which request, who (a digest, and the bestuur), what was asked, which rule decided and how it ended. It
/// never holds a token, a cookie, a query, a body or a national number.
enum AuditEntry {
    /// - Parameters:
    ///   - now: nanoseconds of the monotonic clock, when the request ended.
    ///   - time: the wall clock then.
    static func write(
        _ record: RequestRecord, outcome: RequestRecord.Outcome, now: Int64, time: Instant,
        to bytes: inout [UInt8]
    ) {
        bytes.append(UInt8(ascii: "{"))
        // Taken out and put back, so that the buffer is never copied.
        var entry = JSONMembers(behind: bytes)
        bytes = []
        entry.text("time", "\(time)")
        entry.raw("id", record.id.bytes)
        entry.text("decision", record.wasLetThrough ? "allow" : "deny")
        entry.text("outcome", outcome.rawValue)
        entry.number("status", record.status)
        if let refusal = record.refusal {
            entry.text("code", refusal.primary.code)
            if refusal.reasons.count > 1 { entry.list("also", refusal.reasons.dropFirst().map(\.code)) }
            if let detail = refusal.detail { entry.redacted("detail", detail) }
        }
        entry.raw("peer", record.peer.bytes)
        if let head = record.head { entry.request(head, record.target) }
        if let route = record.routeMembers { entry.add(route) }
        if let (grant, policy) = record.grant { entry.grant(grant, policy) }
        if record.isOwnPage { entry.text("by", "poort") }
        if let difference = record.shadow?.difference { entry.text("shadow", difference) }
        if let identity = record.identity { entry.add(identity.auditMembers) }
        if let session = record.session {
            entry.text("session", session.digest.description)
            // Without an identity nothing has named the person yet: the session no longer counts.
            if record.identity == nil { entry.text("subject", session.subjectKey.description) }
        }
        if let note = record.ownPage { entry.add(note) }
        if let upstream = record.upstream { entry.text("upstream", upstream) }
        entry.number("request_bytes", Int(clamping: record.requestBytes))
        entry.number("response_bytes", Int(clamping: record.responseBytes))
        entry.number("microseconds", Int((now - record.started) / 1000))
        bytes = entry.close()
    }

    /// How many names of one list are written down.
    private static let maximumNames = 50

    /// What every entry on a route says of it.
    static func members(of route: Route) -> JSONMembers {
        var members = JSONMembers()
        members.text("route", route.title)
        members.number("line", route.location.line)
        return members
    }

    /// What every entry of a token's holder says of them.
    static func members(subject digest: [UInt8], _ principal: Principal?) -> JSONMembers {
        var members = JSONMembers()
        members.raw("subject", digest)
        guard let principal else { return members }
        // All that a decision looks at, so that the log can be held against another policy.
        let bestuur = principal.bestuur
        members.text("bestuur", bestuur.uri)
        members.text("bestuurstype", bestuur.type.slug)
        if bestuur.status != .actief { members.text("bestuur_status", bestuur.status.rawValue) }
        if !bestuur.viewOnlyModules.isEmpty { members.list("view_only", bestuur.viewOnlyModules.sorted()) }
        if let doelgroep = principal.doelgroep { members.text("doelgroep", doelgroep.rawValue) }
        members.list("roles", principal.heldRoles)
        if let modules = principal.claims.modules { members.redacted("modules", modules.prefix(maximumNames)) }
        if !principal.ignoredRoles.isEmpty {
            members.number("ignored_roles", principal.ignoredRoles.count)
            // Those that are held for this bestuur, as a policy that knows them would see them.
            members.redacted("ignored", principal.ignoredRolesHeld.prefix(maximumNames))
        }
        return members
    }
}

extension JSONMembers {
    fileprivate mutating func request(_ head: RequestHead, _ target: CanonicalTarget?) {
        let span = head.bytes.readableBytesUInt8Span
        text("method", head.method.name)
        redacted("host", span.extracting(head.host.name.range))
        if let target { redacted("path", span.extracting(target.path.range)) }
    }

    fileprivate mutating func grant(_ grant: Grant, _ policy: PolicySet) {
        switch grant.basis {
        case .everyone: text("by", "public")
        case .authenticated: text("by", "authenticated")
        case .delegated: text("by", "delegated")
        case .module(let position): text("by", "module " + policy.modules[position].id)
        case .role(let position): text("by", "role " + policy.administrativeRoles[position].name)
        }
        if grant.isReadOnly { text("access", "read_only") }
    }
}
