/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds, from 1677 to 2262.
///
/// Nothing in this target asks for the time; it is always given.
package struct Instant: Sendable, Hashable, Comparable {
    /// Nanoseconds since 1970.
    package var nanoseconds: Int64

    /// The first and the last instant there is.
    package static let distantPast = Instant(nanoseconds: .min)
    package static let distantFuture = Instant(nanoseconds: .max)

    private static let perSecond: Int64 = 1_000_000_000

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Whole seconds since 1970. Beyond the range the nearest instant there is.
    package init(unixSeconds: Int64) {
        let (product, overflow) = unixSeconds.multipliedReportingOverflow(by: Self.perSecond)
        nanoseconds = overflow ? (unixSeconds < 0 ? .min : .max) : product
    }

    /// Seconds since 1970 with a fraction; `nil` when infinite, not a number, or out of range.
    package init?(unixSeconds: Double) {
        guard unixSeconds.isFinite, unixSeconds.magnitude < 9.2e9 else { return nil }
        nanoseconds = Int64((unixSeconds * 1e9).rounded(.down))
    }

    /// Whole seconds since 1970, rounded down.
    package var unixSeconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: Self.perSecond)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// So many seconds later (earlier when negative). Stops at the ends of the range instead of wrapping.
    package func adding(seconds: Int64) -> Instant {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: Self.perSecond)
        guard !overflow else { return seconds < 0 ? .distantPast : .distantFuture }
        let (sum, overflowed) = nanoseconds.addingReportingOverflow(product)
        guard !overflowed else { return seconds < 0 ? .distantPast : .distantFuture }
        return Instant(nanoseconds: sum)
    }

    /// Whole seconds from `other` to this, rounded towards zero; stops at the ends of the range.
    package func seconds(since other: Instant) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        guard !overflow else { return nanoseconds < other.nanoseconds ? .min / Self.perSecond : .max / Self.perSecond }
        return difference / Self.perSecond
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
}

extension Instant {
    /// Reads RFC 3339 (`2026-09-20T14:03:11Z`, a fraction and an offset allowed) or Unix seconds (`1790000000`, a sign
    /// and a fraction allowed). `nil` for anything else and for instants out of range.
    package init?(text: String) {
        let bytes = Array(text.utf8)
        let isDate = bytes.dropFirst().contains { $0 == UInt8(ascii: ":") }
        guard let nanoseconds = isDate ? Self.readDate(bytes) : Self.readSeconds(bytes) else { return nil }
        self.init(nanoseconds: nanoseconds)
    }

    private static func readSeconds(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count <= 32 else { return nil }
        let isNegative = bytes.first == UInt8(ascii: "-")
        let parts = bytes.dropFirst(isNegative ? 1 : 0).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...10).contains(whole.count), let seconds = number(whole) else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard let read = readFraction(parts[1]) else { return nil }
            fraction = read
        }
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: perSecond)
        let (sum, overflowed) = scaled.addingReportingOverflow(fraction)
        guard !overflow, !overflowed else { return nil }
        return isNegative ? -sum : sum
    }

    /// RFC 3339 section 5.6: `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`, with `t`, `z` and a blank for `T` allowed.
    private static func readDate(_ bytes: [UInt8]) -> Int64? {
        guard bytes.count >= 20, bytes.count <= 48, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            (1...12).contains(month), day >= 1, day <= daysInMonth(month, year: year),
            hour <= 23, minute <= 59, second <= 59
        else { return nil }
        var rest = bytes[19...]
        var fraction: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let read = readFraction(digits) else { return nil }
            fraction = read
            rest = rest[digits.endIndex...]
        }
        guard let offset = readOffset(rest) else { return nil }
        let seconds = daysSince1970(year: year, month: month, day: day) * 86_400 + hour * 3_600 + minute * 60 + second
        let (scaled, overflow) = (seconds - offset).multipliedReportingOverflow(by: perSecond)
        let (sum, overflowed) = scaled.addingReportingOverflow(fraction)
        return overflow || overflowed ? nil : sum
    }

    private static func readOffset(_ bytes: ArraySlice<UInt8>) -> Int64? {
        if bytes.count == 1, let zone = bytes.first, zone | 0x20 == UInt8(ascii: "z") { return 0 }
        let bytes = Array(bytes)
        guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = number(bytes[1..<3]),
            let minutes = number(bytes[4..<6]), hours <= 23, minutes <= 59
        else { return nil }
        let offset = hours * 3_600 + minutes * 60
        switch bytes[0] {
        case UInt8(ascii: "+"): return offset
        case UInt8(ascii: "-"): return -offset
        default: return nil
        }
    }

    /// The first nine digits count; the others must be digits.
    private static func readFraction(_ digits: ArraySlice<UInt8>) -> Int64? {
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        var value: Int64 = 0
        let significant = digits.prefix(9)
        for digit in significant { value = value * 10 + Int64(digit - UInt8(ascii: "0")) }
        for _ in significant.count..<9 { value *= 10 }
        return value
    }

    /// Only digits, at most ten.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func daysInMonth(_ month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar; years are counted from March, so that a leap day comes last.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC: `2026-09-20T14:03:11Z`, with a fraction only when there is one.
    package var description: String {
        let seconds = unixSeconds
        let fraction = nanoseconds &- seconds &* Self.perSecond
        let ofDay = ((seconds % 86_400) + 86_400) % 86_400
        let (year, month, day) = Self.date(daysSince1970: (seconds - ofDay) / 86_400)
        var text = "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T"
        text += "\(Self.padded(ofDay / 3_600, 2)):\(Self.padded(ofDay / 60 % 60, 2)):\(Self.padded(ofDay % 60, 2))"
        if fraction != 0 {
            var digits = Self.padded(fraction, 9)
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func padded(_ number: Int64, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
