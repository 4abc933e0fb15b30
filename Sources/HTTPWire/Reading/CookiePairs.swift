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
    /// Whether a cookie does not cross.
    func dropsCookie(_ bytes: Span<UInt8>, _ pair: CookiePairs.Pair) -> Bool {
        // A pair without a name is written back by browsers as its value alone, which a server may read as a name.
        let spelled = bytes.extracting((pair.name.isEmpty ? pair.value : pair.name).range)
        for prefix in cookiePrefixes where spelled.count >= prefix.count {
            var isSame = true
            for index in prefix.indices where ASCII.lowercased(spelled[index]) != prefix[index] {
                isSame = false
                break
            }
            if isSame { return true }
        }
        return false
    }
}
