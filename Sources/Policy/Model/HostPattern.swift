/// A host as a policy writes it: a whole name, or first labels and `*` for one or more further labels.
package struct HostPattern: Hashable, Sendable, CustomStringConvertible {
    /// Lower case. For `dashboard.*` this is `dashboard.`, with its dot.
    let bytes: [UInt8]
    package let isPrefix: Bool

    package init?(_ text: String) {
        var labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        let isPrefix = labels.last == [UInt8(ascii: "*")]
        if isPrefix { labels.removeLast() }
        guard !labels.isEmpty, text.utf8.count <= 253 else { return nil }
        for label in labels {
            guard !label.isEmpty, label.count <= 63, label.allSatisfy(HostPattern.isLabelByte) else { return nil }
        }
        var bytes = Array(labels.joined(separator: [UInt8(ascii: ".")])).map(HostPattern.lowercased)
        if isPrefix { bytes.append(UInt8(ascii: ".")) }
        self.bytes = bytes
        self.isPrefix = isPrefix
    }

    /// Whether a host name, without port and without a final dot, falls under the pattern.
    func matches(_ host: borrowing Span<UInt8>, count: Int) -> Bool {
        guard isPrefix ? count > bytes.count : count == bytes.count else { return false }
        for index in 0..<bytes.count where HostPattern.lowercased(host[index]) != bytes[index] {
            return false
        }
        return true
    }

    package var description: String {
        String(decoding: bytes, as: UTF8.self) + (isPrefix ? "*" : "")
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch lowercased(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
