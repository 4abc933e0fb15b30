import HTTPWire
import NIOCore

/// What one of the gateway's own pages tells the audit log, in a field that never leaves the gateway.
struct OwnPageNote: Sendable, Equatable {
    /// What happened: `login`, `login_refused`, `logout` and so on; nil for a page that was only looked at.
    var event: String?
    /// Why something was refused.
    var code: String?
    /// Digests, as everywhere in the log.
    var session: String?
    var subject: String?

    static let fieldName = "Poort-Own-Page"

    /// `event;code;session;subject`, each a word of letters, digits and `_`, or empty.
    var text: String {
        [event, code, session, subject].map { $0 ?? "" }.joined(separator: ";")
    }

    var isEmpty: Bool { self == OwnPageNote() }

    init(event: String? = nil, code: String? = nil, session: String? = nil, subject: String? = nil) {
        self.event = event
        self.code = code
        self.session = session
        self.subject = subject
    }

    /// The note in a response of the pages; nil when there is none.
    init?(_ head: ResponseHead) {
        let expected = Array(Self.fieldName.lowercased().utf8)
        let bytes = head.bytes.readableBytesUInt8Span
        var found: String?
        for line in head.fields.lines where line.known == .other && line.name.count == expected.count {
            let name = bytes.extracting(line.name.range)
            guard expected.indices.allSatisfy({ name[$0] | 0x20 == expected[$0] | 0x20 }) else { continue }
            found = head.text(line.value)
        }
        guard let found else { return nil }
        let parts = found.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return nil }
        func word(_ index: Int) -> String? {
            let text = parts[index]
            let isWord = text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
            return text.isEmpty || !isWord ? nil : text
        }
        self.init(event: word(0), code: word(1), session: word(2), subject: word(3))
    }
}

extension JSONMembers {
    mutating func add(_ note: OwnPageNote) {
        if let event = note.event { text("event", event) }
        if let code = note.code { text("code", code) }
        if let session = note.session { text("session", session) }
        if let subject = note.subject { text("subject", subject) }
    }
}
