/// What a lokale beheerder fills in to grant something, as it was written.
package struct Aanvraag: Sendable, Hashable {
    /// ``Recht/code``.
    package var recht: String
    /// ``Recht/Context/rol``; nil for the right itself.
    package var context: String?
    /// `YYYY-MM-DD`.
    package var begindatum: String
    /// `YYYY-MM-DD`, the last day; nil for no end.
    package var einddatum: String?
    package var reden: String

    package init(
        recht: String, context: String? = nil, begindatum: String, einddatum: String? = nil, reden: String
    ) {
        self.recht = recht
        self.context = context
        self.begindatum = begindatum
        self.einddatum = einddatum
        self.reden = reden
    }

    /// The longest reason in bytes.
    static let maximumReden = 200

    static func isReden(_ text: String) -> Bool {
        (1...maximumReden).contains(text.utf8.count) && text.utf8.contains { $0 != UInt8(ascii: " ") }
            && text.unicodeScalars.allSatisfy { !(0..<0x20).contains($0.value) && !(0x7F...0x9F).contains($0.value) }
    }
}
