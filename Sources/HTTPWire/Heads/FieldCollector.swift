/// Gathers the field lines of a head while it arrives.
struct FieldCollector: Sendable {
    private(set) var lines: [Field] = []
    private(set) var index = KnownFieldIndex()

    /// Takes the field line from `start` up to `end`, whose bytes the line scanner has passed.
    @inline(__always)
    mutating func add(
        _ bytes: Span<UInt8>,
        _ start: Int,
        _ end: Int,
        limits: borrowing WireLimits,
        table: borrowing KnownFieldTable,
        isResponse: Bool
    ) -> WireRefusal? {
        var colon = start
        while colon < end, ASCII.isFieldNameByte(bytes[colon]) { colon &+= 1 }
        guard colon < end, bytes[colon] == ASCII.colon else { return Self.nameRefusal(bytes, start, colon, end) }
        guard colon > start else { return .fieldNameEmpty }
        guard colon &- start <= limits.fieldNameBytes else { return .fieldNameTooLong }
        guard lines.count < limits.fieldCount else { return .tooManyFields }

        var valueStart = colon &+ 1
        var valueEnd = end
        while valueStart < valueEnd, ASCII.isBlank(bytes[valueStart]) { valueStart &+= 1 }
        while valueEnd > valueStart, ASCII.isBlank(bytes[valueEnd &- 1]) { valueEnd &-= 1 }

        let known = table.field(bytes, start, colon)
        if known != .other {
            if index[known] == nil {
                index.record(known, at: lines.count)
            } else if isResponse ? known.isSingleInResponse : known.isSingleInRequest {
                return .fieldDuplicated(known)
            }
        }
        if lines.isEmpty { lines.reserveCapacity(16) }
        lines.append(Field(known: known, name: ByteRange(start, colon), value: ByteRange(valueStart, valueEnd)))
        return nil
    }

    /// Which rule a line broke whose name does not run up to a colon. `stop` is its first byte that is no name byte.
    private static func nameRefusal(_ bytes: Span<UInt8>, _ start: Int, _ stop: Int, _ end: Int) -> WireRefusal {
        if stop == end { return .colonMissing }
        guard ASCII.isBlank(bytes[stop]) else { return .fieldNameInvalid }
        if stop == start { return .lineFolded }
        var next = stop
        while next < end, ASCII.isBlank(bytes[next]) { next += 1 }
        return next < end && bytes[next] == ASCII.colon ? .whitespaceBeforeColon : .fieldNameInvalid
    }
}
