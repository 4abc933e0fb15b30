import Libcrypto

/// The strict reader (RFC 8259): fills an array of nodes in one pass, decoding nothing.
///
/// Refused, where other readers are lenient: invalid UTF-8, lone surrogates, repeated members (compared as text, so also
/// when one is spelt with escapes), control characters, a byte order mark, anything behind the value, numbers that no
/// `Double` holds, and whatever exceeds the limits. A lenient reader in front of a strict one is how two parties come to
/// see different claims in one token (RFC 8725 section 2.4).
struct JSONReader: ~Copyable {
    private var nodes: [JSONNode] = []
    private var position = 0
    private let limits: JSONLimits

    private init(limits: JSONLimits, expectedNodes: Int) {
        self.limits = limits
        nodes.reserveCapacity(expectedNodes)
    }

    static func read(_ bytes: borrowing Span<UInt8>, limits: JSONLimits) throws(JSONError) -> [JSONNode] {
        // Offsets are stored in 32 bits.
        let limit = min(limits.bytes, Int(Int32.max))
        guard bytes.count <= limit else {
            throw JSONError(.tooLong(bytes: bytes.count, limit: limit), at: 0, in: bytes)
        }
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.byteOrderMark, at: 0, in: bytes)
        }
        // Enough for a token's claims, and no more than the allocator has at hand without searching (1 KiB).
        var reader = JSONReader(limits: limits, expectedNodes: min(40, bytes.count / 12 + 1))
        reader.skipBlanks(bytes)
        guard reader.position < bytes.count else { throw JSONError(.empty, at: reader.position, in: bytes) }
        try reader.value(bytes, depth: 0)
        reader.skipBlanks(bytes)
        guard reader.position == bytes.count else { throw JSONError(.trailingBytes, at: reader.position, in: bytes) }
        return reader.nodes
    }

    // MARK: Values

    private mutating func value(_ bytes: borrowing Span<UInt8>, depth: Int) throws(JSONError) {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            try string(bytes)
        case UInt8(ascii: "{"):
            try object(bytes, depth: depth + 1)
        case UInt8(ascii: "["):
            try array(bytes, depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            try number(bytes)
        case UInt8(ascii: "t"):
            try word("true", .yes, bytes)
        case UInt8(ascii: "f"):
            try word("false", .no, bytes)
        case UInt8(ascii: "n"):
            try word("null", .null, bytes)
        case let byte:
            throw JSONError(.unexpectedByte(byte, expected: "a value"), at: position, in: bytes)
        }
    }

    private mutating func object(_ bytes: borrowing Span<UInt8>, depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: position, in: bytes) }
        let opened = nodes.count
        try append(JSONNode(kind: .object, start: UInt32(truncatingIfNeeded: position), end: 0, next: 0), bytes)
        position &+= 1
        var names = MemberNames()
        if next(bytes) == UInt8(ascii: "}") {
            position &+= 1
        } else {
            while true {
                try expect(UInt8(ascii: "\""), "a member name", bytes)
                try string(bytes)
                names.add(nodes[nodes.count - 1])
                try expect(UInt8(ascii: ":"), "`:`", bytes)
                position &+= 1
                if next(bytes) == UInt8(ascii: "\"") { try string(bytes) } else { try value(bytes, depth: depth) }
                if next(bytes) == UInt8(ascii: ",") {
                    position &+= 1
                    continue
                }
                try expect(UInt8(ascii: "}"), "`,` or `}`", bytes)
                position &+= 1
                break
            }
        }
        close(opened)
        if names.mayRepeat { try refuseRepeatedMembers(of: opened, names, bytes) }
    }

    private mutating func array(_ bytes: borrowing Span<UInt8>, depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: position, in: bytes) }
        let opened = nodes.count
        try append(JSONNode(kind: .array, start: UInt32(truncatingIfNeeded: position), end: 0, next: 0), bytes)
        position &+= 1
        if next(bytes) == UInt8(ascii: "]") {
            position &+= 1
        } else {
            while true {
                if next(bytes) == UInt8(ascii: "\"") { try string(bytes) } else { try value(bytes, depth: depth) }
                if next(bytes) == UInt8(ascii: ",") {
                    position &+= 1
                    continue
                }
                try expect(UInt8(ascii: "]"), "`,` or `]`", bytes)
                position &+= 1
                break
            }
        }
        close(opened)
    }

    private mutating func word(
        _ word: StaticString, _ kind: JSONNode.Kind, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        let start = position
        for expected in word.description.utf8 {
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
            guard bytes[position] == expected else {
                throw JSONError(.unexpectedByte(bytes[position], expected: "`\(word)`"), at: position, in: bytes)
            }
            position += 1
        }
        try appendLeaf(kind, start: start, end: position, bytes)
    }

    // MARK: Numbers

    private mutating func number(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let leading = position
        let whole = skipDigits(bytes)
        guard whole > 0, whole == 1 || bytes[leading] != UInt8(ascii: "0") else {
            throw JSONError(.invalidNumber, at: start, in: bytes)
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits(bytes) > 0 else { throw JSONError(.invalidNumber, at: start, in: bytes) }
        }
        var hasExponent = false
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            hasExponent = true
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard skipDigits(bytes) > 0 else { throw JSONError(.invalidNumber, at: start, in: bytes) }
        }
        guard position - start <= limits.numberCharacters else {
            throw JSONError(.numberTooLong(limit: limits.numberCharacters), at: start, in: bytes)
        }
        // Without an exponent so few digits always fit.
        if hasExponent {
            let text = JSONText.string(bytes, from: start, to: position)
            guard let value = Double(text), value.isFinite, value != 0 || Self.isZero(text) else {
                throw JSONError(.numberOutOfRange, at: start, in: bytes)
            }
        }
        try appendLeaf(.number, start: start, end: position, bytes)
    }

    private static func isZero(_ text: String) -> Bool {
        for byte in text.utf8 {
            if byte | 0x20 == UInt8(ascii: "e") { return true }
            if (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) { return false }
        }
        return true
    }

    private mutating func skipDigits(_ bytes: borrowing Span<UInt8>) -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") <= 9 { position &+= 1 }
        return position - start
    }

    // MARK: Strings

    /// From the opening quote, which the caller has seen, to behind the closing one.
    private mutating func string(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        let start = position &+ 1
        var end = start
        var prefix: UInt64 = 0
        var marks: UInt64 = 0
        while end &+ 8 <= bytes.count {
            let word = bytes.word(at: end)
            marks = JSONText.marksOfUncommon(word)
            if end == start { prefix = word & JSONText.belowLowest(marks) }
            guard marks == 0 else { break }
            end &+= 8
        }
        end &+= marks.trailingZeroBitCount &>> 3
        guard marks != 0, bytes[end] == UInt8(ascii: "\"") else { return try uncommonString(bytes, from: start) }
        try appendString(bytes, from: start, to: end, hasEscapes: false, prefix)
    }

    /// The same for a string that has an escape or a byte that is not ASCII, ends near the end of the text, or is wrong.
    @inline(never)
    private mutating func uncommonString(_ bytes: borrowing Span<UInt8>, from start: Int) throws(JSONError) {
        var index = start
        let count = bytes.count
        var hasEscapes = false
        while true {
            index = JSONText.endOfRun(in: bytes, from: index)
            guard index < count else { throw JSONError(.unexpectedEnd, at: count, in: bytes) }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                let prefix = JSONText.prefix(of: bytes, from: start, to: index)
                return try appendString(bytes, from: start, to: index, hasEscapes: hasEscapes, prefix)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                index = try JSONText.escape(in: bytes, at: index).next
            case 0..<0x20:
                throw JSONError(.controlCharacter, at: index, in: bytes)
            default:
                guard let length = JSONText.lengthOfUTF8(in: bytes, at: index) else {
                    throw JSONError(.invalidUTF8, at: index, in: bytes)
                }
                index += length
            }
        }
    }

    @inline(__always)
    private mutating func appendString(
        _ bytes: borrowing Span<UInt8>, from start: Int, to end: Int, hasEscapes: Bool, _ prefix: UInt64
    ) throws(JSONError) {
        position = end &+ 1
        try append(
            JSONNode(
                kind: .string, hasEscapes: hasEscapes, start: UInt32(truncatingIfNeeded: start),
                end: UInt32(truncatingIfNeeded: end), next: UInt32(truncatingIfNeeded: nodes.count &+ 1),
                prefix: prefix),
            bytes)
    }

    // MARK: Repeated members

    /// What is known of the names of an object while it is read: which of them could repeat an earlier one.
    private struct MemberNames {
        private(set) var count = 0
        /// A bit for each mark that a name had so far.
        private var marks: UInt64 = 0
        /// The place of each name whose mark was there before; a name whose mark is new has not occurred.
        private(set) var suspects: UInt32 = 0
        /// Too many names for that, or one that is spelt with escapes and so has no mark.
        private(set) var needsHash = false

        var mayRepeat: Bool { suspects != 0 || needsHash }

        @inline(__always)
        mutating func add(_ name: JSONNode) {
            if count >= 24 || name.hasEscapes { needsHash = true }
            // Fibonacci hashing: the six highest bits of the product depend on all bits of the name.
            let mixed = (name.prefix ^ UInt64(truncatingIfNeeded: name.byteCount)) &* 0x9E37_79B9_7F4A_7C15
            let mark: UInt64 = 1 &<< (mixed &>> 58)
            if marks & mark != 0 { suspects |= 1 &<< UInt32(truncatingIfNeeded: count) }
            marks |= mark
            count &+= 1
        }
    }

    private func refuseRepeatedMembers(
        of object: Int, _ names: MemberNames, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        guard !names.needsHash else { return try refuseRepeatedMembersByHash(of: object, bytes) }
        var suspects = names.suspects
        var name = object + 1
        while suspects != 0 {
            if suspects & 1 != 0 {
                var earlier = object + 1
                while earlier < name {
                    if JSONText.same(nodes[earlier], nodes[name], bytes) { throw repeated(name, bytes) }
                    earlier = Int(nodes[earlier + 1].next)
                }
            }
            suspects &>>= 1
            name = Int(nodes[name + 1].next)
        }
    }

    /// Comparing each with each would let a large object cost time in the square of its size, and decode an escaped name
    /// once for each other name.
    private func refuseRepeatedMembersByHash(of object: Int, _ bytes: borrowing Span<UInt8>) throws(JSONError) {
        let end = Int(nodes[object].next)
        // Keyed by bytes, not by `String`, which would take two spellings of one accented letter for the same name.
        var seen: Set<[UInt8]> = []
        var name = object + 1
        while name < end {
            guard seen.insert(JSONText.decoded(nodes[name], bytes)).inserted else { throw repeated(name, bytes) }
            name = Int(nodes[name + 1].next)
        }
    }

    private func repeated(_ name: Int, _ bytes: borrowing Span<UInt8>) -> JSONError {
        let text = String(decoding: JSONText.decoded(nodes[name], bytes), as: UTF8.self)
        return JSONError(.repeatedMember(text), at: Int(nodes[name].start) - 1, in: bytes)
    }

    // MARK: Bookkeeping

    @inline(__always)
    private mutating func skipBlanks(_ bytes: borrowing Span<UInt8>) { _ = next(bytes) }

    /// Skips blanks and gives the byte behind them; NUL at the end of the text, as NUL is nothing that is looked for.
    @inline(__always)
    private mutating func next(_ bytes: borrowing Span<UInt8>) -> UInt8 {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D else { return byte }
            position &+= 1
        }
        return 0
    }

    /// Skips blanks, and refuses whatever is not this byte behind them.
    @inline(__always)
    private mutating func expect(
        _ byte: UInt8, _ expected: StaticString, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        guard next(bytes) == byte else { throw unexpected(expected, bytes) }
    }

    @inline(never)
    private func unexpected(_ expected: StaticString, _ bytes: borrowing Span<UInt8>) -> JSONError {
        guard position < bytes.count else { return JSONError(.unexpectedEnd, at: position, in: bytes) }
        return JSONError(.unexpectedByte(bytes[position], expected: "\(expected)"), at: position, in: bytes)
    }

    @inline(__always)
    private mutating func append(_ node: JSONNode, _ bytes: borrowing Span<UInt8>) throws(JSONError) {
        guard nodes.count < limits.values else {
            throw JSONError(.tooManyValues(limit: limits.values), at: position, in: bytes)
        }
        nodes.append(node)
    }

    private mutating func appendLeaf(
        _ kind: JSONNode.Kind, start: Int, end: Int, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        let next = UInt32(truncatingIfNeeded: nodes.count + 1)
        try append(
            JSONNode(
                kind: kind, start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), next: next),
            bytes)
    }

    private mutating func close(_ opened: Int) {
        nodes[opened].end = UInt32(truncatingIfNeeded: position)
        nodes[opened].next = UInt32(truncatingIfNeeded: nodes.count)
    }
}
