/// Finds the `KnownField` of a name without comparing it with every one: the name, at most 24 bytes, in lower case
/// makes three words; a multiplication turns them into a slot, and the slot's words are compared.
struct KnownFieldTable: Sendable {
    /// Built once; callers that look up several names take it into a local first.
    static let shared = KnownFieldTable()

    private struct Entry {
        var key: FieldNameKey
        var field: KnownField
    }

    private var slots: [UInt8]
    private var entries: [Entry]

    private init() {
        slots = [UInt8](repeating: 0, count: 256)
        entries = [Entry(key: FieldNameKey(first: 0, second: 0, third: 0), field: .other)]
        for field in KnownField.allCases where field != .other {
            let name = Array(field.name.utf8)
            guard let key = FieldNameKey(name.span, 0, name.count) else { continue }
            var slot = key.slot
            while slots[slot] != 0 { slot = (slot + 1) & 255 }
            slots[slot] = UInt8(entries.count)
            entries.append(Entry(key: key, field: field))
        }
    }

    /// The field that the bytes from `start` up to `end` name. They must all be field-name bytes.
    @inline(__always)
    func field(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> KnownField {
        guard let key = FieldNameKey(bytes, start, end) else { return .other }
        var slot = key.slot
        while true {
            let place = Int(slots[slot])
            if place == 0 { return .other }
            if entries[place].key == key { return entries[place].field }
            slot = (slot &+ 1) & 255
        }
    }
}

/// A field name of at most 24 bytes, in lower case, as three words padded with zeros.
///
/// Setting bit 5 puts letters in lower case and leaves digits and `-` as they are, and these are all a name may hold.
/// A zero pad byte can not be mistaken for one of them, so equal keys mean equal names.
struct FieldNameKey: Equatable, Sendable {
    var first: UInt64
    var second: UInt64
    var third: UInt64

    init(first: UInt64, second: UInt64, third: UInt64) {
        self.first = first
        self.second = second
        self.third = third
    }

    @inline(__always)
    init?(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) {
        let count = end &- start
        guard count <= 24 else { return nil }
        first = Self.word(bytes, start, count)
        second = count > 8 ? Self.word(bytes, start &+ 8, count &- 8) : 0
        third = count > 16 ? Self.word(bytes, start &+ 16, count &- 16) : 0
    }

    @inline(__always)
    var slot: Int {
        let mixed = (first ^ (second &* 31) ^ (third &* 127)) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed &>> 56)
    }

    /// The first `count` bytes from `start`, at most eight, in lower case.
    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        if start &+ 8 <= bytes.count {
            let lower = ASCII.word(bytes, at: start) | 0x2020_2020_2020_2020
            return count >= 8 ? lower : lower & ((1 &<< (UInt64(count) &* 8)) &- 1)
        }
        // Within eight bytes of the end of what has arrived.
        var word: UInt64 = 0
        for offset in 0..<min(count, 8) {
            word |= UInt64(bytes[start &+ offset] | 0x20) &<< (UInt64(offset) &* 8)
        }
        return word
    }
}
