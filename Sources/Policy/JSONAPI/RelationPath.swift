/// Names of relationships and attributes joined by dots, `laatste-bericht.van`, in a fixed place, so that judging a query
/// allocates nothing. Not copied: that would cost more than judging it.
struct RelationPath: ~Copyable {
    static let capacity = 200
    private var bytes = InlineArray<200, UInt8>(repeating: 0)
    private(set) var count = 0
    /// The first eight bytes as a number: most paths are told apart by it.
    private var head: UInt64 = 0
    /// How much of it stands in the address.
    private let base: Int

    /// A path that begins with a relationship that stands in the address already, or with nothing.
    init(below segment: Range<Int>, of path: borrowing Span<UInt8>) {
        base = segment.count
        for index in segment { append(path[index]) }
    }

    /// Takes out all but what stands in the address: one place serves a whole query.
    mutating func restart() {
        count = base
        head &= Self.mask(base)
    }

    /// Of the bytes of ``head`` that count.
    private static func mask(_ count: Int) -> UInt64 { count >= 8 ? .max : (1 << UInt64(8 * count)) - 1 }

    /// The first eight bytes of a text as ``head`` has them.
    static func head(_ text: some Collection<UInt8>) -> UInt64 {
        text.prefix(8).enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
    }

    /// What does not fit makes the path longer than any that a policy can name, so that it is admitted nowhere.
    mutating func append(_ byte: UInt8) {
        if count < 8 { head |= UInt64(byte) << UInt64(8 * count) }
        if count < Self.capacity { bytes[count] = byte }
        count += 1
    }

    /// Sets the dot before the next name.
    mutating func beginName() {
        if count > 0 { append(UInt8(ascii: ".")) }
    }

    /// Whether the same bytes stand at `start` of a text that is long enough and whose ``head(_:)`` there is given.
    @inline(__always)
    func equals(_ text: borrowing Span<UInt8>, at start: Int, head other: UInt64) -> Bool {
        guard (head ^ other) & Self.mask(count) == 0 else { return false }
        return count <= 8 || equalsBehindHead(text, at: start)
    }

    /// Apart, and read as a span: whatever reads the array of a borrowed path copies it once, and a subscript for each byte.
    private func equalsBehindHead(_ text: borrowing Span<UInt8>, at start: Int) -> Bool {
        let own = bytes.span
        for index in 8..<count where text[start + index] != own[index] { return false }
        return true
    }

    /// A byte of a member name that has one spelling in a URL. A name begins with a letter or a digit (JSON:API 1.1,
    /// section 5.8).
    static func isNameByte(_ byte: UInt8, isFirst: Bool = false) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "_"):
            !isFirst
        default:
            false
        }
    }
}
