import NIOCore

/// Walks over the pairs of a `Cookie` value (RFC 6265 section 4.2.1) as lenient servers read it: separated by `;`, with
/// or without whitespace. A part without `=` is a pair with an empty name, as browsers have it.
package struct CookiePairs: Sendable {
    /// One pair, without the whitespace around its two halves.
    package struct Pair: Sendable, Hashable {
        package let name: ByteRange
        package let value: ByteRange
        /// Name, `=` and value.
        package let whole: ByteRange
    }

    private var at: Int
    private let end: Int

    /// The pairs of the `Cookie` value at `value`.
    package init(_ value: ByteRange) {
        at = Int(value.start)
        end = Int(value.end)
    }

    /// The next pair in `bytes`, the head that `value` belongs to. Empty parts are passed over.
    package mutating func next(in bytes: Span<UInt8>) -> Pair? {
        while at < end {
            var stop = at
            while stop < end, bytes[stop] != ASCII.semicolon { stop += 1 }
            let part = Self.trimmed(bytes, at, stop)
            at = stop + 1
            if part.isEmpty { continue }
            var equals = Int(part.start)
            while equals < Int(part.end), bytes[equals] != ASCII.equals { equals += 1 }
            guard equals < Int(part.end) else {
                return Pair(name: ByteRange(Int(part.start), Int(part.start)), value: part, whole: part)
            }
            return Pair(
                name: Self.trimmed(bytes, Int(part.start), equals),
                value: Self.trimmed(bytes, equals + 1, Int(part.end)),
                whole: part
            )
        }
        return nil
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> ByteRange {
        var first = start
        var last = end
        while first < last, ASCII.isBlank(bytes[first]) { first += 1 }
        while last > first, ASCII.isBlank(bytes[last - 1]) { last -= 1 }
        return ByteRange(first, last)
    }
}

/// What was found under a cookie's name.
package enum CookieLookup: Sendable, Hashable {
    case none
    /// The value of the only cookie with this name.
    case one(ByteRange)
    /// Several cookies have this name: which one counts is a guess, so none does.
    case several
}

extension RequestHead {
    /// The cookie named `name`, compared byte for byte.
    package func cookie(_ name: String) -> CookieLookup {
        guard let value = value(.cookie) else { return .none }
        let bytes = fields.bytes.readableBytesUInt8Span
        let expected = name.utf8Span.span
        var found: ByteRange?
        var pairs = CookiePairs(value)
        while let pair = pairs.next(in: bytes) {
            guard pair.name.count == expected.count else { continue }
            let spelled = bytes.extracting(pair.name.range)
            var isSame = true
            for index in expected.indices where spelled[index] != expected[index] {
                isSame = false
                break
            }
            guard isSame else { continue }
            guard found == nil else { return .several }
            found = pair.value
        }
        return found.map { .one($0) } ?? .none
    }
}

extension StripRules {
    /// Whether a cookie does not cross: an application behind us could read its name as one of ours.
    ///
    /// Applications read names in more ways than browsers write them: without an `=` in front (CVE-2023-23934), without white
    /// space that only Unicode knows, with `%5F` decoded (CVE-2020-7070, CVE-2020-8184), and with `.` as `_` (CVE-2022-31629).
    /// So all of these are compared as what they could become. None of it changes how the gateway finds its own cookies.
    func dropsCookie(_ bytes: Span<UInt8>, _ pair: CookiePairs.Pair) -> Bool {
        // A pair without a name is written back by browsers as its value alone.
        let read = pair.name.isEmpty ? pair.whole : pair.name
        let end = Int(read.end)
        var start = Int(read.start)
        while start < end {
            let (byte, next) = Self.decoded(bytes, start, end)
            guard Self.isPassedOver(byte) else { break }
            start = next
        }
        for prefix in cookiePrefixes where Self.begins(bytes, start, end, with: prefix) { return true }
        return false
    }

    private static func begins(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, with prefix: [UInt8]) -> Bool {
        var at = start
        for expected in prefix {
            guard at < end else { return false }
            let (byte, next) = decoded(bytes, at, end)
            guard foldedInCookie(byte) == expected else { return false }
            at = next
        }
        return true
    }

    /// The byte at `index`, or the one that `%` and two digits stand for there, and where the next one is.
    @inline(__always)
    private static func decoded(_ bytes: Span<UInt8>, _ index: Int, _ end: Int) -> (byte: UInt8, next: Int) {
        let byte = bytes[index]
        guard byte == ASCII.percent, index &+ 2 < end, let high = ASCII.hexValue(bytes[index &+ 1]),
            let low = ASCII.hexValue(bytes[index &+ 2])
        else { return (byte, index &+ 1) }
        return (high &<< 4 | low, index &+ 3)
    }

    /// What some reader takes away in front of a name: blanks and controls, `+` for a blank, `=`, quotation marks, and bytes of
    /// which Unicode makes white space.
    @inline(__always)
    private static func isPassedOver(_ byte: UInt8) -> Bool {
        byte <= ASCII.space || byte >= ASCII.delete || byte == ASCII.equals || byte == ASCII.quote || byte == ASCII.plus
    }

    /// In lower case, with `_` for what PHP writes so in names.
    @inline(__always)
    private static func foldedInCookie(_ byte: UInt8) -> UInt8 {
        switch byte {
        case ASCII.dot, ASCII.space, ASCII.openBracket, ASCII.plus: ASCII.underscore
        default: ASCII.lowercased(byte)
        }
    }
}
