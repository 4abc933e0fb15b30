package import JOSE

/// A calendar day, as begin and end dates name one. Days begin and end in UTC.
package struct Dag: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// `2026-11-26`.
    package let description: String

    /// The day of an instant.
    package init(of instant: Instant) {
        description = String(instant.description.prefix(10))
    }

    /// - Returns: nil for anything but `YYYY-MM-DD` with a day that there is.
    package init?(_ text: String) {
        guard text.utf8.count == 10, let instant = Instant(text: text + "T00:00:00Z") else { return nil }
        self.init(of: instant)
        guard description.utf8.elementsEqual(text.utf8) else { return nil }
    }

    package static func < (left: Dag, right: Dag) -> Bool {
        // Four digits of the year, so the order of the text is the order of the days.
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    /// As people write it: `26/11/2026`.
    package var dutch: String {
        description.split(separator: "-").reversed().joined(separator: "/")
    }
}
