import Besturen
import HTTPWire
import JOSE
import NIOCore
import Policy

/// Writes one audit entry: one JSON object on one line.
///
/// It says when, which request, who (a digest, and the bestuur), what was asked, which rule decided and how it ended. It
/// never holds a token, a cookie, a query, a body or a national number.
struct AuditEntry {
    private var bytes: [UInt8]
    private var isFirst = true

    static func write(
        _ record: RequestRecord, outcome: RequestRecord.Outcome, now: Int64, time: Instant,
        to bytes: inout [UInt8]
    ) {
        var entry = AuditEntry(bytes: bytes)
        bytes = []
        entry.write(record, outcome, now: now, time: time)
        bytes = entry.bytes
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
        self.bytes.append(UInt8(ascii: "{"))
    }

    private mutating func write(
        _ record: RequestRecord, _ outcome: RequestRecord.Outcome, now: Int64, time: Instant
    ) {
        text("time", "\(time)")
        raw("id", record.id.bytes)
        text("decision", record.refusal == nil || record.grant != nil ? "allow" : "deny")
        text("outcome", outcome.rawValue)
        number("status", record.status)
        if let refusal = record.refusal {
            text("code", refusal.primary.code)
            if refusal.reasons.count > 1 { list("also", refusal.reasons.dropFirst().map(\.code)) }
            if let detail = refusal.detail { text("detail", detail) }
        }
        raw("peer", record.peer.bytes)
        if let head = record.head { request(head, record.target) }
        if let route = record.route {
            text("route", route.title)
            number("line", route.location.line)
        }
        if let (grant, policy) = record.grant { self.grant(grant, policy) }
        if let identity = record.identity { self.identity(identity) }
        if let upstream = record.upstream { text("upstream", upstream) }
        number("request_bytes", Int(clamping: record.requestBytes))
        number("response_bytes", Int(clamping: record.responseBytes))
        number("microseconds", Int((now - record.started) / 1000))
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func request(_ head: RequestHead, _ target: CanonicalTarget?) {
        let span = head.bytes.readableBytesUInt8Span
        text("method", head.method.name)
        raw("host", span.extracting(head.host.name.range))
        if let target {
            name("path")
            bytes.append(UInt8(ascii: "\""))
            // A canonical path holds no byte that JSON would have to escape.
            PathRedaction.append(span.extracting(target.path.range), to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func grant(_ grant: Grant, _ policy: PolicySet) {
        switch grant.basis {
        case .everyone: text("by", "public")
        case .authenticated: text("by", "authenticated")
        case .delegated: text("by", "delegated")
        case .module(let position): text("by", "module " + policy.modules[position].id)
        case .role(let position): text("by", "role " + policy.administrativeRoles[position].name)
        }
        if grant.isReadOnly { text("access", "read_only") }
    }

    private mutating func identity(_ identity: ResolvedIdentity) {
        raw("subject", identity.subjectDigest)
        guard let principal = identity.asker.principal else { return }
        text("bestuur", principal.bestuur.uri)
        if let doelgroep = principal.doelgroep { text("doelgroep", doelgroep.rawValue) }
        list("roles", principal.heldRoles)
        if !principal.ignoredRoles.isEmpty { number("ignored_roles", principal.ignoredRoles.count) }
    }

    // MARK: JSON

    private mutating func name(_ name: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.description.utf8)
        bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
    }

    private mutating func number(_ name: StaticString, _ value: Int) {
        self.name(name)
        bytes.append(contentsOf: String(value).utf8)
    }

    private mutating func text(_ name: StaticString, _ value: String) {
        self.name(name)
        JSONWriter.append(string: value, to: &bytes)
    }

    private mutating func list(_ name: StaticString, _ values: some Collection<String>) {
        self.name(name)
        bytes.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONWriter.append(string: value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func raw(_ name: StaticString, _ value: [UInt8]) {
        raw(name, value.span)
    }

    /// Bytes known to be visible ASCII without quotes and backslashes.
    private mutating func raw(_ name: StaticString, _ value: borrowing Span<UInt8>) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        for index in value.indices { bytes.append(value[index]) }
        bytes.append(UInt8(ascii: "\""))
    }
}
