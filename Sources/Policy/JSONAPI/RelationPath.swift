/// Names of relationships and attributes joined by dots, `laatste-bericht.van`, in a fixed place, so that judging a query
/// allocates nothing.
struct RelationPath {
    static let capacity = 200
    private var bytes = InlineArray<200, UInt8>(repeating: 0)
    private(set) var count = 0

    /// A path that begins with a relationship that stands in the address already, or with nothing.
    init(below segment: Range<Int>, of path: borrowing Span<UInt8>) {
        for index in segment { append(path[index]) }
    }

    /// What does not fit makes the path longer than any that a policy can name, so that it is admitted nowhere.
    mutating func append(_ byte: UInt8) {
        if count < Self.capacity { bytes[count] = byte }
        count += 1
    }

    /// Sets the dot before the next name.
    mutating func beginName() {
        if count > 0 { append(UInt8(ascii: ".")) }
    }

    subscript(index: Int) -> UInt8 { bytes[index] }

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
