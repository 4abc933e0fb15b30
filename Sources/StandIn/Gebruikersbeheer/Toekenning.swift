package import JOSE

/// A right, or a context within one, granted to somebody for one organisation and a time.
package struct Toekenning: Sendable, Hashable {
    package let id: Int64
    package let werkrelatie: Int64
    /// ``Recht/code``.
    package let recht: String
    /// ``Recht/Context/rol``; nil for the right itself.
    package let context: String?
    package let begindatum: Dag
    /// The last day; nil for no end.
    package let einddatum: Dag?
    package let reden: String
    /// ``Gebruiker/id`` of whoever granted it; nil for what the stand-in began with.
    package let door: String?
    package let ingetrokken: Instant?

    /// Whether it gives something on a day.
    package func geldt(op dag: Dag) -> Bool {
        ingetrokken == nil && begindatum <= dag && einddatum.map { dag <= $0 } ?? true
    }

    /// The name of what is granted.
    package var naam: String {
        guard let recht = Recht.named(recht) else { return self.recht }
        guard let context else { return recht.naam }
        return recht.context(context)?.naam ?? context
    }
}
