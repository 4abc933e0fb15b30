/// A claim that is a date, for display: its exact instant, and how far away that is.
package struct ClaimDate: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case instant(Instant)
        /// Later than the last instant there is, in the year 2262.
        case farFuture
        /// No number of seconds since 1970; milliseconds are named as such.
        case invalid(asMilliseconds: Instant?)
    }

    package let claim: String
    package let value: Value

    /// As checks take it; nil for what is no date.
    var instant: Instant? {
        switch value {
        case .instant(let instant): instant
        case .farFuture: .distantFuture
        case .invalid: nil
        }
    }

    /// The claims that are dates (RFC 7519 section 4.1, OpenID Connect Core 1.0 sections 2 and 5.1), with the words for
    /// a date that is past and one that is to come.
    private static let known: [(claim: String, past: String, future: String)] = [
        ("iat", "issued", "issued"), ("nbf", "valid since", "valid"), ("exp", "expired", "expires"),
        ("auth_time", "logged in", "logged in"), ("updated_at", "profile changed", "profile changed"),
    ]

    /// The dates among claims, in a fixed order.
    static func all(in claims: JSONDocument) -> [ClaimDate] {
        known.compactMap { name in
            claims.member(name.claim).map { ClaimDate(claim: name.claim, value: value(claims, $0)) }
        }
    }

    private static func value(_ claims: JSONDocument, _ index: Int) -> Value {
        guard claims.kind(index) == .number else { return .invalid(asMilliseconds: nil) }
        if let instant = NumericDate.instant(claims.bytes.span, claims.range(index)) {
            return instant == .distantFuture ? .farFuture : .instant(instant)
        }
        let milliseconds = claims.number(index)?.integer ?? 0
        // Between the years 2001 and 2262.
        guard (1_000_000_000_000..<9_223_372_036_854).contains(milliseconds) else {
            return .invalid(asMilliseconds: nil)
        }
        return .invalid(asMilliseconds: Instant(nanoseconds: milliseconds * 1_000_000))
    }

    /// `2026-11-24T08:53:44Z`, or why there is no date.
    package var text: String {
        switch value {
        case .instant(let instant): "\(instant)"
        case .farFuture: "after the year 2262"
        case .invalid(nil): "no number of seconds since 1970"
        case .invalid(let instant?): "no number of seconds since 1970; as milliseconds it is \(instant)"
        }
    }

    /// `expired 3m02s ago`, `expires in 59m35s`; nothing for what is no instant.
    package func distance(from now: Instant) -> String? {
        guard case .instant(let instant) = value, let words = Self.known.first(where: { $0.claim == claim }) else {
            return nil
        }
        let seconds = instant.seconds(since: now)
        return instant <= now
            ? "\(words.past) \(Durations.text(-seconds)) ago" : "\(words.future) in \(Durations.text(seconds))"
    }
}
