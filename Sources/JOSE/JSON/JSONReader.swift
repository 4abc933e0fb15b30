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
        var reader = JSONReader(limits: limits, expectedNodes: min(64, bytes.count / 8 + 1))
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
        let start = position
        try append(JSONNode(kind: .object, start: UInt32(truncatingIfNeeded: start), end: 0, next: 0), bytes)
        position += 1
        skipBlanks(bytes)
        var members = 0
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            position += 1
        } else {
            while true {
                skipBlanks(bytes)
                try expect(UInt8(ascii: "\""), "a member name", bytes)
                try string(bytes)
                skipBlanks(bytes)
                try expect(UInt8(ascii: ":"), "`:`", bytes)
                position += 1
                skipBlanks(bytes)
                try value(bytes, depth: depth)
                members += 1
                skipBlanks(bytes)
                if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
                    position += 1
                    continue
                }
                try expect(UInt8(ascii: "}"), "`,` or `}`", bytes)
                position += 1
                break
            }
        }
        close(opened)
        if members > 1 { try refuseRepeatedMembers(of: opened, count: members, bytes) }
    }

    private mutating func array(_ bytes: borrowing Span<UInt8>, depth: Int) throws(JSONError) {
        guard depth <= limits.depth else { throw JSONError(.tooDeep(limit: limits.depth), at: position, in: bytes) }
        let opened = nodes.count
        try append(JSONNode(kind: .array, start: UInt32(truncatingIfNeeded: position), end: 0, next: 0), bytes)
        position += 1
        skipBlanks(bytes)
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            position += 1
        } else {
            while true {
                skipBlanks(bytes)
                try value(bytes, depth: depth)
                skipBlanks(bytes)
                if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
                    position += 1
                    continue
                }
                try expect(UInt8(ascii: "]"), "`,` or `]`", bytes)
                position += 1
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
            try expect(expected, "`\(word)`", bytes)
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
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") <= 9 { position += 1 }
        return position - start
    }

    // MARK: Strings

    /// From the opening quote, which the caller has seen, to behind the closing one.
    private mutating func string(_ bytes: borrowing Span<UInt8>) throws(JSONError) {
        let start = position + 1
        var index = start
        let count = bytes.count
        var hasEscapes = false
        while true {
            // The common characters first: ASCII without quote, backslash and controls.
            while index < count {
                let byte = bytes[index]
                guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
                index &+= 1
            }
            guard index < count else { throw JSONError(.unexpectedEnd, at: count, in: bytes) }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                position = index + 1
                try append(
                    JSONNode(
                        kind: .string, hasEscapes: hasEscapes, start: UInt32(truncatingIfNeeded: start),
                        end: UInt32(truncatingIfNeeded: index), next: UInt32(truncatingIfNeeded: nodes.count + 1)),
                    bytes)
                return
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

    // MARK: Repeated members

    private func refuseRepeatedMembers(
        of object: Int, count: Int, _ bytes: borrowing Span<UInt8>
    ) throws(JSONError) {
        guard count <= 24, !hasEscapedName(object) else { return try refuseRepeatedMembersByHash(of: object, bytes) }
        let end = Int(nodes[object].next)
        var name = object + 1
        while name < end {
            var earlier = object + 1
            while earlier < name {
                if JSONText.same(nodes[earlier], nodes[name], bytes) { throw repeated(name, bytes) }
                earlier = Int(nodes[earlier + 1].next)
            }
            name = Int(nodes[name + 1].next)
        }
    }

    private func hasEscapedName(_ object: Int) -> Bool {
        let end = Int(nodes[object].next)
        var name = object + 1
        while name < end {
            if nodes[name].hasEscapes { return true }
            name = Int(nodes[name + 1].next)
        }
        return false
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

    private mutating func skipBlanks(_ bytes: borrowing Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return
            }
        }
    }

    private func expect(_ byte: UInt8, _ expected: String, _ bytes: borrowing Span<UInt8>) throws(JSONError) {
        guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: position, in: bytes) }
        guard bytes[position] == byte else {
            throw JSONError(.unexpectedByte(bytes[position], expected: expected), at: position, in: bytes)
        }
    }

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
