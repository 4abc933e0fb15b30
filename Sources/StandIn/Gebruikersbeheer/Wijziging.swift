package import JOSE

/// A change that was made, and stays on record.
package struct Wijziging: Sendable, Hashable {
    package enum Soort: String, Sendable, Hashable {
        case toegekend
        case ingetrokken
    }

    package let tijdstip: Instant
    /// ``Gebruiker/id`` of whoever made it.
    package let door: String
    package let soort: Soort
    /// ``Gebruiker/id`` of whom it is about.
    package let gebruiker: String
    /// The name of what was granted or withdrawn.
    package let naam: String
    package let reden: String
}
