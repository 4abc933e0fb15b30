extension DocumentReader {
    /// A whole number in decimal digits, in a range.
    package func integer(_ node: LocatedNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let text, true) = node.content, let number = DocumentReader.digits(text[...]) else {
            report(node.location, "\(what) must be a whole number, not \(DocumentReader.shown(node))")
            return nil
        }
        guard range.contains(number) else {
            report(node.location, "\(what) must be from \(range.lowerBound) to \(range.upperBound), not \(number)")
            return nil
        }
        return number
    }

    /// A length of time such as `500ms`, `10s`, `5m` or `1h`, in milliseconds; the range too.
    package func duration(_ node: LocatedNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        quantity(
            node, what, in: range, units: [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)],
            example: "a duration such as `500ms`, `10s`, `5m` or `1h`")
    }

    /// A size such as `512B`, `16KiB`, `100MiB` or `2GiB`, in bytes; the range too.
    package func byteSize(_ node: LocatedNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
        quantity(
            node, what, in: range, units: [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("B", 1)],
            example: "a size such as `16KiB` or `100MiB`")
    }

    private func quantity(
        _ node: LocatedNode, _ what: String, in range: ClosedRange<Int>, units: [(String, Int)], example: String
    ) -> Int? {
        guard case .scalar(let text, _) = node.content,
            let (suffix, factor) = units.first(where: { text.hasSuffix($0.0) }),
            let number = DocumentReader.digits(text.dropLast(suffix.count))
        else {
            report(node.location, "\(what) must be \(example), not \(DocumentReader.shown(node))")
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow, range.contains(product) else {
            let (lowest, highest) = (range.lowerBound, range.upperBound)
            let units = units.sorted { $0.1 > $1.1 }
            func shown(_ value: Int) -> String {
                let unit = units.first { value != 0 && value % $0.1 == 0 } ?? units[units.count - 1]
                return "\(value / unit.1)\(unit.0)"
            }
            report(node.location, "\(what) must be from \(shown(lowest)) to \(shown(highest)), not `\(text)`")
            return nil
        }
        return product
    }

    /// Digits without sign, space or superfluous zero; nil for anything else and for what no integer holds.
    private static func digits(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
            text.utf8.count == 1 || text.utf8.first != UInt8(ascii: "0")
        else { return nil }
        return Int(text)
    }

    private static func shown(_ node: LocatedNode) -> String {
        if case .scalar(let text, _) = node.content, !node.isNull { return "`\(text)`" }
        return node.kind
    }
}
