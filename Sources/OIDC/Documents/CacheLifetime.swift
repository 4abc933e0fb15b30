package import HTTPTypes

/// How long an answer may be used, by its own word (RFC 9111, sections 4.2 and 5.2.2).
package enum CacheLifetime {
    /// Seconds from now; 0 when it must be asked for again each time; `nil` when the answer does not say.
    ///
    /// A `max-age` that is written twice with different values, or that is no number, counts as the least there is: whoever
    /// cannot say how long keys hold has not said that they hold long.
    package static func seconds(_ fields: HTTPFields) -> Int64? {
        var seconds: Int64?
        for directive in fields[values: .cacheControl].flatMap({ $0.split(separator: ",") }) {
            let parts = directive.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0].trimmed.lowercased()
            switch name {
            case "no-store", "no-cache": return 0
            case "max-age":
                let value = parts.count == 2 ? parts[1].trimmed.unquoted : ""
                let number = number(value)
                guard let number, seconds ?? number == number else { return 0 }
                seconds = number
            default: continue
            }
        }
        guard let seconds else { return nil }
        // What it has spent in caches on the way.
        let age = fields[.age].flatMap { number($0[...].trimmed) } ?? 0
        return max(0, seconds - age)
    }

    /// RFC 9111 section 1.2.2: digits; too large a number counts as 2^31.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return min(Int64(text) ?? 1 << 31, 1 << 31)
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return text
    }

    fileprivate var unquoted: Substring {
        count >= 2 && hasPrefix("\"") && hasSuffix("\"") ? dropFirst().dropLast() : self
    }
}
