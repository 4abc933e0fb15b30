/// A point in time: whole seconds since 1970-01-01T00:00:00Z. Nothing in this target asks for the time; it is always given.
package struct Moment: Hashable, Comparable, Sendable {
    package let unixSeconds: Int64

    package init(unixSeconds: Int64) { self.unixSeconds = unixSeconds }

    /// At most the latest time that there is.
    package func adding(days: Int64) -> Moment {
        let (sum, overflow) = unixSeconds.addingReportingOverflow(days * 86_400)
        return Moment(unixSeconds: overflow ? (days < 0 ? .min : .max) : sum)
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.unixSeconds < right.unixSeconds }
}
