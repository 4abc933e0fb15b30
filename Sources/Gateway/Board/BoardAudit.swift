import HTTPTypes
import JOSE
import OIDC

/// Tells the audit log of each request to the board: who (digests), what was asked, what was done, how it ended. Never a query, a
/// body, a cookie or a form's token.
struct BoardAudit: Sendable {
    let sink: AuditSink
    /// The board's own host: an address and a port may look like a national number.
    let host: String

    func write(_ request: BoardRequest, _ response: PageResponse, took: Duration) {
        guard !sink.isOff else { return }
        let note = response.note
        var entry = JSONMembers(behind: [UInt8(ascii: "{")])
        entry.text("time", "\(LoginService.now())")
        entry.text("id", request.page.requestID)
        entry.text("decision", note.code == nil ? "allow" : "deny")
        entry.text("outcome", note.code == nil ? "complete" : "refused")
        entry.number("status", response.status.code)
        if let code = note.code { entry.text("code", code) }
        entry.text("peer", request.peer)
        entry.text("method", request.page.method.rawValue)
        if request.page.host.lowercased().utf8.elementsEqual(host.utf8) {
            entry.text("host", host)
        } else {
            entry.redacted("host", request.page.host)
        }
        entry.redacted("path", String(request.page.path.prefix(500)))
        entry.text("by", "poort board")
        if let event = note.event { entry.text("event", event) }
        if let session = note.session { entry.text("session", session) }
        if let subject = note.subject { entry.text("subject", subject) }
        entry.number("request_bytes", request.page.body.count)
        entry.number("response_bytes", response.body.count)
        entry.number(
            "microseconds",
            Int(clamping: took.components.seconds * 1_000_000 + took.components.attoseconds / 1_000_000_000_000))
        sink.submit(entry.close() + [UInt8(ascii: "\n")], entries: 1)
    }
}
