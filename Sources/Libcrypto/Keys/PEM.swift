/// One PEM block (RFC 7468): a label and the DER between its lines.
///
/// Read by our own code rather than by OpenSSL's reader, which skips what it does not understand, takes the first of
/// several blocks, and asks the terminal for a passphrase.
package struct PEM: Sendable, Equatable {
    /// What is wrong with a text that should be one PEM block.
    package enum Problem: Sendable, Equatable {
        case noBlock
        case severalBlocks
        case noEnd(label: String)
        case textInside(label: String)
        case invalidBase64(label: String)
        case tooLarge(bytes: Int)

        /// One sentence in lower case.
        package var message: String {
            switch self {
            case .noBlock: "the text has no `-----BEGIN …-----` line"
            case .severalBlocks: "the text has more than one PEM block; one key per file"
            case .noEnd(let label): "the PEM block `\(label)` has no matching `-----END \(label)-----` line"
            case .textInside(let label): "the PEM block `\(label)` has header lines inside"
            case .invalidBase64(let label): "the PEM block `\(label)` is no base64"
            case .tooLarge(let bytes): "the PEM text has \(bytes) bytes; no key is that long"
            }
        }
    }

    /// No key of the supported kinds comes near this.
    static let maximumBytes = 64 * 1024

    /// What the block says it is, e.g. `PUBLIC KEY`.
    package var label: String
    /// The decoded bytes.
    package var der: [UInt8]

    package init(label: String, der: [UInt8]) {
        self.label = label
        self.der = der
    }

    /// Reads text with exactly one block. Text before and after it is allowed, as tools write comments there.
    package init(parsing text: Span<UInt8>) throws(LibcryptoError) {
        guard text.count <= Self.maximumBytes else { throw .notPEM(.tooLarge(bytes: text.count)) }
        var label: String?
        var ended = false
        var body: [UInt8] = []
        for line in Self.lines(of: text) {
            if let opened = Self.label(in: line, after: "-----BEGIN ") {
                guard label == nil else { throw .notPEM(ended ? .severalBlocks : .noEnd(label: label ?? opened)) }
                label = opened
            } else if let opened = label, !ended {
                if let closed = Self.label(in: line, after: "-----END ") {
                    guard closed == opened else { throw .notPEM(.noEnd(label: opened)) }
                    ended = true
                } else if line.contains(UInt8(ascii: ":")) {
                    // RFC 1421 headers: `Proc-Type: 4,ENCRYPTED` is the old form of a passphrase.
                    let encrypted = String(decoding: line, as: UTF8.self).contains("ENCRYPTED")
                    throw encrypted ? .encryptedPrivateKey : .notPEM(.textInside(label: opened))
                } else {
                    body += line
                }
            }
        }
        guard let label else { throw .notPEM(.noBlock) }
        guard ended else { throw .notPEM(.noEnd(label: label)) }
        guard let der = Self.decodeBase64(body), !der.isEmpty else { throw .notPEM(.invalidBase64(label: label)) }
        self.init(label: label, der: der)
    }

    /// The block as text, in lines of 64 characters.
    package var text: String {
        var result = "-----BEGIN \(label)-----\n"
        var column = 0
        for character in Self.encodeBase64(der) {
            result.unicodeScalars.append(UnicodeScalar(character))
            column += 1
            if column == 64 {
                result += "\n"
                column = 0
            }
        }
        if column > 0 { result += "\n" }
        return result + "-----END \(label)-----\n"
    }

    /// The lines without their ends and without blanks around them.
    private static func lines(of text: Span<UInt8>) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for index in text.indices {
            switch text[index] {
            case 0x0A, 0x0D: lines.append([])
            case 0x20, 0x09: if !(lines.last ?? []).isEmpty { lines[lines.count - 1].append(text[index]) }
            case let byte: lines[lines.count - 1].append(byte)
            }
        }
        return lines.map { line in
            var line = line
            while line.last == 0x20 || line.last == 0x09 { line.removeLast() }
            return line
        }
    }

    private static func label(in line: [UInt8], after prefix: String) -> String? {
        guard line.starts(with: prefix.utf8), line.count >= prefix.utf8.count + 5 else { return nil }
        guard line.suffix(5).elementsEqual("-----".utf8) else { return nil }
        let name = line[prefix.utf8.count..<line.count - 5]
        // Labels stand in our sentences, between backquotes; those in use are far shorter.
        guard name.count <= 64, name.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "`") }) else {
            return nil
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func encodeBase64(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for offset in 0..<3 { bits = bits << 8 | UInt32(offset < group.count ? group[start + offset] : 0) }
            for position in 0..<4 {
                let isPadding = position > group.count
                result.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> (18 - 6 * position) & 63)])
            }
        }
        return result
    }

    /// Strict base64 with padding (RFC 4648 section 4); `nil` for anything else.
    private static func decodeBase64(_ text: [UInt8]) -> [UInt8]? {
        guard text.count.isMultiple(of: 4), !text.isEmpty else { return nil }
        var unpadded = text[...]
        while unpadded.last == UInt8(ascii: "="), text.count - unpadded.count < 2 { unpadded.removeLast() }
        var result: [UInt8] = []
        result.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for character in unpadded {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        guard bits & ((1 << UInt32(count)) - 1) == 0 else { return nil }
        return result
    }
}
