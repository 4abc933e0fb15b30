/// A point in time: whole seconds since 1970-01-01T00:00:00Z. Nothing in this target asks for the time; it is always given.
package struct Moment: Hashable, Comparable, Sendable {
    package let unixSeconds: Int64

    package init(unixSeconds: Int64) { self.unixSeconds = unixSeconds }

    package func adding(days: Int64) -> Moment { Moment(unixSeconds: unixSeconds + days * 86_400) }

    package static func < (left: Moment, right: Moment) -> Bool { left.unixSeconds < right.unixSeconds }
}
