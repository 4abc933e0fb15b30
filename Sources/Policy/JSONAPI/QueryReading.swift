/// How the bytes of a query are read: which pieces they have, and whether every reader would find the same ones.
enum QueryReading {
    struct Parameter {
        let name: Range<Int>
        let value: Range<Int>
        /// Whether there is a `=`.
        let hasValue: Bool
        /// The `&` behind it, or the end of the query.
        let end: Int
    }

    enum Kind {
        case include, sort, filter, page, fields
        /// Another spelling of one of these.
        case ambiguous
        case unknown
    }

    /// The parameter that begins at `start`; nil for one with a byte that some reader splits or ends at, or without a name.
    static func parameter(_ query: borrowing Span<UInt8>, _ start: Int) -> Parameter? {
        var at = start
        var equals = -1
        while at < query.count, query[at] != UInt8(ascii: "&") {
            let byte = query[at]
            // Most are letters, which mean nothing here.
            if (byte | 0x20) &- UInt8(ascii: "a") < 26 {
                at += 1
                continue
            }
            guard byte > 0x20, byte < 0x7F else { return nil }
            switch byte {
            case UInt8(ascii: ";"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"):
                return nil
            case UInt8(ascii: "%"):
                guard at + 2 < query.count, isHex(query[at + 1]), isHex(query[at + 2]) else { return nil }
                guard !isControl(query[at + 1], query[at + 2]) else { return nil }
                at += 2
            case UInt8(ascii: "="):
                if equals < 0 { equals = at }
            default:
                break
            }
            at += 1
        }
        let nameEnd = equals < 0 ? at : equals
        guard nameEnd > start else { return nil }
        return Parameter(
            name: start..<nameEnd, value: min(at, nameEnd + 1)..<at, hasValue: equals >= 0, end: at)
    }

    static func kind(_ query: borrowing Span<UInt8>, _ name: Range<Int>) -> Kind {
        switch query[name.lowerBound] {
        case UInt8(ascii: "i"):
            if spells(query, name, "include") { return .include }
        case UInt8(ascii: "s"):
            if spells(query, name, "sort") { return .sort }
        case UInt8(ascii: "f"):
            if begins(query, name, "filter") {
                // The rest is read by whoever judges filters.
                var cursor = NameCursor(at: name.lowerBound + 6, end: name.upperBound)
                let next = cursor.next(query)
                if next == nil || next == UInt8(ascii: "[") { return .filter }
            } else if begins(query, name, "fields"), isOneName(query, name.lowerBound + 6, name.upperBound) {
                return .fields
            }
        case UInt8(ascii: "p"):
            if begins(query, name, "page"), isOneName(query, name.lowerBound + 4, name.upperBound) { return .page }
        default:
            break
        }
        return resemblesJudged(query, name) ? .ambiguous : .unknown
    }

    /// Whether a name is `filter` and nothing more.
    static func isSearch(_ query: borrowing Span<UInt8>, _ name: Range<Int>) -> Bool {
        spells(query, name, "filter")
    }

    /// Whether what stands there is `[name]` and nothing more.
    private static func isOneName(_ query: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var cursor = NameCursor(at: start, end: end)
        guard cursor.next(query) == UInt8(ascii: "[") else { return false }
        var count = 0
        while let byte = cursor.next(query) {
            if byte == UInt8(ascii: "]") { return count > 0 && cursor.isAtEnd }
            guard RelationPath.isNameByte(byte, isFirst: count == 0) else { return false }
            count += 1
        }
        return false
    }

    /// Whether a name that is none of those that JSON:API knows could be taken for one of them: when escapes are read (twice),
    /// case is folded, and everything but letters is left out. It only chooses between two refusals.
    private static func resemblesJudged(_ query: borrowing Span<UInt8>, _ name: Range<Int>) -> Bool {
        var bytes: [UInt8] = []
        for index in name { bytes.append(query[index]) }
        for _ in 0..<2 {
            var decoded: [UInt8] = []
            var at = 0
            while at < bytes.count {
                if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
                    let value = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
                {
                    decoded.append(value)
                    at += 3
                } else {
                    decoded.append(bytes[at])
                    at += 1
                }
            }
            bytes = decoded
        }
        let letters = String(decoding: bytes, as: UTF8.self).lowercased().utf8.filter { (97...122).contains($0) }
        let folded = String(decoding: letters, as: UTF8.self)
        return ["include", "filter", "sort", "page", "fields"].contains { folded.contains($0) }
    }

    // MARK: - Names

    /// Reads the name of a parameter byte by byte, with the three escapes that count as their characters.
    struct NameCursor {
        private(set) var at: Int
        let end: Int

        var isAtEnd: Bool { at >= end }

        init(at: Int, end: Int) {
            self.at = at
            self.end = end
        }

        mutating func next(_ query: borrowing Span<UInt8>) -> UInt8? {
            guard at < end else { return nil }
            let byte = query[at]
            guard byte == UInt8(ascii: "%"), at + 2 < end else {
                at += 1
                return byte
            }
            let read: UInt8
            switch (query[at + 1], query[at + 2]) {
            case (UInt8(ascii: "5"), UInt8(ascii: "B")): read = UInt8(ascii: "[")
            case (UInt8(ascii: "5"), UInt8(ascii: "D")): read = UInt8(ascii: "]")
            case (UInt8(ascii: "3"), UInt8(ascii: "A")): read = UInt8(ascii: ":")
            default: read = byte
            }
            at += read == byte ? 1 : 3
            return read
        }
    }

    /// Whether `name` is `beginning`, or goes on from it with a bracket.
    static func isBeginning(_ query: borrowing Span<UInt8>, _ beginning: Range<Int>, _ name: Range<Int>) -> Bool {
        var first = NameCursor(at: beginning.lowerBound, end: beginning.upperBound)
        var second = NameCursor(at: name.lowerBound, end: name.upperBound)
        while let byte = first.next(query) {
            guard second.next(query) == byte else { return false }
        }
        let next = second.next(query)
        return next == nil || next == UInt8(ascii: "[")
    }

    enum Component {
        case name
        /// `id`, `:id:` or `:uri:`, which belong to whatever the names before it reach.
        case identity
        /// `:or:`, which joins filters.
        case group
        case ambiguous
    }

    /// Reads what stands between `[` and `]` and adds its name to `path`.
    static func component(
        _ query: borrowing Span<UInt8>, _ cursor: inout NameCursor, isFirst: Bool, _ path: inout RelationPath
    ) -> Component {
        let start = cursor.at
        var nameStart = start
        var nameEnd = start
        var modifier = 0..<0
        while true {
            let at = cursor.at
            guard let byte = cursor.next(query) else { return .ambiguous }
            if byte == UInt8(ascii: "]") {
                nameEnd = at
                break
            }
            if byte == UInt8(ascii: ":") {
                if at == start {
                    nameStart = cursor.at
                } else if modifier.isEmpty, nameStart > start, at > nameStart {
                    modifier = nameStart..<at
                    nameStart = cursor.at
                } else {
                    return .ambiguous
                }
            } else if !RelationPath.isNameByte(byte, isFirst: at == nameStart) {
                return .ambiguous
            }
        }
        if modifier.isEmpty {
            // A colon that no second one closes.
            guard nameStart == start, nameEnd > nameStart else { return .ambiguous }
            if cursor.isAtEnd, spells(query, nameStart..<nameEnd, "id") { return .identity }
        } else if spells(query, modifier, "or") {
            return isFirst && !cursor.isAtEnd ? .group : .ambiguous
        } else if spells(query, modifier, "id") || spells(query, modifier, "uri") {
            return cursor.isAtEnd && nameEnd == nameStart ? .identity : .ambiguous
        } else {
            guard cursor.isAtEnd, nameEnd > nameStart, isOperator(query, modifier) else { return .ambiguous }
        }
        path.beginName()
        for index in nameStart..<nameEnd { path.append(query[index]) }
        return .name
    }

    /// The operators of mu-cl-resources.
    private static func isOperator(_ query: borrowing Span<UInt8>, _ word: Range<Int>) -> Bool {
        spells(query, word, "exact") || spells(query, word, "gt") || spells(query, word, "gte")
            || spells(query, word, "lt") || spells(query, word, "lte") || spells(query, word, "not")
            || spells(query, word, "has") || spells(query, word, "has-no")
    }

    // MARK: - Values

    /// Passes over the `-` and the `:no-case:` before a name to sort by.
    static func afterOrder(_ query: borrowing Span<UInt8>, _ start: Int, _ end: Int) -> Int {
        var at = start
        if at < end, query[at] == UInt8(ascii: "-") { at += 1 }
        var cursor = NameCursor(at: at, end: end)
        let word = ":no-case:"
        let letters = word.utf8Span.span
        for index in letters.indices {
            guard cursor.next(query) == letters[index] else { return at }
        }
        return cursor.at
    }

    /// How many bytes the comma takes that stands there, 0 for none.
    static func comma(_ query: borrowing Span<UInt8>, _ at: Int, _ end: Int) -> Int {
        guard at < end else { return 0 }
        if query[at] == UInt8(ascii: ",") { return 1 }
        guard at + 2 < end, query[at] == UInt8(ascii: "%"), query[at + 1] == UInt8(ascii: "2"),
            query[at + 2] == UInt8(ascii: "C")
        else { return 0 }
        return 3
    }

    // MARK: - Words

    static func spells(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ word: String) -> Bool {
        range.count == word.utf8.count && begins(bytes, range, word)
    }

    static func begins(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ word: String) -> Bool {
        let letters = word.utf8Span.span
        guard range.count >= letters.count else { return false }
        for index in letters.indices where bytes[range.lowerBound + index] != letters[index] { return false }
        return true
    }

    /// An escape at which some reader ends a text (NUL), trims it or begins a line.
    private static func isControl(_ high: UInt8, _ low: UInt8) -> Bool {
        high == UInt8(ascii: "0") || high == UInt8(ascii: "1")
            || high == UInt8(ascii: "7") && low | 0x20 == UInt8(ascii: "f")
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default:
            false
        }
    }
}
