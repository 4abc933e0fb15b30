/// The five parts of an IRI, to resolve a relative one as RFC 3986, section 5.2, has it.
struct IRIReference {
    private var scheme: ArraySlice<UInt8>?
    private var authority: ArraySlice<UInt8>?
    private var path: ArraySlice<UInt8>
    private var query: ArraySlice<UInt8>?
    private var fragment: ArraySlice<UInt8>?

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        if let colon = IRIReference.endOfScheme(bytes) {
            scheme = rest[..<colon]
            rest = rest[(colon + 1)...]
        }
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = rest[(hash + 1)...]
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = rest[(mark + 1)...]
            rest = rest[..<mark]
        }
        if rest.starts(with: [IRIReference.slash, IRIReference.slash]) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: IRIReference.slash) ?? rest.endIndex
            authority = rest[..<end]
            rest = rest[end...]
        }
        path = rest
    }

    /// The position of the colon behind a scheme; nil for a relative reference.
    static func endOfScheme(_ bytes: [UInt8]) -> Int? {
        guard let first = bytes.first, NameCharacters.isLetter(first) else { return nil }
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: ":"): return position
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): continue
            default: guard NameCharacters.isLetter(byte) || NameCharacters.isDigit(byte) else { return nil }
            }
        }
        return nil
    }

    /// This reference, which has no scheme, seen from an absolute one.
    func resolved(against base: IRIReference) -> [UInt8] {
        var result = self
        result.scheme = base.scheme
        if authority != nil {
            result.path = IRIReference.withoutDots(path)[...]
        } else {
            result.authority = base.authority
            if path.isEmpty {
                result.path = base.path
                result.query = query ?? base.query
            } else if path.first == IRIReference.slash {
                result.path = IRIReference.withoutDots(path)[...]
            } else {
                result.path = IRIReference.withoutDots(merged(with: base))[...]
            }
        }
        return result.written
    }

    private func merged(with base: IRIReference) -> ArraySlice<UInt8> {
        if base.authority != nil, base.path.isEmpty { return [IRIReference.slash] + path }
        guard let slash = base.path.lastIndex(of: IRIReference.slash) else { return path }
        return base.path[...slash] + path
    }

    /// Removes `.` and `..` segments.
    private static func withoutDots(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var kept: [ArraySlice<UInt8>] = []
        let isRooted = path.first == slash
        let segments = (isRooted ? path.dropFirst() : path).split(separator: slash, omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            if segment.elementsEqual([dot]) {
                if isLast { kept.append([]) }
            } else if segment.elementsEqual([dot, dot]) {
                kept = kept.dropLast()
                if isLast { kept.append([]) }
            } else {
                kept.append(segment)
            }
        }
        return (isRooted ? [slash] : []) + Array(kept.joined(separator: [slash]))
    }

    private var written: [UInt8] {
        var bytes: [UInt8] = []
        if let scheme { bytes += scheme + [UInt8(ascii: ":")] }
        if let authority { bytes += [IRIReference.slash, IRIReference.slash] + authority }
        bytes += path
        if let query { bytes += [UInt8(ascii: "?")] + query }
        if let fragment { bytes += [UInt8(ascii: "#")] + fragment }
        return bytes
    }

    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
}
