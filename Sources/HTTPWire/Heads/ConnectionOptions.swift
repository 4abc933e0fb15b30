import NIOCore

/// What the `Connection` lines of a head ask (RFC 9110 section 7.6.1).
struct ConnectionOptions: OptionSet, Sendable {
    let rawValue: UInt8

    static let close = Self(rawValue: 1)
    static let keepAlive = Self(rawValue: 2)
    /// Fields are named besides those that end at this connection anyway.
    static let namesFields = Self(rawValue: 4)

    /// More options than any honest sender has; each costs a comparison per field.
    private static let maximumCount = 16

    /// Reads every `Connection` line. An option that names an end-to-end field is refused: taking away `Host` or
    /// `Authorization` behind the gateway's decision is the only use of it.
    static func read(_ section: FieldSection) -> Result<ConnectionOptions, WireRefusal> {
        guard section.has(.connection) else { return .success([]) }
        let bytes = section.bytes.readableBytesUInt8Span
        let table = KnownFieldTable.shared
        var options: ConnectionOptions = []
        var count = 0
        for line in section.lines where line.known == .connection {
            var elements = ListElements(line.value)
            while let element = elements.next(bytes) {
                count += 1
                guard count <= maximumCount, isName(bytes, element) else { return .failure(.connectionInvalid) }
                if ASCII.matches(bytes, element.range, "close") {
                    options.insert(.close)
                } else if !ASCII.matches(bytes, element.range, "keep-alive") {
                    let known = table.field(bytes, Int(element.start), Int(element.end))
                    if known == .other {
                        options.insert(.namesFields)
                    } else if !known.endsHere {
                        return .failure(.connectionNamesEndToEndField(known))
                    }
                } else {
                    options.insert(.keepAlive)
                }
            }
        }
        return .success(options)
    }

    private static func isName(_ bytes: Span<UInt8>, _ element: ByteRange) -> Bool {
        for index in element.range where !ASCII.isFieldNameByte(bytes[index]) { return false }
        return !element.isEmpty
    }

    /// Whether a `Connection` line of `section` names the field whose name is at `name`.
    static func names(_ name: ByteRange, in section: FieldSection, _ bytes: Span<UInt8>) -> Bool {
        for line in section.lines where line.known == .connection {
            var elements = ListElements(line.value)
            while let element = elements.next(bytes) {
                guard element.count == name.count else { continue }
                let one = bytes.extracting(element.range)
                let other = bytes.extracting(name.range)
                var isSame = true
                for index in one.indices where ASCII.lowercased(one[index]) != ASCII.lowercased(other[index]) {
                    isSame = false
                    break
                }
                if isSame { return true }
            }
        }
        return false
    }
}

/// The comma-separated elements of a field value, without the whitespace around them. An empty element is given as an
/// empty range. Commas in quoted strings are not told apart: the lists read with it hold tokens.
struct ListElements {
    private var at: Int
    private let end: Int
    private var isDone = false

    init(_ value: ByteRange) {
        at = Int(value.start)
        end = Int(value.end)
    }

    mutating func next(_ bytes: Span<UInt8>) -> ByteRange? {
        if isDone { return nil }
        var comma = at
        while comma < end, bytes[comma] != ASCII.comma { comma += 1 }
        var first = at
        var last = comma
        while first < last, ASCII.isBlank(bytes[first]) { first += 1 }
        while last > first, ASCII.isBlank(bytes[last - 1]) { last -= 1 }
        at = comma + 1
        isDone = comma == end
        return ByteRange(first, last)
    }
}
